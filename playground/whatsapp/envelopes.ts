// SPDX-License-Identifier: AGPL-3.0-or-later
// Puts what happened into the bodies of posts. One post may hold several entries, an entry several changes, a change
// several messages or statuses (never both); how a batch is spread over them is left to chance.
import crypto from 'node:crypto'
import type { WireContact, WireMessage, WirePost, WireStatus, WireValue } from './wire.ts'

/** One thing to tell the business. */
export type Item = {
  /** Things of one lane are told one after another. */
  readonly lane: string
  readonly contact?: WireContact
  /** The business has taken it. */
  readonly taken?: () => void
} & ({ readonly message: WireMessage } | { readonly status: WireStatus })

/** Whose webhook it is. */
export type Account = {
  readonly businessAccountId: string
  readonly phoneNumberId: string
  readonly displayPhoneNumber: string
}

export function envelope(items: readonly Item[], account: Account, random: () => number): WirePost {
  const post: WirePost = { object: 'whatsapp_business_account', entry: [] }
  for (const item of items) {
    const entry = post.entry.at(-1)
    const value = entry?.changes.at(-1)?.value
    const isMessage = 'message' in item
    const mayJoin = value !== undefined && (value.messages !== undefined) === isMessage && hasContact(value, item)
    if (mayJoin && random() < 0.5) {
      addTo(value, item)
      continue
    }
    const fresh = valueFor(item, account)
    if (entry && random() < 0.5) entry.changes.push({ field: 'messages', value: fresh })
    else post.entry.push({ id: account.businessAccountId, changes: [{ field: 'messages', value: fresh }] })
  }
  return post
}

/** A change names all its senders or, as for a change of number, none. */
function hasContact(value: WireValue, item: Item): boolean {
  return (value.contacts !== undefined) === (item.contact !== undefined)
}

function valueFor(item: Item, { displayPhoneNumber, phoneNumberId }: Account): WireValue {
  const value: WireValue = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId },
    ...(item.contact && { contacts: [] }),
    ...('message' in item ? { messages: [] } : { statuses: [] }),
  }
  addTo(value, item)
  return value
}

function addTo(value: WireValue, item: Item): void {
  if ('message' in item) value.messages?.push(item.message)
  else value.statuses?.push(item.status)
  const { contact } = item
  if (!contact) return
  const isThere = value.contacts?.some(each => each.wa_id === contact.wa_id && each.user_id === contact.user_id)
  if (isThere === false) value.contacts?.push(contact)
}

/**
 * The bytes of a post. The real server escapes everything beyond ASCII (and slashes) before it signs and sends; proxies
 * on the way are known to write UTF-8. Both are valid, so a receiver must take both.
 */
export function bytesOf(post: WirePost, isEscaped: boolean): Buffer {
  const json = JSON.stringify(post)
  if (!isEscaped) return Buffer.from(json)
  const escaped = json
    .replace(/[\u007f-\uffff]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/')
  return Buffer.from(escaped)
}

/** The header that proves who sent the bytes. */
export function signatureOf(appSecret: string, bytes: Buffer): string {
  return `sha256=${crypto.createHmac('sha256', appSecret).update(bytes).digest('hex')}`
}
