// SPDX-License-Identifier: AGPL-3.0-or-later
// Which part of a message asks something instead of ordering: "a che ora chiudete?", "avete i porcini?" A polite order
// may be a question too: "mi dai due chili di mele?"
import { amountsAt } from '../amounts.ts'
import { says } from './clauses.ts'
import { type Message, paused, type Span } from './message.ts'
import { specsAt } from './specs.ts'
import { pause } from '../punctuation.ts'

/** Before a question in the middle of what is said. */
const leads =
  /^(?:e|ma|invece|poi|allora|scusi|scusa|ciao|buongiorno|buonasera|salve|oggi|domani|domenica|sabato|per|caso)$/
/** Within an order these ask nothing: "per un'amica che ha partorito". */
const weak =
  /^(?:ha|hai|avete|e|c|ci|sono|che|di|si|quale|quali|quando|siete|tenete|prendete|fate|fai|chi|perche|sai|sapete)$/
/** Who asks whether there is so much of a thing orders it. */
const having = /^(?:avete|hai|ha|avreste|avresti|avrebbe|ci|c)$/
/** Verbs that order only where an order is expected: "quanto prendo?" */
const unsure = /^(?:serve|servono|prendo|ordinare|prenotare|manca|ritiro|prendere)$/

/** The questions of a message, at most one in a sentence. */
export function questionsIn(message: Message): Span[] {
  const { words } = message
  const questions: Span[] = []
  for (let start = 0, end = 0; start < words.length; start = end) {
    end = start + 1
    while (!paused(message, end, pause.stop) && !words[end - 1]?.asked) end += 1
    const question = questionIn(message, { start, end })
    if (question) questions.push(question)
  }
  return questions
}

function questionIn(message: Message, sentence: Span): Span | undefined {
  const { words, said } = message
  const { start, end } = sentence
  const asked = words[end - 1]?.asked === true
  let ordered = false
  for (let at = start; at < end; at += 1) {
    const phrases = said[at] ?? []
    const longest = Math.max(at, ...phrases.map(phrase => phrase.end))
    const longestPhrases = phrases.filter(phrase => phrase.end === longest)
    if (says(longestPhrases, 'orders')) ordered = true
    if (['orders', 'conditions', 'fallbacks', 'times'].some(kind => says(longestPhrases, kind))) {
      at = longest - 1
      continue
    }
    if (!says(longestPhrases, 'questions')) continue
    const word = words[at]?.word ?? ''
    const first = at === start || paused(message, at, pause.and) || leads.test(words[at - 1]?.word ?? '')
    if (!first && (!asked || (ordered && weak.test(word)))) continue
    const to = orderAfter(message, { start: longest, end })
    if (!asksForAmount(message, { start: at, end: to }))
      return { start: asked ? clauseStart(message, at, start) : at, end: to }
    if (!asked || having.test(word)) return undefined
  }
  return asked && !ordered ? unworded(message, sentence) : undefined
}

/** Without a word of asking, but with its mark: the sentence, or its last clause, unless it asks for an amount. */
function unworded(message: Message, { start, end }: Span): Span | undefined {
  if (!asksForAmount(message, { start, end })) return { start, end }
  const last = clauseStart(message, end - 1, start)
  return last === start || asksForAmount(message, { start: last, end }) ? undefined : { start: last, end }
}

function clauseStart(message: Message, at: number, least: number): number {
  let start = at
  while (start > least && !paused(message, start, pause.comma)) start -= 1
  return start
}

/** Where an order begins again within the sentence. */
function orderAfter({ words, said }: Message, { start, end }: Span): number {
  for (let at = start; at < end; at += 1) if (says(said[at], 'orders') && !unsure.test(words[at]?.word ?? '')) return at
  return end
}

/** Whether so much of something is named, and not only a price or a time of day. */
function asksForAmount({ words, said, lexicon }: Message, { start, end }: Span): boolean {
  for (let at = start; at < end; at += 1) {
    const price = specsAt(words, at).find(({ of }) => of === 'cents')
    const others = (said[at] ?? []).filter(({ value }) => value === 'times' || value === 'people')
    const over = Math.max(price?.end ?? 0, ...others.map(phrase => phrase.end))
    if (over > at) at = over - 1
    else if (
      amountsAt(words, at, lexicon.containers).some(({ article, container, of }) =>
        words[at]?.little ? !article && of !== 'some' : !article || container !== undefined,
      )
    )
      return true
  }
  return false
}
