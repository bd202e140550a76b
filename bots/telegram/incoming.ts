// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Update, User } from 'grammy/types'
import type { Incoming, Input } from '../../src/channel.ts'

/** The kinds of update that are asked for; others are not even sent to us. */
export const updateKinds = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const

/** An update as every channel tells it; undefined for what is not from a person in a private chat. */
export function incomingOf(account: string, update: Update): Incoming | undefined {
  const found = inputOf(update)
  if (!found || found.from.is_bot) return undefined
  const { from, input, date } = found
  const name = [from.first_name, from.last_name].filter(part => part).join(' ')
  return {
    account,
    updateId: String(update.update_id),
    ...(date !== undefined && { sentAtMs: date * 1000 }),
    from: { address: String(from.id), name, language: from.language_code },
    input,
  }
}

/** Kinds of update that are not asked for and may come all the same. */
const otherKinds = ['channel_post', 'edited_channel_post', 'inline_query', 'poll', 'chat_member', 'message_reaction']

/** The kind of an update that is no person's word to us, as a name from a fixed list. */
export function ignoredKind(update: object): string {
  return [...updateKinds, ...otherKinds].find(kind => kind in update) ?? 'other'
}

/** Who did what, and when, in seconds since 1970. */
interface Done {
  readonly from: User
  readonly input: Input
  readonly date?: number
}

function inputOf(update: Update): Done | undefined {
  const { message, callback_query: query, my_chat_member: membership } = update
  if (query) {
    // Of a message too old to be shown only its id is known: enough.
    const on = query.message && String(query.message.message_id)
    return { from: query.from, input: { kind: 'choice', choice: query.data ?? '', on } }
  }
  if (message?.chat.type === 'private' && message.from) {
    return { from: message.from, input: contentOf(message), date: message.date }
  }
  if (membership?.chat.type === 'private') {
    const closed = membership.new_chat_member.status === 'kicked'
    return { from: membership.from, input: { kind: closed ? 'closed' : 'opened' }, date: membership.date }
  }
  return undefined
}

function contentOf(message: NonNullable<Update['message']>): Input {
  if (message.text !== undefined) {
    const quoted = message.reply_to_message && String(message.reply_to_message.message_id)
    return { kind: 'text', text: message.text, quoted }
  }
  if (message.contact) return { kind: 'contact', phone: message.contact.phone_number }
  if (message.location) return { kind: 'location', ...place(message.location) }
  const caption = message.caption ?? ''
  const photo = message.photo?.at(-1)
  if (photo) return { kind: 'photo', fileId: photo.file_id, caption, album: message.media_group_id }
  const { document } = message
  if (document) return { kind: 'document', fileId: document.file_id, caption, name: document.file_name }
  return { kind: 'other' }
}

function place({ latitude, longitude }: { latitude: number; longitude: number }) {
  return { latitude, longitude }
}
