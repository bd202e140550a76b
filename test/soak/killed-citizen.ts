// SPDX-License-Identifier: AGPL-3.0-or-later
// A citizen who orders and calls off again and again, whatever happens to the program. Nothing is tapped twice: an update
// that was taken is answered, however late.
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
  // The day alone: late in the evening the first time is «domani 7:00».
  /^(domani|[a-z]{3} \d{1,2} [a-z]{3})$/,
  /^\d{1,2}:\d\d$/,
  /^Invia l'ordine/,
]
/** One person may have few live orders: each is called off again. */
const wayBack: readonly RegExp[] = [/^Annulla$/, /^Sì, annulla$/]
const lookEveryMs = 20
/** Between two taps: one person may bring in 200 a minute. */
const tapEveryMs = 320
/** Whoever waits so long is stuck. */
const patienceMs = 90_000

export class KilledCitizen {
  readonly chat: Conversation
  /** Last looks that were answered with a tap: each must become one order. */
  orders = 0
  stuck = 0
  longestWaitMs = 0
  /** Where this citizen was stuck, for whoever has to find out why. */
  readonly where: string[] = []
  #told = false
  /** Messages tapped on already: a button seen again is a message repeated, and not the next step. */
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
      await pause(tapEveryMs)
      this.chat.start('s-forno')
      for (const step of [...way, ...wayBack]) {
        const button = await this.#awaits(step)
        if (!button) break
        await pause(tapEveryMs)
        this.#used.add(button.data.split(':')[0] ?? '')
        if (step === way.at(-1)) this.orders++
        this.chat.pressData(button.messageId, button.data)
      }
    }
  }

  /** The next button, as soon as it is there. */
  async #awaits(next: RegExp): Promise<Button | undefined> {
    const begun = performance.now()
    for (let waited = 0; waited < patienceMs; waited = performance.now() - begun) {
      const button = buttonNow(this.chat, next, this.#used)
      if (button) {
        this.longestWaitMs = Math.max(this.longestWaitMs, waited)
        return button
      }
      await pause(lookEveryMs)
    }
    this.stuck++
    this.where.push(`${String(next)} did not come\n${this.chat.transcript().slice(-1500)}`)
    return undefined
  }
}
