// SPDX-License-Identifier: AGPL-3.0-or-later
// Number words and measures as people write them, for whoever reads an amount: the answer to "how much?", a message.

const small = 'zero uno due tre quattro cinque sei sette otto nove'.split(' ')
const teens = 'dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove'.split(' ')
const tens = 'venti trenta quaranta cinquanta sessanta settanta ottanta novanta'.split(' ')

/** The value of each Italian number word from one to ninety-nine, and of the hundreds; without accents. */
export const italianNumbers: ReadonlyMap<string, number> = new Map(
  [
    ...['un', 'una'].map(word => [word, 1] as const),
    ...small.map((word, value) => [word, value] as const).slice(1),
    ...teens.map((word, at) => [word, 10 + at] as const),
    ...tens.flatMap((ten, at) => compoundsOf(ten, 20 + 10 * at)),
    ...small.map((word, value) => [value < 2 ? 'cento' : `${word}cento`, Math.max(value, 1) * 100] as const),
  ].flatMap(([word, value]) => (value % 100 === 0 ? withTens(word, value) : [[word, value] as const])),
)

/** "venti", "ventuno", "ventidue" … "ventotto". */
function compoundsOf(ten: string, value: number): (readonly [string, number])[] {
  const join = (digit: string): string => (/^[uo]/.test(digit) ? ten.slice(0, -1) : ten) + digit
  return [[ten, value], ...small.slice(1).map((digit, at) => [join(digit), value + at + 1] as const)]
}

/** "duecento", "duecentocinquanta": the hundreds in which one asks for cold cuts. */
function withTens(hundred: string, value: number): (readonly [string, number])[] {
  return [[hundred, value], ...tens.map((ten, at) => [hundred + ten, value + 20 + 10 * at] as const)]
}

export type WeightMeasure = 'kg' | 'hg' | 'g'
export const gramsIn: Readonly<Record<WeightMeasure, number>> = { kg: 1000, hg: 100, g: 1 }

const weightMeasures: readonly (readonly [RegExp, WeightMeasure])[] = [
  [/^(?:kg|kgs|kilos?|[ck]h?il[oi]|chilett[oi]|chiletti|(?:ch|k)ilogramm[oi]|kilograms?)$/, 'kg'],
  [/^(?:hg|ett[oi]|ettin[oi]|ettogramm[oi])$/, 'hg'],
  [/^(?:gr?|grs|gramm[oi]|grams?)$/, 'g'],
]

/** The measure of weight that a word names, Italian or English. */
export function weightMeasureOf(word: string): WeightMeasure | undefined {
  return weightMeasures.find(([said]) => said.test(word))?.[1]
}

/** Whether a word counts pieces: "pz", "pezzi". */
export function saysPieces(word: string): boolean {
  return /^(?:pz|pezz[oi]|pieces?|pcs)$/.test(word)
}

/** "1.000 g" is a thousand, "1.500 kg" one and a half: three digits are thousands where the unit is small. */
export function decimalOf(number: string, unitsEach: number): number {
  if (unitsEach === 1 && /^[1-9]\d{0,2}(?:[.,]\d{3})+$/.test(number)) return Number(number.replace(/[.,]/g, ''))
  return Number(number.replace(',', '.'))
}
