// SPDX-License-Identifier: AGPL-3.0-or-later
// Strangers post to the webhook as much as it would read, whole and unfinished, all at once and without the secret; the
// platform posts meanwhile. The webhook runs in a process of its own, whose memory is measured.
import { type ChildProcess, fork } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { pause } from '../../src/system.ts'
import { atMost, exactly, type Proof, type Run, told } from './proof.ts'

const posts = 200
const postBytes = 3_145_728
const mostGrowthMb = 100
const usualPosts = 40
const holdMs = 5_000
const signingKey = 'the-secret-of-an-app-of-thirty-two'

export const floodOfPosts: Proof = {
  name: 'posts',
  promise: 'strangers who post to the webhook do not fill the memory, and the platform gets through',
  async run(run) {
    const child = fork(fileURLToPath(new URL('children/webhook.ts', import.meta.url)), [signingKey], {
      env: run.environment ?? process.env,
    })
    try {
      const { port } = await answered<{ port: number }>(child)
      return await figures(child, port, run)
    } finally {
      child.kill('SIGKILL')
    }
  },
  faults: [
    { name: 'bytes in flight are not counted', plants: ['bytes in flight are not counted'], reddens: 'memory grew' },
  ],
}

async function figures(child: ChildProcess, port: number, { say }: Run) {
  // What the first posts compile is no growth.
  for (let warm = 0; warm < 50; warm++) await post(port, 2_000)
  const before = await stateOf(child)
  const forging = Array.from({ length: posts }, (_, number) => forged(port, number % 2 === 0))
  let usual = 0
  for (let number = 0; number < usualPosts; number++) {
    if ((await post(port, 2_000)) === 200) usual++
    await pause(holdMs / usualPosts)
  }
  const refused = await Promise.all(forging)
  const during = await stateOf(child)
  let tries = 1
  while ((await post(port, postBytes)) !== 200 && tries < 50) {
    tries++
    await pause(100)
  }
  const after = await stateOf(child)
  const mb = (bytes: number): number => Math.round(bytes / 1e6)
  say(
    `answers to forged posts: ${[...Map.groupBy(refused, status => status)].map(([s, all]) => `${s}: ${all.length}`).join(', ')}`,
  )
  return [
    told('forged posts of 3 MB at once, half of them unfinished', posts),
    told('memory before', mb(before.nowBytes), ' MB'),
    atMost('memory grew by', mb(Math.max(0, during.mostBytes - before.nowBytes)), mostGrowthMb, ' MB'),
    exactly('forged posts taken', during.taken - before.taken - usual, 0),
    exactly('usual posts of the platform taken meanwhile', usual, usualPosts),
    exactly('the largest post of the platform taken afterwards', after.taken - during.taken, 1),
    told('after so many tries', tries),
    told('forged posts that were answered', refused.filter(status => status !== 0).length),
  ]
}

interface State {
  readonly taken: number
  readonly mostBytes: number
  readonly nowBytes: number
}

async function stateOf(child: ChildProcess): Promise<State> {
  child.send('how is it?')
  return answered<State>(child)
}

async function answered<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T]
  return message
}

/** A post with a signature that is right; answers its status. */
async function post(port: number, bytes: number): Promise<number> {
  const body = Buffer.alloc(bytes, ' ')
  body.write('{}')
  const signature = createHmac('sha256', signingKey).update(body).digest('hex')
  const headers = { 'X-Hub-Signature-256': `sha256=${signature}` }
  const response = await fetch(`http://127.0.0.1:${port}/whatsapp`, { method: 'POST', headers, body })
  await response.arrayBuffer()
  return response.status
}

/** A post with a signature of the right form, sent whole or but for its last byte; answers its status, or 0 for none. */
function forged(port: number, whole: boolean): Promise<number> {
  return new Promise(resolve => {
    let said = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `POST /whatsapp HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${postBytes}\r\nX-Hub-Signature-256: sha256=${'0'.repeat(64)}\r\n\r\n`,
      )
      socket.write(Buffer.alloc(whole ? postBytes : postBytes - 1, 'x'))
    })
    const gone = setTimeout(() => socket.destroy(), holdMs)
    socket.setEncoding('latin1').on('data', (text: string) => (said += text))
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearTimeout(gone)
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(said)?.[1] ?? 0))
    })
  })
}
