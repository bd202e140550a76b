// SPDX-License-Identifier: AGPL-3.0-or-later
// The data directory belongs to the user that runs the program: no other user reads or writes anything in it, whatever
// the umask, and whatever modes PGlite gives to its files.
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { DatabaseRefused } from '../failures.ts'

const others = 0o077
const sticky = 0o1000

/** Makes the directory if it is not there, and takes away what other users may do in it: 0700 and 0600. */
export function makePrivate(directory: string): void {
  // Only a process has a umask: what it writes from now on, and what its children write, is private from the start.
  if (isMainThread) process.umask(others)
  const path = resolve(directory)
  if (existsSync(path)) refuseUnlessOwn(path)
  else mkdirSync(path, { recursive: true, mode: 0o700 })
  // Windows has no such modes.
  if (process.platform === 'win32') return
  for (const open of openToOthers(path)) {
    try {
      chmodSync(open, lstatSync(open).mode & 0o700)
    } catch (error) {
      throw new DatabaseRefused(
        `Other users can read ${open}, and its mode cannot be changed: make DATA_DIR belong to the user that runs the program.`,
        { cause: error },
      )
    }
  }
}

/** The directory and all in it that any other user may read, write or enter; what a link leads to is not looked at. */
export function openToOthers(directory: string): string[] {
  const paths = [directory, ...entriesOf(directory)]
  return paths.filter(path => {
    const found = lstatSync(path, { throwIfNoEntry: false })
    return found !== undefined && !found.isSymbolicLink() && (found.mode & others) !== 0
  })
}

function entriesOf(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    const path = join(directory, entry.name)
    return entry.isDirectory() ? [path, ...entriesOf(path)] : [path]
  })
}

/** A folder that holds other things as well would be closed to everybody who uses them. */
function refuseUnlessOwn(path: string): void {
  const shared = (lstatSync(path).mode & sticky) !== 0 || resolve(path, '..') === path || path === homedir()
  if (shared || existsSync(join(path, 'package.json')))
    throw new DatabaseRefused(`DATA_DIR must be a folder of its own, and ${path} holds other things as well.`)
}
