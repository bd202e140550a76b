// SPDX-License-Identifier: AGPL-3.0-or-later
// What may be sent, with every limit. Lengths are counted in UTF-16 units: the publisher says "characters", and whoever
// keeps within this count keeps within any other. Unknown fields are refused, because the real server drops or refuses
// them and a test should not pass on a field that does nothing. Left out: products, flows and catalogues, which this
// project never sends, and groups.
import { z } from 'zod'

/** What a broken rule says, and its code where that is not the usual one of its place. */
const broken = (message: string, code?: number) => ({ error: message, ...(code !== undefined && { params: { code } }) })

/** The library's own `max` counts code points. */
const atMost = (most: number) =>
  z.string().refine(text => text.length <= most, broken(`must be at most ${most} characters long`))

const words = (most: number) =>
  atMost(most).refine(text => text.trim() !== '', broken('must be at least 1 character long, and not blank'))

const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length

/** Either an uploaded file or a link to one. */
const media = <Extra extends z.ZodRawShape>(extra: Extra) =>
  z.strictObject({ id: words(128).optional(), link: z.url({ protocol: /^https?$/ }).optional(), ...extra }).refine(
    given => {
      const { id, link } = given as { id?: string; link?: string }
      return (id === undefined) !== (link === undefined)
    },
    broken('exactly one of id and link must be given', 100),
  )

const caption = atMost(1024).optional()
const image = media({ caption })
const document = media({ caption, filename: words(240).optional() })

const body = (most: number) => z.strictObject({ text: words(most) })
const footer = z.strictObject({ text: words(60) }).optional()
const headerText = z.strictObject({ type: z.literal('text'), text: words(60) })
const header = z.discriminatedUnion('type', [
  headerText,
  z.strictObject({ type: z.literal('image'), image: media({}) }),
  z.strictObject({ type: z.literal('video'), video: media({}) }),
  z.strictObject({ type: z.literal('document'), document: media({ filename: words(240).optional() }) }),
])

const noSurroundingSpace = [(id: string) => id === id.trim(), broken('must have no space at either end')] as const

const button = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: words(256).refine(...noSurroundingSpace), title: words(20) }),
})
const buttons = z
  .array(button)
  .min(1)
  .max(3)
  .refine(all => isUnique(all.map(each => each.reply.title)), broken('button titles must be unique'))
  .refine(all => isUnique(all.map(each => each.reply.id)), broken('button ids must be unique'))

const row = z.strictObject({
  id: words(200).refine(...noSurroundingSpace),
  title: words(24),
  description: words(72).optional(),
})
const section = z.strictObject({ title: words(24).optional(), rows: z.array(row).min(1) })
const sections = z
  .array(section)
  .min(1)
  .max(10)
  .refine(all => all.flatMap(each => each.rows).length <= 10, broken('total row count exceeds the maximum of 10'))
  .refine(all => isUnique(all.flatMap(each => each.rows.map(one => one.id))), broken('row ids must be unique'))
  .refine(
    all => all.length === 1 || all.every(each => each.title !== undefined),
    broken('every section needs a title when there are several'),
  )

const interactive = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    header: header.optional(),
    body: body(1024),
    footer,
    action: z.strictObject({ buttons }),
  }),
  z.strictObject({
    type: z.literal('list'),
    header: headerText.optional(),
    body: body(4096),
    footer,
    action: z.strictObject({ button: words(20), sections }),
  }),
  z.strictObject({
    type: z.literal('cta_url'),
    header: header.optional(),
    body: body(1024),
    footer,
    action: z.strictObject({
      name: z.literal('cta_url'),
      parameters: z.strictObject({ display_text: words(20), url: z.url({ protocol: /^https?$/ }) }),
    }),
  }),
  z.strictObject({
    type: z.literal('location_request_message'),
    body: body(1024),
    action: z.strictObject({ name: z.literal('send_location') }),
  }),
])

const location = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  name: words(1000).optional(),
  address: words(1000).optional(),
})

const NAME_PARTS = ['first_name', 'last_name', 'middle_name', 'prefix', 'suffix'] as const
const part = z.string().optional()
const place = z.enum(['HOME', 'WORK']).optional()
const contact = z.strictObject({
  name: z
    .strictObject({
      formatted_name: words(1000),
      first_name: part,
      last_name: part,
      middle_name: part,
      prefix: part,
      suffix: part,
    })
    .refine(
      name => NAME_PARTS.some(key => name[key] !== undefined),
      broken('name needs a part besides formatted_name'),
    ),
  phones: z.array(z.strictObject({ phone: words(40), type: part, wa_id: part })).optional(),
  emails: z.array(z.strictObject({ email: z.email(), type: place })).optional(),
  urls: z.array(z.strictObject({ url: z.url(), type: place })).optional(),
  org: z.strictObject({ company: part, department: part, title: part }).optional(),
  addresses: z
    .array(
      z.strictObject({
        street: part,
        city: part,
        state: part,
        zip: part,
        country: part,
        country_code: part,
        type: place,
      }),
    )
    .optional(),
  birthday: z.iso.date().optional(),
})

const graphemes = new Intl.Segmenter()
/** One emoji however many code points it takes (a family, a flag, a keycap); an empty one removes the reaction. */
const isOneEmoji = (text: string): boolean =>
  text === '' || ([...graphemes.segment(text)].length === 1 && /\p{Emoji}/u.test(text) && !/^[\d#*]$/.test(text))

/** Values stand inside an approved text, so they must not be able to break its layout. */
const plainValue = words(1024).refine(
  text => !/[\n\r\t]| {4}/.test(text),
  broken('param text cannot have new-line/tab characters or more than 4 consecutive spaces', 132018),
)
const textValue = z.strictObject({ type: z.literal('text'), text: plainValue })
const index = z.union([z.string(), z.number().int()]).transform(String).pipe(z.string().regex(/^\d$/))
const component = z.union([
  z.strictObject({
    type: z.literal('header'),
    parameters: z.array(
      z.discriminatedUnion('type', [textValue, z.strictObject({ type: z.literal('image'), image: media({}) })]),
    ),
  }),
  z.strictObject({ type: z.literal('body'), parameters: z.array(textValue) }),
  z.strictObject({
    type: z.literal('button'),
    sub_type: z.literal('quick_reply'),
    index,
    parameters: z.array(z.strictObject({ type: z.literal('payload'), payload: words(128) })).length(1),
  }),
  z.strictObject({
    type: z.literal('button'),
    sub_type: z.literal('url'),
    index,
    parameters: z.array(textValue).length(1),
  }),
])
const template = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.strictObject({
    code: z.string().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/),
    policy: z.literal('deterministic').optional(),
  }),
  components: z.array(component).optional(),
})

const common = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  to: z.string().optional(),
  recipient: z.string().optional(),
  context: z.strictObject({ message_id: words(256) }).optional(),
  biz_opaque_callback_data: atMost(512).optional(),
}

/** A message to a person. */
export const messageSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('text'),
    text: z.strictObject({ body: words(4096), preview_url: z.boolean().optional() }),
  }),
  z.strictObject({ ...common, type: z.literal('image'), image }),
  z.strictObject({ ...common, type: z.literal('video'), video: media({ caption }) }),
  z.strictObject({ ...common, type: z.literal('audio'), audio: media({}) }),
  z.strictObject({ ...common, type: z.literal('sticker'), sticker: media({}) }),
  z.strictObject({ ...common, type: z.literal('document'), document }),
  z.strictObject({ ...common, type: z.literal('location'), location }),
  z.strictObject({ ...common, type: z.literal('contacts'), contacts: z.array(contact).min(1).max(5) }),
  z.strictObject({ ...common, type: z.literal('interactive'), interactive }),
  z.strictObject({ ...common, type: z.literal('template'), template }),
  z.strictObject({
    ...common,
    type: z.literal('reaction'),
    reaction: z.strictObject({
      message_id: words(256),
      emoji: z.string().refine(isOneEmoji, broken('emoji must be one emoji, or empty', 100)),
    }),
  }),
])

/** Marks what a person wrote as read, and may show that an answer is being typed. */
export const readSchema = z.strictObject({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: words(256),
  typing_indicator: z.strictObject({ type: z.literal('text') }).optional(),
})

export type MessageRequest = z.infer<typeof messageSchema>
export type TemplateRequest = z.infer<typeof template>
export type InteractiveRequest = z.infer<typeof interactive>
export type ReadRequest = z.infer<typeof readSchema>
