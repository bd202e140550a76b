// SPDX-License-Identifier: AGPL-3.0-or-later
// What a post to our webhook tells: people's messages, and how far ours came. A post may hold several entries, changes
// and messages. Each is read by itself, so that one of a kind that Meta adds tomorrow does not take the others with it.
import { z } from 'zod'
import type { Incoming, Input, Reach } from '../../src/channel.ts'
import { graphError, type Problem, problemOf } from './graph.ts'

/** What is told of a message of ours. */
export interface StatusHeard {
  readonly externalId: string
  /** What we gave along with it: which message it was, or a part of. */
  readonly about: string | undefined
  readonly news: Reach | Problem
}

export interface Heard {
  readonly incoming: readonly Incoming[]
  readonly statuses: readonly StatusHeard[]
  /** What Meta complains of to us and to nobody in particular. */
  readonly problems: readonly Problem[]
  /** The kinds of what nobody said to us alone. */
  readonly ignored: readonly string[]
  /** So many things could not be read. */
  readonly unread: number
}

/** Words as a database can keep them: no half characters, no zero bytes. */
const words = z.string().transform(text => text.replaceAll('\0', '').toWellFormed())
const post = z.object({ entry: z.array(z.object({ changes: z.array(z.unknown()).catch([]) })) })
const list = z.array(z.unknown()).catch([])
const change = z.object({
  field: z.literal('messages'),
  value: z.object({
    metadata: z.object({ phone_number_id: z.string() }),
    contacts: list,
    messages: list,
    statuses: list,
    errors: list,
  }),
})
const contact = z.object({
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
  profile: z.object({ name: words.optional(), username: words.optional() }).optional().catch(undefined),
})
const sender = z.object({
  id: z.string().min(1),
  // Who has taken a username may come without a number, and a number without the new id.
  from: z.string().min(1).optional(),
  from_user_id: z.string().min(1).optional(),
  group_id: z.string().optional(),
  type: z.string(),
  /** Seconds since 1970. */
  timestamp: z.coerce.number().int().positive().optional().catch(undefined),
  context: z.object({ id: z.string().optional() }).optional().catch(undefined),
})
type Sender = z.output<typeof sender>
const status = z.object({
  id: z.string().min(1),
  status: z.string(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(graphError).optional().catch(undefined),
})

const media = z.object({ id: z.string(), caption: words.catch(''), filename: words.optional().catch(undefined) })
const contents = {
  text: z.object({ text: z.object({ body: words }) }),
  interactive: z.object({
    interactive: z.union([
      z.object({ type: z.literal('button_reply'), button_reply: z.object({ id: words }) }),
      z.object({ type: z.literal('list_reply'), list_reply: z.object({ id: words }) }),
    ]),
  }),
  button: z.object({ button: z.object({ payload: words }) }),
  image: z.object({ image: media }),
  document: z.object({ document: media }),
  location: z.object({ location: z.object({ latitude: z.coerce.number(), longitude: z.coerce.number() }) }),
  contacts: z.object({
    contacts: z.tuple(
      [
        z.object({
          phones: z.tuple([z.object({ phone: words.optional(), wa_id: words.optional() })], z.unknown()),
        }),
      ],
      z.unknown(),
    ),
  }),
  order: z.object({
    order: z.object({
      // What things cost there (`item_price`) is not even read.
      product_items: z.array(z.object({ product_retailer_id: words, quantity: z.coerce.number().positive() })).min(1),
    }),
  }),
}

/** Done to a message or to an account, not said to us. */
const silent = new Set(['reaction', 'system', 'edit', 'revoke', 'request_welcome'])

/**
 * WhatsApp's word that a person has another number, or another id without a number that may be told. With a number the
 * id changes as well; the old one never comes again.
 */
const move = z.object({
  id: z.string().min(1),
  from: z.string().min(1).optional(),
  from_user_id: z.string().min(1).optional(),
  type: z.literal('system'),
  system: z.object({
    type: z.enum(['user_changed_number', 'user_changed_user_id']),
    wa_id: z.string().min(1).optional(),
    user_id: z.string().min(1).optional(),
    previous_user_id: z.string().min(1).optional(),
  }),
})

/** Reads the body of one post; what is for another number of the same app is left to whoever that number is. */
export function heardIn(account: string, phoneNumberId: string, body: unknown): Heard {
  const heard = {
    incoming: [] as Incoming[],
    statuses: [] as StatusHeard[],
    problems: [] as Problem[],
    ignored: [] as string[],
    unread: 0,
  }
  const entries = post.safeParse(body).data?.entry ?? []
  for (const raw of entries.flatMap(entry => entry.changes)) {
    const value = change.safeParse(raw).data?.value
    if (!value || value.metadata.phone_number_id !== phoneNumberId) continue
    const contacts = value.contacts.flatMap(each => contact.safeParse(each).data ?? [])
    for (const message of value.messages) {
      const moved = move.safeParse(message).data
      if (moved) {
        heard.incoming.push(...movedOf(account, moved))
        continue
      }
      const from = sender.safeParse(message).data
      if (!from || (from.from === undefined && from.from_user_id === undefined)) heard.unread++
      else if (from.group_id !== undefined) heard.ignored.push('group')
      else if (silent.has(from.type)) heard.ignored.push(from.type)
      else heard.incoming.push(incomingOf(account, from, message, contacts))
    }
    for (const each of value.statuses) {
      const told = status.safeParse(each).data
      const news = told && newsOf(told)
      if (told && news) heard.statuses.push({ externalId: told.id, about: told.biz_opaque_callback_data, news })
      else if (!told) heard.unread++
    }
    for (const each of value.errors) {
      const error = graphError.safeParse(each).data
      if (error) heard.problems.push(problemOf(error))
    }
  }
  return heard
}

/** Of somebody who was known by nothing there is nothing to tell. */
function movedOf(account: string, { id, from, from_user_id, system }: z.output<typeof move>): Incoming[] {
  const { wa_id, user_id, previous_user_id } = system
  const userId = previous_user_id ?? (from_user_id === user_id ? undefined : from_user_id)
  const address = from ?? userId
  if (address === undefined || address === wa_id) return []
  const to = { address: wa_id, userId: user_id }
  return [{ account, updateId: id, from: { address, userId, name: '' }, input: { kind: 'moved', to } }]
}

function incomingOf(
  account: string,
  from: Sender,
  message: unknown,
  contacts: readonly z.output<typeof contact>[],
): Incoming {
  const card = contacts.find(
    ({ wa_id: number, user_id: id }) =>
      (number !== undefined && number === from.from) || (id !== undefined && id === from.from_user_id),
  )
  const number = from.from ?? card?.wa_id
  const userId = from.from_user_id ?? card?.user_id
  const address = number ?? userId ?? ''
  return {
    account,
    updateId: from.id,
    ...(from.timestamp !== undefined && { sentAtMs: from.timestamp * 1000 }),
    from: {
      address,
      userId,
      name: card?.profile?.name ?? card?.profile?.username ?? '',
      language: languageOf(address),
    },
    input: inputOf(from, message),
  }
}

/** What was said; of a kind we do not know, or not as we know it: something we answer kindly. */
function inputOf({ type, context }: Sender, message: unknown): Input {
  switch (type) {
    case 'text': {
      const said = contents.text.safeParse(message).data
      if (said) return { kind: 'text', text: said.text.body, quoted: context?.id }
      break
    }
    case 'interactive': {
      const reply = contents.interactive.safeParse(message).data?.interactive
      if (!reply) break
      const { id } = reply.type === 'button_reply' ? reply.button_reply : reply.list_reply
      return { kind: 'choice', choice: id, on: context?.id }
    }
    case 'button': {
      const tapped = contents.button.safeParse(message).data
      if (tapped) return { kind: 'choice', choice: tapped.button.payload, on: context?.id }
      break
    }
    case 'image': {
      const image = contents.image.safeParse(message).data?.image
      if (image) return { kind: 'photo', fileId: image.id, caption: image.caption }
      break
    }
    case 'document': {
      const document = contents.document.safeParse(message).data?.document
      if (document) return { kind: 'document', fileId: document.id, caption: document.caption, name: document.filename }
      break
    }
    case 'location': {
      const location = contents.location.safeParse(message).data?.location
      if (location) return { kind: 'location', latitude: location.latitude, longitude: location.longitude }
      break
    }
    case 'contacts': {
      const phone = contents.contacts.safeParse(message).data?.contacts[0].phones[0]
      const digits = phone?.phone ?? phone?.wa_id
      if (digits !== undefined) return { kind: 'contact', phone: digits }
      break
    }
    case 'order': {
      const items = contents.order.safeParse(message).data?.order.product_items
      if (!items) break
      return {
        kind: 'order',
        items: items.map(({ product_retailer_id: retailerId, quantity }) => ({ retailerId, quantity })),
      }
    }
  }
  return { kind: 'other' }
}

const reached: Readonly<Record<string, Reach>> = { sent: 'sent', delivered: 'delivered', read: 'read', played: 'read' }

function newsOf({ status: word, errors }: z.output<typeof status>): Reach | Problem | undefined {
  if (word !== 'failed') return reached[word]
  const error = errors?.[0]
  return error ? problemOf(error) : { code: undefined, status: 500, details: 'failed without a reason', unsent: true }
}

/** Calling codes and country letters where one language of ours is the likely one. */
const italian = /^(39|378|379)\d|^(IT|SM|VA)\./
const english = /^(44|1|353|61|64)\d|^(GB|US|CA|IE|AU|NZ)\./

/** No client's language is told here: at least where the number is from. */
function languageOf(address: string): string | undefined {
  if (italian.test(address)) return 'it'
  return english.test(address) ? 'en' : undefined
}
