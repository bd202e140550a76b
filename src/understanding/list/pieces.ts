// SPDX-License-Identifier: AGPL-3.0-or-later
// Every piece that may begin at a word of a message, with what speaks for it: an amount, goods, a wish, talk. They
// overlap freely; segmentation chooses among them.
import { amountsAt } from '../amounts.ts'
import { asidesIn, chattyWords, signatureAt } from './clauses.ts'
import { type Message, paused, type Span } from './message.ts'
import { type Piece, worth } from './piece.ts'
import { goodsPieces } from './pieces-goods.ts'
import { talkPieces } from './pieces-talk.ts'
import { wishPieces } from './pieces-wishes.ts'
import { specsAt } from './specs.ts'
import { pause } from '../punctuation.ts'

/** All pieces, by the word they begin at. */
export function piecesOf(message: Message, questions: readonly Span[]): Piece[][] {
  const chatty = chattyWords(message)
  const asides = asidesIn(message)
  for (const question of questions) asides.set(question.start, question)
  const signature = signatureAt(message)
  return message.words.map((_, at) => {
    const aside = asides.get(at)
    if (aside) return [{ kind: 'aside', ...aside, score: 1 }]
    const chats = chatty[at] ?? false
    return [
      ...(at === signature ? [signaturePiece(message, at)] : []),
      ...amountPieces(message, at),
      ...goodsPieces(message, at, chats),
      ...talkPieces(message, at),
      ...wishPieces(message, at, chats),
      fallbackPiece(message, at, chats),
    ]
  })
}

function amountPieces(message: Message, at: number): Piece[] {
  const { words, lexicon } = message
  const pieces = amountsAt(words, at, lexicon.containers).map((amount): Piece => {
    const length = amount.end - at
    // "la fiorentina, una" counts; before a name it is rather an article.
    const article = amount.article && length === 1 && !paused(message, amount.end, pause.comma)
    const score = article ? worth.article : worth.amount + worth.amountWord * length
    return { kind: 'amount', start: at, end: amount.end, score, amount }
  })
  const specs = specsAt(words, at).map((amount): Piece => {
    const score = worth.amount + worth.amountWord * (amount.end - at)
    return { kind: 'spec', start: at, end: amount.end, score, amount }
  })
  return specs.length > 0 ? [...pieces, ...specs] : pieces
}

function signaturePiece({ words }: Message, at: number): Piece {
  return { kind: 'talk', start: at, end: words.length, score: worth.order * (words.length - at) }
}

function fallbackPiece({ words }: Message, at: number, chatty: boolean): Piece {
  const little = words[at]?.little === true || words[at]?.picture === true
  if (little) return { kind: 'little', start: at, end: at + 1, score: worth.little }
  return { kind: 'chat', start: at, end: at + 1, score: chatty ? worth.chatInChat : worth.chat }
}
