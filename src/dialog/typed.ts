// SPDX-License-Identifier: AGPL-3.0-or-later
// What a typed line means against the choices of a menu. Pure.
import type { StoredChoice } from '../db/stored.ts'

export type Typed = { readonly kind: 'choice'; readonly index: number } | { readonly kind: 'unclear' } | undefined

/**
 * The choice that a typed number, letter or label means. `unclear`: it was meant as a choice, but none or several fit,
 * so the menu is to be shown again. undefined: free text.
 */
export function typedChoice(text: string, choices: readonly StoredChoice[], numberAnswers: boolean): Typed {
  const said = compared(text)
  if (said === '') return undefined
  const sign = signIn(said, numberAnswers)
  const bare = /^(?:\d{1,3}|[a-z])$/.test(said)
  if (sign !== undefined && bare) return nth(sign, choices)
  const labels = choices.map(choice => ({ whole: compared(choice.label), names: namesOf(choice.label) }))
  const exact = only(labels.map(label => label.whole === said)) ?? only(labels.map(label => label.names.includes(said)))
  if (exact) return exact
  const cut = cutLabel(text, labels, numberAnswers)
  if (cut) return cut
  if (sign !== undefined) return nth(sign, choices)
  if (!numberAnswers) {
    const number = indexIn(said, choices.length)
    if (number !== undefined) return nth(number, choices)
    const time = timeIn(said)
    const times = choices.map(choice => timeIn(onlyTime(choice.label)))
    if (time !== undefined && times.some(each => each !== undefined)) {
      return only(times.map(each => each === time)) ?? { kind: 'unclear' }
    }
  }
  if (said.length < 5) return undefined
  return only(labels.map(({ whole, names }) => [whole, ...names].some(label => isNear(label, said))))
}

/** The number of the sign that a numbered line carries, a letter where a number is an answer of its own: «2», «la B». */
function signIn(said: string, numberAnswers: boolean): number | undefined {
  if (/^\d{1,3}$/.test(said)) return numberAnswers ? undefined : Number(said)
  const sign = /^(?:(?:il|la|the) )?(?:(lettera|letter|opzione|option|scelta|numero|number|num|nr|no|n)[. ]*)?(.+)$/
  const [, kind = '', rest = ''] = sign.exec(politely(said)) ?? []
  if (numberAnswers) return /^[a-z]$/.test(rest) && !/^n/.test(kind) ? rest.charCodeAt(0) - 96 : undefined
  // As in 1ª, 2º, 3rd: normalising has made letters of them.
  return /^\d{1,3}(?:[ao]|st|nd|rd|th)?$/.test(rest) ? parseInt(rest) : undefined
}

/** «2, grazie» */
function politely(said: string): string {
  return said.replace(/,? (?:grazie|per favore|per piacere|please|thanks|thank you)$/, '')
}

/** A label as it was shown, cut off with `…`, perhaps with its number before it: only as far as shown, figures too. */
function cutLabel(text: string, labels: readonly { readonly whole: string }[], numberAnswers: boolean): Typed {
  const [, sign, words = ''] = /^\s*(?:(\d{1,2}|[A-Za-z])[.)]\s+)?(.+?)\s*$/su.exec(text) ?? []
  const cut = /(?:…|\.\.\.)$/.test(words)
  const said = compared(words)
  if (said === '' || (sign === undefined && !cut)) return undefined
  const number = sign === undefined ? undefined : signIn(normalised(sign), numberAnswers)
  return only(
    labels.map(
      ({ whole }, index) =>
        (sign === undefined || number === index + 1) &&
        (cut && said.length >= 5 ? whole.startsWith(said) : whole === said),
    ),
  )
}

/** Of several names the one that has all these words in it: `crema` of `Brioche alla crema` and `Brioche vuota`. */
export function onlyNamed(said: string, names: readonly string[]): number | undefined {
  const wanted = wordsOf(said)
  if (wanted.length === 0) return undefined
  const fits = names.map(name => {
    const words = wordsOf(name)
    return wanted.every(word => words.some(each => each === word || (word.length >= 5 && withinOneEdit(each, word))))
  })
  const meant = only(fits)
  return meant?.kind === 'choice' ? meant.index : undefined
}

/** Without the little words: «quella alla crema» is `crema`. */
function wordsOf(text: string): string[] {
  const little = /^(?:quell[aoei]|alla|allo|alle|agli|della|dello|delle|with|the|one|that)$/
  return (normalised(text).match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter(word => !little.test(word))
}

function nth(number: number, choices: readonly StoredChoice[]): Typed {
  return number >= 1 && number <= choices.length ? { kind: 'choice', index: number - 1 } : { kind: 'unclear' }
}

/** The one that fits; of several none is meant more than another. */
function only(fits: readonly boolean[]): Typed {
  const index = fits.indexOf(true)
  if (index < 0) return undefined
  return fits.includes(true, index + 1) ? { kind: 'unclear' } : { kind: 'choice', index }
}

/** What one would call it: `casereccio` for `Casereccio · 4,80 €/kg`, `sì` for `Sì, annulla`. */
function namesOf(label: string): string[] {
  return [/ · /, / · |, /].flatMap(end => compared(label.split(end)[0] ?? '') || [])
}

const ordinals = new Map(
  [
    'uno primo prima one first',
    'due secondo seconda two second',
    'tre terzo terza three third',
    'quattro quarto quarta four fourth',
    'cinque quinto quinta five fifth',
    'sei sesto sesta six sixth',
    'sette settimo settima seven seventh',
    'otto ottavo ottava eight eighth',
    'nove nono nona nine ninth',
    'dieci decimo decima ten tenth',
  ].flatMap((words, index) => words.split(' ').map(word => [word, index + 1] as const)),
)

function indexIn(said: string, last: number): number | undefined {
  const word = politely(said)
    .replace(/^(?:il |la |l'|the )/, '')
    .replace(/^(?:numero|number|opzione|option) /, '')
    .replace(/ one$/, '')
  return word === 'ultimo' || word === 'ultima' || word === 'last' ? last : ordinals.get(word)
}

/** `9:40` for `alle 09.40`. */
function timeIn(said: string): string | undefined {
  const [, hour, minute] = /^(?:(?:alle|per le|le|ore|at) )?(\d{1,2})[.:](\d\d)$/.exec(said) ?? []
  return hour === undefined || minute === undefined ? undefined : `${Number(hour)}:${minute}`
}

/** The time of a label such as `oggi 10:15`; that of an interval is not one. */
function onlyTime(label: string): string {
  const times = label.match(/\b\d{1,2}:\d\d\b/g) ?? []
  return times.length === 1 ? (times[0] ?? '') : ''
}

/** One slip of the finger, or only the beginning. Never in figures: 350 g is not a mistyped 250 g. */
function isNear(label: string, said: string): boolean {
  if (figures(label) === figures(said)) return label.startsWith(said) || withinOneEdit(label, said)
  return figures(said) === '' && label.startsWith(said)
}

function figures(text: string): string {
  return (text.match(/\d+/g) ?? []).join(' ')
}

function compared(text: string): string {
  // Of a label that is nothing but an emoji, normalising leaves nothing.
  return normalised(text) || text.trim()
}

/** Case, accents, keycap and full-width digits, emoji in front and closing marks make no difference. */
export function normalised(text: string): string {
  return text
    .replace(/[’‘´]/g, "'")
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f\ufe0f\u20e3\u200b-\u200d\u2066-\u2069]/g, '')
    .normalize('NFKC')
    .replace(/[٠-٩۰-۹]/g, digit => String(digit.charCodeAt(0) & 0xf))
    .replace(/^[^\p{L}\p{N}/]+|[^\p{L}\p{N}€%]+$/gu, '')
    .replace(/\s+/g, ' ')
}

/** Whether one becomes the other by one letter more, less, other, or by two that change places. */
export function withinOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  const [restA, restB] = [a.slice(i), b.slice(i)]
  const swapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
  return swapped || restA.slice(1) === restB || restA === restB.slice(1) || restA.slice(1) === restB.slice(1)
}
