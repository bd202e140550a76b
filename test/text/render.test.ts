// SPDX-License-Identifier: AGPL-3.0-or-later
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TelegramApi } from '../../bots/telegram/api.ts'
import { deliveryBy } from '../../bots/telegram/delivering.ts'
import { captionLimit, type FormattedText, keyboardOf, textLimit, textsOf } from '../../bots/telegram/render.ts'
import type { ChoiceView, View } from '../../src/channel.ts'
import { escape, join, type Markup, spans } from '../../src/text/markup.ts'
import { texts } from '../../src/text/text.ts'
import { hostileNames } from '../support/hostile-names.ts'

const markup = (text: string) => text as Markup
const viewOf = (text: Markup, ...rows: ChoiceView[][]): View => ({ text, rows })
const messageId = '019aa0b1-8a30-7cc0-9d53-6f1f5f3a2c11'

/** Each unit of the text with its emphasis, blanks left out: what a part's ends may lose. */
function dressed(parts: readonly FormattedText[]): string[] {
  return parts.flatMap(({ text, entities }) =>
    Array.from({ length: text.length }, (_, at) => {
      const over = entities.filter(({ offset, length }) => offset <= at && at < offset + length)
      return [text.charAt(at), ...over.map(entity => (entity.type === 'text_link' ? entity.url : entity.type))].join(
        ' ',
      )
    }).filter(each => each.trim() !== '' && /\S/u.test(each.charAt(0))),
  )
}

/** The same of the markup, before it is cut. */
function dressedMarkup(text: Markup): string[] {
  const styles = { bold: 'bold', italic: 'italic', link: '' }
  return spans(text).flatMap(run =>
    Array.from({ length: run.text.length }, (_, at) => {
      const style = run.style && (run.style === 'link' ? (run.href ?? '') : styles[run.style])
      return [run.text.charAt(at), ...(style ? [style] : [])].join(' ')
    }).filter(each => each.trim() !== '' && /\S/u.test(each.charAt(0))),
  )
}

/** What Telegram would refuse, or show as garbage. */
function faultsOf(parts: readonly FormattedText[], limit: number): string[] {
  return parts.flatMap(({ text, entities }) => [
    ...(text.length > limit ? [`${text.length} units`] : []),
    ...(text.trim() === '' ? ['nothing to see'] : []),
    ...(text.isWellFormed() ? [] : ['half a character']),
    ...entities.flatMap(({ offset, length }) => {
      const run = text.slice(offset, offset + length)
      return length > 0 && offset + length <= text.length && run.isWellFormed()
        ? []
        : [`an entity at ${offset}+${length}`]
    }),
  ])
}

test('a name is shown exactly as given, with no entity of its own', () => {
  for (const name of hostileNames) {
    const parts = textsOf(viewOf(escape(name)), undefined)
    expect(parts.map(part => part.text).join('')).toBe(name)
    expect(parts.flatMap(part => part.entities)).toEqual([])
    expect(faultsOf(parts, textLimit)).toEqual([])
  }
})

test('a name stays emphasised from its first to its last unit, over as many messages as it takes', () => {
  for (const name of hostileNames) {
    const text = markup(
      `Ordine <b>${escape(name)}</b> da <i>${escape(name)}</i>, <a href="https://x.example/">${escape(name)}</a>.`,
    )
    for (const limit of [textLimit, captionLimit]) {
      const parts = textsOf(viewOf(text), undefined, limit)
      expect(faultsOf(parts, limit), name.slice(0, 60)).toEqual([])
      expect(dressed(parts)).toEqual(dressedMarkup(text))
    }
  }
})

test('what fits is one message, one unit more is two', () => {
  const sizes = (text: string) => textsOf(viewOf(escape(text)), undefined).map(part => part.text.length)
  expect(sizes('P'.repeat(4096))).toEqual([4096])
  expect(sizes('P'.repeat(4097))).toEqual([4096, 1])
  expect(sizes('🥖'.repeat(2048))).toEqual([4096])
  expect(sizes(`P${'🥖'.repeat(2048)}`)).toEqual([4095, 2])
})

test('a character made of several signs is not cut in two', () => {
  for (const character of ['a\u0301', '👨‍👩‍👧‍👦', '🇮🇹', '👩🏽‍🍳']) {
    const parts = textsOf(viewOf(escape('P'.repeat(4095 - character.length) + character.repeat(3))), undefined)
    expect(parts.map(part => part.text)).toEqual(['P'.repeat(4095 - character.length) + character, character.repeat(2)])
    const label = 'P'.repeat(61) + character.repeat(3)
    const button = keyboardOf(messageId, viewOf(escape('?'), [{ label }]))?.inline_keyboard[0]?.[0]
    expect(button?.text).toBe(`${'P'.repeat(61)}${character.length === 2 ? character : ''}…`)
  }
})

test('a list is cut between its lines', () => {
  const line = 'Pane casereccio, 500 g · 2,40 €\n'
  const parts = textsOf(viewOf(escape(line.repeat(200))), undefined)
  expect(parts.length).toBe(2)
  for (const { text } of parts) expect(text.length % line.length).toBe(0)
})

const piece = fc.oneof(
  fc.constantFrom('\n', '\n\n', ' ', '🥖', '👩🏽‍🍳', 'a\u0301', '<b>', '&amp;', 'مخبز'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
)
const run = fc
  .tuple(fc.constantFrom('', 'b', 'i', 'a'), fc.array(piece, { minLength: 1, maxLength: 6 }))
  .map(([tag, pieces]) => {
    const words = escape(pieces.join(''))
    if (tag === '') return words
    return markup(tag === 'a' ? `<a href="https://x.example/?a=1&amp;b=2">${words}</a>` : `<${tag}>${words}</${tag}>`)
  })

test('wherever a text is cut, nothing is lost and its emphasis stays on its words', () => {
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 8 }), fc.integer({ min: 70, max: 300 }), (runs, limit) => {
      const text = join(runs, '')
      const parts = textsOf(viewOf(text), undefined, limit)
      if (spans(text).every(each => each.text.trim() === '')) return
      expect(faultsOf(parts, limit)).toEqual([])
      expect(dressed(parts)).toEqual(dressedMarkup(text))
    }),
    { numRuns: 500, seed: 20261122 },
  )
})

test('a text that fills a message to the brim is not pushed over it by the line that follows', () => {
  for (const length of [4094, 4095, 4096, 4097]) {
    const parts = textsOf(viewOf(markup(`<b>${'P'.repeat(length)}</b>\nTotale 2,40 €`)), undefined)
    expect(faultsOf(parts, textLimit), String(length)).toEqual([])
  }
})

test('the passing line stands above the text, shown as given', () => {
  for (const name of hostileNames.filter(each => each.length < 1000)) {
    const [part, ...rest] = textsOf(viewOf(markup('<b>La tua busta</b>')), name)
    expect(rest).toEqual([])
    expect(part?.text).toBe(`${name}\n\nLa tua busta`)
    expect(part?.entities).toEqual([{ type: 'bold', offset: name.length + 2, length: 12 }])
  }
})

test('a text of which nothing can be seen is a dot, not a refusal', () => {
  for (const nothing of ['', ' ', '\n\n', '\u00a0']) {
    expect(textsOf(viewOf(escape(nothing)), undefined).map(part => part.text)).toEqual(['·'])
  }
})

test('texts of ours come out with their emphasis at its place', () => {
  const t = texts('it', 'Europe/Rome', new Date(0))
  const [part] = textsOf(viewOf(t('order-cancelled', { code: '🥖 <b>&' })), undefined)
  expect(part).toEqual({ text: 'Ordine 🥖 <b>& annullato.', entities: [{ type: 'bold', offset: 0, length: 14 }] })
})

// ------------------------------------------------------------------ buttons

test('each button carries its place among the choices, in the order they are read', () => {
  const view = viewOf(
    escape('?'),
    [{ label: 'Pane' }, { label: 'Dolci' }],
    [{ label: 'Mappa' }],
    [{ label: 'Indietro' }],
  )
  expect(keyboardOf(messageId, view)?.inline_keyboard).toEqual([
    [
      { text: 'Pane', callback_data: `${messageId}:0` },
      { text: 'Dolci', callback_data: `${messageId}:1` },
    ],
    [{ text: 'Mappa', callback_data: `${messageId}:2` }],
    [{ text: 'Indietro', callback_data: `${messageId}:3` }],
  ])
})

test('a view without choices has no keyboard', () => expect(keyboardOf(messageId, viewOf(escape('?')))).toBeUndefined())

test('what a button carries fits Telegram’s 64 bytes, and nothing a person wrote is in it', () => {
  const rows = hostileNames.map(label => [{ label }])
  const buttons = keyboardOf(messageId, viewOf(escape('?'), ...rows))?.inline_keyboard.flat() ?? []
  expect(buttons).toHaveLength(300)
  for (const button of buttons) {
    const data = 'callback_data' in button ? button.callback_data : ''
    expect(data).toMatch(/^[0-9a-f-]{36}:\d{1,3}$/)
    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
  }
})

test('no button is without words, none has half a character, and a short label is shown as given', () => {
  const labels = [...hostileNames, '', ' ', '\n', '\u00a0']
  const buttons =
    keyboardOf(messageId, viewOf(escape('?'), ...labels.map(label => [{ label }])))?.inline_keyboard.flat() ?? []
  for (const [index, { text }] of buttons.entries()) {
    const label = labels[index] ?? ''
    expect(text.trim()).not.toBe('')
    expect(text.isWellFormed()).toBe(true)
    expect(text.length).toBeLessThanOrEqual(64)
    if (label.trim() !== '' && label.length <= 64) expect(text).toBe(label)
    if (label.length > 64) expect(text.endsWith('…')).toBe(true)
  }
})

test('of a text in several messages only the last has the buttons', async () => {
  const calls: { method: string; payload: Record<string, unknown> }[] = []
  const api: TelegramApi = {
    call: async <T>(method: string, payload: Record<string, unknown>) => {
      calls.push({ method, payload })
      return { message_id: calls.length } as T
    },
    upload: () => Promise.reject(new Error('nothing to upload')),
    courtesy: () => Promise.resolve(true),
    answer: () => Promise.resolve(true),
    waitMs: () => 0,
  }
  const photos = {
    photo: () => Promise.resolve(undefined),
    remember: () => Promise.resolve(),
    file: () => Promise.resolve(undefined),
  }
  const view = viewOf(escape('Pane '.repeat(2000)), [{ label: 'Indietro' }])
  const deliver = deliveryBy(api, 'telegram:citizen', photos)
  const delivery = await deliver({
    id: messageId,
    language: 'it',
    lastHeardAt: new Date(0),
    address: '7',
    view,
  })
  expect(delivery).toEqual({ outcome: 'delivered', externalIds: ['1', '2', '3'] })
  expect(calls.map(call => call.method)).toEqual(['sendMessage', 'sendMessage', 'sendMessage'])
  expect(calls.map(call => call.payload.reply_markup)).toEqual([undefined, undefined, keyboardOf(messageId, view)])
})
