// SPDX-License-Identifier: AGPL-3.0-or-later
// A town on the stub of the WhatsApp Cloud API, and requests to it as a client would write them.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach } from 'vitest'
import { CloudStub } from '../../playground/whatsapp/cloud-stub.ts'
import type { CloudStubOptions, Template } from '../../playground/whatsapp/cloud-stub.ts'
import type { WireMessage, WirePost, WireStatus } from '../../playground/whatsapp/wire.ts'

export const cleanups: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

export const TOKEN = 'EAAtest'
export const SECRET = 'app-secret'
export const BSUID = 'IT.13491208655302741918'

export const news: Template = {
  name: 'order_news',
  language: 'it',
  category: 'UTILITY',
  status: 'APPROVED',
  components: [
    { type: 'BODY', text: 'Ciao {{1}}, ordine {{2}}: {{3}}.' },
    { type: 'FOOTER', text: 'Spesa in Comune' },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Apri' }] },
  ],
}

type Answer = {
  status: number
  messages?: { id: string; message_status?: string }[]
  contacts?: { input: string; wa_id?: string; user_id?: string }[]
  error?: { code: number; message: string; type: string; error_data: { details: string }; fbtrace_id: string }
}

/** A callback URL of ours; `hear` gives the status to answer with. */
export async function ear(
  hear: (post: WirePost, raw: Buffer, headers: http.IncomingHttpHeaders) => number | Promise<number>,
) {
  const server = http.createServer((incoming, response) => {
    const asked = new URL(incoming.url ?? '', 'http://x').searchParams
    if (incoming.method === 'GET') {
      const isRight = asked.get('hub.mode') === 'subscribe' && asked.get('hub.verify_token') === 'right'
      response.writeHead(isRight ? 200 : 403).end(isRight ? asked.get('hub.challenge') : '')
      return
    }
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const raw = Buffer.concat(chunks)
      void Promise.resolve(hear(JSON.parse(raw.toString()) as WirePost, raw, incoming.headers)).then(status =>
        response.writeHead(status).end(),
      )
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(async () => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
}

/** The stub, Anna who has written once, and everything the webhook was told. */
export async function town(options: CloudStubOptions = {}) {
  const stub = await CloudStub.start({ accessToken: TOKEN, ...options })
  cleanups.push(() => stub.stop())
  const posts: WirePost[] = []
  const url = await ear(post => posts.push(post) && 200)
  await stub.setWebhook(url, 'right', SECRET)
  stub.addTemplate(news)
  const anna = stub.addPerson({ name: 'Anna', phone: '+39 320 1234567' }).chat
  anna.sendText('Ciao')
  const values = () => posts.flatMap(post => post.entry.flatMap(entry => entry.changes.map(change => change.value)))
  const told = {
    posts,
    values,
    messages: (): WireMessage[] => values().flatMap(value => value.messages ?? []),
    statuses: (): WireStatus[] => values().flatMap(value => value.statuses ?? []),
  }
  const call = (path: string, init: RequestInit = {}, token = TOKEN) =>
    fetch(`${stub.apiRoot}/${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })
  const post = async (body: unknown, token = TOKEN): Promise<Answer> => {
    const headers = { 'content-type': 'application/json' }
    const path = `${stub.world.options.phoneNumberId}/messages`
    const response = await call(path, { method: 'POST', headers, body: JSON.stringify(body) }, token)
    return { status: response.status, ...((await response.json()) as object) }
  }
  /** A message to Anna; how it ended: `ok` or the code of the error. */
  const send = (fields: object) => post({ messaging_product: 'whatsapp', to: '393201234567', ...fields })
  const outcome = async (fields: object) => {
    const { status, error } = await send(fields)
    return status === 200 ? 'ok' : error?.code
  }
  const upload = async (bytes: Buffer, mime: string) => {
    const form = new FormData()
    form.set('messaging_product', 'whatsapp')
    form.set('type', mime)
    form.set('file', new Blob([new Uint8Array(bytes)], { type: mime }), 'file')
    const response = await call(`${stub.world.options.phoneNumberId}/media`, { method: 'POST', body: form })
    return (await response.json()) as { id: string; error?: { code: number } }
  }
  return { stub, anna, told, call, post, send, outcome, upload }
}

export const text = (body: unknown, more: object = {}) => ({ type: 'text', text: { body }, ...more })
export const reply = (id: string, title: string) => ({ type: 'reply', reply: { id, title } })
export const withButtons = (buttons: object[], more: object = {}) => ({
  type: 'interactive',
  interactive: { type: 'button', body: { text: 'Va bene?' }, action: { buttons }, ...more },
})
export const yes = reply('a:0', 'Sì')
export const rows = (count: number, more: object = {}) =>
  Array.from({ length: count }, (_row, at) => ({ id: `a:${at}`, title: `Riga ${at}`, ...more }))
export const withList = (sections: object[], more: object = {}, button = 'Scegli') => ({
  type: 'interactive',
  interactive: { type: 'list', body: { text: 'Cosa?' }, action: { button, sections }, ...more },
})
export const withTemplate = (more: object = {}, values = ['Anna', '12', 'pronto']) => ({
  type: 'template',
  template: {
    name: 'order_news',
    language: { code: 'it' },
    components: [{ type: 'body', parameters: values.map(value => ({ type: 'text', text: value })) }],
    ...more,
  },
})
export const openButton = (index: string, payload: string) => ({
  components: [
    { type: 'body', parameters: ['Anna', '12', 'pronto'].map(value => ({ type: 'text', text: value })) },
    { type: 'button', sub_type: 'quick_reply', index, parameters: [{ type: 'payload', payload }] },
  ],
})
export const location = (place: object) => ({ type: 'location', location: place })
export const contacts = (name: object) => ({ type: 'contacts', contacts: [{ name, phones: [{ phone: '+39 1' }] }] })
export const x = (count: number) => 'x'.repeat(count)
