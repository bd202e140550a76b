// SPDX-License-Identifier: AGPL-3.0-or-later
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Markup, plain, spans } from '../../src/text/markup.ts'
import { languages, type TextArgument, texts } from '../../src/text/text.ts'
import { hostileNames } from '../support/hostile-names.ts'
import { families, membersOf } from './families.ts'
import { casesOf, differences, type Language, languageOf, mark, markupProblems, variablesOf } from './language.ts'
import { type Use, usageIn, usageInSource } from './usage.ts'

const folderOf = (name: string) => new URL(`../../src/text/${name}/`, import.meta.url)
const fileOf = (name: string, file: string) => readFileSync(new URL(`${file}.ftl`, folderOf(name)), 'utf8')
/** A file for each audience, and one for both. */
const files = ['citizen', 'staff', 'shared'] as const
const sourceOf = (name: string) => files.map(file => fileOf(name, file)).join('\n')
const sources = new Map(languages.map(name => [name, sourceOf(name)]))
const read = new Map([...sources].map(([name, source]) => [name, languageOf(source)]))
const italian = languageOf(sourceOf('it'))
const wordsIn = (name: string) => texts(name, 'Europe/Rome', new Date('2026-11-26T08:00:00Z'))

const usage = usageIn(new URL('../../src/', import.meta.url), new URL('../../bots/', import.meta.url))
// The loader's own line, where any id passes through.
const uses = usage.uses.filter(use => !use.at.startsWith('text/text.ts') || use.ids.every(id => !id.startsWith('?')))

test('there is Italian, and English beside it', () => {
  expect(languages).toEqual(['it', 'en'])
  expect(italian.size).toBeGreaterThan(250)
})

test('each language has a file for each audience and one for both, with the same texts in each', () => {
  const idsOf = (name: string, file: string) => [...languageOf(fileOf(name, file)).keys()].sort()
  for (const name of languages) {
    expect(readdirSync(folderOf(name)).sort(), name).toEqual(files.map(file => `${file}.ftl`).sort())
    for (const file of files) expect(idsOf(name, file), `${name}/${file}`).toEqual(idsOf('it', file))
    const all = files.flatMap(file => idsOf(name, file))
    expect(new Set(all).size, `${name}: a text that stands twice`).toBe(all.length)
  }
})

/** What a folder of screens may say: its audience's texts and those of both. */
const rooms: readonly (readonly [RegExp, (typeof files)[number]])[] = [
  [/^dialog\/citizen\//, 'citizen'],
  [/^dialog\/(?:shopkeeper|municipality|staff)\//, 'staff'],
  [/^dialog\/shared\//, 'shared'],
]

function foreignTexts(uses: readonly Use[]): string[] {
  const fileWith = new Map(files.flatMap(file => [...languageOf(fileOf('it', file)).keys()].map(id => [id, file])))
  return uses.flatMap(({ at, ids }) => {
    const own = rooms.find(([room]) => room.test(at))?.[1]
    // A sum is told under the name that the screen gives it.
    const strange = (id: string) =>
      ![own, 'shared', undefined].includes(fileWith.get(id)) && !id.startsWith('card-total')
    return own
      ? ids
          .flatMap(membersOf)
          .filter(strange)
          .map(id => `${at} says ${id}`)
      : []
  })
}

test("an audience's screens say nothing that stands among another's texts", () => {
  expect(foreignTexts(uses)).toEqual([])
  const planted = { at: 'dialog/citizen/home.ts:1', ids: ['desk-title', 'home-title', 'help'], given: [] }
  expect(foreignTexts([planted])).toEqual(['dialog/citizen/home.ts:1 says desk-title'])
})

test('every text stands in every language, filled with the same values', () => {
  for (const [name, language] of read) expect(differences(language, italian), name).toEqual([])
})

test('a text that is missing, or asks for another value, is found', () => {
  const withoutOne = languageOf(sourceOf('it').replace(/^order-sent = .*\n/m, ''))
  expect(differences(withoutOne, italian)).toEqual(['order-sent is missing'])
  expect(differences(italian, withoutOne)).toEqual(['order-sent is there and nowhere else'])
  const renamed = languageOf(sourceOf('it').replace(/^(order-cancelled = .*)\$code/m, '$1$number'))
  expect(differences(renamed, italian)).toEqual(['order-cancelled is filled with «number», the original with «code»'])
})

test('another value is found in one form among several, and in a text that others take in', () => {
  const small = `
way = { $kind ->
    [home] a casa { $when }
   *[shop] ritiro { $when }
}
card = <b>{ $code }</b> · { way }
`
  const planted = small.replace('ritiro { $when }', 'ritiro { $then }')
  expect(differences(languageOf(small), languageOf(small))).toEqual([])
  expect(differences(languageOf(planted), languageOf(small))).toEqual([
    'way is filled with «kind then when», the original with «kind when»',
    'card is filled with «code kind then when», the original with «code kind when»',
  ])
})

test('emphasis is only b, i and a, always closed', () => {
  for (const [name, language] of read) expect(markupProblems(language), name).toEqual([])
})

test.each([
  ['review-title = <b>Tutto giusto?', 'review-title: <b> is not closed'],
  ['review-title = Tutto giusto?</b>', 'review-title: </b> stands in the wrong place'],
  ['review-title = <b>Tutto <i>giusto</i></b>', 'review-title: <i> stands in the wrong place'],
  ['review-title = <strong>Tutto giusto?</strong>', 'review-title: <strong> is no tag of ours'],
  ['review-title = <a>Tutto giusto?</a>', 'review-title: <a> is no tag of ours'],
  ['review-title = Rossi & figli', 'review-title: a sign of markup stands bare in «Rossi & figli»'],
])('«%s» is found', (planted, found) => {
  const source = sourceOf('it').replace(/^review-title = .*$/m, planted)
  expect(markupProblems(languageOf(source))).toEqual([found])
})

test('every text the code asks for is there', () => {
  const missing = new Map<string, string>()
  for (const use of uses) for (const id of use.ids.flatMap(membersOf)) if (!italian.has(id)) missing.set(id, use.at)
  expect(Object.fromEntries(missing)).toEqual({})
})

test('the families of texts are those of the code', () => {
  const asked = new Set(uses.flatMap(use => use.ids.filter(id => id.includes('*'))))
  expect([...asked].sort()).toEqual(Object.keys(families).sort())
})

test('no text is there that nobody asks for', () => {
  const asked = new Set(uses.flatMap(use => use.ids.flatMap(membersOf)))
  // What texts take in from one another.
  for (const source of sources.values())
    for (const [, id] of source.matchAll(/\{ ([a-z][\w-]*) \}/g)) asked.add(id ?? '')
  expect([...italian.keys()].filter(id => !asked.has(id))).toEqual([])
})

test('whoever asks for a text gives it all that it names', () => {
  const lacking = uses.flatMap(use =>
    use.ids
      .flatMap(membersOf)
      .flatMap(id => variablesOf(italian, id).map(name => ({ id, name })))
      .filter(({ name }) => use.given?.includes(name) === false)
      .map(({ id, name }) => `${use.at} gives ${id} no ${name}`),
  )
  expect(lacking).toEqual([])
  // Where the values are spread from elsewhere they cannot be told from the place itself.
  expect(uses.filter(use => use.given === undefined).length).toBeLessThanOrEqual(3)
})

test('an id put together, chosen or handed on is seen in the code', () => {
  const { uses, labels } = usageInSource(`
    const label = t.plain(done ? 'yes' : 'no', { name, at: now })
    view(t(\`state-\${order.state}\`), choice(label, 'act'), link(t.plain('back'), 'home'), say(t, 'total'))
    function say(t: Texts, id: string) { return t(rough ? \`\${id}-rough\` : id) }`)
  expect(uses.flatMap(use => use.ids)).toEqual(['yes', 'no', 'state-*', 'back', 'total-rough', 'total'])
  expect(uses[0]?.given).toEqual(['name', 'at'])
  expect([...labels]).toEqual(['yes', 'no', 'back'])
})

// ------------------------------------------------------------------ as they are shown

/** A text in all its forms, each with the same value wherever words are put in. */
function* shown(name: string, language: Language, id: string, value: string): Generator<Markup> {
  const cases = casesOf(language, id)
  let all: Record<string, TextArgument>[] = [{}]
  for (const variable of variablesOf(language, id)) {
    const keys = cases.get(variable)
    const values = keys ? valuesFor(keys) : [value]
    all = all.flatMap(args => values.map(each => ({ ...args, [variable]: each })))
  }
  for (const args of all) yield wordsIn(name)(id, args)
}

const plurals = new Set<string | number>(['zero', 'one', 'two', 'few', 'many', 'other'])

function valuesFor(keys: readonly (string | number)[]): TextArgument[] {
  if (keys.every(key => typeof key === 'string' && !plurals.has(key))) return keys as string[]
  return [...new Set([...keys.filter(key => typeof key === 'number'), 1, 2, 21])]
}

test.each(languages)(
  'every text shows what it is given, whatever that is (%s)',
  name => {
    const language = read.get(name) ?? italian
    let seen = 0
    for (const id of language.keys()) {
      const casesAlone = variablesOf(language, id).every(variable => casesOf(language, id).has(variable))
      const expected = [...shown(name, language, id, mark)].map(spans)
      for (const value of casesAlone ? [] : hostileNames) {
        let form = 0
        for (const text of shown(name, language, id, value)) {
          const put = filled(expected[form++] ?? [], value)
          if (!put.includes(JSON.stringify(spans(text)))) expect.fail(`${id} does not show ${value.slice(0, 80)}`)
          seen++
        }
      }
    }
    expect(seen).toBeGreaterThan(40_000)
  },
  60_000,
)

/** The runs of a marked text with the value in place of the mark, bare or held together. */
function filled(runs: ReturnType<typeof spans>, value: string): string[] {
  return [value, `\u2068${value}\u2069`].map(put =>
    JSON.stringify(
      runs.map(run => ({
        ...run,
        text: run.text.replaceAll(mark, () => put),
        href: run.href?.replaceAll(mark, () => put),
      })),
    ),
  )
}

test('a name that runs from right to left leaves the words around it where they are', () => {
  const t = wordsIn('it')
  expect(t.plain('order-cancelled', { code: 'مخبز' })).toBe('Ordine \u2068مخبز\u2069 annullato.')
  expect(t.plain('order-cancelled', { code: 'C-4821' })).toBe('Ordine C-4821 annullato.')
})

test('a value that is missing is never left out in silence', () => {
  expect(() => wordsIn('it')('order-cancelled')).toThrow('order-cancelled')
  expect(() => wordsIn('it')('no-such-text')).toThrow('no-such-text')
})

/** What stands in labels on an ordinary day. */
const ordinary: Record<string, TextArgument> = {
  price: '12,40 €',
  fee: '2,50 €',
  amount: '300 g',
  grams: '500',
  kilos: '1,5',
  count: 12,
  channel: 'WhatsApp',
  role: 'responsabile',
  day: 'gio 26 nov',
  from: '10:15',
  to: '12:30',
}
/** Lists of shops and towns: cut to fit where a channel needs it. */
const named = ['home-bag', 'shop-again', 'desk-town']

test.each(languages)('a label fits a button on WhatsApp (%s)', name => {
  const language = read.get(name) ?? italian
  const ids = [...usage.labels, 'amount-pieces', 'amount-grams', 'amount-kilos'].flatMap(membersOf)
  const long = ids
    .filter(id => !named.includes(id))
    .flatMap(id => labelsOf(name, language, id))
    .filter(label => [...label].length > 24)
  expect(ids.length).toBeGreaterThan(60)
  expect(long).toEqual([])
})

function labelsOf(name: string, language: Language, id: string): string[] {
  const cases = casesOf(language, id).get('minutes') ?? [0]
  return cases.map(minutes => wordsIn(name).plain(id, { ...ordinary, minutes: minutes === 'other' ? 120 : minutes }))
}

test('no two choices of the same screen are called the same in any language', () => {
  const together = [
    ['approach', 'cancel', 'agree', 'refuse-time', 'other-shops'],
    ['cancel-yes', 'cancel-no'],
    ['do-accept', 'do-propose', 'do-decline', 'do-prepare', 'do-fulfill-pickup', 'do-miss', 'today'],
    ['handover-pickup-label', 'handover-delivery-label', 'handover-shipment-label', 'back'],
    ['pause', 'close-today', 'preparation', 'tomorrow', 'today'],
    ['my-bag-short', 'my-orders', 'shops', 'other-shops', 'help', 'change-language'],
    ['decline-sold-out', 'decline-too-busy', 'decline-closing', 'decline-other', 'back'],
    ['add-note', 'remove', 'back', 'change', 'add-more', 'empty-bag'],
  ]
  for (const name of languages) {
    for (const ids of together) {
      const labels = ids.map(id => wordsIn(name).plain(id))
      expect(new Set(labels).size, labels.join(', ')).toBe(ids.length)
    }
  }
})

test('no text shouts, and none has a blank too many', () => {
  for (const name of languages) {
    const language = read.get(name) ?? italian
    for (const id of language.keys()) {
      for (const text of shown(name, language, id, 'x'))
        expect(plain(text), id).not.toMatch(/!|[^\S\n]{2}|[^\S\n]$|[^\S\n]+[,.;:?]/m)
    }
  }
})
