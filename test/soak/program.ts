// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole program in a process of its own, to be killed.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { bareEnvironment } from '../support/processes.ts'

export interface Program {
  readonly pid: number | undefined
  readonly spawnedAt: number
  /** When it said that it is ready; undefined if it ended before. */
  readonly ready: Promise<number | undefined>
  /** All that it complained of. */
  readonly complaints: string[]
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
}

/** Starts it as an administrator would, with nothing but these values in its environment. */
export function startProgram(environment: Record<string, string>, flags: readonly string[] = []): Program {
  const script = fileURLToPath(new URL('../../bots/start.ts', import.meta.url))
  const { SPESA_PLANTED } = process.env
  const child = spawn(process.execPath, [...flags, script], {
    cwd: tmpdir(),
    env: {
      ...bareEnvironment(),
      ...(SPESA_PLANTED !== undefined && { SPESA_PLANTED }),
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const spawnedAt = performance.now()
  const complaints: string[] = []
  const over = new Promise<void>(resolve => child.once('close', () => resolve()))
  const ready = new Promise<number | undefined>(resolve => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('Spesa in Comune è pronta')) resolve(performance.now())
      complaints.push(...text.split('\n').filter(line => line.startsWith('{')))
    })
    void over.then(() => resolve(undefined))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => void complaints.push(text))
  return {
    pid: child.pid,
    spawnedAt,
    ready,
    complaints,
    async kill(signal) {
      child.kill(signal)
      await over
    },
  }
}
