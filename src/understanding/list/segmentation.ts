// SPDX-License-Identifier: AGPL-3.0-or-later
// Chooses the pieces that a message most likely consists of. Each word belongs to exactly one piece; a piece is worth
// its own score and how it fits what stands open before it: an amount waits for its goods, goods may still get their
// amount, a wish needs goods. The best way through is found by dynamic programming over the words (Viterbi).
import type { Piece, PieceKind } from './piece.ts'
import { pause, type Pause } from '../punctuation.ts'
import type { Word } from './word.ts'

/** A chosen piece, and whether it belongs to what came before it. */
export interface Chosen extends Piece {
  readonly joins: boolean
  readonly pause: Pause
}

/** What stands open: nothing, an amount, goods without an amount, goods with one. */
const open = { nothing: 0, amount: 1, goods: 2, both: 3 } as const

interface State {
  readonly open: number
  /** The strongest pause since the last piece of a line. */
  readonly pause: number
  /** After "anzi" or "niente": an amount or goods may stand alone. */
  readonly corrects: boolean
}

const stateCount = 32
const none: readonly Step[] = []
/** Ways so much worse than the best at a word are given up: a third of the time, and no other result on the golden set. */
const beam = 4
const codeOf = (state: State): number => state.open * 8 + state.pause * 2 + (state.corrects ? 1 : 0)
const states: readonly State[] = Array.from({ length: stateCount }, (_, code) => ({
  open: code >> 3,
  pause: (code >> 1) & 3,
  corrects: (code & 1) === 1,
}))

/** What a pause before a piece costs, from none to a full stop. */
const costs = {
  amountJoinsGoods: [0, 0.6, 0.3, 1.2],
  amountPassesGoods: 0.25,
  amountAfterBoth: 0.1,
  goodsJoinAmount: [-0.2, 0.4, 0.6, 2.5],
  goodsBegin: [0.7, 0, 0, 0],
  goodsFollow: [0.4, 0, 0, 0],
  wishJoins: [0, 0.4, 0.15, 0.6],
  goodsWithin: 0.6,
  specJoins: [0, 0.3, 0.1, 0.8],
  idleAmount: [1, 1, 1, 1],
  correctionEnds: [0.6, 0.4, 0, 0],
  lastAmount: 0.5,
  wishAhead: 0.15,
  wishAlone: 0.7,
} as const

interface Step {
  readonly to: number
  readonly gain: number
  readonly joins: boolean
}

/** The most likely pieces, in order and without gaps. */
export function segmented(words: readonly Word[], pieces: readonly (readonly Piece[])[]): Chosen[] {
  const size = (words.length + 1) * stateCount
  const best = new Float64Array(size).fill(-Infinity)
  const from = new Int32Array(size).fill(-1)
  const chosen = new Array<Piece | undefined>(size)
  const joined = new Uint8Array(size)
  best[0] = 0
  for (let at = 0; at < words.length; at += 1) {
    const first = at * stateCount
    const heard = afterPause[words[at]?.pause ?? pause.none]
    let least = -Infinity
    for (let index = first; index < first + stateCount; index += 1) least = Math.max(least, best[index] ?? least)
    least -= beam
    for (const piece of pieces[at] ?? []) {
      const steps = stepsFor(piece)
      const [after, own] = [piece.end * stateCount, piece.score]
      for (let code = 0; code < stateCount; code += 1) {
        const score = best[first + code] ?? -Infinity
        if (score < least) continue
        for (const { to, gain, joins } of steps[heard?.[code] ?? code] ?? none) {
          const next = after + to
          const total = score + own + gain
          if (total <= (best[next] ?? -Infinity)) continue
          best[next] = total
          from[next] = first + code
          chosen[next] = piece
          joined[next] = joins ? 1 : 0
        }
      }
    }
  }
  return tracedBack(words, best, from, chosen, joined)
}

function tracedBack(
  words: readonly Word[],
  best: Float64Array,
  from: Int32Array,
  chosen: readonly (Piece | undefined)[],
  joined: Uint8Array,
): Chosen[] {
  let last = -1
  let most = -Infinity
  for (let code = 0; code < stateCount; code += 1) {
    const index = words.length * stateCount + code
    const { open: stands, corrects } = states[code] as State
    const score = (best[index] ?? -Infinity) - (stands === open.amount && !corrects ? costs.lastAmount : 0)
    if (score > most) [most, last] = [score, index]
  }
  const path: Chosen[] = []
  for (let index = last; index >= 0; index = from[index] ?? -1) {
    const piece = chosen[index]
    if (piece) path.push({ ...piece, joins: joined[index] === 1, pause: words[piece.start]?.pause ?? pause.none })
  }
  return path.reverse()
}

/** The state once the pause before a word has been heard. */
function withPause(state: State, before: number): State {
  // After a full stop nobody waits for a correction's second half any more.
  if (before === pause.stop && state.corrects) return { open: open.nothing, pause: pause.stop, corrects: false }
  return { ...state, pause: Math.max(state.pause, before) }
}

/** By pause and state, the state after it. */
const afterPause = [pause.none, pause.and, pause.comma, pause.stop].map(before =>
  states.map(state => codeOf(withPause(state, before))),
)

/** Steps depend on nothing but the state and the kind of the piece: each is worked out once. */
const within = new Map<PieceKind, readonly Step[][]>()
const plain = new Map<PieceKind, readonly Step[][]>()

function stepsFor(piece: Piece): readonly Step[][] {
  const known = piece.within === true ? within : plain
  const before = known.get(piece.kind)
  if (before) return before
  const steps = states.map(state => stepsOf(state, piece))
  known.set(piece.kind, steps)
  return steps
}

function stepsOf(state: State, piece: Piece): Step[] {
  const { open: stands, pause: since, corrects } = state
  const step = (to: Partial<State>, gain: number, joins = false): Step => ({
    to: codeOf({ open: stands, pause: pause.none, corrects, ...to }),
    gain,
    joins,
  })
  const cost = (list: readonly number[]): number => -(list[since] ?? 0)
  const idle = stands === open.amount ? cost(corrects ? costs.correctionEnds : costs.idleAmount) : 0
  switch (piece.kind) {
    case 'amount': {
      const nears =
        since === pause.none && stands >= open.goods
          ? stands === open.both
            ? costs.amountAfterBoth
            : costs.amountPassesGoods
          : 0
      const begins = step({ open: open.amount }, idle - nears)
      if (stands !== open.goods || corrects) return [begins]
      return [begins, step({ open: open.both }, cost(costs.amountJoinsGoods), true)]
    }
    case 'goods':
    case 'thing': {
      const inside = piece.within === true && stands >= open.goods && since === pause.none ? costs.goodsWithin : 0
      const begins = step(
        { open: open.goods, corrects: false },
        idle -
          inside +
          (stands >= open.goods
            ? cost(stands === open.both ? costs.goodsFollow : costs.goodsBegin)
            : since === pause.none
              ? -0.1
              : 0),
      )
      if (stands !== open.amount) return [begins]
      return [begins, step({ open: open.both, corrects: false }, cost(costs.goodsJoinAmount), true)]
    }
    case 'spec':
      return [step({}, stands === open.nothing ? -0.5 : cost(costs.specJoins), stands !== open.nothing)]
    case 'wish':
      if (stands === open.amount) return [step({}, -costs.wishAhead, true)]
      return stands === open.nothing ? [step({}, -costs.wishAlone)] : [step({}, cost(costs.wishJoins), true)]
    case 'condition':
      return [step({}, 0, stands >= open.goods)]
    case 'link':
    case 'or':
      return [step({ pause: Math.max(since, pause.and) }, 0)]
    case 'correction':
    case 'withdrawal':
    case 'undoing':
      return [step({ open: open.nothing, corrects: true }, 0)]
    case 'aside':
      return [step({ open: open.nothing, pause: pause.stop, corrects: false }, 0)]
    case 'talk':
    case 'order':
      return [step({ pause: stands >= open.goods ? Math.max(since, pause.comma) : since }, 0)]
    case 'chat':
      return [step(stands === open.amount ? {} : { open: open.nothing, pause: Math.max(since, pause.comma) }, 0)]
    case 'no':
    case 'each':
    case 'little':
      return [step({ pause: since }, 0)]
  }
}
