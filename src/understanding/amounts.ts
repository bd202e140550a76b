// SPDX-License-Identifier: AGPL-3.0-or-later
// The grammar of amounts: "due etti e mezzo", "kg 1,5", "x2", "una dozzina", "2 confezioni da 6", "5 euro", "un po'".
import { decimalOf, saysPieces } from '../rules/numerals.ts'
import { halfAfter, type Measure, measureAt, measureOf, wordAt } from './measures.ts'
import { remembering } from './memory.ts'
import { isNumberWord, type NumberRead, numberAt } from './numbers.ts'
import { pause } from './punctuation.ts'
import type { Token } from './tokens.ts'

export type AmountOf = 'grams' | 'millilitres' | 'pieces' | 'cents' | 'some'

export interface Amount {
  readonly end: number
  readonly of: AmountOf
  /** Grams, millilitres, pieces or cents; 0 of "some". */
  readonly value: number
  /** What one unit of the measure is worth: a later "tre di crudo" takes it over. 0 where no measure was said. */
  readonly measure: number
  /** The vessel or part that was counted: "bottiglie", "fette". */
  readonly container: string | undefined
  /** How much is in each: "da 500 g", "da 6". */
  readonly each: { readonly of: AmountOf; readonly value: number } | undefined
  /** Only "un" or "una". */
  readonly article: boolean
  /** "mezzo", "un quarto": a fraction without a measure. */
  readonly fraction: boolean
  /** "una dozzina", "x3": pieces, whatever the measure before. */
  readonly counted: boolean
}

/** What holds goods and is counted in their place. */
export type Containers = ReadonlySet<string>

const listed = (words: string): ReadonlySet<string> => new Set(words.split(' '))
const roughly = listed('circa ca quasi sui sulle sugli intorno almeno massimo minimo max min appena giusto esattamente')
const roughlyAfter = listed(
  'solo sola soli sole circa ca scarso scarsi scarsa scarse abbondante abbondanti tondo tondi esatto esatti giusto giusti pieno pieni',
)
const some = listed('qualche alcuni alcune alcun parecchi parecchie')
const littleOf = /^(?:po|pochino|pochetto|poco|tot|pochettino|tantino)$/
const handful = /^(?:manciata|manciatina|puntina|pizzico)$/
const sized = /^(?:bel|bella|belle|bei|bell|piccol[oaie]|grand[ei]|gross[oaie]|inter[ao])$/
const euro = /^(?:euro|eur|euri|eurini|€)$/
const each = /^(?:da|x|per)$/

/** Most words begin no amount: they are told by one look. */
const mayBegin = remembering(
  word =>
    isNumberWord(word) ||
    measureOf(word) !== null ||
    saysPieces(word) ||
    roughly.has(word) ||
    some.has(word) ||
    /^(?:n|nr|num|numero|no|x|po|pochino|piu|€|euro|mezzetto|mezzolitro)$/.test(word),
)

/** An amount of which only this much is known. */
export function amountOf(end: number, of: AmountOf, value: number, more: Partial<Amount> = {}): Amount {
  const exact = Math.round(value * 1000) / 1000
  const plain = { measure: 0, container: undefined, each: undefined, article: false, fraction: false, counted: false }
  return { ...plain, end, of, value: exact, ...more }
}

/** Every way to read an amount that begins here, the longest last. */
export function amountsAt(tokens: readonly Token[], at: number, containers: Containers): Amount[] {
  return amountsIn(tokens, at, number => manyOf(tokens, number, containers))
}

/**
 * The weights or volumes that may be read here, the longest last. Nothing is counted in them: the size in «2 x 500 g» is
 * looked for here, and «x2x2x2…» would be looked for in itself, once for each of its figures.
 */
export function sizesAt(tokens: readonly Token[], at: number): Amount[] {
  if (tokens[at]?.pause !== pause.none) return []
  return amountsIn(tokens, at, () => []).filter(({ of }) => of === 'grams' || of === 'millilitres')
}

/** The amounts that begin here; `many` reads a number without a measure. */
function amountsIn(tokens: readonly Token[], at: number, many: (number: NumberRead) => Amount[]): Amount[] {
  const from = afterRoughly(tokens, at)
  if (from === undefined) return []
  const number = numberAt(tokens, from)
  const read = [...vague(tokens, from), ...marked(tokens, from), ...measureFirst(tokens, from)]
  return (number ? [...read, ...(measuredBy(tokens, number) ?? many(number))] : read).filter(
    ({ of, value }) => value > 0 || of === 'some',
  )
}

/** Where an amount begins, behind «circa» and «più o meno»; undefined where none can begin. */
function afterRoughly(tokens: readonly Token[], at: number): number | undefined {
  for (let from = at; ;) {
    const token = tokens[from]
    if (!token || (token.figure === undefined && !mayBegin(token.word))) return undefined
    const { word } = token
    const moreOrLess = word === 'piu' && wordAt(tokens, from + 1) === 'o' && wordAt(tokens, from + 2) === 'meno'
    if (!roughly.has(word) && !moreOrLess) return from
    from += moreOrLess ? 3 : 1
    if (tokens[from]?.pause !== pause.none) return undefined
  }
}

/** "un po' di", "qualche", "una manciata di": no quantity was said. */
function vague(tokens: readonly Token[], at: number): Amount[] {
  const [word, next, third] = [tokens[at]?.word ?? '', wordAt(tokens, at + 1) ?? '', wordAt(tokens, at + 2) ?? '']
  if (some.has(word) || /^(?:po|pochino)$/.test(word)) return [amountOf(at + 1, 'some', 0)]
  if (word === 'un' && next === 'bel' && littleOf.test(third)) return [amountOf(at + 3, 'some', 0)]
  return /^(?:un|na|una)$/.test(word) && (littleOf.test(next) || handful.test(next))
    ? [amountOf(at + 2, 'some', 0)]
    : []
}

/** "n. 3", "x2". */
function marked(tokens: readonly Token[], at: number): Amount[] {
  const word = tokens[at]?.word ?? ''
  const figure = tokens[at + 1]?.figure !== undefined && wordAt(tokens, at + 1) !== undefined
  const number = figure && /^(?:n|nr|num|numero|no|x)$/.test(word) ? numberAt(tokens, at + 1) : undefined
  return number ? [amountOf(number.end, 'pieces', number.value, { counted: word === 'x' })] : []
}

/** "kg 1,5", "€ 5", "pz 3", "etto e mezzo", "chilo di …". */
function measureFirst(tokens: readonly Token[], at: number): Amount[] {
  const word = tokens[at]?.word ?? ''
  if (word === 'mezzetto') return [amountOf(at + 1, 'grams', 50, { measure: 100 })]
  if (word === 'mezzolitro') return [amountOf(at + 1, 'millilitres', 500, { measure: 1000 })]
  const measure = measureOf(word)
  const figure = tokens[at + 1]?.figure !== undefined && wordAt(tokens, at + 1) !== undefined
  const number = figure ? numberAt(tokens, at + 1) : undefined
  if (number && euro.test(word)) return [amountOf(number.end, 'cents', number.value * 100, { measure: 100 })]
  if (number && saysPieces(word)) return [amountOf(number.end, 'pieces', number.value)]
  if (!measure) return []
  const found = (end: number, times: number): Amount[] => [
    amountOf(end, measure.of, times * measure.each, { measure: measure.each }),
  ]
  if (number && word.length <= 3) {
    const half = halfAfter(tokens, number.end)
    const value = decimalOf(number.figure ?? '', measure.each)
    return measureAt(tokens, number.end) ? [] : found(half ?? number.end, value + (half ? 0.5 : 0))
  }
  if (!/^(?:chilo|etto|litro)$/.test(word)) return []
  const half = halfAfter(tokens, at + 1)
  if (half) return found(half, 1.5)
  return /^(?:di|d|de)$/.test(wordAt(tokens, at + 1) ?? '') ? found(at + 1, 1) : []
}

/** "un mezzo chilo" is half a kilo. */
function doubledHalf(tokens: readonly Token[], number: NumberRead): { readonly value: number; readonly end: number } {
  const doubled = number.value === 1 && /^mezz[oa]?$/.test(wordAt(tokens, number.end) ?? '')
  return doubled ? { value: 0.5, end: number.end + 1 } : number
}

/** A number with a quarter, a measure or money after it; undefined where none of these follows. */
function measuredBy(tokens: readonly Token[], number: NumberRead): Amount[] | undefined {
  const quarter = quartered(tokens, number)
  if (quarter) return [quarter]
  const { value, end } = doubledHalf(tokens, number)
  if (value < 1 && number.figure !== undefined && wordAt(tokens, end) === 'di') {
    const measure = measureAt(tokens, end + 1)
    if (measure) return [amountOf(end + 2, measure.of, value * measure.each, { measure: measure.each })]
  }
  let after = end
  while (roughly.has(wordAt(tokens, after) ?? '')) after += 1
  const measure = measureAt(tokens, after)
  if (measure) {
    const exact = /^\d+[.,]/.test(number.figure ?? '') ? decimalOf(number.figure ?? '', measure.each) : value
    return measured(tokens, after + 1, exact, measure)
  }
  return euro.test(wordAt(tokens, end) ?? '') ? paid(tokens, end + 1, value) : undefined
}

/** A number with a vessel or nothing after it: so many of something. */
function manyOf(tokens: readonly Token[], number: NumberRead, containers: Containers): Amount[] {
  const { value, end } = doubledHalf(tokens, number)
  const half = halfAfter(tokens, end)
  const rest = roughlyAfter.has(wordAt(tokens, end) ?? '') ? end + 1 : end
  const { article, counted } = number
  return [
    ...timesOf(tokens, end, value),
    ...vesselsOf(tokens, end, value, article, containers),
    ...(half ? [amountOf(half, 'pieces', value + 0.5)] : []),
    amountOf(rest, 'pieces', value, { article: article && value === 1, fraction: value === 0.5, counted }),
  ]
}

/** "un quarto", "tre quarti di chilo". */
function quartered(tokens: readonly Token[], { value, end }: NumberRead): Amount | undefined {
  if (!/^quart[oi]$/.test(wordAt(tokens, end) ?? '') || (value !== 1 && value !== 3)) return undefined
  const of = /^(?:di|d)$/.test(wordAt(tokens, end + 1) ?? '') ? 1 : 0
  const measure = measureAt(tokens, end + 1 + of)
  if (measure) return amountOf(end + 2 + of, measure.of, (value / 4) * measure.each, { measure: measure.each })
  return amountOf(end + 1, 'grams', value * 250, { measure: 1000, fraction: true })
}

/** "2x", "2 x 500 g". */
function timesOf(tokens: readonly Token[], end: number, value: number): Amount[] {
  if (!/^[x×]$/.test(wordAt(tokens, end) ?? '')) return []
  const size = sizesAt(tokens, end + 1).at(-1)
  const times = amountOf(end + 1, 'pieces', value, { counted: true })
  return size ? [times, { ...times, end: size.end, counted: false, each: size }] : [times]
}

/** "2 bottiglie", "una bella fetta da 3 etti", "due confezioni da 6". */
function vesselsOf(
  tokens: readonly Token[],
  end: number,
  value: number,
  article: boolean,
  containers: Containers,
): Amount[] {
  const vesselAt = sized.test(wordAt(tokens, end) ?? '') ? end + 1 : end
  const container = wordAt(tokens, vesselAt)
  // "due latte di cannellini" are tins; "due latte" are milk.
  const tins = container === 'latte' && /^(?:di|d)$/.test(wordAt(tokens, vesselAt + 1) ?? '')
  if (container === undefined || !(tins || saysPieces(container) || containers.has(container))) return []
  const plain = amountOf(vesselAt + 1, 'pieces', value, { container, article, fraction: value < 1 })
  const after = each.test(wordAt(tokens, plain.end) ?? '') ? plain.end + 1 : undefined
  if (after === undefined) return [plain]
  const sizes = sizesAt(tokens, after)
  const number = tokens[after]?.pause === pause.none ? numberAt(tokens, after) : undefined
  if (sizes.length > 0) return [plain, ...sizes.map(size => ({ ...plain, end: size.end, each: size }))]
  return number && number.value >= 2 && wordAt(tokens, plain.end) !== 'per'
    ? [plain, { ...plain, end: number.end, each: { of: 'pieces', value: number.value } }]
    : [plain]
}

/** After a number and its measure: "e mezzo", "e due", "e due etti", "scarsi". */
function measured(tokens: readonly Token[], after: number, value: number, { of, each: one }: Measure): Amount[] {
  const amount = (end: number, more: number): Amount => {
    const rough = roughlyAfter.has(wordAt(tokens, end) ?? '') ? end + 1 : end
    return amountOf(rough, of, value * one + more, { measure: one })
  }
  const plain = amount(after, 0)
  const half = one < 100 ? undefined : halfAfter(tokens, after)
  if (half) return [plain, amount(half, one / 2)]
  const number =
    wordAt(tokens, after) === 'e' && wordAt(tokens, after + 1) !== undefined ? numberAt(tokens, after + 1) : undefined
  if (!number) return [plain]
  if (/^quart[oi]$/.test(wordAt(tokens, number.end) ?? '') && (number.value === 1 || number.value === 3))
    return [plain, amount(number.end + 1, (one * number.value) / 4)]
  const smaller = measureAt(tokens, number.end)
  if (smaller?.of === of && smaller.each < one) return [plain, amount(number.end + 1, number.value * smaller.each)]
  if (smaller || !Number.isInteger(number.value) || number.article) return [plain]
  // "un chilo e due" is two etti more; "un chilo e 200", "un etto e venti" are grams more.
  if (one === 1000 && number.value < 10) return [plain, amount(number.end, number.value * 100)]
  return one >= 100 && number.value >= 10 && number.value < one ? [plain, amount(number.end, number.value)] : [plain]
}

/** "5 euro", "2 euro e 50", "due euro e mezzo". */
function paid(tokens: readonly Token[], after: number, value: number): Amount[] {
  const cents = (end: number, more: number): Amount => amountOf(end, 'cents', value * 100 + more, { measure: 100 })
  const half = halfAfter(tokens, after)
  if (half) return [cents(half, 50)]
  const more = wordAt(tokens, after) === 'e' ? numberAt(tokens, after + 1) : undefined
  if (!more || more.value < 5 || more.value >= 100) return [cents(after, 0)]
  const named = /^(?:centesimi|cents?)$/.test(wordAt(tokens, more.end) ?? '')
  return [cents(after, 0), cents(named ? more.end + 1 : more.end, more.value)]
}
