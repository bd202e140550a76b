// SPDX-License-Identifier: AGPL-3.0-or-later
// What becomes of a message of the business: refused, accepted and shown, or accepted and failed later.
import type { Chat, ChatMessage } from './chats.ts'
import { GraphError } from './errors.ts'
import type { Fault } from './faults.ts'
import type { MessageRequest, ReadRequest } from './message-schema.ts'
import { reportArrival, reportFailure, reportSent } from './reports.ts'
import { shown } from './view.ts'
import { digitsOf } from './world.ts'
import type { World } from './world.ts'

/** How long after the person's last message one may write freely. */
const WINDOW_MS = 24 * 3600_000

/** Errors that the real server tells in the answer on some days and in a status on others. */
const MAY_COME_LATE: readonly number[] = [130429, 131047, 131052, 131053, 131056]

/** The answer to a message. */
export function accept(world: World, request: MessageRequest, fault: Fault | undefined): object {
  const { to, recipient, biz_opaque_callback_data: mark } = request
  const phone = to === undefined ? undefined : digitsOf(to)
  const address = phone ?? recipient ?? ''
  const chat = world.chatAt(address)
  const id = world.messageId()
  const person = chat?.person ?? { phone, userId: phone === undefined ? recipient : undefined }
  let trouble = fault?.type === 'status' ? fault.error : undefined
  let category = 'service'
  try {
    const found = shown(world, request)
    category = found.category
    if (category === 'authentication' && phone === undefined) {
      throw new GraphError(131062, 'Authentication templates need a phone number')
    }
    checkReferences(request, chat)
    if (request.type !== 'template') checkWindow(world, chat)
    world.flood.out(chat?.person.userId ?? chat?.person.phone ?? address)
    if (!chat || chat.isBlocked) trouble ??= new GraphError(131026, 'Message Undeliverable.')
    else if (!trouble) {
      const quoting =
        request.context?.message_id ?? (request.type === 'reaction' ? request.reaction.message_id : undefined)
      arrive(world, chat, category, {
        id,
        from: 'business',
        ...found.view,
        ...(quoting !== undefined && { quoting }),
        ...(mark !== undefined && { mark }),
        at: world.now,
        status: 'accepted',
      })
    }
  } catch (e) {
    const isLate = e instanceof GraphError && world.options.errorsIn === 'status' && MAY_COME_LATE.includes(e.code)
    if (!isLate) throw e
    trouble = e
  }
  if (trouble) reportFailure(world, person, { id, mark, category }, trouble.inStatus)
  return {
    messaging_product: 'whatsapp',
    contacts: [
      {
        input: to ?? recipient,
        ...(person.phone !== undefined && { wa_id: person.phone }),
        ...(person.userId !== undefined && { user_id: person.userId }),
      },
    ],
    messages: [{ id, ...(request.type === 'template' && { message_status: 'accepted' }) }],
  }
}

/** Marks what a person wrote as read, and lets them see that an answer is being typed. */
export function markRead(world: World, { message_id: id, typing_indicator: typing }: ReadRequest): object {
  const chat = world.chatHeardIn(id)
  const message = chat?.message(id)
  if (!chat || !message) throw new GraphError(131009, `message_id ${id} is not a message of a person`)
  chat.advance(message, 'read')
  if (typing) chat.typing()
  return { success: true }
}

/** Everything that waited for the person's telephone arrives. */
export function arriveAfterAll(world: World, chat: Chat): void {
  for (const { message, category } of chat.waiting.splice(0)) arrive(world, chat, category, message)
}

function arrive(world: World, chat: Chat, category: string, message: ChatMessage): void {
  if (chat.isOffline) {
    chat.waiting.push({ message, category })
    reportSent(world, chat, { id: message.id, mark: message.mark, category })
    return
  }
  chat.add(message)
  reportArrival(world, chat, message, category)
}

function checkWindow(world: World, chat: Chat | undefined): void {
  const heardAt = chat?.lastHeardAt
  if (heardAt && world.now.getTime() - heardAt.getTime() < WINDOW_MS) return
  const details =
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.'
  throw new GraphError(131047, details)
}

/** A quoted message, and one that is reacted to, must be of this chat. */
function checkReferences(request: MessageRequest, chat: Chat | undefined): void {
  const named = [request.context?.message_id, request.type === 'reaction' ? request.reaction.message_id : undefined]
  for (const id of named) {
    if (id !== undefined && !chat?.message(id)) throw new GraphError(131009, `message_id ${id} is not in this chat`)
  }
}
