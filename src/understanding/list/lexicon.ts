// SPDX-License-Identifier: AGPL-3.0-or-later
// What is known of the language before any shop is looked at: the data files beside this one as tries and sets.
import { italianNumbers, saysPieces, weightMeasureOf } from '../../rules/numerals.ts'
import goodsData from './goods.json' with { type: 'json' }
import synonymData from './synonyms.json' with { type: 'json' }
import talkData from './talk.json' with { type: 'json' }
import wishData from './wishes.json' with { type: 'json' }
import { remembering } from '../memory.ts'
import { folded } from '../tokens.ts'
import { addTo, emptyTrie, type Trie } from '../trie.ts'
import { stemOf } from '../stem.ts'

/** What a phrase of talk does to the list. */
export type Talk = Exclude<keyof typeof talkData, 'names' | 'chat' | 'verbs'>

/** A phrase that names goods: the group of equal names that it belongs to, or what it is a kind of. */
export interface Naming {
  readonly equal: number | undefined
  readonly kindOf: number | undefined
  /** Words that stand for one another without naming a thing: "gassato", "frizzante". */
  readonly adjective: boolean
}

export interface Lexicon {
  readonly stem: (word: string) => string
  /** By the words as written. */
  readonly talk: Trie<Talk>
  readonly wishes: Trie<'fixed' | 'opener'>
  /** By stems, without little words. */
  readonly names: Trie<Naming>
  readonly varieties: Trie<true>
  /** The phrases of each group of equal names, in stems. */
  readonly equal: readonly (readonly (readonly string[])[])[]
  /** The words of each group as they are written. */
  readonly written: readonly (readonly string[])[]
  /** What each narrower name may stand for, in stems. */
  readonly kinds: readonly (readonly (readonly string[])[])[]
  readonly abbreviations: ReadonlyMap<string, string>
  readonly wishStems: ReadonlySet<string>
  readonly chat: ReadonlySet<string>
  /** Verbs of telling: what they stand with is told of, not ordered. */
  readonly verbs: ReadonlySet<string>
  readonly people: ReadonlySet<string>
  readonly containers: ReadonlySet<string>
  readonly plain: ReadonlySet<string>
  readonly special: ReadonlySet<string>
  readonly parts: ReadonlySet<string>
  /** What may be said before a name that does without it: "vino", "formaggio". */
  readonly kindWords: ReadonlySet<string>
  readonly compounds: readonly (readonly string[])[]
  /** Every word that is Italian here, so that it is nobody's slip of the finger; stems of goods among them. */
  readonly known: ReadonlySet<string>
  /** The words of goods as they are written, for what a shop has shortened. */
  readonly goodsWords: readonly string[]
}

/** Articles, prepositions, "e": they join the words of a name and name nothing. */
export const littleWords: ReadonlySet<string> = new Set(
  (
    'di d de del dello della dei degli delle dell al allo alla ai agli alle all a ad da dal dallo dalla dai dagli dalle dall ' +
    'in nel nello nella nei negli nelle nell con col coi per x su sul sullo sulla sui il lo la i gli le l un uno una e ed ' +
    'tipo sotto sott'
  ).split(' '),
)

export interface LexiconData {
  readonly synonyms: typeof synonymData
  readonly stem: (word: string) => string
}

const listed = (text: string): string[] => text.split(',').map(word => word.trim())
const wordsOf = (phrase: string): string[] =>
  folded(phrase)
    .replace(/['./-]/g, ' ')
    .split(' ')
    .filter(Boolean)

/** Reads the data files. Without synonyms or a stem it understands less: that is how they are proved to be needed. */
export function lexiconOf({ synonyms, stem: plainStem }: LexiconData): Lexicon {
  const irregular = new Map(Object.entries(synonyms.stems))
  const stem = (word: string): string => irregular.get(word) ?? plainStem(word)
  const stemsOf = (phrase: string): string[] =>
    wordsOf(phrase)
      .filter((word, _, all) => all.length === 1 || !littleWords.has(word))
      .map(stem)
  const stemSet = (text: string): Set<string> => new Set(listed(text).flatMap(stemsOf))

  const talk = emptyTrie<Talk>()
  for (const [kind, phrases] of Object.entries(talkData))
    if (kind !== 'names' && kind !== 'chat' && kind !== 'verbs')
      for (const phrase of listed(phrases)) addTo(talk, phraseWords(phrase), kind as Talk)
  const wishes = emptyTrie<'fixed' | 'opener'>()
  for (const phrase of listed(wishData.fixed)) addTo(wishes, phraseWords(phrase), 'fixed')
  for (const phrase of listed(wishData.openers)) addTo(wishes, phraseWords(phrase), 'opener')

  const names = emptyTrie<Naming>()
  const groups = [...synonyms.equal, ...synonyms.adjectives]
  const equal = groups.map(group => listed(group).map(stemsOf))
  const narrower = synonyms.kinds.map(line => {
    const [from = '', to = ''] = line.split('<')
    return { from: listed(from).map(stemsOf), to: listed(to).map(stemsOf) }
  })
  for (const [at, group] of equal.entries())
    for (const phrase of group)
      addTo(names, phrase, { equal: at, kindOf: undefined, adjective: at >= synonyms.equal.length })
  for (const [at, { from }] of narrower.entries())
    for (const phrase of from) addTo(names, phrase, { equal: undefined, kindOf: at, adjective: false })
  const nouns = Object.values(goodsData.nouns).flatMap(listed)
  for (const noun of nouns) addTo(names, stemsOf(noun), { equal: undefined, kindOf: undefined, adjective: false })
  const varieties = emptyTrie<true>()
  for (const variety of listed(goodsData.varieties)) addTo(varieties, stemsOf(variety), true)

  const goodsWords = [...nouns, ...synonyms.equal.flatMap(listed), ...listed(goodsData.varieties)].flatMap(wordsOf)
  const wishWords = [...listed(wishData.words), ...listed(wishData.fixed), ...listed(wishData.openers)].flatMap(wordsOf)
  const talkWords = Object.values(talkData).flatMap(listed).flatMap(wordsOf)
  return {
    stem,
    talk,
    wishes,
    names,
    varieties,
    equal,
    written: groups.map(group => listed(group).flatMap(wordsOf)),
    kinds: narrower.map(({ to }) => to),
    abbreviations: new Map(Object.entries(synonyms.abbreviations)),
    wishStems: new Set(listed(wishData.words).flatMap(wordsOf).map(stem)),
    verbs: new Set(listed(talkData.verbs).flatMap(wordsOf)),
    chat: new Set(listed(talkData.chat).flatMap(wordsOf)),
    people: new Set(listed(talkData.names).map(folded)),
    containers: new Set(listed(wishData.containers).flatMap(wordsOf)),
    plain: stemSet(goodsData.plain),
    special: stemSet(goodsData.special),
    parts: stemSet(goodsData.parts),
    kindWords: stemSet(goodsData.kindWords),
    compounds: listed(goodsData.compounds).map(stemsOf),
    known: new Set(
      [...goodsWords, ...wishWords, ...talkWords, ...listed(wishData.containers)]
        .flatMap(word => [word, stem(word)])
        .concat(...littleWords),
    ),
    goodsWords: [...new Set(goodsWords)],
  }
}

/** The words of a phrase; `#` stands for a number, `@` for any name. */
function phraseWords(phrase: string): string[] {
  return folded(phrase).replace(/['.-]/g, ' ').split(' ').filter(Boolean)
}

/** Whether a word is known without any data: numbers, measures, little words. */
export const isGrammar = remembering(
  word =>
    littleWords.has(word) ||
    /^mezz[oaie]?$/.test(word) ||
    italianNumbers.has(word) ||
    saysPieces(word) ||
    weightMeasureOf(word) !== undefined,
)

/** Whether a word is little: it joins the words of a name and names nothing, unlike "senza". */
export function isLittle(word: string): boolean {
  return word !== 'senza' && (littleWords.has(word) || (word.length === 1 && !/[€×xn]/.test(word)))
}

/** Italian as the data files know it. */
export const italian: Lexicon = lexiconOf({ synonyms: synonymData, stem: stemOf })
