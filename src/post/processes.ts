// SPDX-License-Identifier: AGPL-3.0-or-later
// Several processes may share a database. Each says regularly that it is alive; what a process had claimed when it died
// is freed by the others, or by itself when it comes back.
import {
  breathing,
  forgetting,
  forgettingSilent,
  forgettingStates,
  freeingErrands,
  freeingMessages,
} from '../db/statements/processes.ts'
import type { Asking, Store } from '../db/store.ts'

/** Silent for this long, a process has died; a process says that it is alive four times as often. */
export const processSilentAfterMs = 4000

export interface Membership {
  /** Says that this process is alive, and frees what dead processes had claimed. */
  breathe(): Promise<void>
  /** Frees what this process has claimed, and leaves. */
  leave(): Promise<void>
}

/** The membership of one process among those that share the database. */
export function openMembership(store: Store, process: string): Membership {
  // The embedded engine has one process at a time: any other that is listed is gone.
  const silentSeconds = store.engine === 'embedded' ? null : processSilentAfterMs / 1000
  return {
    breathe: () =>
      store.transact(async ({ ask }) => {
        await ask(breathing({ process }))
        await ask(forgettingSilent({ process, silentSeconds }))
        await free(ask)
      }),
    leave: () =>
      store.transact(async ({ ask }) => {
        await ask(forgetting({ process }))
        await free(ask)
      }),
  }
}

/** Frees what belongs to no process that is listed. */
async function free(ask: Asking['ask']): Promise<void> {
  for (const freeing of [forgettingStates, freeingMessages, freeingErrands]) await ask(freeing({}))
}
