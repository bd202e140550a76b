// SPDX-License-Identifier: AGPL-3.0-or-later
// All that time alone brings, one row each.
import { accountsToTell, troubleToTell } from '../engine/messages/accounts.ts'
import { type AccountsFor, moveUndelivered, undeliveredNotices } from '../engine/messages/undelivered.ts'
import { type ClockAction, moveByClock, ordersDue, remindersDue, remindOfOrder } from '../engine/orders/moving.ts'
import { freezeSilent, silentWorkers } from '../engine/people/roles.ts'
import { eraseAtLast, erasuresDue } from '../engine/people/erasing.ts'
import { chatsLeft, deleteChat } from '../engine/people/leaving-chats.ts'
import { unhurriedSweeps } from './retention-sweeps.ts'
import type { Sweep } from './sweep.ts'

export function sweepsFor(accountsFor: AccountsFor): readonly Sweep[] {
  return [
    clockSweep('expire'),
    clockSweep('miss'),
    { name: 'remind', due: remindersDue, deal: remindOfOrder },
    {
      name: 'undelivered',
      due: undeliveredNotices,
      deal: (work, messageId) => moveUndelivered(work, messageId, accountsFor),
    },
    {
      name: 'silent-workers',
      due: silentWorkers,
      deal: freezeSilent,
    },
    {
      name: 'accounts',
      due: accountsToTell,
      async deal(work, account) {
        for (const trouble of await troubleToTell(work, account))
          work.happened({ type: 'account-trouble', account, trouble })
      },
    },
    { name: 'erase', due: erasuresDue, deal: eraseAtLast },
    { name: 'delete-chats', due: chatsLeft, deal: deleteChat },
    ...unhurriedSweeps,
  ]
}

function clockSweep(action: ClockAction): Sweep {
  return {
    name: action,
    due: (look, most) => ordersDue(look, action, most),
    deal: (work, orderId) => moveByClock(work, action, orderId),
  }
}
