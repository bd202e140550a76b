// SPDX-License-Identifier: AGPL-3.0-or-later
// Which processes run below another one: to rehearse the death of one, and to find those left behind.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'

export interface Running {
  readonly pid: number
  readonly parent: number
  readonly command: string
}

/** What a program of ours is started with under npm, and nothing that it is configured by. */
export function bareEnvironment(): Record<string, string> {
  const { PATH, NODE_OPTIONS, NODE_COMPILE_CACHE } = process.env
  const some = { PATH, NODE_OPTIONS, NODE_COMPILE_CACHE }
  return Object.fromEntries(
    Object.entries(some).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

/** Every process of this machine that is not a corpse. */
export function processes(): Running[] {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs()
}

/** All that were started by it, and by those, and so on. */
export function descendants(pid: number, all = processes()): Running[] {
  return all.filter(each => each.parent === pid).flatMap(each => [each, ...descendants(each.pid, all)])
}

function fromProc(): Running[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        const [state, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ')
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), command }]
      } catch {
        // It ended while we were reading.
        return []
      }
    })
}

function fromPs(): Running[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,stat=,command='], { encoding: 'utf8' }).split('\n')
  return lines.flatMap(line => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    return pid === undefined || state?.startsWith('Z')
      ? []
      : [{ pid: Number(pid), parent: Number(parent), command: command ?? '' }]
  })
}
