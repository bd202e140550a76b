// SPDX-License-Identifier: AGPL-3.0-or-later
// Folders for the databases of tests. A database is hundreds of small files: to copy an embedded one took 150 ms in
// memory and 700 to 3,900 ms on a disk, a third of that in the processor.
import { accessSync, constants, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { holdDirectory } from '../../src/db/engines/lock.ts'

const inMemory = '/dev/shm'
/** A whole run needs 300 MB of it. */
const wantedBytes = 2 ** 30

/** Where files may be lost: in memory where there is room (Linux), else the temporary folder. */
function quickFolder(): string {
  try {
    accessSync(inMemory, constants.W_OK)
    const { bavail, bsize } = statfsSync(inMemory)
    return bavail * bsize >= wantedBytes ? inMemory : tmpdir()
  } catch {
    return tmpdir()
  }
}

/**
 * A folder of this process, on the disk where what is in it must last. Folders with the same prefix whose process was
 * killed are removed first; `leave` ends what still uses one.
 */
export async function heldFolder(
  prefix: string,
  { durable, leave }: { durable: boolean; leave?: (folder: string) => void },
): Promise<{ folder: string; remove(): Promise<void> }> {
  for (const place of new Set([tmpdir(), quickFolder()])) {
    for (const name of readdirSync(place).filter(entry => entry.startsWith(prefix)))
      await removeLeftover(join(place, name), leave)
  }
  const folder = mkdtempSync(join(durable ? tmpdir() : quickFolder(), prefix))
  const hold = holdDirectory(folder)
  return {
    folder,
    async remove() {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
      hold.release()
    },
  }
}

/** Its process is gone if the folder can be held. */
async function removeLeftover(folder: string, leave?: (folder: string) => void): Promise<void> {
  // One that is just being made is not held yet.
  if (Date.now() - (statSync(folder, { throwIfNoEntry: false })?.birthtimeMs ?? Infinity) < 60_000) return
  const hold = heldOrNot(folder)
  if (hold === undefined) return
  leave?.(folder)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  hold.release()
}

function heldOrNot(folder: string): ReturnType<typeof holdDirectory> | undefined {
  try {
    return holdDirectory(folder)
  } catch {
    return undefined
  }
}
