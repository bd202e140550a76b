// SPDX-License-Identifier: AGPL-3.0-or-later
// A shopkeeper who sends photos of the goods, one after another, whatever happens to the program: each is fetched by an
// errand, between two units, and must come to the shop's window once.
import type { Conversation } from '../../playground/telegram/emulator.ts'
import { pause } from '../../src/system.ts'

const lookEveryMs = 20
/** Whoever waits so long is stuck. */
const patienceMs = 90_000
const welcome = 'da ora gli ordini arrivano qui'
const kept = 'Foto nuova in vetrina'

export class KilledKeeper {
  readonly chat: Conversation
  photos = 0
  stuck = 0
  readonly where: string[] = []
  /** The messages, by their rows, that say that a photo is in the window: one repeated on the way counts once. */
  readonly #answers = new Set<string>()
  #isKeeper = false
  #told = false

  constructor(chat: Conversation) {
    this.chat = chat
    chat.subscribe(event => {
      if (event.kind !== 'new' || !event.message.from.is_bot) return
      const { text = '', reply_markup } = event.message
      if (text.includes(welcome)) this.#isKeeper = true
      const row = reply_markup?.inline_keyboard[0]?.[0]?.callback_data?.split(':')[0]
      if (text.includes(kept) && row !== undefined) this.#answers.add(row)
    })
  }

  /** After the photo under way it is enough. */
  isTold(): void {
    this.#told = true
  }

  async sendsUntilTold(token: string): Promise<void> {
    this.chat.start(`i-${token}`)
    if (!(await this.#comes('the welcome', () => this.#isKeeper))) return
    while (!this.#told) {
      this.chat.sendPhoto(undefined, { caption: `Michetta ${this.photos % 2}` })
      this.photos++
      if (!(await this.#comes(`photo ${this.photos}`, () => this.answers >= this.photos))) return
    }
  }

  /** How many answers said that a photo is in the window. */
  get answers(): number {
    return this.#answers.size
  }

  async #comes(what: string, isThere: () => boolean): Promise<boolean> {
    for (const begun = performance.now(); performance.now() - begun < patienceMs; await pause(lookEveryMs))
      if (isThere()) return true
    this.stuck++
    this.where.push(`${what} did not come\n${this.chat.transcript().slice(-1500)}`)
    return false
  }
}
