// SPDX-License-Identifier: AGPL-3.0-or-later
// From what was said to the lines of a bag: each name becomes a product, a question, or the citizen's own words.
import type { Amount } from '../amounts.ts'
import { goodsMeant } from './choice.ts'
import { type Draft, goodsNamedIn } from './drafts.ts'
import { addAmountAlone, correct, type Entry, putAlternative, sameThing, withdraw } from './entries.ts'
import type { UnderstoodLine } from './line.ts'
import { type Message, written } from './message.ts'
import { type LineQuantity, quantityOf } from './quantities.ts'
import { refined, saysWhich } from './refining.ts'
import { addSharing, carriedOn, countsOn, weighedOn, withoutWholes } from './sharing.ts'

/** The lines that the drafts amount to. */
export function linesOf(message: Message, drafts: readonly Draft[]): UnderstoodLine[] {
  const entries: Entry[] = []
  let measure: Amount | undefined
  let correcting = false
  for (const plain of drafts) {
    // "se sì, mezzo chilo" takes up what was asked about.
    const draft = { ...plain, ...(plain.asked && goodsNamedIn(message, plain.asked)) }
    if (draft.fresh) measure = undefined
    correcting = draft.role === 'corrected' || (correcting && !draft.fresh)
    const last = entries.at(-1)
    const read = entryOf(message, draft, carriedOn(draft, measure), last)
    const entry = { ...read, amount: weighedOn(read.amount, measure, read.goods) }
    if (entry.amount) measure = entry.amount.measure > 0 ? entry.amount : undefined
    if (draft.role === 'withdrawn') withdraw(entries, entry)
    else if (draft.role === 'corrected' && last) correct(entries, entry)
    else if (entry.said === '') addAmountAlone(message.shelf, entries, entry)
    else if (correcting && entry.amount && entries.some(other => sameThing(other, entry))) correct(entries, entry)
    else if (last && saysWhich(entry, last)) last.goods = last.goods.filter(good => entry.goods.includes(good))
    else if (draft.link === 'or' && last && (!entry.amount || !last.amount)) putAlternative(last, entry)
    else addSharing(entries, entry)
  }
  return merged(withoutWholes(entries).map(entry => lineOf(message, entry)))
}

function entryOf(message: Message, draft: Draft, amount: Amount | undefined, last: Entry | undefined): Entry {
  const { specs, thing } = draft
  const beside = { amount, specs, before: last?.goods[0], continued: countsOn(draft, amount, last), thing }
  const found = draft.reading ? goodsMeant(message.shelf, draft.reading, beside) : []
  const { goods, notes } = refined(message, draft, found)
  return {
    draft,
    amount,
    goods,
    said: draft.said ? written(message, draft.said) : '',
    notes: notes.map(note => written(message, note)),
  }
}

function lineOf(message: Message, entry: Entry): UnderstoodLine {
  const { goods, said, notes, amount } = entry
  const wishes = goods.length === 0 && amount?.of === 'millilitres' ? [litres(amount.value), ...notes] : notes
  const note = wishes.length > 0 ? wishes.join(', ') : null
  const line = { said, ...quantityIn(message, entry), note }
  const [good] = goods
  if (goods.length === 1 && good) return { sku: good.product.sku, ...line, candidates: [] }
  return { sku: null, ...line, candidates: goods.map(({ product }) => product.sku) }
}

/** Of what the shop does not list nobody knows the bottle: the shop is told how much was asked for. */
function litres(millilitres: number): string {
  return `${String(millilitres / 1000).replace('.', ',')} l`
}

function quantityIn({ words }: Message, { draft, amount, goods }: Entry): LineQuantity {
  const [good] = goods
  const weighed = goods.length > 0 && goods.every(({ product }) => product.soldBy === 'weight')
  if (goods.length > 1 && !amount) return weighed ? { quantity: null, unit: 'default' } : { quantity: 1, unit: 'piece' }
  const last = words[(draft.said?.end ?? 0) - 1]?.word ?? ''
  const first = words[draft.said?.start ?? 0]?.word ?? ''
  const plural = /[ei]$/.test(last) || /^(?:uova|ova)$/.test(first)
  const size = draft.specs.find(spec => spec.of !== 'cents')
  // "la torta da 2 kg" is so much of what is weighed; "3 pezzi da 200 g" are so many of so much.
  const whole = !amount && weighed && size?.of !== 'pieces' ? size : undefined
  const each = size && amount?.of === 'pieces' && !amount.each ? { ...amount, each: size } : amount
  return quantityOf(whole ?? each, good, { plural, whole: draft.reading?.whole ?? false, first })
}

/** The same product twice is one line, unless the wishes differ. */
function merged(lines: readonly UnderstoodLine[]): UnderstoodLine[] {
  const left: UnderstoodLine[] = []
  const places = new Map<string, number[]>()
  for (const line of lines) {
    const same = (line.sku === null ? [] : (places.get(line.sku) ?? [])).find(at => together(left[at], line))
    if (same === undefined) {
      if (line.sku !== null) places.set(line.sku, [...(places.get(line.sku) ?? []), left.length])
      left.push(line)
    } else left[same] = added(left[same] as UnderstoodLine, line)
  }
  return left
}

/** A wish said later, with nothing else, belongs to what was ordered: "le albicocche non troppo mature". */
function together(one: UnderstoodLine | undefined, other: UnderstoodLine): boolean {
  if (one?.note === other.note) return one.unit === other.unit || other.unit === 'default' || one.unit === 'default'
  return other.unit === 'default'
}

function added(one: UnderstoodLine, other: UnderstoodLine): UnderstoodLine {
  const note = one.note === other.note ? one.note : [one.note, other.note].filter(Boolean).join(', ')
  if (one.quantity === null) return { ...one, quantity: other.quantity, unit: other.unit, note }
  return { ...one, quantity: one.quantity + (other.quantity ?? 0), note }
}
