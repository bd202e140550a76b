// SPDX-License-Identifier: AGPL-3.0-or-later
// What an account of ours cannot deliver or needs, told where it can be told: on the other accounts.
import { allOperatorChats, openChat, operatorChats, personName } from '../../engine/messages/recipients.ts'
import { noticeOf } from '../../engine/messages/undelivered.ts'
import type { Look } from '../../engine/unit.ts'
import type { Draft } from '../draft.ts'
import { link } from '../for-staff.ts'
import { unsplit } from '../stored-choices.ts'
import { type Accounts, accountsFor, type EventOf, movedNotice, staffNotice, textsOf } from './telling.ts'

/** A notice as it was to be sent, to another chat of its recipient. */
export async function noticeMoved(look: Look, { messageId, toChatId }: EventOf<'notice-moved'>): Promise<Draft[]> {
  const [notice, chat] = await Promise.all([noticeOf(look, messageId), openChat(look, toChatId)])
  if (!notice || !chat) return []
  const { audience, card, spot, view, choices } = notice
  return [movedNotice(chat, spot, unsplit(view, choices, card), audience)]
}

/** A notice that reaches its recipient nowhere: to the town hall. */
export async function noticeUndelivered(
  look: Look,
  accounts: Accounts,
  { municipalityId, personId, audience }: EventOf<'notice-undelivered'>,
): Promise<Draft[]> {
  const [operators, person] = await Promise.all([
    operatorChats(look, accountsFor(accounts, 'staff'), municipalityId),
    personName(look, personId),
  ])
  return operators
    .filter(chat => chat.personId !== personId)
    .map(chat => {
      const t = textsOf(look, chat)
      return staffNotice(t, chat, t('notice-undelivered', { person, audience }))
    })
}

/** An account cannot speak, waits for its telephone, or can speak again: to all operators. */
export async function accountTrouble(
  look: Look,
  accounts: Accounts,
  { account, trouble }: EventOf<'account-trouble'>,
): Promise<Draft[]> {
  const others = accountsFor(accounts, 'staff').filter(name => name !== account)
  const operators = await allOperatorChats(look, others)
  return operators.map(chat => {
    const t = textsOf(look, chat)
    const channel = t.plain(`channel-${accounts.get(account)?.channel ?? 'telegram'}`)
    const pairing = trouble === 'pairing' && link(t.plain('show-pairing'), 'pairing', { account })
    return staffNotice(t, chat, t(`account-${trouble}`, { channel }), pairing)
  })
}
