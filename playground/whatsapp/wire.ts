// SPDX-License-Identifier: AGPL-3.0-or-later
// What the webhook carries, field by field as the publisher describes it. `from` and `wa_id` may be missing: a person
// with a username need not show their number, and is then known by the business-scoped user id alone.
import type { StatusError } from './errors.ts'

/** Who wrote. */
export type WireContact = {
  profile: { name: string; username?: string }
  wa_id?: string
  user_id?: string
}

export type WireFile = { id: string; mime_type: string; sha256: string; caption?: string; filename?: string }

export type WireOrderItem = { product_retailer_id: string; quantity: number; item_price: number; currency: string }

type WireContactCard = {
  name: { formatted_name: string; first_name: string }
  phones: { phone: string; wa_id?: string; type: string }[]
  vcard?: string
}

/** The part of a message that depends on its kind. */
export type WireContent =
  | { type: 'text'; text: { body: string } }
  | { type: 'image'; image: WireFile }
  | { type: 'document'; document: WireFile }
  | { type: 'audio'; audio: WireFile & { voice: boolean } }
  | { type: 'sticker'; sticker: WireFile & { animated: boolean } }
  | { type: 'location'; location: { latitude: number; longitude: number; name?: string; address?: string } }
  | { type: 'contacts'; contacts: WireContactCard[]; origin?: string }
  | { type: 'reaction'; reaction: { message_id: string; emoji?: string } }
  | { type: 'button'; button: { payload: string; text: string } }
  | {
      type: 'interactive'
      interactive:
        | { type: 'button_reply'; button_reply: { id: string; title: string } }
        | { type: 'list_reply'; list_reply: { id: string; title: string; description?: string } }
    }
  | { type: 'order'; order: { catalog_id: string; text: string; product_items: WireOrderItem[] } }
  | {
      type: 'system'
      system: { body: string; type: string; wa_id?: string; user_id?: string; previous_user_id?: string }
    }
  | { type: 'unsupported'; errors: StatusError[] }

/** What a person sent. */
export type WireMessage = {
  from?: string
  from_user_id?: string
  id: string
  timestamp: string
  context?: { from: string; id: string }
} & WireContent

/** How far a message of ours came; `played` and the like are left out. */
export type StatusWord = 'sent' | 'delivered' | 'read' | 'failed'

export type WireStatus = {
  id: string
  status: StatusWord
  timestamp: string
  recipient_id?: string
  recipient_user_id?: string
  biz_opaque_callback_data?: string
  pricing?: { billable: boolean; pricing_model: 'PMP'; type: string; category: string }
  errors?: StatusError[]
}

type Metadata = { display_phone_number: string; phone_number_id: string }

export type WireValue = {
  messaging_product: 'whatsapp'
  metadata: Metadata
  contacts?: WireContact[]
  messages?: WireMessage[]
  statuses?: WireStatus[]
}

/** The body of one post. */
export type WirePost = {
  object: 'whatsapp_business_account'
  entry: { id: string; changes: { field: 'messages'; value: WireValue }[] }[]
}
