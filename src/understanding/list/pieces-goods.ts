// SPDX-License-Identifier: AGPL-3.0-or-later
// Where goods may be named: goods of this shelf, goods of other shops, and words that nobody knows but that stand where
// goods stand.
import { weightMeasureOf } from '../../rules/numerals.ts'
import { isGrammar, littleWords } from './lexicon.ts'
import { isWish, type Message, paused } from './message.ts'
import { isNumberWord } from '../numbers.ts'
import { type Piece, worth } from './piece.ts'
import type { Reading } from './readings.ts'
import { pause } from '../punctuation.ts'
import type { Word } from './word.ts'

const ofs = /^(?:di|d|del|della|dei|delle|degli|dello|dell)$/
const articles = /^(?:un|una|il|lo|la|i|gli|le|l)$/
const pronouns = /^(?:mi|ci|ti|vi|si|me|te|ce|ve|non)$/
/** "bresaola tagliata fine" wishes; "due etti di tagliata" does not. */
const cutting = /^(?:tagliat|affettat|macinat|tritat|grattugiat)[aoie]$/
/** What most verbs end in, and hardly any goods. */
const verbal =
  /(?:iamo|[aei]te|[aei]ndo|[aei]v[oia]|[aei]vano|[aei]vamo|[ae]r[oei]|[ae]rei|rebbe|remmo|[aei]ssi|[aei]sse|[aei]re|[aei]r(?:mi|ti|si|ci|vi|lo|la|li|le|ne)|mente)$/

/** What speaks against goods being named here. */
const doubts = { chatty: 0.2, slipInChat: 0.6, another: 0.35, cutting: 0.6, vessel: 0.5, purpose: 0.8 } as const
/** What speaks against a thing: that the shelf has it, that it may be a wish or talk, that it only holds goods. */
const thingDoubts = { onShelf: 0.3, wishWord: 0.4, vessel: 0.6, chatty: 0.2 } as const
const onShelfFrom = 0.5
const longestUnknown = 3
/** How far around a word its clause is looked at. */
const around = 8
const unknownWord = 0.05

/** Goods of this shelf and things of any that may be named from this word on. */
export function goodsPieces(message: Message, at: number, chatty: boolean): Piece[] {
  const { words, reader } = message
  const word = words[at]
  if (!word || word.little || (word.picture && isDecoration(message, at))) return []
  const before = words[at - 1]
  const joined = word.pause === pause.none
  // "mi pagano": after a pronoun an unknown word is a verb.
  if (!word.known && joined && pronouns.test(before?.word ?? '')) return []
  const within = joined && ofs.test(before?.word ?? '')
  const goods = shelfPieces(message, at, chatty, within)
  const onShelf = new Set(goods.filter(piece => piece.score >= onShelfFrom).map(piece => piece.end))
  const purpose = isPurpose(words, at) ? doubts.purpose : 0
  const things = thingPieces(message, at, chatty).map(piece => ({
    ...piece,
    within,
    score: piece.score - purpose - (onShelf.has(piece.end) ? thingDoubts.onShelf : 0),
    reading: reader.readingsAt(at).find(reading => reading.end === piece.end && !reading.named),
  }))
  return [...goods, ...things, ...unknownPieces(message, at, chatty)]
}

function shelfPieces(message: Message, at: number, chatty: boolean, within: boolean): Piece[] {
  const { words, lexicon, reader } = message
  const word = words[at] as Word
  const before = words[at - 1]
  const joined = word.pause === pause.none
  const counted = isCounted(words, at)
  const pronoun = /^quell[aoie]$/.test(before?.word ?? '')
  const wishes = isWish(lexicon, word)
  const plain = (chatty ? doubts.chatty : 0) + (chatty && !word.known ? doubts.slipInChat : 0)
  const unfit =
    (isPurpose(words, at) ? doubts.purpose : 0) + (!counted && isCut(message, at, joined) ? doubts.cutting : 0)
  return reader.readingsAt(at).flatMap((reading): Piece[] => {
    const alone = reading.end === at + 1
    const vessel = alone && lexicon.containers.has(word.word)
    const adjective = !reading.named && !reading.whole
    // A wish, a vessel, a number name nothing by themselves; "quelle rosse" only says which.
    if (adjective && (pronoun || (alone && (vessel || (wishes && !counted))))) return []
    if (alone && !reading.whole && (word.figure !== undefined || isGrammar(word.word))) return []
    const another = adjective && !reading.elliptic && reader.namedAt(at).has(reading.end)
    const against = plain + unfit + (another ? doubts.another : 0) + (vessel && counted ? doubts.vessel : 0)
    const score = reading.score - against
    if (score < worth.goodsLeast) return []
    const joins = within || (adjective && !reading.elliptic && !counted)
    return [{ kind: 'goods', start: at, end: reading.end, score, reading, within: joins }]
  })
}

/** Goods of any shop. */
function thingPieces({ words, lexicon, reader }: Message, at: number, chatty: boolean): Piece[] {
  return [...reader.namedAt(at)].flatMap(([end, count]): Piece[] => {
    const word = words[at] as Word
    const wishes = words.slice(at, end).every(each => each.little || isWish(lexicon, each))
    if (wishes && cutting.test(word.word)) return []
    const alone = end === at + 1
    const doubtful = wishes || (alone && lexicon.chat.has(word.word))
    const against =
      (chatty ? thingDoubts.chatty : 0) +
      (doubtful ? thingDoubts.wishWord * (end - at) : 0) +
      (alone && lexicon.containers.has(word.word) ? thingDoubts.vessel : 0)
    const score = worth.thing + worth.thingWord * (count - 1) - against
    return [{ kind: 'thing', start: at, end, score }]
  })
}

/** Words that nobody knows. */
function unknownPieces(message: Message, at: number, chatty: boolean): Piece[] {
  const { words } = message
  const word = words[at] as Word
  if (word.known || word.figure !== undefined || chatty) return []
  const score = isWanted(message, at) ? worth.unknownThing : worth.unwantedThing
  const pieces: Piece[] = [{ kind: 'thing', start: at, end: at + 1, score }]
  for (let end = at + 1; end <= at + longestUnknown && !paused(message, end, pause.and); end += 1) {
    const next = words[end]
    if (!next || next.figure !== undefined || (next.known && !next.little)) break
    if (!next.little)
      pieces.push({ kind: 'thing', start: at, end: end + 1, score: score - unknownWord * (end - at - 1) })
  }
  return pieces
}

/** "una integrale", "mezzo di gialli": after a number even an adjective names something. */
function isCounted(words: readonly Word[], at: number): boolean {
  const before = words[at - 1]
  const over = before?.little === true && !isNumberWord(before.word) ? words[at - 2] : before
  if (!over || words[at]?.pause !== pause.none) return false
  return over.figure !== undefined || isNumberWord(over.word)
}

/** "per il minestrone" says what the rest is for; "2 x carciofi" does not. */
function isPurpose(words: readonly Word[], at: number): boolean {
  const [before, over] = [words[at - 1], words[at - 2]]
  if (words[at]?.pause !== pause.none || !before) return false
  if (/^(?:per|x)$/.test(before.word)) return over?.figure === undefined
  return articles.test(before.word) && /^(?:per|x)$/.test(over?.word ?? '')
}

/** Whether a participle says how something is to be cut. */
function isCut({ words, lexicon }: Message, at: number, joined: boolean): boolean {
  const [before, word, next] = [words[at - 1], words[at], words[at + 1]]
  if (!before || !word || !cutting.test(word.word)) return false
  const wishAhead = next !== undefined && next.pause === pause.none && !next.little && isWish(lexicon, next)
  return wishAhead || (joined && !littleWords.has(before.word))
}

/** Whether an unknown word stands where goods stand: after an amount, or alone between two pauses. */
function isWanted(message: Message, at: number): boolean {
  const { words, lexicon } = message
  const counts = (word: Word | undefined): boolean =>
    word !== undefined &&
    (word.figure !== undefined ||
      isNumberWord(word.word) ||
      lexicon.containers.has(word.word) ||
      weightMeasureOf(word.word) !== undefined)
  let before = at - 1
  while (words[before]?.little && !paused(message, before + 1, pause.and) && !counts(words[before])) before -= 1
  if (!paused(message, before + 1, pause.and) && counts(words[before])) return true
  let [start, end] = [at, at + 1]
  while (start > at - around && !paused(message, start, pause.comma)) start -= 1
  while (end < at + around && !paused(message, end, pause.comma)) end += 1
  const others = words.slice(start, end).filter(word => !word.little && !counts(word) && !isWish(lexicon, word))
  return others.length <= longestUnknown && others.every(word => !word.known) && !verbal.test(words[at]?.word ?? '')
}

/** Whether the clause of a picture also names its goods in words. */
function isDecoration(message: Message, at: number): boolean {
  const { words, reader } = message
  let [start, end] = [at, at + 1]
  while (start > at - around && !paused(message, start, pause.comma)) start -= 1
  while (end < at + around && !paused(message, end, pause.comma)) end += 1
  const named = (index: number): boolean =>
    reader.namedAt(index).size > 0 || reader.readingsAt(index).some((reading: Reading) => reading.named)
  return words
    .slice(start, end)
    .some((word, index) => !word.picture && !word.little && word.figure === undefined && named(start + index))
}
