// SPDX-License-Identifier: AGPL-3.0-or-later
// Units of work without channels: the engine alone, with nobody to tell.
import { randomUUID } from 'node:crypto'
import type { Store } from '../../src/db/store.ts'
import { type Clock, systemChance } from '../../src/system.ts'
import type { Platform } from '../../src/transact.ts'

export function barePlatform(store: Store, clock: Clock): Platform {
  return {
    store,
    clock,
    chance: systemChance,
    accounts: new Map(),
    processId: randomUUID(),
    deliver: () => undefined,
  }
}

/** A clock that stands still. */
export function stoppedAt(at: Date): Clock {
  return { now: () => at }
}
