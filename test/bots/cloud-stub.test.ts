// SPDX-License-Identifier: AGPL-3.0-or-later
// The stub of the WhatsApp Cloud API behaves as the real one: the window, the posts to the webhook, people with a number
// or without, files, misfortune. What it refuses stands in `cloud-stub-rules.test.ts`.
import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ONE_POINT_PNG } from '../../playground/loopback/images.ts'
import { CloudStub } from '../../playground/whatsapp/cloud-stub.ts'
import { shownText } from '../../playground/whatsapp/formatting.ts'
import type { WirePost } from '../../playground/whatsapp/wire.ts'
import {
  BSUID,
  SECRET,
  TOKEN,
  cleanups,
  ear,
  news,
  openButton,
  reply,
  text,
  town,
  withButtons,
  withList,
  withTemplate,
  yes,
} from '../support/cloud-town.ts'

describe('the window and the limits', () => {
  test('a day after the last message only templates go out, and an answer opens it again', async () => {
    let nowMs = Date.UTC(2026, 10, 23, 10)
    const { anna, outcome } = await town({ clock: { now: () => new Date(nowMs) } })
    nowMs += 24 * 3600_000 - 1
    expect(await outcome(text('x'))).toBe('ok')
    nowMs += 1
    expect(await outcome(text('x'))).toBe(131047)
    expect(await outcome(withButtons([yes]))).toBe(131047)
    expect(await outcome(withTemplate(openButton('0', 'k7f2:open')))).toBe('ok')
    await anna.waitForMessage('Ciao Anna, ordine 12: pronto.')
    anna.pressTemplateButton(/^Apri/)
    expect(await outcome(text('x'))).toBe('ok')
  })

  test('nobody is written to freely who never wrote', async () => {
    const { stub, post } = await town()
    stub.addPerson({ name: 'Bruno', phone: '393209999999' })
    const answer = await post({ messaging_product: 'whatsapp', to: '393209999999', ...text('x') })
    expect(answer.error?.code).toBe(131047)
  })

  test('one person gets a burst and then has to be waited for, all together a rate', async () => {
    const pair = await town({ flood: { mode: 'enforce', pairBurst: 3, pairEveryMs: 150 } })
    for (let i = 0; i < 3; i++) expect(await pair.outcome(text('x'))).toBe('ok')
    expect(await pair.outcome(text('x'))).toBe(131056)
    await new Promise(resolve => setTimeout(resolve, 200))
    expect(await pair.outcome(text('x'))).toBe('ok')
    const all = await town({ flood: { mode: 'enforce', perSecond: 2 } })
    expect(await all.outcome(text('x'))).toBe('ok')
    expect([await all.outcome(text('x')), await all.outcome(text('x'))]).toContain(130429)
    const counted = await town({ flood: { pairBurst: 1 } })
    await counted.outcome(text('x'))
    expect(await counted.outcome(text('x'))).toBe('ok')
    expect(counted.stub.world.flood.passed.pair).toBe(1)
  })

  test('errors may come in a status instead, with the word given along', async () => {
    const nowMs = Date.UTC(2026, 10, 23, 10)
    let laterMs = 0
    const clock = { now: () => new Date(nowMs + laterMs) }
    const { stub, anna, told, outcome } = await town({ errorsIn: 'status', clock })
    laterMs = 25 * 3600_000
    expect(await outcome(text('x', { biz_opaque_callback_data: 'k7f2' }))).toBe('ok')
    await stub.settled()
    expect(told.statuses()).toMatchObject([
      { status: 'failed', recipient_id: '393201234567', biz_opaque_callback_data: 'k7f2', errors: [{ code: 131047 }] },
    ])
    expect(anna.fromBusiness).toEqual([])
  })

  test('a person who has blocked us, and a number that nobody has, fail with 131026', async () => {
    const { stub, anna, told, post, outcome } = await town()
    anna.block()
    expect(await outcome(text('x'))).toBe('ok')
    await post({ messaging_product: 'whatsapp', to: '393200000009', ...withTemplate() })
    await stub.settled()
    expect(told.statuses().map(each => [each.status, each.errors?.[0]?.code])).toEqual([
      ['failed', 131026],
      ['failed', 131026],
    ])
  })
})

describe('the webhook', () => {
  test('is used only after it has answered the challenge', async () => {
    const { stub } = await town()
    const url = await ear(() => 200)
    await expect(stub.setWebhook(url, 'wrong', SECRET)).rejects.toThrow('could not be verified: 403')
    await expect(stub.setWebhook('https://example.it/hook', 'right', SECRET)).rejects.toThrow('loopback')
  })

  test('signs the raw bytes, escaped or not', async () => {
    const stub = await CloudStub.start()
    cleanups.push(() => stub.stop())
    const seen: { raw: Buffer; isRight: boolean }[] = []
    const url = await ear((_post, raw, headers) => {
      const expected = `sha256=${createHmac('sha256', SECRET).update(raw).digest('hex')}`
      return seen.push({ raw, isRight: headers['x-hub-signature-256'] === expected }) && 200
    })
    await stub.setWebhook(url, 'right', SECRET)
    const anna = stub.addPerson({ name: 'Anna 👩🏽‍🌾' }).chat
    for (let i = 0; i < 4; i++) anna.sendText('due focacce 🫓 a/b')
    await stub.settled()
    expect(seen.map(each => each.isRight)).toEqual([true, true, true, true])
    const escaped = seen.filter(({ raw }) => raw.includes('\\ud83e') && raw.includes('a\\/b'))
    expect(escaped).toHaveLength(2)
    expect(stub.posts.map(each => each.status)).toEqual([200, 200, 200, 200])
  })

  test('tells again until it is answered with 2xx, a person’s messages in order', async () => {
    const stub = await CloudStub.start({ delivery: { retryMs: 5 } })
    cleanups.push(() => stub.stop())
    const heard: string[] = []
    let failures = 3
    const url = await ear(post => {
      if (failures-- > 0) return 500
      for (const message of post.entry[0]?.changes[0]?.value.messages ?? []) {
        if (message.type === 'text') heard.push(message.text.body)
      }
      return 200
    })
    await stub.setWebhook(url, 'right', SECRET)
    const anna = stub.addPerson({ name: 'Anna' }).chat
    for (const word of ['uno', 'due', 'tre']) anna.sendText(word)
    await stub.settled()
    expect(heard).toEqual(['uno', 'due', 'tre'])
    expect(stub.world.webhook.stats).toMatchObject({ failures: 3, delivered: 3 })
  })

  test('goes on at the new address when the old one is gone', async () => {
    const stub = await CloudStub.start({ delivery: { retryMs: 5 } })
    cleanups.push(() => stub.stop())
    await stub.setWebhook(await ear(() => 503), 'right', SECRET)
    stub.addPerson({ name: 'Anna' }).chat.sendText('uno')
    while (stub.posts.length < 3) await new Promise(resolve => setTimeout(resolve, 5))
    const heard: WirePost[] = []
    await stub.setWebhook(await ear(post => heard.push(post) && 200), 'right', SECRET)
    await stub.settled()
    expect(heard).toHaveLength(1)
    expect(heard[0]?.entry[0]?.changes[0]?.value.messages?.[0]).toMatchObject({ type: 'text', text: { body: 'uno' } })
  })

  test('may shuffle, repeat and pack: everything is told at least once', async () => {
    let seed = 7
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
    const delivery = { times: 5, shuffle: true, parallel: 16, batch: 10 }
    const { stub, anna, told, outcome } = await town({ delivery, statuses: { times: 3, shuffle: true }, random })
    const bruno = stub.addPerson({ name: 'Bruno' }).chat
    for (let i = 0; i < 100; i++) (i % 3 === 0 ? bruno : anna).sendText(`m${i}`)
    for (let i = 0; i < 10; i++) await outcome(text(`a${i}`))
    await stub.settled()
    const bodies = told.messages().flatMap(message => (message.type === 'text' ? [message.text.body] : []))
    expect(new Set(bodies).size).toBe(101)
    expect(bodies.length).toBeGreaterThan(150)
    expect(bodies.filter(body => body.startsWith('m'))).not.toEqual(bodies.toSorted())
    expect(told.posts.some(post => post.entry.length > 1)).toBe(true)
    expect(told.posts.some(post => post.entry.some(entry => entry.changes.length > 1))).toBe(true)
    expect(told.values().some(value => (value.messages?.length ?? 0) > 1)).toBe(true)
    expect(told.values().some(value => (value.contacts?.length ?? 0) > 1)).toBe(true)
    expect(stub.world.webhook.stats.maxParallel).toBeGreaterThan(4)
    const ofOne = told
      .statuses()
      .filter(status => status.id === anna.lastMessage()?.id)
      .map(each => each.status)
    expect(new Set(ofOne).has('read')).toBe(true)
    expect(ofOne.length).toBeGreaterThan(3)
    expect(anna.lastMessage()?.status).toBe('read')
  })

  test('statuses come after acceptance, as far as wanted, with the word given along', async () => {
    const { stub, anna, told, send } = await town({ statuses: { reach: 'delivered' } })
    const { messages } = await send(text('Ecco', { biz_opaque_callback_data: 'k7f2' }))
    await stub.settled()
    expect(told.statuses().map(each => [each.id, each.status, each.biz_opaque_callback_data])).toEqual([
      [messages?.[0]?.id, 'sent', 'k7f2'],
      [messages?.[0]?.id, 'delivered', 'k7f2'],
    ])
    expect(anna.lastMessage()).toMatchObject({ text: 'Ecco', status: 'delivered', mark: 'k7f2' })
  })

  test('a telephone that is off gets everything later', async () => {
    const { stub, anna, told, outcome } = await town()
    anna.goOffline()
    expect(await outcome(text('Ecco'))).toBe('ok')
    await stub.settled()
    expect(told.statuses().map(each => each.status)).toEqual(['sent'])
    expect(anna.fromBusiness).toEqual([])
    anna.comeOnline()
    await anna.waitForMessage('Ecco')
    await stub.settled()
    expect(told.statuses().at(-1)?.status).toBe('read')
  })
})

describe('people', () => {
  test('with a user id and no number are heard and answered by that id', async () => {
    const { stub, told, post } = await town()
    const carla = stub.addPerson({ name: 'Carla', userId: BSUID, username: 'carla' }).chat
    carla.sendText('Salve')
    await stub.settled()
    const value = told.values().at(-1)
    expect(value?.contacts).toEqual([{ profile: { name: 'Carla', username: 'carla' }, user_id: BSUID }])
    expect(value?.messages?.[0]).toMatchObject({ from_user_id: BSUID, type: 'text' })
    expect(value?.messages?.[0]).not.toHaveProperty('from')
    const answer = await post({ messaging_product: 'whatsapp', recipient: BSUID, ...text('Ciao Carla') })
    expect(answer.contacts).toEqual([{ input: BSUID, user_id: BSUID }])
    await carla.waitForMessage('Ciao Carla')
    await stub.settled()
    expect(told.statuses()[0]).toMatchObject({ status: 'sent', recipient_user_id: BSUID })
    expect(told.statuses()[0]).not.toHaveProperty('recipient_id')
    const nobody = await post({ messaging_product: 'whatsapp', ...text('x') })
    expect(nobody.error?.code).toBe(131008)
    expect((await post({ messaging_product: 'whatsapp', recipient: '39320', ...text('x') })).error?.code).toBe(131009)
  })

  test('without a number get no code to sign in with', async () => {
    const { stub, post } = await town()
    stub.addTemplate({ ...news, category: 'AUTHENTICATION' })
    stub.addPerson({ name: 'Carla', userId: BSUID })
    const answer = await post({ messaging_product: 'whatsapp', recipient: BSUID, ...withTemplate() })
    expect(answer.error?.code).toBe(131062)
  })

  test('with both are reached by either, the number first', async () => {
    const { stub, anna, told, post } = await town()
    const dora = stub.addPerson({ name: 'Dora', phone: '393205555555', userId: BSUID }).chat
    dora.sendText('Salve')
    await stub.settled()
    expect(told.messages().at(-1)).toMatchObject({ from: '393205555555', from_user_id: BSUID })
    const both = { messaging_product: 'whatsapp', to: '393201234567', recipient: BSUID }
    expect((await post({ ...both, ...text('Per Anna') })).contacts).toEqual([
      { input: '393201234567', wa_id: '393201234567' },
    ])
    expect(anna.lastMessage()?.text).toBe('Per Anna')
    await post({ messaging_product: 'whatsapp', recipient: BSUID, ...text('Per Dora') })
    expect(dora.lastMessage()?.text).toBe('Per Dora')
    dora.changeNumber('393206666666')
    await stub.settled()
    expect(told.messages().at(-1)).toMatchObject({
      type: 'system',
      from: '393205555555',
      system: { wa_id: '393206666666' },
    })
    const old = await post({ messaging_product: 'whatsapp', to: '393205555555', ...text('x') })
    expect(old.error?.code).toBe(131047)
  })

  test('tap buttons and rows, new and old, and send everything a person can send', async () => {
    const { stub, anna, told, send } = await town()
    await send(withButtons([yes, reply('a:1', 'No')]))
    const first = anna.lastMessage()
    await send(withList([{ rows: [{ id: 'b:0', title: 'Pane case…', description: 'Pane casereccio, 4,80 €/kg' }] }]))
    const second = anna.lastMessage()
    anna.tap(/^Sì/)
    anna.tap(/^Pane casereccio/)
    anna.tapId(first?.id ?? '', 'a:1')
    anna.tapId('wamid.gone', 'z:9')
    anna.sendLocation()
    anna.sendContact()
    const photo = anna.sendImage(ONE_POINT_PNG, { caption: 'così?' })
    anna.sendDocument(Buffer.from('%PDF'))
    anna.sendSticker()
    anna.sendVoice()
    anna.sendReaction(second?.id ?? '', '👍')
    anna.sendOrder([{ retailerId: 'pane', quantity: 2, priceCents: 480 }])
    anna.sendUnsupported()
    anna.sendText('due', { quoting: second?.id ?? '' })
    await stub.settled()
    const us = stub.world.options.displayPhoneNumber
    const heard = told.messages().slice(1)
    expect(heard).toMatchObject([
      {
        context: { from: us, id: first?.id },
        interactive: { type: 'button_reply', button_reply: { id: 'a:0', title: 'Sì' } },
      },
      {
        context: { id: second?.id },
        interactive: { list_reply: { id: 'b:0', description: 'Pane casereccio, 4,80 €/kg' } },
      },
      { context: { id: first?.id }, interactive: { button_reply: { id: 'a:1', title: 'No' } } },
      { context: { id: 'wamid.gone' }, interactive: { button_reply: { id: 'z:9' } } },
      { type: 'location', location: { latitude: 45.4642 } },
      { type: 'contacts', contacts: [{ phones: [{ wa_id: '393201234567' }] }] },
      { type: 'image', image: { caption: 'così?', mime_type: 'image/png' } },
      { type: 'document', document: { filename: 'file.pdf' } },
      { type: 'sticker' },
      { type: 'audio', audio: { voice: true } },
      { type: 'reaction', reaction: { message_id: second?.id, emoji: '👍' } },
      {
        type: 'order',
        order: { product_items: [{ product_retailer_id: 'pane', quantity: 2, item_price: 4.8, currency: 'EUR' }] },
      },
      { type: 'unsupported', errors: [{ code: 131051 }] },
      { type: 'text', context: { id: second?.id } },
    ])
    expect(photo.image?.bytes).toEqual(ONE_POINT_PNG)
    expect(() => anna.tap('Forse')).toThrow('nothing to tap is Forse')
  })

  test('see what was sent as it stands on a screen, and that it is read and answered', async () => {
    const { stub, anna, send, post, upload } = await town()
    const { id } = await upload(ONE_POINT_PNG, 'image/png')
    const events: string[] = []
    stub.onEvent(event => events.push(event.type))
    const said = anna.sendText('Buongiorno')
    const typing = {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: said.id,
      typing_indicator: { type: 'text' },
    }
    expect(await post(typing)).toMatchObject({ status: 200, success: true })
    expect(await post({ ...typing, message_id: 'wamid.no' })).toMatchObject({ error: { code: 131009 } })
    expect(said.status).toBe('read')
    await send(withButtons([yes], { header: { type: 'image', image: { id } }, footer: { text: 'Forno Rossi' } }))
    const shown = await anna.waitForMessage('Va bene?')
    expect(shown).toMatchObject({
      kind: 'buttons',
      footer: 'Forno Rossi',
      image: { bytes: ONE_POINT_PNG, mime: 'image/png' },
    })
    expect(anna.buttons()).toEqual([{ id: 'a:0', title: 'Sì' }])
    await stub.settled()
    expect(events).toEqual(['message', 'status', 'typing', 'message', 'status', 'status', 'status'])
    expect(anna.transcript()).toContain('BUSINESS [buttons] Va bene?\nForno Rossi ["Sì"] (read)')
    await expect(anna.waitForMessage('mai', { timeoutMs: 20 })).rejects.toThrow('no message with mai within 20 ms')
  })
})

describe('files, templates and the number', () => {
  test('a file is uploaded once, used often, and its id ends', async () => {
    const { stub, outcome, upload } = await town()
    const { id } = await upload(ONE_POINT_PNG, 'image/png')
    expect(await outcome({ type: 'image', image: { id } })).toBe('ok')
    expect(await outcome({ type: 'image', image: { id } })).toBe('ok')
    expect(await outcome({ type: 'image', image: { id: '1' } })).toBe(131053)
    stub.expireMedia(id)
    expect(await outcome({ type: 'image', image: { id } })).toBe(131053)
    expect(stub.world.media.uploads).toBe(1)
    expect((await upload(Buffer.from('no picture'), 'image/png')).error?.code).toBe(131053)
    expect((await upload(ONE_POINT_PNG, 'image/gif')).error?.code).toBe(100)
    expect((await upload(Buffer.alloc(5_300_000, ONE_POINT_PNG), 'image/png')).error?.code).toBe(131053)
  })

  test('a file a person sent is fetched by an address that lives five minutes', async () => {
    let nowMs = Date.UTC(2026, 10, 23, 10)
    const { stub, anna, told, call } = await town({ clock: { now: () => new Date(nowMs) } })
    anna.sendImage(ONE_POINT_PNG)
    await stub.settled()
    const message = told.messages().at(-1)
    const id = message?.type === 'image' ? message.image.id : ''
    const { url, mime_type } = (await (await call(id)).json()) as { url: string; mime_type: string }
    expect(mime_type).toBe('image/png')
    const headers = { authorization: `Bearer ${TOKEN}` }
    expect(Buffer.from(await (await fetch(url, { headers })).arrayBuffer())).toEqual(ONE_POINT_PNG)
    expect((await fetch(url)).status).toBe(401)
    nowMs += 5 * 60_000
    expect((await fetch(url, { headers })).status).toBe(404)
    expect((await call('999')).status).toBe(400)
  })

  test('templates are listed page by page, with what became of them', async () => {
    const { stub, call, outcome } = await town()
    for (let i = 0; i < 4; i++) stub.addTemplate({ ...news, name: `t${i}`, status: i === 3 ? 'REJECTED' : 'APPROVED' })
    stub.addTemplate({ ...news, name: 'paused', status: 'PAUSED' })
    const names: string[] = []
    let path: string | undefined = `${stub.world.options.businessAccountId}/message_templates?limit=2`
    for (; path !== undefined;) {
      const page = (await (await call(path)).json()) as { data: { name: string }[]; paging?: { next?: string } }
      names.push(...page.data.map(each => each.name))
      path = page.paging?.next?.slice(stub.apiRoot.length + 1)
    }
    expect(names).toEqual(['order_news', 't0', 't1', 't2', 't3', 'paused'])
    expect(await outcome(withTemplate({ name: 't0' }))).toBe('ok')
    expect(await outcome(withTemplate({ name: 't3' }))).toBe(132001)
    expect(await outcome(withTemplate({ name: 'paused' }))).toBe(132015)
  })

  test('the number says who it is', async () => {
    const { stub, call } = await town()
    expect(await (await call(stub.world.options.phoneNumberId)).json()).toMatchObject({
      display_phone_number: stub.world.options.displayPhoneNumber,
      verified_name: 'Spesa in Comune',
    })
  })
})

describe('planned misfortune', () => {
  test('any error, in the answer or in a status, and a proxy’s page', async () => {
    const { stub, told, send, outcome } = await town()
    for (const [code, status] of [
      [131016, 500],
      [368, 403],
      [131031, 403],
      [190, 401],
      [130429, 429],
    ] as const) {
      stub.failNext({ type: 'refuse', code })
      expect(await send(text('x'))).toMatchObject({ status, error: { code } })
    }
    stub.failNext({ type: 'refuse', httpStatus: 503 })
    expect((await send(text('x'))).status).toBe(503)
    stub.failNext({ type: 'status', code: 131053, to: '393201234567' })
    expect(await outcome(text('x'))).toBe('ok')
    await stub.settled()
    expect(told.statuses()).toMatchObject([{ status: 'failed', errors: [{ code: 131053 }] }])
    stub.failNext({ type: 'garbage' })
    await expect(send(text('x'))).rejects.toThrow('JSON')
    stub.failNext({ type: 'refuse', to: '393200000000' })
    expect(await outcome(text('x'))).toBe('ok')
    stub.clearFaults()
    expect(stub.requests.map(each => each.outcome)).toEqual([131016, 368, 131031, 190, 130429, 131000, 'ok', 'ok'])
  })

  test('the connection breaks before or after the message was taken', async () => {
    const { stub, anna, told, send } = await town()
    stub.failNext({ type: 'reset' })
    await expect(send(text('mai'))).rejects.toThrow()
    stub.failNext({ type: 'lost-answer' })
    await expect(send(text('forse', { biz_opaque_callback_data: 'k7f2' }))).rejects.toThrow()
    await stub.settled()
    expect(anna.fromBusiness.map(each => each.text)).toEqual(['forse'])
    expect(told.statuses().map(each => each.biz_opaque_callback_data)).toEqual(['k7f2', 'k7f2', 'k7f2'])
  })

  test('an answer that comes late, or never, although the message was taken', async () => {
    const { stub, anna, send } = await town()
    stub.failNext({ type: 'delay', delayMs: 60 })
    const before = performance.now()
    expect((await send(text('piano'))).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(55)
    stub.failNext({ type: 'silence' })
    const answer = send(text('zitto')).then(
      () => 'answered',
      () => 'broken off',
    )
    await anna.waitForMessage('zitto')
    await stub.settled()
    expect(await Promise.race([answer, new Promise(resolve => setTimeout(resolve, 50, 'silence'))])).toBe('silence')
  })
})

describe('a text is shown as WhatsApp shows it', () => {
  test.each<[body: string, text: string, spans: string[]]>([
    ['*La tua busta* · Forno', 'La tua busta · Forno', ['bold:La tua busta']],
    ['_piano_ ~via~ `codice`', 'piano via codice', ['italic:piano', 'strike:via', 'code:codice']],
    ['*_tutti e due_*', 'tutti e due', ['bold:tutti e due', 'italic:tutti e due']],
    ['```a *b*\nc```', 'a *b*\nc', ['code:a *b*\nc']],
    ['2*3*4 e snake_case_name', '2*3*4 e snake_case_name', []],
    ['* a * e *a\nb*', 'a * e *a\nb*', ['item:a * e *a']],
    ['> citato', 'citato', ['quote:citato']],
    ['1. pane\n- latte', 'pane\nlatte', ['item:pane', 'item:latte']],
    ['**', '**', []],
    ['(*forte*)!', '(forte)!', ['bold:forte']],
  ])('%s', (body, shown, spans) => {
    const read = shownText(body)
    expect(read.text).toBe(shown)
    expect(read.spans.map(span => `${span.kind}:${span.text}`)).toEqual(spans)
  })
})
