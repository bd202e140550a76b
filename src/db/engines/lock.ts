// SPDX-License-Identifier: AGPL-3.0-or-later
// A lock on a file in the directory itself, which the kernel frees when its process dies, however it dies. PGlite takes
// none, and two processes over one directory silently lost 8,000 acknowledged rows. A socket would not do: its name
// belongs to one network namespace, and two containers on one volume have two. SQLite, which Node brings along, takes
// byte-range locks of the system (fcntl on Linux and macOS, LockFileEx on Windows) while a transaction is open.
//
// On Linux such a lock is lost when its own process closes any other descriptor of the same file: nothing else here may
// open the lock's file.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DatabaseInUse, DatabaseRefused } from '../failures.ts'

interface Hold {
  release(): void
}

/** SQLITE_BUSY: somebody else has the lock. */
const busy = 5

/** Takes the directory, which must exist, for this process alone; otherwise throws `DatabaseInUse` at once. */
export function holdDirectory(directory: string): Hold {
  const path = realpathSync(directory)
  const lock = new DatabaseSync(join(path, 'lock'))
  try {
    // Never committed: it ends with the process, or with `close`.
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busy)
      throw new DatabaseInUse(path, holderOf(path))
    throw new DatabaseRefused(`The directory ${path} cannot be locked: it must lie on a local disk.`, { cause: error })
  }
  writeFileSync(holderFile(path), String(process.pid), { mode: 0o600 })
  return { release: () => lock.close() }
}

/** Beside the lock, whose own file may not be read. */
const holderFile = (path: string): string => join(path, 'lock.pid')

/** Who has it: a number that another container may know by another one, so only if such a process runs here. */
function holderOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(holderFile(path), 'utf8'))
    process.kill(pid, 0)
    return pid
  } catch {
    return undefined
  }
}
