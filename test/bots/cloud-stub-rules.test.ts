// SPDX-License-Identifier: AGPL-3.0-or-later
// The stub of the WhatsApp Cloud API is as strict as the real one: each rule has a request that keeps it and one that
// breaks it. Every story test on WhatsApp stands on this.
import { describe, expect, test } from 'vitest'
import { ONE_POINT_PNG } from '../../playground/loopback/images.ts'
import {
  BSUID,
  contacts,
  location,
  openButton,
  reply,
  rows,
  text,
  town,
  withButtons,
  withList,
  withTemplate,
  x,
  yes,
} from '../support/cloud-town.ts'

describe('every rule accepts what keeps it and refuses what breaks it', () => {
  const link = { link: 'https://example.it/pane.png' }
  const imageHeader = { header: { type: 'image', image: link } }
  const withLink = (url: string, display_text = 'Apri') => ({
    type: 'interactive',
    interactive: {
      type: 'cta_url',
      body: { text: 'x' },
      action: { name: 'cta_url', parameters: { display_text, url } },
    },
  })
  const askLocation = (body: string) => ({
    type: 'interactive',
    interactive: { type: 'location_request_message', body: { text: body }, action: { name: 'send_location' } },
  })
  const textHeader = (length: number) => ({ header: { type: 'text', text: x(length) } })
  test.each<[rule: string, kept: object, brokenBy: object, code: number]>([
    ['text is at most 4096', text(x(4096)), text(x(4097)), 100],
    ['text counts an emoji as two', text('😀'.repeat(2048)), text('😀'.repeat(2049)), 100],
    ['text is not empty', text('x'), text(''), 100],
    ['text is not blank', text(' x '), text(' \n '), 100],
    ['text is text', text('12'), text(12), 100],
    ['text is there', text('x'), { type: 'text', text: {} }, 131008],
    ['only known fields', text('x'), text('x', { preview: true }), 100],
    ['the kind of message is known', text('x'), { type: 'poll', poll: {} }, 131051],
    ['the kind of message is given', text('x'), { text: { body: 'x' } }, 131008],
    ['messaging_product is whatsapp', text('x'), text('x', { messaging_product: 'sms' }), 100],
    ['to is a phone number', text('x', { to: '+39 320 123-4567' }), text('x', { to: BSUID }), 131009],
    [
      'biz_opaque_callback_data is at most 512',
      text('x', { biz_opaque_callback_data: x(512) }),
      text('x', { biz_opaque_callback_data: x(513) }),
      100,
    ],
    [
      'a caption is at most 1024',
      { type: 'image', image: { ...link, caption: x(1024) } },
      { type: 'image', image: { ...link, caption: x(1025) } },
      100,
    ],
    [
      'an image has an id or a link, not both',
      { type: 'image', image: link },
      { type: 'image', image: { ...link, id: '1' } },
      100,
    ],
    ['an image has an id or a link', { type: 'image', image: link }, { type: 'image', image: {} }, 100],
    [
      'a link leads to a picture',
      { type: 'image', image: link },
      { type: 'image', image: { link: 'https://example.it/no' } },
      131052,
    ],
    [
      'a sticker is not a photo',
      { type: 'sticker', sticker: { link: 'https://example.it/s.webp' } },
      { type: 'sticker', sticker: link },
      131053,
    ],
    [
      'a document has a name that is not empty',
      { type: 'document', document: { ...link, filename: 'a.pdf' } },
      { type: 'document', document: { ...link, filename: '' } },
      100,
    ],
    ['one button at least', withButtons([yes]), withButtons([]), 131009],
    [
      'three buttons at most',
      withButtons([yes, reply('b', 'No'), reply('c', 'Forse')]),
      withButtons([yes, reply('b', 'No'), reply('c', 'Forse'), reply('d', 'Mai')]),
      131009,
    ],
    ['a button is at most 20', withButtons([reply('a', x(20))]), withButtons([reply('a', x(21))]), 131009],
    ['a button is not empty', withButtons([reply('a', 'x')]), withButtons([reply('a', '')]), 131009],
    ['button titles are unique', withButtons([yes, reply('b', 'No')]), withButtons([yes, reply('b', 'Sì')]), 131009],
    ['button ids are unique', withButtons([yes, reply('b', 'No')]), withButtons([yes, reply('a:0', 'No')]), 131009],
    ['a button id is at most 256', withButtons([reply(x(256), 'x')]), withButtons([reply(x(257), 'x')]), 131009],
    ['a button id has no surrounding space', withButtons([reply('a b', 'x')]), withButtons([reply('a ', 'x')]), 131009],
    [
      'a body above buttons is at most 1024',
      withButtons([yes], { body: { text: x(1024) } }),
      withButtons([yes], { body: { text: x(1025) } }),
      131009,
    ],
    [
      'a body above buttons is there',
      withButtons([yes]),
      { type: 'interactive', interactive: { type: 'button', action: { buttons: [yes] } } },
      131008,
    ],
    [
      'a footer is at most 60',
      withButtons([yes], { footer: { text: x(60) } }),
      withButtons([yes], { footer: { text: x(61) } }),
      131009,
    ],
    ['a text header is at most 60', withButtons([yes], textHeader(60)), withButtons([yes], textHeader(61)), 131009],
    [
      'an image stands above buttons, not above a list',
      withButtons([yes], imageHeader),
      withList([{ rows: rows(1) }], imageHeader),
      131009,
    ],
    [
      'a list may have a text header of 60',
      withList([{ rows: rows(1) }], textHeader(60)),
      withList([{ rows: rows(1) }], textHeader(61)),
      131009,
    ],
    [
      'a body above a list is at most 4096',
      withList([{ rows: rows(1) }], { body: { text: x(4096) } }),
      withList([{ rows: rows(1) }], { body: { text: x(4097) } }),
      131009,
    ],
    ['a list has ten rows at most', withList([{ rows: rows(10) }]), withList([{ rows: rows(11) }]), 131009],
    [
      'a list has ten rows in all sections together',
      withList([
        { title: 'A', rows: rows(5) },
        { title: 'B', rows: rows(10).slice(5) },
      ]),
      withList([
        { title: 'A', rows: rows(6) },
        { title: 'B', rows: rows(11).slice(6) },
      ]),
      131009,
    ],
    ['a list has a row', withList([{ rows: rows(1) }]), withList([{ rows: [] }]), 131009],
    [
      'several sections have titles',
      withList([{ rows: rows(1) }]),
      withList([{ rows: rows(1) }, { rows: rows(2).slice(1) }]),
      131009,
    ],
    [
      'a section title is at most 24',
      withList([{ title: x(24), rows: rows(1) }]),
      withList([{ title: x(25), rows: rows(1) }]),
      131009,
    ],
    [
      'a row title is at most 24',
      withList([{ rows: rows(1, { title: x(24) }) }]),
      withList([{ rows: rows(1, { title: x(25) }) }]),
      131009,
    ],
    ['row ids are unique', withList([{ rows: rows(2) }]), withList([{ rows: rows(2, { id: 'a' }) }]), 131009],
    [
      'a row id is at most 200',
      withList([{ rows: rows(1, { id: x(200) }) }]),
      withList([{ rows: rows(1, { id: x(201) }) }]),
      131009,
    ],
    [
      'a description is at most 72',
      withList([{ rows: rows(1, { description: x(72) }) }]),
      withList([{ rows: rows(1, { description: x(73) }) }]),
      131009,
    ],
    [
      'the button of a list is at most 20',
      withList([{ rows: rows(1) }], {}, x(20)),
      withList([{ rows: rows(1) }], {}, x(21)),
      131009,
    ],
    [
      'a row id has no surrounding space',
      withList([{ rows: rows(1) }]),
      withList([{ rows: rows(1, { id: ' a' }) }]),
      131009,
    ],
    ['a link on a button is a web address', withLink('https://example.it'), withLink('javascript:1'), 131009],
    [
      'the words of a link are at most 20',
      withLink('https://example.it', x(20)),
      withLink('https://example.it', x(21)),
      131009,
    ],
    ['a request for the location has a body of 1024', askLocation(x(1024)), askLocation(x(1025)), 131009],
    [
      'a location is on the earth',
      location({ latitude: 45.6, longitude: 8.9, name: 'Forno' }),
      location({ latitude: 95, longitude: 8.9 }),
      100,
    ],
    ['a location has a longitude', location({ latitude: 45.6, longitude: 8.9 }), location({ latitude: 45.6 }), 131008],
    [
      'a contact has a formatted name',
      contacts({ formatted_name: 'Forno', first_name: 'Forno' }),
      contacts({ first_name: 'Forno' }),
      131008,
    ],
    [
      'a contact has a part of a name',
      contacts({ formatted_name: 'Forno', first_name: 'Forno' }),
      contacts({ formatted_name: 'Forno' }),
      100,
    ],
    ['a template has all its values', withTemplate(), withTemplate({}, ['Anna', '12']), 132000],
    ['a template has not too many values', withTemplate(), withTemplate({}, ['Anna', '12', 'x', 'y']), 132000],
    ['a template is there', withTemplate(), withTemplate({ name: 'order_views' }), 132001],
    ['a template is there in the language', withTemplate(), withTemplate({ language: { code: 'en' } }), 132001],
    ['a value has no line break', withTemplate({}, ['a', 'b', 'c d']), withTemplate({}, ['a', 'b', 'c\nd']), 132018],
    ['a value has no tab', withTemplate({}, ['a', 'b', 'c d']), withTemplate({}, ['a', 'b', 'c\td']), 132018],
    [
      'a value has at most three spaces in a row',
      withTemplate({}, ['a', 'b', 'c   d']),
      withTemplate({}, ['a', 'b', 'c    d']),
      132018,
    ],
    [
      'a filled template is at most 1024',
      withTemplate({}, ['a', 'b', x(900)]),
      withTemplate({}, ['a', 'b', x(1020)]),
      132005,
    ],
    [
      'a template button is one that is there',
      withTemplate(openButton('0', 'k7f2:open')),
      withTemplate(openButton('1', 'k7f2:open')),
      132012,
    ],
    ['a payload is at most 128', withTemplate(openButton('0', x(128))), withTemplate(openButton('0', x(129))), 131009],
  ])('%s', async (_rule, kept, brokenBy, code) => {
    const { stub, outcome } = await town()
    stub.serveLink(link.link, ONE_POINT_PNG, 'image/png')
    stub.serveLink('https://example.it/s.webp', ONE_POINT_PNG, 'image/webp')
    expect(await outcome(kept)).toBe('ok')
    expect(await outcome(brokenBy)).toBe(code)
  })

  test.each(['👍', '❤️‍🔥', '👨‍👩‍👧', '🇮🇹', '1️⃣', ''])('a reaction may be %s', async emoji => {
    const { anna, outcome } = await town()
    const message_id = anna.messages[0]?.id
    expect(await outcome({ type: 'reaction', reaction: { message_id, emoji } })).toBe('ok')
  })

  test.each(['a', '👍👍', '1'])('a reaction may not be %s', async emoji => {
    const { anna, outcome } = await town()
    const message_id = anna.messages[0]?.id
    expect(await outcome({ type: 'reaction', reaction: { message_id, emoji } })).toBe(100)
  })

  test('what is quoted must be in the chat', async () => {
    const { anna, outcome } = await town()
    expect(await outcome(text('x', { context: { message_id: anna.messages[0]?.id } }))).toBe('ok')
    expect(await outcome(text('x', { context: { message_id: 'wamid.nowhere' } }))).toBe(131009)
    expect(anna.lastMessage()?.quoting).toBe(anna.messages[0]?.id)
  })

  test('a refusal says what is wrong, in the body of the Graph API', async () => {
    const { send } = await town()
    const { status, error } = await send(withButtons([reply('a', x(21))]))
    expect(status).toBe(400)
    expect(error).toMatchObject({ type: 'OAuthException', message: '(#131009) Parameter value is not valid' })
    expect(error?.error_data.details).toContain("interactive['action']['buttons'][0]['reply']['title']")
    expect(error?.fbtrace_id).toMatch(/^A/)
  })

  test('a wrong token, a body that is no JSON and an unknown address are refused', async () => {
    const { stub, post, call } = await town()
    expect(await post(text('x'), 'EAAother')).toMatchObject({ status: 401, error: { code: 190 } })
    const path = `${stub.world.options.phoneNumberId}/messages`
    const headers = { 'content-type': 'application/json' }
    expect((await call(path, { method: 'POST', headers, body: '{' })).status).toBe(400)
    expect((await call(path, { method: 'POST', body: '{}' })).status).toBe(400)
    expect((await call('12345')).status).toBe(400)
  })
})
