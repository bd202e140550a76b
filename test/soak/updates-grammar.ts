// SPDX-License-Identifier: AGPL-3.0-or-later
// Updates made by a grammar: every kind that a platform sends, and some that it never should, with texts up to each
// channel's limits. The same dice make the same updates.
import type { Random } from './random.ts'

/** Characters that a message may have. */
const textLimits = { telegram: 4096, cloud: 4096, web: 65_536 } as const

const words: readonly string[] = [
  ...'pane due mezzo un chilo etti di e x2 2x circa anzi no niente senza ben cotto michetta 3 1,5 500 g'.split(' '),
  ...'negozi busta ordini aiuto lingua oggi home stop sì no english grazie avete? collega'.split(' '),
  ...['/start', '/start s-forno', '/oggi', '/start i-x', '/start k-ABCDEFGH', 's-forno', 'm-paese', '/inizio@bot'],
  ...['<b>', '</b>', '&amp;', '"', "'; drop table orders; --", '{ $shop }', '%s', '${x}', '\\', '__proto__'],
  ...[
    '🥖',
    '👨‍👩‍👧‍👦',
    '\u202e',
    '\u200f',
    '\u0000',
    '\ud800',
    '\udc00x',
    'e\u0301'.repeat(9),
    '\u0130',
    'ß',
    'مرحبا',
    '面包',
  ],
  ...['1', '2', '3', '12', 'A', 'b)', '10:15', 'oggi 10:15', '3,20', '-1', '1e9', '0x10', 'NaN', '½', '²', '٣'],
]
const glue = [' ', ' ', ' ', ', ', '\n', '. ', '', '; ', '\t', '\u00a0']

/** A text: a word or two most often, now and then as long as the channel lets it be. */
function textOf(random: Random, most: number): string {
  const kind = random.below(40)
  if (kind === 0) return ''
  if (kind === 1) return ' '.repeat(1 + random.below(20))
  const unit = random.pick(words)
  if (kind === 2) return unit.repeat(most).slice(0, most)
  const long = kind < 6
  const until = long ? random.below(most) : 1 + random.below(40)
  let text = unit
  while (text.length < until) text += random.pick(glue) + random.pick(words)
  return text.slice(0, most)
}

/** Somebody who sends updates on an account. */
export interface Sender {
  readonly id: number
  readonly name: string
  /** Wire ids of choices that this person has been shown, the newest last. */
  readonly choices: readonly { readonly wire: string; readonly on: string }[]
}

type Json = Record<string, unknown>

/** Callback data: a choice that was shown most often, else forged. */
function wireOf(random: Random, { choices }: Sender): { data: string; on: string } {
  const shown = choices.length > 0 ? random.pick(choices) : undefined
  const newest = choices.at(-1 - random.below(4)) ?? shown
  if (newest && random.below(10) < 7) return { data: newest.wire, on: newest.on }
  if (shown && random.below(2) === 0) return { data: shown.wire.slice(0, random.below(60)), on: shown.on }
  return { data: textOf(random, 64), on: '1' }
}

const file = (random: Random): Json => ({
  file_id: `f${random.below(1000)}`,
  file_unique_id: 'u',
  file_size: random.below(1e9),
})

/** What a message on Telegram may hold besides its frame. */
const telegramContents: readonly ((random: Random) => Json)[] = [
  ...Array<(random: Random) => Json>(14).fill(random => ({ text: textOf(random, textLimits.telegram) })),
  random => ({
    text: textOf(random, 4096),
    entities: [{ type: 'bot_command', offset: random.below(9999), length: -1 }],
  }),
  random => ({ photo: [file(random), file(random)], caption: textOf(random, 1024), media_group_id: '7' }),
  () => ({ photo: [] }),
  random => ({
    document: { ...file(random), file_name: textOf(random, 255), mime_type: 'x' },
    caption: textOf(random, 1024),
  }),
  random => ({ contact: { phone_number: textOf(random, 20), first_name: 'x', user_id: 1 } }),
  random => ({ location: { latitude: random.below(360) - 180, longitude: random.below(720) - 360, live_period: 60 } }),
  () => ({
    venue: { location: { latitude: 1, longitude: 2 }, title: 'x', address: 'y' },
    location: { latitude: 1, longitude: 2 },
  }),
  ...['sticker', 'voice', 'video', 'audio', 'animation', 'video_note', 'story', 'paid_media'].map(
    kind => (random: Random) => ({ [kind]: file(random), caption: textOf(random, 100) }),
  ),
  () => ({ poll: { id: '1', question: 'x', options: [] } }),
  () => ({ dice: { emoji: '🎲', value: 3 } }),
  () => ({ game: { title: 'x' } }),
  ...[
    'new_chat_members',
    'left_chat_member',
    'pinned_message',
    'successful_payment',
    'web_app_data',
    'users_shared',
  ].map(kind => () => ({ [kind]: {} })),
  () => ({ new_kind_of_tomorrow: { deep: [[[[{}]]]] } }),
  () => ({}),
]

/** One update of Telegram, as it is posted. */
export function telegramUpdate(random: Random, sender: Sender, updateId: number): Json {
  const from = {
    id: sender.id,
    is_bot: false,
    first_name: sender.name,
    last_name: textOf(random, 64),
    language_code: random.pick(['it', 'en', 'xx', 'pt-BR']),
  }
  const chat = { id: sender.id, type: 'private', first_name: sender.name }
  const date = 1_790_000_000 + random.below(10_000_000)
  const message = (): Json => ({
    ...{ message_id: 1 + random.below(1e6), from, chat, date },
    ...(random.below(12) === 0 && {
      reply_to_message: { message_id: Number(sender.choices.at(-1)?.on ?? 1), date, chat },
    }),
    ...(random.below(20) === 0 && { forward_origin: { type: 'hidden_user', sender_user_name: 'x', date } }),
    ...random.pick(telegramContents)(random),
  })
  const group = { id: -100_000 - random.below(99), type: random.pick(['group', 'supergroup']), title: 'x' }
  const membership = (kind: string): Json => {
    const member = (status: string) => ({ status, user: { id: 1, is_bot: true, first_name: 'b' } })
    return {
      chat: kind === 'group' ? group : chat,
      from,
      date,
      old_chat_member: member('member'),
      new_chat_member: member(random.pick(['kicked', 'member'])),
    }
  }
  const kind = random.below(100)
  if (kind < 55) return { update_id: updateId, message: message() }
  if (kind < 83) {
    const { data, on } = wireOf(random, sender)
    const where = random.pick<Json>([
      { message: { message_id: Number(on) || 1, date, chat, from: { id: 1, is_bot: true, first_name: 'b' } } },
      { message: { message_id: Number(on) || 1, date: 0, chat } },
      { inline_message_id: 'i' },
    ])
    return {
      update_id: updateId,
      callback_query: {
        id: String(updateId),
        from,
        chat_instance: '1',
        ...where,
        ...(random.below(30) === 0 ? { game_short_name: 'x' } : { data }),
      },
    }
  }
  const rare: readonly (() => Json)[] = [
    () => ({ edited_message: message() }),
    () => ({ message: { ...message(), chat: group } }),
    () => ({ message: { ...message(), from: { ...from, is_bot: true } } }),
    () => ({ message: { ...message(), from: undefined, sender_chat: group } }),
    () => ({ channel_post: { ...message(), chat: { id: -1, type: 'channel', title: 'x' }, from: undefined } }),
    () => ({ edited_channel_post: { ...message(), chat: { id: -1, type: 'channel', title: 'x' } } }),
    () => ({ my_chat_member: membership('private') }),
    () => ({ my_chat_member: membership('group') }),
    () => ({ chat_member: membership('group') }),
    () => ({ inline_query: { id: '1', from, query: textOf(random, 256), offset: '' } }),
    () => ({ chosen_inline_result: { result_id: '1', from, query: 'x' } }),
    () => ({ shipping_query: { id: '1', from, invoice_payload: 'x', shipping_address: {} } }),
    () => ({ pre_checkout_query: { id: '1', from, currency: 'EUR', total_amount: 1, invoice_payload: 'x' } }),
    () => ({ poll: { id: '1', question: 'x', options: [] } }),
    () => ({ poll_answer: { poll_id: '1', user: from, option_ids: [0] } }),
    () => ({ message_reaction: { chat, message_id: 1, user: from, date, old_reaction: [], new_reaction: [] } }),
    () => ({ chat_join_request: { chat: group, from, user_chat_id: 1, date } }),
    () => ({ business_message: message() }),
    () => ({ purchased_paid_media: { from, paid_media_payload: 'x' } }),
    () => ({ kind_of_tomorrow: { from } }),
    () => ({}),
  ]
  return { update_id: updateId, ...random.pick(rare)() }
}

const media = (random: Random): Json => ({
  id: `m${random.below(1000)}`,
  mime_type: 'image/jpeg',
  sha256: 'x',
  caption: textOf(random, 1024),
})

/** What a message on the Cloud API may hold besides its frame. */
const cloudContents: readonly ((random: Random, sender: Sender) => Json)[] = [
  ...Array<(random: Random) => Json>(14).fill(random => ({
    type: 'text',
    text: { body: textOf(random, textLimits.cloud) },
  })),
  ...Array<(random: Random, sender: Sender) => Json>(8).fill((random, sender) => {
    const { data: id, on } = wireOf(random, sender)
    const reply = random.pick(['button_reply', 'list_reply'])
    return { type: 'interactive', interactive: { type: reply, [reply]: { id, title: 'x' } }, context: { id: on } }
  }),
  (random, sender) => ({
    type: 'button',
    button: { payload: wireOf(random, sender).data, text: 'x' },
    context: { id: 'wamid.x' },
  }),
  random => ({ type: 'image', image: media(random) }),
  random => ({ type: 'document', document: { ...media(random), filename: textOf(random, 240) } }),
  ...['audio', 'video', 'sticker', 'voice'].map(type => (random: Random) => ({ type, [type]: media(random) })),
  random => ({
    type: 'location',
    location: { latitude: random.below(180), longitude: String(random.below(360)), name: textOf(random, 100) },
  }),
  random => ({
    type: 'contacts',
    contacts: [{ name: { formatted_name: 'x' }, phones: [{ phone: textOf(random, 20) }] }],
  }),
  () => ({ type: 'contacts', contacts: [] }),
  random => ({
    type: 'order',
    order: {
      catalog_id: '1',
      product_items: Array.from({ length: 1 + random.below(30) }, () => ({
        product_retailer_id: random.pick(['forno/merce-0', 'forno/x', 'x', '/', textOf(random, 60)]),
        quantity: random.below(1000),
        item_price: 1,
        currency: 'EUR',
      })),
    },
  }),
  ...['reaction', 'system', 'edit', 'revoke', 'request_welcome'].map(type => () => ({ type, [type]: {} })),
  ...['unsupported', 'kind_of_tomorrow', 'ephemeral'].map(type => () => ({
    type,
    errors: [{ code: 131051, title: 'x' }],
  })),
  () => ({ type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: {} } }),
  () => ({ type: 'text' }),
  () => ({ type: 'text', text: { body: 7 } }),
]

/** One message of a post of Meta's. */
export function cloudMessage(random: Random, sender: Sender, messageId: string): Json {
  const odd = random.below(60)
  return {
    id: messageId,
    ...(odd === 0 ? { from_user_id: `IT.${sender.id}` } : { from: String(sender.id) }),
    timestamp: random.pick(['1790000000', 'x', '-1', '99999999999999999999']),
    ...(odd === 1 && { group_id: 'g1' }),
    ...(random.below(15) === 0 && { context: { id: sender.choices.at(-1)?.on ?? 'wamid.none' } }),
    ...(odd === 2 ? { from: undefined } : {}),
    ...random.pick(cloudContents)(random, sender),
  }
}

/** A post with these messages, as Meta makes it. */
export function cloudPost(phoneNumberId: string, senders: readonly Sender[], messages: readonly Json[]): Json {
  const contacts = senders.map(({ id, name }) => ({ wa_id: String(id), profile: { name } }))
  const metadata = { display_phone_number: '390331555012', phone_number_id: phoneNumberId }
  const value = { messaging_product: 'whatsapp', metadata, contacts, messages }
  return { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value }] }] }
}

/** What the page of WhatsApp Web hands out when somebody has written. */
const webContents: readonly ((random: Random) => Json)[] = [
  ...Array<(random: Random) => Json>(16).fill(random => ({ type: 'chat', body: textOf(random, textLimits.web) })),
  random => ({ type: 'image', caption: textOf(random, 1024) }),
  random => ({ type: 'document', caption: textOf(random, 1024), filename: textOf(random, 240) }),
  random => ({ type: 'location', lat: random.below(180), lng: random.below(360) }),
  () => ({ type: 'location' }),
  random => ({
    type: 'vcard',
    body: `BEGIN:VCARD\nTEL;waid=39333${random.below(1e6)}:+39 333\n${textOf(random, 5000)}`,
  }),
  random => ({ type: 'vcard', body: textOf(random, textLimits.web) }),
  ...['ptt', 'video', 'sticker', 'poll_creation', 'kind_of_tomorrow', 'unreadable'].map(type => () => ({ type })),
  () => ({ type: 'chat', body: 7 }),
]

/** One message of that page. */
export function webMessage(random: Random, { id, name, choices }: Sender, messageId: string): Json {
  return {
    id: { id: messageId, fromMe: false, remote: `${id}@c.us` },
    ...(random.below(3) > 0 && { t: random.pick([1_790_000_000, 'x']) }),
    ...(random.below(3) > 0 && { notifyName: random.pick([name, textOf(random, 60)]) }),
    ...(random.below(15) === 0 && { quotedStanzaID: choices.at(-1)?.on ?? 'x' }),
    ...random.pick(webContents)(random),
  }
}
