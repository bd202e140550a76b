// SPDX-License-Identifier: AGPL-3.0-or-later
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { whatsappTexts } from '../../bots/whatsapp/formatting.ts'
import { type CloudPart, cloudParts, numberedText } from '../../bots/whatsapp/render.ts'
import type { ChoiceView, View } from '../../src/channel.ts'
import { escape, join, type Markup, spans } from '../../src/text/markup.ts'
import { hostileNames } from '../support/hostile-names.ts'
import { aslike, seen } from '../support/whatsapp-reading.ts'

const markup = (text: string) => text as Markup
const viewOf = (text: Markup, ...labels: (string | ChoiceView)[]): View => ({
  text,
  rows: labels.map(label => [typeof label === 'string' ? { label } : label]),
})
const cloud = (view: View, toast?: string) => cloudParts('m', view, 'it', toast)
const last = (parts: readonly CloudPart[]) => parts.at(-1)

const isVisible = (unit: string) => /[^\s\u0085]/.test(unit)

/** Each unit that can be seen, with its emphasis; lookalikes as what they stand for. */
function dressed(texts: readonly string[]): string[] {
  return texts
    .flatMap(seen)
    .flatMap(({ unit, styles }) => (isVisible(unit) ? [`${aslike(unit)} ${styles.join()}`] : []))
}

function dressedMarkup(text: Markup): string[] {
  return spans(text).flatMap(run =>
    run.text.split('').flatMap(unit => (isVisible(unit) ? [`${aslike(unit)} ${run.style ?? ''}`] : [])),
  )
}

/** Without the differences, which would be thousands of lines long. */
const same = (some: readonly string[], others: readonly string[]) => some.join() === others.join()

// ------------------------------------------------------------------ formatting

test('emphasis is written with the signs of WhatsApp', () => {
  expect(whatsappTexts(markup('<b>Ordine A-12</b>: pronto. <i>«ben cotto»</i>'), 4096)).toEqual([
    '*Ordine A-12*: pronto. _«ben cotto»_',
  ])
  expect(whatsappTexts(markup('<b>due\nrighe </b>fine'), 4096)).toEqual(['*due*\n*righe* fine'])
  expect(whatsappTexts(markup('<b>  </b><b> largo </b>x'), 4096)).toEqual(['   *largo* x'])
})

test('what stands in the middle of a word is not emphasised: the signs would be seen', () => {
  expect(whatsappTexts(markup('pre<b>fisso</b> e <b>suf</b>fisso, «<b>tra</b>»'), 4096)).toEqual([
    'prefisso e suffisso, «tra»',
  ])
})

test('a link shows where it leads', () => {
  const link = (words: string) => markup(`Vedi <a href="https://x.example/a_b?c=1&amp;d=2">${words}</a>.`)
  expect(whatsappTexts(link('come'), 4096)).toEqual(['Vedi come (https://x.example/a_b?c=1&d=2).'])
  expect(whatsappTexts(link('https://x.example/a_b?c=1&amp;d=2'), 4096)).toEqual([
    'Vedi https://x.example/a_b?c=1&d=2.',
  ])
})

test('an address stays the same address, though its signs cannot format', () => {
  const [text = ''] = whatsappTexts(escape('https://x.example/_a_/*b*/~c~ fine'), 4096)
  expect(seen(text).flatMap(({ styles }) => styles)).toEqual([])
  expect(new URL(decodeURIComponent(text.split(' ')[0] ?? '')).pathname).toBe('/_a_/*b*/~c~')
})

test.each([
  ['*sconto*', '∗sconto∗'],
  ['_x_', '＿x＿'],
  ['~y~', '∼y∼'],
  ['`z`', 'ˋzˋ'],
  ['```a\nb```', 'ˋˋˋa\nbˋˋˋ'],
  ['> citato', '› citato'],
  ['- voce', '‐ voce'],
  ['* voce', '∗ voce'],
  ['Pane\n1. voce', 'Pane\n1․ voce'],
])('«%s» as given is not formatting', (given, shown) => {
  expect(whatsappTexts(escape(given), 4096)).toEqual([shown])
})

test.each([
  '2 * 3 * 4',
  'pane_casereccio_1kg',
  'a*b',
  '5 > 3',
  'non-stop',
  '3.50!',
  '*',
  '~',
  '`',
  '* Pane'.slice(0, 1),
])('«%s» formats nothing and goes out as given', given => {
  expect(whatsappTexts(escape(given), 4096)).toEqual([given])
})

test('a name is shown as given, and formats nothing', () => {
  for (const name of hostileNames) {
    const texts = whatsappTexts(escape(name), 4096)
    expect(texts.flatMap(seen).flatMap(each => each.styles)).toEqual([])
    expect(same(dressed(texts), dressedMarkup(escape(name))), name.slice(0, 60)).toBe(true)
  }
})

test('a name stays emphasised from its first to its last sign, over as many messages as it takes', () => {
  for (const name of hostileNames) {
    const text = markup(`Ordine <b>${escape(name)}</b> da <i>${escape(name)}</i>, e *${escape(name)}*.`)
    for (const limit of [4096, 1024]) {
      const texts = whatsappTexts(text, limit)
      for (const each of texts) expect(each.length).toBeLessThanOrEqual(limit)
      for (const each of texts) expect(each.isWellFormed()).toBe(true)
      expect(same(dressed(texts), dressedMarkup(text)), name.slice(0, 60)).toBe(true)
    }
  }
})

const piece = fc.oneof(
  fc.constantFrom('\n', ' ', '*', '_', '~', '`', '```', '\n> ', '\n- ', '\n1. ', '🥖', 'a\u0301', 'x', '*x*', ' _y_ '),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
)
const run = fc
  .tuple(fc.constantFrom('', '', 'b', 'i'), fc.array(piece, { minLength: 1, maxLength: 6 }))
  .map(([tag, pieces]) => {
    const words = escape(pieces.join(''))
    return tag === '' ? words : markup(`<${tag}>${words}</${tag}>`)
  })

test('whatever is given, nothing is lost, nothing is formatted that we did not, and no sign of ours is seen', () => {
  fc.assert(
    fc.property(fc.array(run, { minLength: 1, maxLength: 8 }), fc.integer({ min: 70, max: 300 }), (runs, limit) => {
      const text = join(runs, '')
      const texts = whatsappTexts(text, limit)
      for (const each of texts) expect(each.length).toBeLessThanOrEqual(limit)
      const [shown, given] = [dressed(texts), dressedMarkup(text)]
      if (texts.length === 0) return
      expect(shown.map(each => each.charAt(0)).join('')).toBe(given.map(each => each.charAt(0)).join(''))
      for (const [at, each] of shown.entries()) {
        if (each !== given[at]) expect(each.slice(2)).toBe('')
      }
    }),
    { numRuns: 1500, seed: 20261122 },
  )
})

// ------------------------------------------------------------------ Cloud API

test('up to three short choices are buttons, with their places among the choices', () => {
  expect(cloud(viewOf(markup('<b>Va bene?</b>'), 'Sì', 'No', 'Indietro'), 'Fatto.')).toEqual([
    {
      kind: 'buttons',
      body: 'Fatto.\n\n*Va bene?*',
      headerPhotoId: undefined,
      buttons: [
        { id: 'm:0', title: 'Sì' },
        { id: 'm:1', title: 'No' },
        { id: 'm:2', title: 'Indietro' },
      ],
    },
  ])
})

test.each([
  ['four', ['a', 'b', 'c', 'd']],
  ['a label of 21', ['P'.repeat(21), 'b']],
  ['two labels alike', ['Pane', 'pane ']],
  ['a description', [{ label: 'Pane', description: 'fresco' }]],
])('%s: a list', (_, labels) => {
  expect(last(cloud(viewOf(escape('?'), ...labels)))).toMatchObject({ kind: 'list', button: 'Scegli' })
})

test('three of 20 are buttons', () => {
  const labels = ['a', 'b', 'c'].map(each => each.repeat(20))
  expect(last(cloud(viewOf(escape('?'), ...labels)))).toMatchObject({ kind: 'buttons' })
})

test('a photo stands above the buttons, and ahead of a list', () => {
  const view = { ...viewOf(escape('Pane'), 'Sì'), photoId: 'p' }
  expect(cloud(view)).toMatchObject([{ kind: 'buttons', headerPhotoId: 'p' }])
  const many = { ...viewOf(escape('Pane'), 'a', 'b', 'c', 'd'), photoId: 'p' }
  expect(cloud(many)).toMatchObject([{ kind: 'image', photoId: 'p' }, { kind: 'list' }])
})

test('a photo without choices has its text below it, or after it if that is long', () => {
  const view = { ...viewOf(escape('P'.repeat(1024))), photoId: 'p' }
  expect(cloud(view)).toEqual([{ kind: 'image', photoId: 'p', caption: 'P'.repeat(1024) }])
  const long = { ...viewOf(escape('P'.repeat(1025))), photoId: 'p' }
  expect(cloud(long)).toEqual([
    { kind: 'image', photoId: 'p' },
    { kind: 'text', body: 'P'.repeat(1025) },
  ])
})

test('a long text above short choices is a list in one message; a longer one goes ahead', () => {
  expect(cloud(viewOf(escape('P'.repeat(1024)), 'Sì')).map(part => part.kind)).toEqual(['buttons'])
  expect(cloud(viewOf(escape('P'.repeat(1025)), 'Sì')).map(part => part.kind)).toEqual(['list'])
  expect(cloud(viewOf(escape('P'.repeat(4096)), 'Sì')).map(part => part.kind)).toEqual(['list'])
  expect(cloud(viewOf(escape('P'.repeat(5000)), 'Sì')).map(part => part.kind)).toEqual(['text', 'buttons'])
  expect(cloud(viewOf(escape('P'.repeat(7000)), 'Sì')).map(part => part.kind)).toEqual(['text', 'list'])
})

test('a label that is cut stands whole below itself, or numbered in the text', () => {
  const long = 'Pane di grano duro di Altamura'
  const longer = 'Un pane '.repeat(20).trim()
  const [list] = cloud(viewOf(escape('?'), long, { label: long, description: '4,80 €/kg' }, longer, 'Indietro'))
  expect(list).toMatchObject({
    body: `?\n\n*3* ${longer}`,
    rows: [
      { title: 'Pane di grano duro di A…', description: long },
      { title: 'Pane di grano duro di A…', description: `${long} · 4,80 €/kg` },
      { title: '3. Un pane Un pane Un p…' },
      { title: 'Indietro', description: undefined },
    ],
  })
})

test('labels without words get a dot, and more than ten choices never come', () => {
  expect(last(cloud(viewOf(escape('?'), '', ' \u200b')))).toMatchObject({
    kind: 'list',
    rows: [{ title: '·' }, { title: '·' }],
  })
  const many = viewOf(escape('?'), ...'abcdefghijk')
  expect(() => cloud(many)).toThrow('11 choices')
  expect(() => numberedText(many, 'it')).toThrow('11 choices')
})

test('no label is lost, whatever it is', () => {
  for (const name of hostileNames) {
    const parts = cloud(viewOf(escape('?'), name, 'b', 'c', 'd'))
    const shown = aslike(parts.map(part => JSON.stringify(part)).join(''))
    const inLine = name.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, ' ').trim()
    // What goes over several messages is looked at elsewhere.
    if (parts.length === 1) expect(shown).toContain(JSON.stringify(aslike(inLine)).slice(1, -1).replace(/\*$/, ''))
  }
})

// ------------------------------------------------------------------ WhatsApp Web

test('choices are numbered lines, or lettered ones where a number is an answer', () => {
  const view = viewOf(markup('<b>Pane</b>'), 'Casereccio · 4,80 €/kg', { label: 'Indietro', description: 'ai negozi' })
  expect(numberedText(view, 'it')).toEqual([
    '*Pane*\n\n*1* Casereccio · 4,80 €/kg\n*2* Indietro · ai negozi\n\nRispondi con il numero, o scrivi cosa ti serve.',
  ])
  expect(numberedText({ ...view, numberAnswers: true }, 'en', 'Done.')).toEqual([
    'Done.\n\n*Pane*\n\n*A* Casereccio · 4,80 €/kg\n*B* Indietro · ai negozi\n\nAnswer with the letter.',
  ])
  expect(numberedText(viewOf(escape('Grazie')), 'it')).toEqual(['Grazie'])
})

test('the lines stand together on the last message', () => {
  const parts = numberedText(viewOf(escape('Pane fresco\n'.repeat(600)), ...'abcdefghij'), 'it')
  expect(parts.length).toBe(2)
  expect(parts.at(-1)).toMatch(/\*1\* a\n(.\d+. \w\n)+\nRispondi/)
  const full = numberedText(viewOf(escape('P'.repeat(4090)), 'a'), 'it')
  expect(full).toEqual(['P'.repeat(4090), '*1* a\n\nRispondi con il numero, o scrivi cosa ti serve.'])
})

test('a label cannot begin a line of its own', () => {
  const [text] = numberedText(viewOf(escape('?'), 'Pane\n*2* gratis', '*Latte*'), 'it')
  expect(text).toContain('*1* Pane ∗2∗ gratis\n*2* ∗Latte∗\n')
})
