// SPDX-License-Identifier: AGPL-3.0-or-later
// Where the databases of tests stand. A database is hundreds of small files: to copy an embedded one took 150 ms in
// memory and 700 to 3,900 ms on a disk, a third of that in the processor.
import { accessSync, constants, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const inMemory = '/dev/shm'
/** A whole run needs 300 MB of it. */
const wantedBytes = 2 ** 30

/** The folder for databases that may be lost: in memory where there is room (Linux), else the temporary one. */
export function quickFolder(): string {
  try {
    accessSync(inMemory, constants.W_OK)
    const { bavail, bsize } = statfsSync(inMemory)
    return bavail * bsize >= wantedBytes ? inMemory : tmpdir()
  } catch {
    return tmpdir()
  }
}
