// SPDX-License-Identifier: AGPL-3.0-or-later
// What becomes of a message of the business: refused, accepted and shown, or accepted and failed later.
import type { Chat, ChatMessage } from './chats.ts'
import { GraphError } from './errors.ts'
import type { Fault } from './faults.ts'
import type { MessageRequest, ReadRequest } from './message-schema.ts'
import { reportArrival, reportFailure, reportSent } from './reports.ts'
import type { Sent } from './reports.ts'
import { shown } from './view.ts'
import type { Shown } from './view.ts'
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
  const chat = world.chatAt(phone ?? recipient ?? '')
  const person = chat?.person ?? { phone, userId: phone === undefined ? recipient : undefined }
  const id = world.messageId(person)
  const sent: Sent = { id, mark, category: 'service' }
  try {
    const { view, category } = checked(world, request, chat, phone ?? recipient ?? '')
    sent.category = category
    if (fault?.type === 'status') throw new LateError(fault.error)
    if (!chat || chat.isBlocked) throw new LateError(new GraphError(131026, 'Message Undeliverable.'))
    arrive(world, chat, category, messageOf(world, request, view, id))
  } catch (e) {
    const late = lateError(world, e)
    if (!late) throw e
    reportFailure(world, person, sent, late.inStatus)
  }
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

/** An error that is told in a status, whatever the options say. */
class LateError extends Error {
  readonly error: GraphError

  constructor(error: GraphError) {
    super(error.message)
    this.error = error
  }
}

function lateError({ options }: World, e: unknown): GraphError | undefined {
  if (e instanceof LateError) return e.error
  const mayBeLate = e instanceof GraphError && options.errorsIn === 'status' && MAY_COME_LATE.includes(e.code)
  return mayBeLate ? e : undefined
}

/** Everything that is checked before a message is taken; what is left of it is how it will look. */
function checked(world: World, request: MessageRequest, chat: Chat | undefined, address: string) {
  const found = shown(world, request)
  if (found.category === 'authentication' && request.to === undefined) {
    throw new GraphError(131062, 'Authentication templates need a phone number')
  }
  checkReferences(request, chat)
  if (request.type !== 'template') checkWindow(world, chat)
  world.flood.out(chat?.person.userId ?? chat?.person.phone ?? address)
  return found
}

function messageOf(world: World, request: MessageRequest, view: Shown, id: string): ChatMessage {
  const [quoting] = namedIn(request)
  const mark = request.biz_opaque_callback_data
  return {
    id,
    from: 'business',
    ...view,
    ...(quoting !== undefined && { quoting }),
    ...(mark !== undefined && { mark }),
    at: world.now,
    status: 'accepted',
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
  for (const id of namedIn(request)) {
    if (!chat?.message(id)) throw new GraphError(131009, `message_id ${id} is not in this chat`)
  }
}

function namedIn(request: MessageRequest): string[] {
  const reactedTo = request.type === 'reaction' ? request.reaction.message_id : undefined
  return [request.context?.message_id, reactedTo].filter(id => id !== undefined)
}
