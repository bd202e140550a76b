// SPDX-License-Identifier: AGPL-3.0-or-later
// Every kind of request that the Cloud API adapter makes, held against the publisher's own description of the API, which
// is not ours to ship: `npm run check:cloud -- DESCRIPTION.yaml`. Exit 0: all fit; 1: some do not; 2: wrong usage.
import { type IncomingMessage, createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'
import { whatsappCloudChannel } from '../../bots/whatsapp/cloud.ts'
import type { Message, View } from '../../src/channel.ts'
import { createLog } from '../../src/log.ts'
import { pause, systemClock } from '../../src/system.ts'
import type { Markup } from '../../src/text/markup.ts'
import { type Description, readDescription, type Schema, wrongWith } from './description.ts'

interface Recorded {
  readonly method: string
  readonly path: string
  readonly type: string
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * Where the description contradicts itself or is older than what the publisher's pages say. Each with its reason, so
 * that nothing else is let through.
 */
function corrected(description: Description): Description {
  const schemas = { ...description.schemas }
  const change = (name: string, edit: (schema: Schema) => Schema): void => {
    const schema = schemas[name]
    if (!schema) throw new Error(`the description has no ${name}`)
    schemas[name] = edit(schema)
  }
  const withIndex = (schema: Schema): Schema => ({
    ...schema,
    // `^[2-6, 11-14]$` is meant as a range and leaves out "0", which the description's own examples use.
    ...(schema.properties?.index && {
      properties: { ...schema.properties, index: { type: 'string', pattern: '^[0-9]$' } },
    }),
    ...(schema.allOf && { allOf: schema.allOf.map(withIndex) }),
  })
  change('TemplateComponent', withIndex)
  change('ButtonComponent', withIndex)
  change('BaseMessageProperties', schema => ({
    ...schema,
    properties: {
      ...schema.properties,
      // Given back in statuses; on the publisher's page of messages, not in the description.
      biz_opaque_callback_data: { type: 'string', maxLength: 512 },
    },
  }))
  // 4096 for lists since late 2025; 1024 for everything else.
  schemas.ListBody = { type: 'object', required: ['text'], properties: { text: { type: 'string', maxLength: 4096 } } }
  const { InteractiveObject: interactive } = schemas
  schemas.ListObject = {
    ...interactive,
    properties: { ...interactive?.properties, body: { $ref: '#/components/schemas/ListBody' } },
  }
  const message = schemas.InteractiveMessage
  schemas.ListMessage = JSON.parse(
    JSON.stringify(message).replace('#/components/schemas/InteractiveObject', '#/components/schemas/ListObject'),
  ) as Schema
  return { ...description, schemas }
}

/** The schema for a body, and the body in the words of the description's version. */
function judgedAs(body: Recorded['body']): [schema: string, body: unknown] {
  if ('status' in body) return ['MarkMessageRequestPayload', body]
  const { recipient, ...rest } = body
  // Ids of people without a number are younger than the description: they stand where the number would.
  const told = recipient === undefined ? body : { ...rest, to: recipient }
  const { interactive } = body as { interactive?: { type: string } }
  return [interactive?.type === 'list' ? 'ListMessage' : 'Message', told]
}

const photo = Buffer.from('/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAgGBgcGBQgHBwcJCQ==', 'base64')
const plain = (text: string, more: Partial<View> = {}): View => ({ text: text as Markup, rows: [], ...more })
const rows = (count: number): View['rows'] =>
  Array.from({ length: count }, (_, at) => [
    { label: `Scelta ${at}`, ...(at % 2 && { description: `Il numero ${at}` }) },
  ])
const dayMs = 86_400_000

/** What the adapter can be asked to send, by a name for people. */
const views: Readonly<Record<string, { view: View; address?: string; agoMs?: number }>> = {
  'a text': { view: plain('Ciao 👋') },
  'a text in two parts': { view: plain('Pane e latte. '.repeat(500)) },
  'a photo with words': { view: plain('Pane casereccio', { photoId: 'p' }) },
  'three buttons': { view: plain('Quale?', { rows: rows(3).map(row => row.map(({ label }) => ({ label }))) }) },
  'buttons under a photo': { view: plain('Compri?', { photoId: 'p', rows: [[{ label: 'Sì' }], [{ label: 'No' }]] }) },
  'a list': { view: plain('Quale?', { rows: rows(10) }) },
  'a list below a photo': { view: plain('Quale?', { photoId: 'p', rows: rows(5) }) },
  'a long list': { view: plain('Pane e latte. '.repeat(200), { rows: rows(7) }) },
  'a person without a number': { view: plain('Hello'), address: 'IT.13491208655302741918' },
  'an approved text': {
    view: plain('x', {
      template: { name: 'shop_new_order', values: ['C-1', 'Forno\nRossi', 'oggi, 12 €', 'entro le 9'] },
    }),
    agoMs: 2 * dayMs,
  },
}

const text = {
  messaging_product: 'whatsapp',
  recipient_type: 'individual',
  to: '39333',
  type: 'text',
  text: { body: 'x' },
}
const reply = { type: 'reply', reply: { id: 'a', title: 'b' } }
const asking = (action: object): object => ({
  ...text,
  text: undefined,
  type: 'interactive',
  interactive: { type: 'button', action },
})
/** Bodies that must not pass: a check that lets everything through would be none. */
const spoilt: readonly object[] = [
  { ...text, to: undefined },
  { ...text, to: 39333 },
  { ...text, type: 'txt' },
  { ...text, text: { body: 1 } },
  { ...text, text: { body: 'x', size: 3 } },
  { ...text, colour: 'red' },
  { ...text, recipient_type: 'everybody' },
  asking({ buttons: [] }),
  asking({ buttons: [reply, reply, reply, reply] }),
  asking({ buttons: [{ ...reply, reply: { id: 'a', title: 'b'.repeat(21) } }] }),
  asking({ buttons: [reply], button: 'x', sections: [{ rows: [{ id: 'a', title: 'b' }] }] }),
  asking({ button: 'x', sections: [{ rows: Array(11).fill({ id: 'a', title: 'b' }) }] }),
]

const path = process.argv[2]
if (path === undefined) {
  process.stderr.write('usage: npm run check:cloud -- DESCRIPTION.yaml\n')
  process.exitCode = 2
} else process.exitCode = (await allFit(corrected(readDescription(path)))) ? 0 : 1

async function allFit(description: Description): Promise<boolean> {
  for (const [index, body] of spoilt.entries()) {
    const [schema, judged] = judgedAs(JSON.parse(JSON.stringify(body)) as Recorded['body'])
    if (wrongWith(description, schema, judged).length === 0) throw new Error(`spoilt body ${index} passes`)
  }
  const recorded: Recorded[] = []
  const server = createServer((request, response) => {
    void bodyOf(request).then(body => {
      const answer = {
        id: '1',
        messages: [{ id: `wamid.${recorded.length}` }],
        display_phone_number: '+39 0331 000000',
      }
      const { method = '', url = '', headers } = request
      recorded.push({ method, path: url, type: (headers['content-type'] ?? '').split(';')[0] ?? '', body })
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const channel = whatsappCloudChannel({
    phoneNumberId: '106540352242922',
    businessAccountId: undefined,
    accessToken: 'EAAdevelopment',
    appSecret: 's',
    verifyToken: 'v',
    apiRoot: `http://127.0.0.1:${port}/v23.0`,
    photos: {
      photo: () => Promise.resolve({ bytes: photo, mime: 'image/jpeg' }),
      remember: () => Promise.resolve(),
      file: () => Promise.resolve(undefined),
    },
    log: createLog('warn', []),
    clock: systemClock,
  })
  let slow = false
  await channel.start({
    take: () => pause(slow ? 900 : 0).then(() => ({ fresh: true })),
    ignore: () => undefined,
    report: () => Promise.resolve(),
  })
  let fit = true
  const judge = (name: string): void => {
    for (const { method, path, type, body } of recorded.splice(0)) {
      const [schema, judged] = judgedAs(body)
      const wrong = type === 'application/json' ? wrongWith(description, schema, judged) : []
      if (type === 'multipart/form-data' && Object.keys(body).sort().join() !== 'file,messaging_product,type')
        wrong.push(`fields ${Object.keys(body).join()}`)
      fit &&= wrong.length === 0
      const what = type === 'application/json' ? schema : type || 'no body'
      process.stdout.write(`${wrong.length === 0 ? 'fits ' : 'WRONG'} ${name}: ${method} ${path} (${what})\n`)
      for (const each of wrong) process.stdout.write(`      ${each}\n`)
    }
  }
  judge('the number')
  for (const [name, { view, address = '393331234567', agoMs = 0 }] of Object.entries(views)) {
    const lastHeardAt = new Date(systemClock.now().getTime() - agoMs)
    const message: Message = { id: 'k7f2', address, language: 'it', lastHeardAt, view }
    const { outcome } = await channel.send(message)
    if (outcome !== 'delivered') throw new Error(`${name}: ${outcome}`)
    judge(name)
  }
  for (slow of [false, true]) {
    const value = {
      metadata: { phone_number_id: '106540352242922' },
      messages: [{ id: `wamid.in${slow}`, from: '393331234567', type: 'text', text: { body: 'ciao' } }],
    }
    await channel.webhook.handle({ entry: [{ changes: [{ field: 'messages', value }] }] })
    await channel.stop()
    judge(slow ? 'read, and typing' : 'read')
  }
  server.close()
  server.closeAllConnections()
  process.stdout.write(fit ? `Every request fits ${description.version}.\n` : 'Some requests do not fit.\n')
  return fit
}

async function bodyOf(request: IncomingMessage): Promise<Recorded['body']> {
  const bytes = await buffer(request)
  const type = request.headers['content-type'] ?? ''
  if (type.startsWith('application/json')) return JSON.parse(bytes.toString()) as Recorded['body']
  if (!type.startsWith('multipart/')) return {}
  return Object.fromEntries(await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData())
}
