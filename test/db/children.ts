// SPDX-License-Identifier: AGPL-3.0-or-later
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compiledPlainly } from '../support/embedded.ts'

/** A script of this folder in a process of its own. */
export interface Child {
  readonly pid: number
  /** Everything it has said so far, line by line. */
  readonly lines: string[]
  /** Until it has said so many lines, or is over. */
  said(count: number): Promise<string[]>
  over: Promise<void>
  kill(): Promise<void>
}

export function startChild(script: 'hold' | 'write' | 'open', ...parameters: string[]): Child {
  const path = fileURLToPath(new URL(`./children/${script}.ts`, import.meta.url))
  const child: ChildProcess = spawn(process.execPath, [compiledPlainly, path, ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  let rest = ''
  let told = (): void => undefined
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    told()
  })
  let ended = false
  const over = new Promise<void>(resolve =>
    child.once('close', () => {
      ended = true
      told()
      resolve()
    }),
  )
  return {
    pid: child.pid ?? 0,
    lines,
    over,
    async said(count) {
      while (lines.length < count && !ended) await new Promise<void>(resolve => (told = resolve))
      return lines
    },
    async kill() {
      child.kill('SIGKILL')
      await over
    },
  }
}
