// SPDX-License-Identifier: AGPL-3.0-or-later
// What was meant by an input: first hit wins.
//
// Order: tapped choice -> command or global word -> the screen where the chat stands, if another menu came in since ->
// number or label against the quoted menu, else the newest open one -> free text for the screen where the chat stands ->
// free text for the audience. What is stored and no longer fits (a deployment changed it) leads home.
import { isDeepStrictEqual } from 'node:util'
import type { Input } from '../channel.ts'
import type { StoredSpot } from '../db/stored.ts'
import { personMoved } from '../engine/people/whereabouts.ts'
import { aloneIn, type Work } from '../engine/unit.ts'
import type { Plain } from '../text/markup.ts'
import { audienceMeant } from './commands.ts'
import type { Conversation, Found } from './conversation.ts'
import { go } from './for-both.ts'
import { type Menu, type ReadCause, takeCommit, wireChoice } from './menus.ts'
import type { Action, Heard, Scene } from './screen.ts'
import { shortened } from './shared/phrases.ts'
import { typedChoice } from './typed.ts'
import { goAction } from './view.ts'
import type { Go } from './ways.ts'

/** What an input leads to. */
export interface Meant {
  /** The screen to be shown. Without it nothing is shown but the passing line. */
  readonly to?: StoredSpot | Go
  /** A line said in passing. */
  readonly toast?: Plain | undefined
  /** The menu of whose choices one was taken. */
  readonly answers?: Menu | undefined
}

/** What an input of the chat means; `menu` is what the input is about. */
export async function resolve(chat: Conversation, cause: ReadCause, menu: Menu | undefined): Promise<Meant> {
  switch (cause.kind) {
    case 'choice':
      return tapped(chat, menu, cause)
    case 'text':
      return typed(chat, menu, chat.readable(cause.text), cause.quoted !== undefined)
    case 'apology':
      return { to: go('apology') }
    case 'contact':
    case 'location':
    case 'order':
    case 'photo':
    case 'document':
    case 'other':
    case 'file':
    case 'drawn':
    case 'errand-failed':
      return sent(chat, 'caption' in cause ? { ...cause, caption: chat.readable(cause.caption) } : cause)
    case 'moved':
      await personMoved(aloneIn(chat.work), chat.chat, cause.to)
      return {}
    case 'closed':
    case 'opened':
      return {}
  }
}

async function tapped(
  chat: Conversation,
  menu: Menu | undefined,
  { choice, on }: Extract<Input, { kind: 'choice' }>,
): Promise<Meant> {
  if (!menu) return old(chat)
  const { index } = wireChoice(choice) ?? { index: -1 }
  if (index === 'open') {
    chat.speakAs(menu.audience)
    return { to: menu.spot ?? go('home') }
  }
  const meant = await choose(chat, on === undefined ? menu : { ...menu, externalIds: [on] }, index)
  if (meant !== 'done-already') return meant
  // The second of two taps on one button: a passing line is enough, where there is one.
  const toast = chat.t.plain('done-already')
  return chat.account.toasts ? { toast } : { to: chat.spot, toast }
}

async function typed(chat: Conversation, menu: Menu | undefined, text: string, quotes: boolean): Promise<Meant> {
  const audience = audienceMeant(text)
  if (audience !== undefined) chat.speakAs(audience)
  const begun = await heardBy(chat, undefined, scene => chat.audience.begin(scene, text))
  if (begun) return leadingTo(begun)
  const { spot } = chat.chat
  const here = spot ? chat.screenAt(spot) : undefined
  const typedHere = () => heardBy(chat, here?.state, scene => here?.screen.typed?.(scene, text))
  // A card that came in between must not take the answer to what was asked before: «3» may be a price.
  const asked = menu && !quotes && !isDeepStrictEqual(menu.spot, spot) ? await typedHere() : undefined
  if (asked) return leadingTo(asked)
  const chosen = menu && (await typedAsChoice(chat, menu, text))
  if (chosen) return chosen
  const heard =
    (await typedHere()) ?? (here && (await heardBy(chat, here.state, scene => chat.audience.hears?.(scene, text))))
  return leadingTo(heard ?? go('lost', { said: shortened(text, 80) }))
}

/** Nothing is shown while an errand is under way: its result says what there is to say. */
function leadingTo(heard: Go | 'waiting'): Meant {
  return heard === 'waiting' ? {} : { to: heard }
}

/** Typed words as one of the choices of a menu; undefined where they are free text. */
async function typedAsChoice(chat: Conversation, menu: Menu, text: string): Promise<Meant | undefined> {
  const chosen = typedChoice(text, menu.choices, menu.numberAnswers)
  if (chosen?.kind === 'choice') {
    const meant = await choose(chat, { ...menu, externalIds: [] }, chosen.index)
    return meant === 'done-already' ? { to: chat.spot, toast: chat.t.plain('done-already') } : meant
  }
  if (chosen === undefined || !menu.spot) return undefined
  chat.speakAs(menu.audience)
  return { to: menu.spot, toast: chat.t.plain('choose-again') }
}

async function sent(chat: Conversation, input: Input): Promise<Meant> {
  const { spot } = chat.chat
  const here = spot ? chat.screenAt(spot) : undefined
  const heard =
    here &&
    ((await heardBy(chat, here.state, scene => here.screen.sent?.(scene, input))) ??
      (await heardBy(chat, here.state, scene => chat.audience.receives?.(scene, input))))
  return leadingTo(heard ?? go('lost'))
}

/** Where words or a thing that was sent lead; what needs a transaction of its own is given one here. */
async function heardBy<State>(
  chat: Conversation,
  state: State,
  ask: (scene: Scene<State, Work>) => Promise<Heard<State>> | undefined,
): Promise<Go | 'waiting' | undefined> {
  const scene = chat.scene(state)
  const heard = await ask(scene)
  if (heard?.kind === 'waiting') return 'waiting'
  return heard?.kind === 'alone' ? heard.run({ ...scene, work: aloneIn(chat.work) }) : heard
}

/** Takes one choice of a menu, as far as its effect allows it. */
async function choose(chat: Conversation, menu: Menu, index: number): Promise<Meant | 'done-already'> {
  const chosen = menu.choices[index]
  if (!chosen) return old(chat, menu)
  chat.speakAs(menu.audience)
  if (chosen.action === goAction) return { to: chosen.argument as StoredSpot, answers: menu }
  const found = menu.spot ? chat.screenAt(menu.spot) : undefined
  if (!found) return old(chat, menu)
  const action = found.screen.actions.get(chosen.action)
  if (!action) return unfit(chat, menu, found)
  if (action.effect === 'change' && menu.state === 'answered') return old(chat, menu)
  // A card's order is locked while its choices are used up: no unit beside others may hold such a lock.
  const work = isAlone(action, menu) ? aloneIn(chat.work) : chat.work
  if (action.effect === 'commit' && !(await takeCommit(work, menu)))
    return menu.state === 'answered' ? 'done-already' : late(chat, menu, found)
  const to = await run(action, { ...chat.scene(found.state), work }, chosen.argument)
  return to ? { to, answers: menu } : unfit(chat, menu, found)
}

function isAlone(action: Action, menu: Menu): boolean {
  return action.effect === 'commit' && (action.sharing === undefined || menu.card !== undefined)
}

function run(action: Action, scene: Scene<unknown, Work>, argument: unknown) {
  if (action.effect !== 'commit' || action.sharing) return action.run(scene, argument)
  return action.run({ ...scene, work: aloneIn(scene.work) }, argument)
}

/** A card that somebody else has moved on meanwhile shows what it has become; any other menu is simply old. */
async function late(chat: Conversation, menu: Menu, { screen, state }: Found): Promise<Meant> {
  if (!menu.card || !menu.spot) return old(chat, menu)
  const said = await screen.late?.(chat.scene(state))
  return { to: menu.spot, toast: said ?? chat.t.plain('button-old'), answers: menu }
}

/** The screen of a menu no longer knows what was stored with a choice. */
function unfit(chat: Conversation, menu: Menu, { screen }: Found): Meant {
  chat.noteUnknown(screen.name)
  return old(chat, menu)
}

/** Never silence, never an error: where the chat stands now. */
function old(chat: Conversation, menu?: Menu): Meant {
  return { to: chat.spot, toast: chat.t.plain('button-old'), answers: menu }
}
