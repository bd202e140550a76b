// SPDX-License-Identifier: AGPL-3.0-or-later
// Meta's posts to the real web server and the real adapter.
import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { appSecret, runCloud, type RunningCloud, verifyToken } from '../support/cloud.ts'

let cloud: RunningCloud
beforeAll(async () => {
  cloud = await runCloud()
})
afterAll(() => cloud.stop())
beforeEach(() => void cloud.heard.splice(0))

const header = 'X-Hub-Signature-256'
const texts = ['ciao', '👩‍👩‍👧‍👦 perché 🥖🧀 ❤️‍🔥', '\u202e<b>& "\\ \u0000', 'città è già più in là', '𝕻𝖆𝖓𝖊 \ud83c\udff4']

function postOf(messages: readonly (readonly [id: string, text: string])[]): string {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { phone_number_id: cloud.stub.world.options.phoneNumberId },
    contacts: [{ wa_id: '393331234567', profile: { name: 'María 🌷' } }],
    messages: messages.map(([id, body]) => ({ id, from: '393331234567', type: 'text', text: { body } })),
  }
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
  })
}

/** As PHP writes it: every character outside ASCII as an escape. */
function escaped(json: string): string {
  return json.replace(/[^\x20-\x7e]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function signed(bytes: Uint8Array, secret = appSecret): string {
  return `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`
}

async function posted(bytes: Uint8Array, headers: Record<string, string>): Promise<Response> {
  return fetch(cloud.url, { method: 'POST', body: new Uint8Array(bytes), headers })
}

interface Attempt {
  readonly bytes: Uint8Array
  readonly signature: string | undefined
}

const flipped = (bytes: Uint8Array, at: number, bit: number): Uint8Array =>
  bytes.map((byte, index) => (index === at % bytes.length ? byte ^ (1 << bit) : byte))

/** Everything that somebody may try who does not know the secret, or that a line may do to a post. */
const mutations: Readonly<Record<string, (bytes: Uint8Array, at: number, bit: number) => Attempt>> = {
  'a bit of the body': (bytes, at, bit) => ({ bytes: flipped(bytes, at, bit), signature: signed(bytes) }),
  'a byte more': (bytes, at) => ({ bytes: Buffer.concat([bytes, Buffer.from([at % 256])]), signature: signed(bytes) }),
  'a shorter body': (bytes, at) => ({ bytes: bytes.subarray(0, at % bytes.length), signature: signed(bytes) }),
  'no body': bytes => ({ bytes: new Uint8Array(), signature: signed(bytes) }),
  'the same JSON in other bytes': bytes => ({
    bytes: Buffer.from(JSON.stringify(JSON.parse(Buffer.from(bytes).toString()), undefined, 1)),
    signature: signed(bytes),
  }),
  'a bit of the signature': (bytes, at, bit) => {
    const hex = signed(bytes).slice(7)
    const digit = (Number.parseInt(hex[at % 64] ?? '0', 16) ^ (1 << (bit % 4))).toString(16)
    return { bytes, signature: `sha256=${hex.slice(0, at % 64)}${digit}${hex.slice((at % 64) + 1)}` }
  },
  'a shorter signature': (bytes, at) => ({ bytes, signature: signed(bytes).slice(0, at % 71) }),
  'a longer signature': (bytes, at) => ({ bytes, signature: signed(bytes) + 'a'.repeat(1 + (at % 200)) }),
  'another secret': (bytes, at) => ({ bytes, signature: signed(bytes, `${appSecret}${at}`) }),
  'a secret that is empty': bytes => ({ bytes, signature: signed(bytes, '') }),
  'no key at all': bytes => ({ bytes, signature: `sha256=${createHash('sha256').update(bytes).digest('hex')}` }),
  'no signature': bytes => ({ bytes, signature: undefined }),
  'another prefix': (bytes, at) => ({
    bytes,
    signature: ['sha1=', 'SHA256=', 'sha256:', '', 'sha256=sha256='][at % 5] + signed(bytes).slice(7),
  }),
  'another hash': bytes => ({ bytes, signature: `sha1=${createHmac('sha1', appSecret).update(bytes).digest('hex')}` }),
  'capital digits': bytes => ({ bytes, signature: `sha256=${signed(bytes).slice(7).toUpperCase()}` }),
  'two signatures': bytes => ({ bytes, signature: `${signed(bytes, 'x')}, ${signed(bytes)}` }),
  'the signature of another post': (bytes, at) => ({
    bytes,
    signature: signed(Buffer.from(postOf([[String(at), 'x']]))),
  }),
}

test('of 1,000 mutated posts none is taken, and all are answered alike', { timeout: 60_000 }, async () => {
  const answers = new Map<string, number>()
  const tried = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...Object.keys(mutations)),
      fc.constantFrom(...texts),
      fc.boolean(),
      fc.nat({ max: 5000 }),
      fc.nat({ max: 7 }),
      async (kind, text, asEscapes, at, bit) => {
        const json = postOf([[`wamid.${at}`, text]])
        const genuine = Buffer.from(asEscapes ? escaped(json) : json)
        const attempt = mutations[kind]?.(genuine, at, bit)
        // Digits that are all numbers have no capital form.
        fc.pre(attempt !== undefined && !(attempt.signature === signed(genuine) && genuine.equals(attempt.bytes)))
        const { bytes, signature } = attempt
        const response = await posted(bytes, signature === undefined ? {} : { [header]: signature })
        const answer = `${response.status} ${await response.text()}`
        answers.set(answer, (answers.get(answer) ?? 0) + 1)
        tried.set(kind, (tried.get(kind) ?? 0) + 1)
      },
    ),
    { numRuns: 1000 },
  )
  expect([...answers]).toEqual([['401 unauthorized\n', 1000]])
  expect(cloud.heard).toEqual([])
  expect(tried.size).toBe(Object.keys(mutations).length)
})

test.each(texts)('a genuine post is taken with every sign as it was sent: %j', async text => {
  for (const [id, json] of [postOf([['1', text]]), escaped(postOf([['2', text]]))].entries()) {
    const bytes = Buffer.from(json)
    expect((await posted(bytes, { [header]: signed(bytes) })).status, String(id)).toBe(200)
  }
  // A database cannot keep a zero byte.
  const whole = text.replace('\0', '')
  expect(cloud.heard.map(({ input }) => input)).toEqual([
    { kind: 'text', text: whole, quoted: undefined },
    { kind: 'text', text: whole, quoted: undefined },
  ])
  expect(cloud.heard[0]?.from.name).toBe('María 🌷')
})

test('a post of three million bytes is taken, a larger one is not', async () => {
  const small = Buffer.from(postOf([['big', 'x'.repeat(3_000_000)]]))
  expect((await posted(small, { [header]: signed(small) })).status).toBe(200)
  const large = Buffer.from(postOf([['bigger', 'x'.repeat(3_200_000)]]))
  expect((await posted(large, { [header]: signed(large) })).status).toBe(413)
  expect(cloud.heard).toHaveLength(1)
})

test('signed nonsense is refused, and a signed post about nothing of ours is no reason to send it again', async () => {
  for (const [text, status] of [
    ['', 400],
    ['{"entry":', 400],
    ['[]', 200],
    ['null', 200],
    ['{"object":"page","entry":[{}]}', 200],
  ] as const) {
    const bytes = Buffer.from(text)
    expect([text, (await posted(bytes, { [header]: signed(bytes) })).status]).toEqual([text, status])
  }
  expect(cloud.heard).toEqual([])
})

test.each([
  [`hub.mode=subscribe&hub.verify_token=${verifyToken}&hub.challenge=1158201444`, 200, '1158201444'],
  [`hub.mode=subscribe&hub.verify_token=${verifyToken}`, 403, 'forbidden\n'],
  [`hub.verify_token=${verifyToken}&hub.challenge=1`, 403, 'forbidden\n'],
  [`hub.mode=unsubscribe&hub.verify_token=${verifyToken}&hub.challenge=1`, 403, 'forbidden\n'],
  [`hub.mode=subscribe&hub.verify_token=${verifyToken.slice(1)}&hub.challenge=1`, 403, 'forbidden\n'],
  [`hub.mode=subscribe&hub.verify_token=${verifyToken.toUpperCase()}&hub.challenge=1`, 403, 'forbidden\n'],
  ['hub.mode=subscribe&hub.verify_token=&hub.challenge=1', 403, 'forbidden\n'],
  ['hub.mode=subscribe&hub.challenge=1', 403, 'forbidden\n'],
  ['', 403, 'forbidden\n'],
])('asked with %j the address answers %i', async (query, status, text) => {
  const response = await fetch(`${cloud.url}?${query}`)
  expect([response.status, await response.text()]).toEqual([status, text])
})

test('the challenge is given back as plain words, whatever stands in it', async () => {
  const challenge = '<script>alert(1)</script>'
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.verify_token': verifyToken,
    'hub.challenge': challenge,
  })
  const response = await fetch(`${cloud.url}?${query.toString()}`)
  expect(await response.text()).toBe(challenge)
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})

test('other ways of asking are said to be wrong', async () => {
  const response = await fetch(cloud.url, { method: 'PUT', body: 'x' })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
})
