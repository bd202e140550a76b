// SPDX-License-Identifier: AGPL-3.0-or-later
// A citizen who orders again and again, whatever happens to the program, and taps once more when nothing comes.
import type { Conversation } from '../../playground/telegram/emulator.ts'
import { pause } from '../../src/system.ts'
import { type Button, buttonNow } from './walks.ts'

/** For another day, so that no time runs out while one thinks. */
const way: readonly RegExp[] = [
  /^Pane$/,
  /^Michetta 0/,
  /^1 pezzo/,
  /^La mia busta/,
  /^Scegli quando/,
  /^(domani|[a-z]{3} \d)/,
  /^\d{1,2}:\d\d$/,
  /^Invia l'ordine/,
]
const sent = /^Annulla$/
const lookEveryMs = 20
const retapAfterMs = 8000
const patienceMs = 60_000

export class KilledCitizen {
  readonly chat: Conversation
  /** Orders that this citizen means to have sent: one for each last look that was answered with a tap. */
  orders = 0
  retaps = 0
  stuck = 0
  longestWaitMs = 0
  /** Where this citizen was stuck, for whoever has to find out why. */
  readonly where: string[] = []
  #told = false
  /** Messages tapped on already: a button seen twice is a message repeated, and not the next step. */
  readonly #used = new Set<string>()

  constructor(chat: Conversation) {
    this.chat = chat
  }

  /** After the order under way it is enough. */
  isTold(): void {
    this.#told = true
  }

  async ordersUntilTold(): Promise<void> {
    while (!this.#told) {
      await this.#sends('/start s-forno')
      for (const [at, step] of way.entries()) {
        const button = buttonNow(this.chat, step, this.#used)
        if (!button) break
        this.#used.add(rowOf(button))
        if (at === way.length - 1) this.orders++
        if (!(await this.#taps(button, way[at + 1] ?? sent))) break
      }
    }
  }

  async #sends(text: string): Promise<void> {
    this.chat.sendText(text)
    await this.#awaits(way[0] ?? sent, () => void this.chat.sendText(text))
  }

  /** Until the next button is there. */
  #taps(button: Button, next: RegExp): Promise<boolean> {
    const tap = (): void => void this.chat.pressData(button.messageId, button.data)
    tap()
    return this.#awaits(next, tap)
  }

  async #awaits(next: RegExp, again: () => void): Promise<boolean> {
    const begun = performance.now()
    let lastTap = begun
    for (;;) {
      if (buttonNow(this.chat, next, this.#used)) {
        this.longestWaitMs = Math.max(this.longestWaitMs, performance.now() - begun)
        return true
      }
      const now = performance.now()
      if (now - begun > patienceMs) {
        this.stuck++
        this.where.push(`${String(next)} did not come\n${this.chat.transcript().slice(-1500)}`)
        return false
      }
      if (now - lastTap > retapAfterMs) {
        lastTap = now
        this.retaps++
        again()
      }
      await pause(lookEveryMs)
    }
  }
}

function rowOf(button: Button): string {
  return button.data.split(':')[0] ?? ''
}
