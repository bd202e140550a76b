// SPDX-License-Identifier: AGPL-3.0-or-later
import { decimalOf, gramsIn, italianNumbers, saysPieces, type WeightMeasure, weightMeasureOf } from './numerals.ts'
import { type Priced, priceCentsOf } from './price.ts'
import { done, refused, type Result } from './result.ts'

export type SoldBy = 'piece' | 'weight'
export type Unit = 'piece' | 'gram'

/** So many pieces, or so many grams. Whole numbers. */
export interface Quantity {
  readonly quantity: number
  readonly unit: Unit
}

/** How a product is sold. */
export interface Goods extends Priced {
  readonly soldBy: SoldBy
  /** What a typical piece weighs, for goods sold by weight that are also counted. */
  readonly pieceGrams: number | null
  readonly stepGrams: number | null
  /** Pieces, or grams when sold by weight; the same for the maximum. */
  readonly minimum: number | null
  readonly maximum: number | null
}

// Above these, where the shop sets no maximum, it is a slip of the finger.
const mostPieces = 999
const mostGrams = 100_000

/** The estimated weight; undefined where nobody knows what a piece weighs. */
export function gramsOf(goods: Goods, { quantity, unit }: Quantity): number | undefined {
  if (unit === 'gram') return quantity
  return goods.pieceGrams === null ? undefined : quantity * goods.pieceGrams
}

/**
 * What so much costs, rounded half up to the cent; for goods sold by weight only an estimate. At what the goods cost
 * now, or at the price that was frozen, in cents per piece or per kilogram.
 */
export function estimatedCents(goods: Goods, quantity: Quantity, priceCents = priceCentsOf(goods)): number {
  const taken = stockTaken(goods, quantity)
  return goods.soldBy === 'piece' ? taken * priceCents : Math.floor((taken * priceCents + 500) / 1000)
}

/** Whether the price is only known at the counter, once the goods are weighed. */
export function isEstimate(goods: Goods): boolean {
  return goods.soldBy === 'weight'
}

/** What is taken from the stock, in its unit: pieces, or grams when sold by weight. */
export function stockTaken(goods: Goods, quantity: Quantity): number {
  const taken = measureOf(goods, quantity)
  if (taken === undefined) throw new Error(`${quantity.quantity} ${quantity.unit} of goods sold by ${goods.soldBy}`)
  return taken
}

/** Whether the shop sells that much of it. A step binds what is weighed, not what is counted. */
export function checkQuantity(
  goods: Goods,
  quantity: Quantity,
): Result<Quantity, 'quantity-too-small' | 'quantity-too-large' | 'quantity-step' | 'quantity-unit'> {
  const amount = measureOf(goods, quantity)
  const most = goods.maximum ?? (goods.soldBy === 'piece' ? mostPieces : mostGrams)
  if (amount === undefined) return refused('quantity-unit')
  if (!(amount >= (goods.minimum ?? 1))) return refused('quantity-too-small')
  if (amount > most) return refused('quantity-too-large')
  if (!Number.isInteger(quantity.quantity)) return refused('quantity-step')
  const { stepGrams, minimum } = goods
  // The minimum is for sale even where it is no whole number of steps: "at least 250 g, by the etto".
  if (quantity.unit === 'gram' && stepGrams !== null && amount % stepGrams !== 0 && amount !== minimum) {
    return refused('quantity-step')
  }
  return done(quantity)
}

/** The quantity in the unit that the goods are sold in. */
function measureOf(goods: Goods, quantity: Quantity): number | undefined {
  if (goods.soldBy === 'weight') return gramsOf(goods, quantity)
  return quantity.unit === 'piece' ? quantity.quantity : undefined
}

// ------------------------------------------------------------------ quantities to choose from

const fewPieces = [1, 2, 3, 4, 6]
/** From this price a kilogram on one asks by the etto: cold cuts and cheese rather than bread and apples. */
const ettiFromCents = 1000
const ettiGrams = [100, 150, 200, 300, 500]
const kiloGrams = [250, 500, 1000, 2000]
/** From here on a piece is a loaf or a chicken, no longer an apple or a roll. */
const largePieceGrams = 400

/** Up to six amounts that one would ask for at the counter, to be chosen with a tap. Each is for sale. */
export function naturalQuantities(goods: Goods): Quantity[] {
  if (goods.soldBy === 'piece') return orNearby(goods, 'piece', forSale(goods, 'piece', fewPieces))
  const byEtti = priceCentsOf(goods) >= ettiFromCents
  const step = goods.stepGrams ?? 1
  const grams = (byEtti ? ettiGrams : kiloGrams).map(wish => Math.ceil(wish / step) * step)
  const weights = orNearby(goods, 'gram', forSale(goods, 'gram', grams))
  const { pieceGrams } = goods
  const large = pieceGrams !== null && pieceGrams >= largePieceGrams
  const pieces = pieceGrams === null ? [] : forSale(goods, 'piece', large ? [1, 2] : [1, 2, 4])
  if (pieceGrams === null || pieces.length === 0) return weights

  // Less than half a piece is nobody's wish, and nothing is offered twice: apples are counted, a loaf is cut to weight.
  const cuts = weights.filter(({ quantity }) => quantity * 2 >= pieceGrams)
  const among = (some: Quantity[], one: Quantity): boolean =>
    some.some(other => gramsOf(goods, other) === gramsOf(goods, one))
  return large
    ? [...cuts, ...pieces.filter(piece => !among(cuts, piece))].slice(0, 6)
    : [...pieces, ...cuts.filter(cut => !among(pieces, cut))].slice(0, 6)
}

/** Of these amounts the ones that the shop sells, in order. */
function forSale(goods: Goods, unit: Unit, amounts: number[]): Quantity[] {
  return [...new Set(amounts)]
    .sort((one, other) => one - other)
    .map(quantity => ({ quantity, unit }))
    .filter(quantity => checkQuantity(goods, quantity).ok)
}

/** Where the usual amounts leave fewer than three: multiples of what the shop sells at least, up to the maximum. */
function orNearby(goods: Goods, unit: Unit, usual: Quantity[]): Quantity[] {
  if (usual.length >= 3) return usual
  const { minimum, maximum, stepGrams } = goods
  const least = minimum ?? (unit === 'gram' ? stepGrams : null)
  const multiples = least === null ? [] : fewPieces.map(times => times * least)
  const nearby = forSale(goods, unit, [...usual.map(one => one.quantity), ...multiples, ...(maximum ? [maximum] : [])])
  return minimum === null ? nearby.slice(-5) : nearby.slice(0, 5)
}

// ------------------------------------------------------------------ quantities that are typed

const phrases: readonly (readonly [RegExp, string])[] = [
  [/’/g, "'"],
  [/(\d)\s*([½¼¾])/g, '$1 + $2'],
  [/½|\b1\/2\b/g, ' 0.5 '],
  [/¼|\b1\/4\b|\b(?:un|a) quart(?:o|er)\b/g, ' 0.25 '],
  [/¾|\b3\/4\b|\b(?:tre|three) quart(?:i|ers)\b/g, ' 0.75 '],
  [/\bmezz'?(?=etto)/g, 'mezzo '],
  [/\b(?:un|una|a) (?=mezz[oa]\b|half\b)/g, ''],
  [/\bhalf an? /g, 'half '],
  [/\b(?:mezza dozzina|half dozen)\b/g, '6'],
  [/\b(?:una |a )?(?:dozzina|dozen)\b/g, '12'],
  [/\b(?:un paio|a couple|a pair)\b/g, '2'],
  [/(\d)(?=[a-z])/g, '$1 '],
  [/[.,;!?]+(?=\s|$)/g, ' '],
]

/** The few that an English answer needs, and halves; Italian has all others. */
const english: Readonly<Record<string, number>> = {
  ...{ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 },
  ...{ twelve: 12, fifteen: 15, twenty: 20, half: 0.5, mezzo: 0.5, mezza: 0.5 },
}
const numbers: ReadonlyMap<string, number> = new Map([...italianNumbers, ...Object.entries(english)])

type Measure = WeightMeasure | 'piece'

/** What a word after a number measures. */
function measureSaid(word: string): Measure | undefined {
  return weightMeasureOf(word) ?? (saysPieces(word) ? 'piece' : undefined)
}

const courtesies = /^(?:circa|ca|ne|vorrei|voglio|prendo|dammi|solo|per|favore|grazie|di|about|just|please|thanks|of)$/

/** The answer to "how much?" in Italian or English, whether or not the shop sells that much; else undefined. */
export function parseQuantity(text: string, goods: Goods): Quantity | undefined {
  const [first, second, third] = partsOf(text) ?? []
  const measure = first?.measure ?? second?.measure
  if (!first || third) return undefined
  if (!measure) return second ? undefined : bareQuantity(decimalOf(first.number, 1), goods)
  if (measure === 'piece') return second ? undefined : whole(decimalOf(first.number, 1), 'piece')

  const factor = gramsIn[measure]
  const value = decimalOf(first.number, factor)
  if (!second) return whole(value * factor, 'gram')
  if (first.measure && second.measure) {
    if (second.measure === 'piece') return undefined
    const more = gramsIn[second.measure]
    return whole(value * factor + decimalOf(second.number, more) * more, 'gram')
  }
  // "un chilo e mezzo", "one and a half kilos"
  const fraction = Number(second.number)
  return fraction < 1 ? whole((value + fraction) * factor, 'gram') : undefined
}

interface Part {
  readonly number: string
  readonly measure: Measure | undefined
}

/** "un chilo e due etti" as `1 kg` and `2 hg`; undefined as soon as a word is not understood. */
function partsOf(text: string): Part[] | undefined {
  const plain = phrases.reduce((said, [phrase, meaning]) => said.replace(phrase, meaning), text.toLowerCase())
  const words = plain.split(/\s+/).filter(word => word !== '' && !courtesies.test(word))
  const parts: { number: string; measure: Measure | undefined }[] = []
  let expected: 'number' | 'measure' | 'and' = 'number'
  for (const word of words) {
    const last = parts.at(-1)
    if (expected === 'number') {
      const number = String(numbers.get(word) ?? word)
      if (!/^\d+(?:[.,]\d+)*$/.test(number)) return undefined
      parts.push({ number, measure: undefined })
      expected = 'measure'
    } else if (/^(?:e|and|\+)$/.test(word)) {
      expected = 'number'
    } else {
      const measure = expected === 'measure' && measureSaid(word)
      if (!measure || !last) return undefined
      last.measure = measure
      expected = 'and'
    }
  }
  return expected === 'number' ? undefined : parts
}

function bareQuantity(value: number, goods: Goods): Quantity | undefined {
  if (!Number.isInteger(value)) return undefined
  if (goods.soldBy === 'piece' || (goods.pieceGrams !== null && value <= 20)) return whole(value, 'piece')
  return value >= 20 ? whole(value, 'gram') : undefined
}

function whole(value: number, unit: Unit): Quantity | undefined {
  const quantity = unit === 'gram' ? Math.round(value) : value
  return Number.isSafeInteger(quantity) && quantity > 0 ? { quantity, unit } : undefined
}
