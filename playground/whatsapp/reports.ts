// SPDX-License-Identifier: AGPL-3.0-or-later
// What the business is told of its own messages: how far each came, repeated and in any order if so wanted, with the
// word it gave along (`biz_opaque_callback_data`).
import { later } from '../loopback/time.ts'
import { wireContact } from './chats.ts'
import type { Chat, ChatMessage } from './chats.ts'
import type { StatusError } from './errors.ts'
import type { StatusWord, WireStatus } from './wire.ts'
import type { World } from './world.ts'

/** A message of the business on its way; `mark` is what it wants to hear again. */
export type Sent = { id: string; mark: string | undefined; category: string }

/** Whom the statuses are about: a person, or an address where there is nobody. */
type Recipient = { phone?: string | undefined; userId?: string | undefined }

/** Tells that a message came as far as the options say. */
export function reportArrival(world: World, chat: Chat, message: ChatMessage, category: string): void {
  const words = wordsTo(world)
  const sent = { id: message.id, mark: message.mark, category }
  soon(world, () => {
    for (const word of words) {
      chat.advance(message, word)
      tell(world, chat.person, sent, word, { chat })
    }
  })
}

/** Tells that a message is on the server, while the person cannot be reached. */
export function reportSent(world: World, chat: Chat, sent: Sent): void {
  soon(world, () => tell(world, chat.person, sent, 'sent', { chat }))
}

/** Tells that an accepted message failed after all. */
export function reportFailure(world: World, recipient: Recipient, sent: Sent, error: StatusError): void {
  soon(world, () => tell(world, recipient, sent, 'failed', { error }))
}

function soon(world: World, step: () => void): void {
  world.reportsDue++
  later(world.statuses.delayMs, () => {
    world.reportsDue--
    step()
  })
}

/** The words to tell, in the order of telling. */
function wordsTo({ statuses, options: { random } }: World): StatusWord[] {
  const all: StatusWord[] = ['sent', 'delivered', 'read']
  const reached = all.slice(0, all.indexOf(statuses.reach) + 1)
  const isAtOnce = statuses.shuffle && statuses.reach === 'read' && random() < 0.3
  const told = reached
    .filter(word => !(isAtOnce && word === 'delivered'))
    .flatMap(word => Array<StatusWord>(1 + Math.floor(random() * statuses.times)).fill(word))
  if (!statuses.shuffle) return told
  return told
    .map(word => ({ word, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ word }) => word)
}

function tell(
  world: World,
  { phone, userId }: Recipient,
  { id, mark, category }: Sent,
  word: StatusWord,
  { chat, error }: { chat?: Chat; error?: StatusError },
): void {
  const status: WireStatus = {
    id,
    status: word,
    timestamp: world.timestamp,
    ...(phone !== undefined && { recipient_id: phone }),
    ...(userId !== undefined && { recipient_user_id: userId }),
    ...(mark !== undefined && { biz_opaque_callback_data: mark }),
    ...(error
      ? { errors: [error] }
      : { pricing: { billable: category !== 'service', pricing_model: 'PMP', type: 'regular', category } }),
  }
  const namesPerson = chat?.person.userId !== undefined && (word === 'delivered' || word === 'read')
  const lane = `s:${userId ?? phone ?? ''}`
  world.webhook.add({ lane, status, ...(namesPerson && { contact: wireContact(chat.person) }) })
}
