// SPDX-License-Identifier: AGPL-3.0-or-later
// What a product's name states of its content: "500 g", "conf. 6", "1,5 l", "2 × 125 g", "80 g x 3", "10 rotoli".
import { folded } from '../tokens.ts'

export interface Contents {
  readonly grams: number | undefined
  readonly millilitres: number | undefined
  /** How many are in it, and what they are called if that is said: "rotoli". */
  readonly count: number | undefined
  readonly counted: string | undefined
}

const size = String.raw`(\d+(?:[.,]\d+)?)\s*(kg|hg|gr?|ml|cl|dl|lt?|litr[oi])\b\.?`
const pack = String.raw`(?:conf(?:ezione|\.)?|pacco|scatola|vaschetta|vasch\.?|box|set|cartone|cassa)`
const times = new RegExp(String.raw`\b(\d+)\s*[x×]\s*${size}`, 'i')
const sizeTimes = new RegExp(String.raw`\b${size}\s*[x×]\s*(\d+)\b`, 'i')
const sized = new RegExp(String.raw`(?:\b(?:da|ca\.?|circa)\s+)?(?<![\d,.])${size}`, 'i')
const packed = new RegExp(String.raw`\b${pack}\s*(?:da|x|di)?\s*(\d+)\b(?!\s*%)(?:\s*(?:pz\.?|pezzi)\b\.?)?`, 'i')
const crossed = /(?:^|\s)[x×]\s*(\d+)\b(?:\s*(?:pz\.?|pezzi)\b\.?)?/i
const numbered =
  /\b(\d+)\s*(pz\b\.?|pezzi|uova|rotoli|bottiglie|lattine|cubetti|filtri|bustine|capsule|cialde|fette|teste|barrette|vasetti|buste|lavaggi|lav\b\.?|compresse|pastiglie|fogli|tovaglioli|sacchetti|salviette|pannolini|panini|pezzi)/i
const from = /\bda\s+(\d+)\b(?!\s*(?:mesi|cm|euro|€|%))/i
/** Sizes and weights that say how a thing is sold, not how much is in it. */
const beside =
  /\b(?:al|a|per|\/|€\/)\s*(?:kg|chilo|etto|pezzo|pz)\b\.?|\b\d+\s*[x×]\s*\d+\s*(?:cm)?\b|\b\d+\s*cm\b|\(\s*\)/gi

const unitsIn: Readonly<Record<string, number>> = { kg: 1000, hg: 100, g: 1, l: 1000, dl: 100, cl: 10, ml: 1 }

/** A name taken apart into what it calls the product and what it says is in it. */
export function contentsOf(name: string): { contents: Contents; rest: string } {
  let rest = name.replace(beside, ' ')
  let count: number | undefined
  let counted: string | undefined
  let amount: { grams: number | undefined; millilitres: number | undefined } = {
    grams: undefined,
    millilitres: undefined,
  }
  const take = (form: RegExp): RegExpExecArray | null => {
    const found = form.exec(rest)
    if (found) rest = `${rest.slice(0, found.index)} , ${rest.slice(found.index + found[0].length)}`
    return found
  }
  const many = take(times)
  const manyAfter = many ? null : take(sizeTimes)
  if (many) [count, amount] = [Number(many[1]), amountOf(many[2], many[3])]
  else if (manyAfter) [count, amount] = [Number(manyAfter[3]), amountOf(manyAfter[1], manyAfter[2])]
  else {
    const one = take(sized)
    if (one) amount = amountOf(one[1], one[2])
    const several = take(packed) ?? take(crossed) ?? take(numbered) ?? take(from)
    if (several) {
      count = Number(several[1])
      counted = several[2] === undefined ? undefined : folded(several[2])
      if (/^p/.test(counted ?? '') && /^(?:pz|pezzi)/.test(counted ?? '')) counted = undefined
    }
  }
  if (count !== undefined && (count < 2 || count > 1000)) count = undefined
  return { contents: { ...amount, count, counted }, rest }
}

function amountOf(number = '', unit = ''): { grams: number | undefined; millilitres: number | undefined } {
  const key = folded(unit)
    .replace(/^gr$/, 'g')
    .replace(/^(?:lt|litr[oi])$/, 'l')
  const value = Math.round(Number(number.replace(',', '.')) * (unitsIn[key] ?? 0))
  if (!(value > 0)) return { grams: undefined, millilitres: undefined }
  return /^(?:kg|hg|g)$/.test(key) ? { grams: value, millilitres: undefined } : { grams: undefined, millilitres: value }
}
