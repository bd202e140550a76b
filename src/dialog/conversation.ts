// SPDX-License-Identifier: AGPL-3.0-or-later
// A chat during one turn: as whom its person acts, what of it changes, and the scenes that screens are given.
import type { Account, Audience as AudienceName } from '../channel.ts'
import type { StoredSpot } from '../db/stored.ts'
import { changeChat, type ChatChange, type ChatRow } from '../engine/people/chats.ts'
import type { Work } from '../engine/unit.ts'
import type { Plain } from '../text/markup.ts'
import { languageFor, type Texts, texts } from '../text/text.ts'
import { readablePart } from '../understanding/reading-limit.ts'
import { audiences } from './audience.ts'
import type { Audience, Scene, Screen, Viewer } from './screen.ts'
import { type ChatChanges, goTo } from './ways.ts'

/** A screen, and a state that its schema has accepted. */
export interface Found {
  readonly screen: Screen
  readonly state: unknown
}

/** A stored screen that does not exist, or whose state no longer fits. */
export interface UnknownScreen {
  readonly screen: string
  readonly audience: AudienceName
}

export class Conversation {
  readonly work: Work
  readonly account: Account
  readonly #elsewhere: readonly Account[]
  readonly #change: ChatChange = {}
  readonly #unknown = new Map<string, UnknownScreen>()
  #chat: ChatRow
  #readInPart = false

  constructor(work: Work, accounts: ReadonlyMap<string, Account>, chat: ChatRow) {
    const account = accounts.get(chat.account)
    if (!account) throw new Error(`no account ${chat.account}`)
    this.work = work
    this.account = account
    this.#elsewhere = [...accounts.values()].filter(each => each.channel !== account.channel)
    this.#chat = chat
  }

  get chat(): ChatRow {
    return this.#chat
  }

  get audience(): Audience {
    return audiences[this.#chat.audience]
  }

  /** Stored screens that could not be shown, each once. */
  get unknownScreens(): readonly UnknownScreen[] {
    return [...this.#unknown.values()]
  }

  /** Where the chat stands: at home before its first message. */
  get spot(): StoredSpot {
    return this.#chat.spot ?? goTo('home')
  }

  /** The words of the person who is answered. */
  get t(): Texts {
    return texts(languageFor(this.#chat.language), this.#chat.timezone ?? 'Europe/Rome', this.work.now)
  }

  /** What a screen is given. */
  scene<State>(state: State): Scene<State, Work> {
    const { id, personId, personName, municipalityId, timezone } = this.#chat
    const viewer: Viewer = {
      chatId: id,
      account: this.account,
      elsewhere: this.#elsewhere,
      personId,
      personName,
      municipalityId,
      timezone: timezone ?? 'Europe/Rome',
    }
    return { work: this.work, state, t: this.t, viewer }
  }

  /** The screen of a spot; undefined, and noted, where there is none or where the state does not fit it. */
  screenAt({ screen: name, state }: StoredSpot): Found | undefined {
    const screen = this.audience.screens.get(name)
    const parsed = screen?.state.safeParse(state)
    if (screen && parsed?.success) return { screen, state: parsed.data }
    this.noteUnknown(name)
    return undefined
  }

  /** Notes that something stored for this screen no longer fits. */
  noteUnknown(screen: string): void {
    const { audience } = this.#chat
    this.#unknown.set(`${audience} ${screen}`, { screen, audience })
  }

  /** On an account for both audiences, what is tapped or meant decides as whom a person goes on. */
  speakAs(audience: AudienceName): void {
    if (audience === this.#chat.audience || !this.account.audiences.includes(audience)) return
    this.#change.audience = audience
    this.#chat = { ...this.#chat, audience, spot: null }
  }

  /** Changes the chat's language, its town or its person for the rest of the turn. */
  changeTo({ language, municipalityId, personId }: ChatChanges): void {
    if (language !== undefined) this.#change.language = language
    if (municipalityId !== undefined) this.#change.municipalityId = municipalityId
    this.#chat = {
      ...this.#chat,
      ...(language && { language }),
      ...(municipalityId && { municipalityId }),
      ...(personId && { personId }),
    }
  }

  /** The part of what was written that is read. */
  readable(text: string): string {
    const { part, cut } = readablePart(text)
    this.#readInPart ||= cut
    return part
  }

  /** A line said in passing, and that only a part was read, if that is so. */
  passing(said: Plain | undefined): Plain | undefined {
    if (!this.#readInPart) return said
    return [this.t.plain('read-in-part'), said].filter(line => line !== undefined).join('\n')
  }

  /** The chat stands here from now on. */
  stand(spot: StoredSpot): void {
    this.#change.spot = spot
  }

  /** The person has been greeted. */
  greeted(): void {
    this.#change.greetedAt = this.work.now
  }

  /** Writes what has changed of the chat, with the commit. */
  keep(): void {
    changeChat(this.work, this.#chat.id, this.#change)
  }
}
