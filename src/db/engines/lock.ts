// SPDX-License-Identifier: AGPL-3.0-or-later
// A lock that dies with its process: who listens on the socket named after the directory has it. PGlite takes none,
// and two processes over one directory silently lost 8,000 acknowledged rows.
import { createHash } from 'node:crypto'
import { realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { DatabaseInUse } from '../failures.ts'

interface Hold {
  release(): Promise<void>
}

/** Takes the directory, which must exist, for this process alone; otherwise throws `DatabaseInUse` within a second. */
export async function holdDirectory(directory: string): Promise<Hold> {
  const path = realpathSync(directory)
  const address = addressOf(path)
  // Anyone who connects is told who has it.
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.end(String(process.pid))
  })
  try {
    await listen(server, address)
  } catch (error) {
    if (!isTaken(error)) throw error
    const pid = await ask(address)
    // Only a socket file stays behind when its process dies: nobody answers, and it may be taken over.
    if (pid !== 'nobody' || !address.startsWith('/')) throw new DatabaseInUse(path, pid === 'nobody' ? undefined : pid)
    rmSync(address, { force: true })
    await listen(server, address)
  }
  server.unref()
  return { release: () => new Promise(resolve => server.close(() => resolve())) }
}

function addressOf(path: string): string {
  const name = `spesa-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`
  // The leading zero makes the name abstract: no file, and the kernel frees it when the process dies.
  if (process.platform === 'linux') return `\0${name}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  // A socket's path may have about 100 characters, which a directory may exceed.
  return join('/tmp', `${name}.sock`)
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}

/** Who holds it: a pid, `undefined` when it does not say, or `nobody` when nobody listens. */
function ask(address: string): Promise<number | undefined | 'nobody'> {
  return new Promise(resolve => {
    let said = ''
    const socket = connect(address)
    const answer = (who: number | undefined | 'nobody'): void => {
      socket.destroy()
      resolve(who)
    }
    // A process that is busy or stopped does not answer, and holds it all the same.
    socket.setTimeout(700, () => answer(undefined))
    socket.setEncoding('utf8').on('data', (text: string) => (said += text))
    socket.on('end', () => answer(/^\d+$/.test(said) ? Number(said) : undefined))
    socket.on('error', () => answer('nobody'))
  })
}
