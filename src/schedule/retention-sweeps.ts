// SPDX-License-Identifier: AGPL-3.0-or-later
// What goes because its time has come (`rules/retention.ts`): looked for every hour, and in parts that hold up nothing.
import {
  accountsToEmpty,
  accountsToThin,
  chatsToEmpty,
  chatsToLeave,
  chatsToThin,
  deleteMessages,
  deleteUpdates,
  emptyInbox,
  emptyMessages,
  leaveSpot,
} from '../engine/retention/conversation.ts'
import { deleteLeftover, leftovers, leftoversDue } from '../engine/retention/leftovers.ts'
import { clearOldOrder, ordersToClear } from '../engine/orders/clearing.ts'
import { eraseSilentPerson, silentPeople } from '../engine/people/erasing.ts'
import type { Sweep } from './sweep.ts'

const unhurried = { everyMinutes: 60, most: 20 }

const retentionSweeps: readonly Sweep[] = [
  { name: 'empty-messages', due: chatsToEmpty, deal: emptyMessages },
  { name: 'delete-messages', due: chatsToThin, deal: deleteMessages },
  { name: 'empty-inbox', due: accountsToEmpty, deal: emptyInbox },
  { name: 'delete-inbox', due: accountsToThin, deal: deleteUpdates },
  { name: 'leave-spots', due: chatsToLeave, deal: leaveSpot },
  { name: 'clear-orders', due: ordersToClear, deal: clearOldOrder },
  { name: 'forget-silent', due: silentPeople, deal: eraseSilentPerson },
  ...leftovers.map((leftover): Sweep => ({
    name: leftover.name,
    due: (look, most) => leftoversDue(look, leftover, most),
    deal: (work, subject) => deleteLeftover(work, leftover, subject),
  })),
]

/** Each in its own pace. */
export const unhurriedSweeps: readonly Sweep[] = retentionSweeps.map(sweep => ({ ...sweep, pace: unhurried }))
