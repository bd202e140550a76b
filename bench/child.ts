// SPDX-License-Identifier: AGPL-3.0-or-later
// A bot in a process of its own, so that it does not share its event loop with those who talk to it.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A running bot. */
export interface Child {
  readonly hello: unknown
  counts(): Promise<{ statements: number; roundTrips: number }>
  /** Processor time so far, in microseconds: its own, and the kernel's on its behalf. */
  cpu(): Promise<{ user: number; system: number }>
  idle(): Promise<unknown>
  stop(): Promise<void>
}

interface Answer {
  readonly ask: string
  readonly value: unknown
}

/** Starts a program of ours with what it needs to know; with a folder given, it leaves a profile there. */
export async function startChild(program: string, part: object, profileDir?: string): Promise<Child> {
  const path = fileURLToPath(new URL(program, import.meta.url))
  const execArgv = profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`]
  const child = fork(path, [JSON.stringify(part)], { execArgv })
  const kill = (): void => void child.kill()
  process.once('exit', kill)
  const hello = await answerTo(child, 'hello')
  const ask = (what: string): Promise<unknown> => {
    const answered = answerTo(child, what)
    child.send(what)
    return answered
  }
  return {
    hello,
    counts: () => ask('counts') as Promise<{ statements: number; roundTrips: number }>,
    cpu: () => ask('cpu') as Promise<{ user: number; system: number }>,
    idle: () => ask('idle'),
    async stop() {
      const over = once(child, 'exit')
      await ask('stop')
      // Whatever keeps it alive (a pool of the peers) is not waited for.
      const late = setTimeout(kill, 3000)
      await over
      clearTimeout(late)
      process.off('exit', kill)
    },
  }
}

function answerTo(child: ChildProcess, ask: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null): void => reject(new Error(`the bot ended with ${code}`))
    const heard = (answer: Answer): void => {
      if (answer.ask !== ask) return
      child.off('message', heard)
      child.off('exit', died)
      resolve(answer.value)
    }
    child.on('message', heard)
    child.once('exit', died)
  })
}
