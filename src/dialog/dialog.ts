// SPDX-License-Identifier: AGPL-3.0-or-later
// One turn of a conversation: what came in is resolved, first hit wins, and the screen it leads to is shown.
//
// Order of resolving: tapped choice -> quoted message -> command or global word -> the question where the chat stands,
// if another menu came in since -> number or label against the newest open menu -> free text for the screen where the
// chat stands -> free text for the audience. A stored state that its screen's schema no longer accepts (a deployment
// changed it) leads home politely.
import { isDeepStrictEqual } from 'node:util'
import type { Account, Audience as AudienceName, Input } from '../channel.ts'
import type { StoredSpot } from '../db/stored.ts'
import { changeChat, type ChatChange, type ChatRow } from '../engine/people/chats.ts'
import { languageFor, texts } from '../text/text.ts'
import { join } from '../text/markup.ts'
import type { Work } from '../engine/unit.ts'
import { audiences } from './audience.ts'
import { audienceMeant } from './commands.ts'
import { type Cause, type Menu, takeCommit, wireChoice } from './menus.ts'
import { type Audience, type Go, go, goAction, type Scene, type Screen, type Shown, type Viewer } from './screen.ts'
import { onePage } from './pages.ts'
import { reply, type Turn } from './reply.ts'
import { shortened } from './shared/phrases.ts'
import { typedChoice } from './typed.ts'

/** A turn, and as whom it was taken: what happened elsewhere in the same chat is still told. */
export interface Answer extends Turn {
  readonly audience: AudienceName
}

/** Answers one input of a chat that this unit of work holds; `menu` is what the input is about. */
export async function answer(
  work: Work,
  accounts: ReadonlyMap<string, Account>,
  chat: ChatRow,
  menu: Menu | undefined,
  cause: Cause,
): Promise<Answer> {
  const account = accounts.get(chat.account)
  if (!account) throw new Error(`no account ${chat.account}`)
  if (cause.kind === 'closed' || cause.kind === 'opened') return { drafts: [], audience: chat.audience }
  return new Conversation(work, accounts, account, chat, menu).turn(cause)
}

/** How often a screen may send on to another before that is a mistake of ours. */
const mostRedirects = 6

class Conversation {
  readonly #work: Work
  readonly #account: Account
  readonly #elsewhere: readonly Account[]
  readonly #change: ChatChange = {}
  /** What the input is about: the tapped menu, or the newest for what is typed. */
  readonly #menu: Menu | undefined
  /** What came in was a tap, which the channel may answer with a passing line. */
  #tap = false
  #chat: ChatRow

  constructor(
    work: Work,
    accounts: ReadonlyMap<string, Account>,
    account: Account,
    chat: ChatRow,
    menu: Menu | undefined,
  ) {
    this.#work = work
    this.#menu = menu
    this.#account = account
    this.#elsewhere = [...accounts.values()].filter(each => each.channel !== account.channel)
    this.#chat = chat
  }

  async turn(cause: Cause): Promise<Answer> {
    const turn = await this.#resolve(cause)
    changeChat(this.#work, this.#chat.id, this.#change)
    return { ...turn, audience: this.#chat.audience }
  }

  get #audience(): Audience {
    return audiences[this.#chat.audience]
  }

  async #resolve(cause: Cause): Promise<Turn> {
    switch (cause.kind) {
      case 'choice':
        return this.#tapped(cause.choice, cause.on)
      case 'text':
        return this.#typed(cause.text, cause.quoted !== undefined)
      case 'apology':
        return this.#follow(go(this.#audience.apology))
      case 'contact':
      case 'location':
      case 'order':
      case 'photo':
      case 'document':
      case 'other':
        return this.#sent(cause)
      case 'closed':
      case 'opened':
        return { drafts: [] }
    }
  }

  async #tapped(wire: string, on: string | undefined): Promise<Turn> {
    this.#tap = true
    const menu = this.#menu
    if (!menu) return this.#stale()
    const { index } = wireChoice(wire) ?? { index: -1 }
    if (index !== 'open') return this.#choose(on === undefined ? menu : { ...menu, externalIds: [on] }, index)
    this.#speakAs(menu.audience)
    return this.#follow(menu.spot ?? go(this.#audience.home))
  }

  async #typed(text: string, quotes: boolean): Promise<Turn> {
    const menu = this.#menu
    const meant = audienceMeant(text)
    if (meant !== undefined) this.#speakAs(meant)
    const begun = await this.#audience.begin(this.#scene(undefined), text)
    if (begun) return this.#follow(begun)
    // A card that came in between must not take the answer to what was asked before: «3» may be a price.
    if (menu && !quotes && !isDeepStrictEqual(menu.spot, this.#chat.spot)) {
      const answer = await this.#here((screen, scene) => screen.typed?.(scene, text))
      if (answer) return this.#follow(answer)
    }
    if (menu) {
      const chosen = typedChoice(text, menu.choices, menu.numberAnswers)
      if (chosen?.kind === 'choice') return this.#choose({ ...menu, externalIds: [] }, chosen.index)
      if (chosen?.kind === 'unclear' && menu.spot) {
        this.#speakAs(menu.audience)
        return this.#follow(menu.spot, this.#t().plain('choose-again'))
      }
    }
    const heard = await this.#here(
      async (screen, scene) => (await screen.typed?.(scene, text)) ?? this.#audience.hears?.(scene, text),
    )
    return this.#follow(heard ?? go(this.#audience.lost, { said: shortened(text, 80) }))
  }

  async #sent(input: Input): Promise<Turn> {
    const heard = await this.#here(
      async (screen, scene) => (await screen.sent?.(scene, input)) ?? this.#audience.receives?.(scene, input),
    )
    return this.#follow(heard ?? go(this.#audience.lost))
  }

  /** The screen where the chat stands has the word. */
  async #here(
    ask: (screen: Screen, scene: Scene<unknown>) => Promise<Go | undefined> | undefined,
  ): Promise<Go | undefined> {
    const spot = this.#chat.spot
    const found = spot && this.#screenAt(spot)
    return found ? ask(found.screen, this.#scene(found.state)) : undefined
  }

  async #choose(menu: Menu, index: number): Promise<Turn> {
    const chosen = menu.choices[index]
    if (!chosen) return this.#stale(menu)
    this.#speakAs(menu.audience)
    if (chosen.effect === 'commit' && !(await takeCommit(this.#work, menu))) {
      return menu.state === 'answered' ? this.#alreadyDone() : this.#late(menu)
    }
    if (chosen.effect === 'change' && menu.state === 'answered') return this.#stale(menu)
    if (chosen.action === goAction) return this.#follow(chosen.argument as StoredSpot, undefined, menu)
    const found = menu.spot && this.#screenAt(menu.spot)
    const handler = found?.screen.on?.[chosen.action]
    if (!menu.spot || !handler) return this.#stale(menu)
    return this.#follow(await handler(this.#scene(found.state), chosen.argument), undefined, menu)
  }

  /** A card that somebody else has moved on meanwhile shows what it has become; any other menu is simply old. */
  async #late(menu: Menu): Promise<Turn> {
    const found = menu.card !== null && menu.spot ? this.#screenAt(menu.spot) : undefined
    if (!found || !menu.spot) return this.#stale(menu)
    const said = await found.screen.late?.(this.#scene(found.state))
    return this.#follow(menu.spot, said ?? this.#t().plain('button-old'), menu)
  }

  /** Never silence, never an error: the screen of now. */
  #stale(menu?: Menu): Promise<Turn> {
    return this.#follow(this.spotOfChat(), this.#t().plain('button-old'), menu)
  }

  /** The second of two taps on one button: a passing line is enough, where there is one. */
  async #alreadyDone(): Promise<Turn> {
    const toast = this.#t().plain('done-already')
    if (this.#account.toasts && this.#tap) return { toast, drafts: [] }
    return this.#follow(this.spotOfChat(), toast)
  }

  spotOfChat(): StoredSpot {
    return this.#chat.spot ?? { screen: this.#audience.home, state: {} }
  }

  /** Shows the screen of a spot, following where it sends on. */
  async #follow(to: StoredSpot | Go, toast?: string, menu?: Menu): Promise<Turn> {
    let spot: StoredSpot | Go = to
    const { page } = to
    let line = toast ?? ('toast' in to ? to.toast : undefined)
    for (let redirects = 0; redirects < mostRedirects; redirects++) {
      if ('changes' in spot && spot.changes) this.#changeTo(spot.changes)
      if (spot.audience !== undefined) this.#speakAs(spot.audience)
      const found = this.#screenAt(spot) ?? this.#screenAt({ screen: this.#audience.home, state: {} })
      if (!found) throw new Error(`no screen ${this.#audience.home}`)
      const shown = await found.screen.show(this.#scene(found.state))
      if (shown.kind === 'view')
        return await this.#draft({ screen: found.screen.name, state: found.state }, shown, page, line, menu)
      line = shown.toast ?? line
      spot = shown
    }
    throw new Error(`screens send each other on: ${to.screen}`)
  }

  async #draft(
    spot: StoredSpot,
    whole: Shown,
    page: number | undefined,
    toast: string | undefined,
    menu: Menu | undefined,
  ): Promise<Turn> {
    this.#change.spot = spot
    const shown = onePage(whole, this.#account.choicesAtOnce, spot, page, this.#t().plain('more-choices'))
    const { greeting } = this.#audience
    let { text } = shown
    if (greeting && !this.#chat.greeted) {
      text = join([await greeting(this.#scene(undefined)), text], '\n\n')
      this.#change.greetedAt = this.#work.now
    }
    const to = { chat: this.#chat, account: this.#account, language: this.#t().language, now: this.#work.now }
    return reply(to, { spot, shown: { ...shown, text }, toast }, { tap: this.#tap, answers: menu, about: this.#menu })
  }

  /** On an account for both, what is tapped or meant decides as whom a person goes on. */
  #speakAs(audience: AudienceName): void {
    if (audience === this.#chat.audience || !this.#account.audiences.includes(audience)) return
    this.#change.audience = audience
    this.#chat = { ...this.#chat, audience, spot: null }
  }

  #changeTo({ language, municipalityId, personId }: NonNullable<Go['changes']>): void {
    if (language !== undefined) this.#change.language = language
    if (municipalityId !== undefined) this.#change.municipalityId = municipalityId
    this.#chat = {
      ...this.#chat,
      ...(language && { language }),
      ...(municipalityId && { municipalityId }),
      ...(personId && { personId }),
    }
  }

  #screenAt({ screen: name, state }: StoredSpot): { screen: Screen; state: unknown } | undefined {
    const screen = this.#audience.screens.get(name)
    const parsed = screen?.state.safeParse(state)
    return screen && parsed?.success ? { screen, state: parsed.data } : undefined
  }

  #t() {
    return texts(languageFor(this.#chat.language), this.#chat.timezone ?? 'Europe/Rome', this.#work.now)
  }

  #scene(state: unknown): Scene<unknown> {
    const { id, personId, personName, municipalityId, timezone } = this.#chat
    const viewer: Viewer = {
      chatId: id,
      account: this.#account,
      elsewhere: this.#elsewhere,
      personId,
      personName,
      municipalityId,
      timezone: timezone ?? 'Europe/Rome',
    }
    return { work: this.#work, state, t: this.#t(), viewer }
  }
}
