// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Amount } from '../amounts.ts'
import type { Reading } from './readings.ts'

export type PieceKind =
  | 'amount'
  /** A size or price that only tells goods apart. */
  | 'spec'
  /** Goods of this shelf. */
  | 'goods'
  /** Goods of any shop, or what nobody knows. */
  | 'thing'
  | 'wish'
  | 'talk'
  | 'order'
  | 'link'
  | 'or'
  | 'correction'
  | 'withdrawal'
  /** A withdrawal of what was named before it: "lasciamole". */
  | 'undoing'
  | 'no'
  | 'each'
  /** What is asked or told, with whatever goods are named in it. */
  | 'aside'
  | 'condition'
  | 'chat'
  | 'little'

/** A stretch of words as it may be meant, and what speaks for it. */
export interface Piece {
  readonly kind: PieceKind
  readonly start: number
  readonly end: number
  readonly score: number
  readonly amount?: Amount | undefined
  readonly reading?: Reading | undefined
  /** It rather belongs to the name before it than begins a new one: after "di", or an adjective alone. */
  readonly within?: boolean
}

/** What is worth how much, per word unless said otherwise. Found by trying on the tuned half of the golden set. */
export const worth = {
  amount: 0.2,
  amountWord: 0.45,
  article: 0.15,
  goodsLeast: 0.2,
  thing: 0.5,
  thingWord: 0.8,
  unknownThing: 0.05,
  unwantedThing: -1.5,
  theUsual: 0.9,
  fixedWish: 0.2,
  wishWord: 0.4,
  opener: 0.25,
  knownInWish: 0.1,
  unknownInWish: 0.2,
  unknownWish: -0.3,
  clauseWish: 0.6,
  writing: 0.9,
  talk: 0.5,
  order: 0.6,
  greeting: 0.8,
  person: 0.75,
  name: 0.4,
  aside: 0.6,
  condition: 0.5,
  link: 0.1,
  chat: -0.5,
  chatInChat: -0.05,
  little: -0.02,
} as const
