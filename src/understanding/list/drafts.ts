// SPDX-License-Identifier: AGPL-3.0-or-later
// The chosen pieces put together: what was asked for, in the order it was said, before anything is taken back.
import type { Amount } from '../amounts.ts'
import { type Message, paused, type Span } from './message.ts'
import type { Reading } from './readings.ts'
import type { Chosen } from './segmentation.ts'
import { pause } from '../punctuation.ts'

/** One thing said, still in the citizen's terms. */
export interface Draft {
  amount: Amount | undefined
  reading: Reading | undefined
  /** Where its name stands; empty where only an amount was said. */
  said: Span | undefined
  readonly notes: Span[]
  readonly specs: Amount[]
  /** "ciascuno": the amount is meant of its neighbours too. */
  each: boolean
  /** "di" before its name, without an amount of its own: "… e di pere". */
  readonly of: boolean
  /** Joined to what was said before it: by "e", by a comma, or by nothing of the kind. */
  readonly link: 'and' | 'comma' | 'or' | 'none'
  role: 'wanted' | 'corrected' | 'withdrawn'
  /** A colon follows its name. */
  readonly colon: boolean
  /** It is named as goods of any shop; its reading, if any, only says which of some. */
  thing: boolean
  /** The amount was said before the name. */
  readonly amountFirst: boolean
  /** "di" between the amount and the name: "tre di crudo". */
  saidOf: boolean
  /** An article stands before the name: "e il pane". */
  readonly article: boolean
  /** It goes back to what was asked: "avete i porcini? se sì, mezzo chilo". */
  readonly asked: Span | undefined
  /** A new line or sentence begins with it. */
  readonly fresh: boolean
}

const ofs = /^(?:di|d|de|del|della|dei|delle|degli|dell|dello)$/
/** Orders that go back to what was named: "ne prendo", "prendine", "me ne metti", "lo prendo". */
const goesBack = /^(?:lo|la|li|le|ne)$/

/** Puts the pieces together. */
export function draftsOf(message: Message, chosen: readonly Chosen[]): Draft[] {
  const { words } = message
  const drafts: Draft[] = []
  /** What the next draft will be: it is said before it. */
  let ahead = nothingAhead()
  /** What was asked or told last, as long as nothing else was named since. */
  let asked: Span | undefined
  let askedLast = false
  const begin = (piece: Chosen, more: Partial<Draft>): void => {
    drafts.push(draftAt(message, piece, ahead, more))
    ahead = { ...nothingAhead(), strongest: pause.none }
  }
  const takeUp = (piece: Chosen, amount?: Amount): void => {
    begin(piece, { asked, amount })
    asked = undefined
  }
  for (const [at, piece] of chosen.entries()) {
    const last = drafts.at(-1)
    const span = { start: piece.start, end: piece.end }
    ahead.strongest = Math.max(ahead.strongest, piece.pause)
    switch (piece.kind) {
      case 'amount':
        if (piece.joins && last) last.amount = piece.amount
        else if (asked && askedLast && ahead.role === 'wanted' && isAlone(chosen, at)) takeUp(piece, piece.amount)
        else begin(piece, { amount: piece.amount })
        ahead.strongest = pause.none
        break
      case 'goods':
      case 'thing':
        if (piece.joins && last) Object.assign(last, namedBy(message, piece))
        else begin(piece, { ...namedBy(message, piece), saidOf: false })
        askedLast = false
        ahead.strongest = pause.none
        break
      case 'spec':
        if (last && piece.amount) last.specs.push(piece.amount)
        break
      case 'wish':
      case 'condition':
        if (piece.joins && last) addNote(message, last, span)
        else if (piece.kind === 'wish') break
        else if (asked) takeUp(piece)
        else asked = span
        break
      case 'order':
        if (asked && isBack(message, piece)) takeUp(piece)
        break
      case 'aside':
        if (goodsNamedIn(message, span)) [asked, askedLast] = [span, true]
        break
      case 'each':
      case 'or':
      case 'link':
      case 'correction':
        noteAhead(piece.kind, ahead, last)
        break
      case 'withdrawal':
        if (last?.said && !goodsAhead(chosen, at)) withdraw(drafts)
        else ahead.role = 'withdrawn'
        break
      case 'undoing':
        withdraw(drafts)
        ahead.role = 'wanted'
        break
      case 'no':
        // "le cipolle no"
        if (last?.said && !last.amount && piece.pause === pause.none && paused(message, piece.end, pause.comma))
          withdraw(drafts)
        break
      case 'talk':
      case 'chat':
      case 'little':
        break
    }
  }
  return drafts.map(draft => ({ ...draft, colon: words[(draft.said?.end ?? 0) - 1]?.colon === true }))
}

interface Ahead {
  role: Draft['role']
  link: Draft['link']
  each: boolean
  /** The strongest pause since the last draft. */
  strongest: number
}

function nothingAhead(): Ahead {
  return { role: 'wanted', link: 'none', each: false, strongest: pause.stop }
}

/** The last draft is taken back. */
function withdraw(drafts: Draft[]): void {
  const last = drafts.pop()
  if (last) drafts.push({ ...last, role: 'withdrawn' })
}

/** What a word between two drafts says of the next one, or of the one before it. */
function noteAhead(kind: 'each' | 'or' | 'link' | 'correction', ahead: Ahead, last: Draft | undefined): void {
  if (kind === 'each') (last ?? ahead).each = true
  else if (kind === 'correction') ahead.role = 'corrected'
  else if (kind === 'or') ahead.link = 'or'
  else if (ahead.link === 'none') ahead.link = 'and'
}

function draftAt({ words }: Message, piece: Chosen, ahead: Ahead, more: Partial<Draft>): Draft {
  const before = words[piece.start - 1]?.word ?? ''
  const fresh = ahead.strongest >= pause.stop
  return {
    amount: undefined,
    reading: undefined,
    said: undefined,
    notes: [],
    specs: [],
    each: ahead.each,
    of: /^(?:di|d|de)$/.test(before),
    saidOf: false,
    thing: false,
    colon: false,
    article: /^(?:il|lo|la|i|gli|le|l|un|una)$/.test(before),
    link: ahead.link === 'none' && ahead.strongest === pause.comma ? 'comma' : ahead.link,
    role: ahead.role,
    amountFirst: piece.kind === 'amount',
    asked: undefined,
    fresh,
    ...more,
  }
}

function namedBy({ words }: Message, piece: Chosen): Pick<Draft, 'reading' | 'said' | 'thing' | 'saidOf'> {
  return {
    reading: piece.reading,
    said: { start: piece.start, end: piece.end },
    thing: piece.kind === 'thing',
    saidOf: ofs.test(words[piece.start - 1]?.word ?? ''),
  }
}

/** The goods that are named in what is asked or told, if they are named surely. */
export function goodsNamedIn({ words, reader }: Message, span: Span): { reading: Reading; said: Span } | undefined {
  let best: { reading: Reading; said: Span } | undefined
  for (let start = span.start; start < span.end; start += 1)
    for (const reading of words[start]?.little ? [] : reader.readingsAt(start))
      if (reading.end <= span.end && reading.score > (best?.reading.score ?? leastNamed))
        best = { reading, said: { start, end: reading.end } }
  return best
}

const leastNamed = 0.5

/** "ne prendo", "prendine", "me ne metti", "lo prendo": what was named before is meant. */
function isBack({ words }: Message, { start, end }: Chosen): boolean {
  return (
    goesBack.test(words[start]?.word ?? '') || words[start + 1]?.word === 'ne' || /ne$/.test(words[end - 1]?.word ?? '')
  )
}

/** Whether goods are named after this piece before the clause ends. */
function goodsAhead(chosen: readonly Chosen[], at: number): boolean {
  for (const piece of chosen.slice(at + 1)) {
    if (piece.pause >= pause.stop || piece.kind === 'order') return false
    if (piece.kind === 'goods' || piece.kind === 'thing') return true
    if (piece.pause >= pause.comma) return false
  }
  return false
}

/** An amount that no name joins: "le clementine erano buone, altri due chili". */
function isAlone(chosen: readonly Chosen[], at: number): boolean {
  const amount = chosen[at]?.amount
  if (amount?.article && amount.container === undefined) return false
  const next = chosen.slice(at + 1).find(piece => !/^(?:little|wish|talk|each|link)$/.test(piece.kind))
  return !next || !((next.kind === 'goods' || next.kind === 'thing') && next.joins)
}

/** Words of one wish that stand together are one note. */
function addNote(message: Message, draft: Draft, span: Span): void {
  const last = draft.notes.at(-1)
  const between = last ? message.words.slice(last.end, span.start) : []
  const pauses = last ? message.words.slice(last.end, span.start + 1) : []
  if (last && between.every(word => word.little) && pauses.every(word => word.pause < pause.comma))
    draft.notes[draft.notes.length - 1] = { start: last.start, end: span.end }
  else draft.notes.push(span)
}
