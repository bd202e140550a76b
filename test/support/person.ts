// SPDX-License-Identifier: AGPL-3.0-or-later
import type { App } from '../../src/app.ts'
import { pause } from '../../src/system.ts'
import type { Oddity, Offer, Phone, Standing } from './phone.ts'

/** More pages than any list has. */
const mostPages = 12
/** An answer that had to queue behind something comes with the next sweep. */
const mostWaitMs = 8000
const waitMs = 20
const more = new Set(['Altro…', 'More…'])

/** Somebody in a chat, who taps and writes and sees what there is. Knows no channel. */
export class Person {
  readonly phone: Phone
  readonly #app: App

  constructor(phone: Phone, app: App) {
    this.phone = phone
    this.#app = app
  }

  async says(text: string): Promise<void> {
    await this.#answered(() => this.phone.write(text))
  }

  async sends(what: Oddity): Promise<void> {
    await this.#answered(() => this.phone.send(what))
  }

  /** Taps one button after another, each named by its label or the beginning of it. */
  async taps(...labels: string[]): Promise<void> {
    for (const label of labels) await this.tap(label)
  }

  /** Answers with the passing line, if there was one; where the channel has none, with the first line of what came of it. */
  async tap(label: string): Promise<string | undefined> {
    // What is in sight is tapped at once: not even a promise's turn later.
    const { on, offer } = found(this.last(), label) ?? (await this.#find(label))
    return this.#choose(on, offer)
  }

  /** Taps a button as it was under an older message, where it may no longer be shown. */
  async presses(on: Standing, label: string): Promise<string | undefined> {
    const offered = found(on, label)
    if (!offered) throw new Error(`there was no "${label}" under «${on.text}»`)
    return this.#choose(offered.on, offered.offer)
  }

  /** Turns pages as one does who has not found it yet, then looks further up. */
  async #find(label: string): Promise<{ on: Standing; offer: Offer }> {
    for (let pages = 0; pages < mostPages; pages++) {
      const last = this.last()
      const inSight = found(last, label)
      if (inSight) return inSight
      const next = last.offers.length === 10 ? last.offers.find(each => more.has(each.label)) : undefined
      if (!next) break
      await this.#choose(last, next)
    }
    for (const on of this.phone.standing().reverse()) {
      const offered = found(on, label)
      if (offered) return offered
    }
    throw new Error(`nothing to tap is "${label}"\n${this.transcript()}`)
  }

  async #choose(on: Standing, offer: Offer): Promise<string | undefined> {
    const before = this.messageCount()
    const toast = await this.#answered(() => this.phone.choose(on, offer))
    if (this.phone.channel === 'telegram') return toast
    const first = this.phone
      .standing()
      .slice(before)
      .map(({ text }) => text.split('\n')[0])
    return first.length > 0 ? first.join('\n') : undefined
  }

  /** Does something and waits for what comes of it: where nothing is edited, a message more than before. */
  async #answered<T>(act: () => Promise<T>): Promise<T> {
    const before = this.messageCount()
    const value = await act()
    await this.#app.idle()
    const waits = this.phone.channel === 'telegram' ? 0 : mostWaitMs / waitMs
    for (let wait = 0; wait < waits && this.messageCount() === before; wait++) await pause(waitMs)
    return value
  }

  /** From the poster to the order sent. */
  async ordersBread(when = 'oggi'): Promise<void> {
    await this.says('/start s-forno-rossi')
    await this.taps('Pane', 'Pane casereccio', '500 g', 'La mia busta', 'Scegli quando ritirare')
    if (when !== 'oggi') await this.tap(when)
    await this.taps(when, "Invia l'ordine")
  }

  /** The first label under the last message that has this in it. */
  buttonWith(part: string): string {
    const label = this.buttons().find(each => each.includes(part))
    if (label === undefined) throw new Error(`no button with ${part}\n${this.transcript()}`)
    return label
  }

  messageCount(): number {
    return this.phone.standing().length
  }

  /** What stands last in the chat, from us. */
  last(): Standing {
    const last = this.phone.standing().at(-1)
    if (!last) throw new Error('nothing has been said yet')
    return last
  }

  /** The text of our last message. */
  sees(): string {
    return this.last().text
  }

  /** The labels under the last message, in reading order. */
  buttons(): string[] {
    return this.last().offers.map(({ label }) => label)
  }

  /** All that we have said, oldest first. */
  heard(): string[] {
    return this.phone.standing().map(({ text }) => text)
  }

  /** Waits until we have said such a thing. */
  async hears(words: string, withinMs = 10_000): Promise<void> {
    const giveUp = new AbortController()
    void pause(withinMs, giveUp.signal).then(() => giveUp.abort())
    while (!this.heard().some(text => text.includes(words))) {
      if (giveUp.signal.aborted) throw new Error(`never heard "${words}"\n${this.transcript()}`)
      await pause(20)
    }
    giveUp.abort()
  }

  /** The chat in writing. */
  transcript(): string {
    return this.phone
      .standing()
      .map(({ text, offers }) => `${text}\n  [${offers.map(({ label }) => label).join('] [')}]`)
      .join('\n---\n')
  }
}

function found(on: Standing, label: string): { readonly on: Standing; readonly offer: Offer } | undefined {
  const offer = on.offers.find(each => each.label.startsWith(label))
  return offer && { on, offer }
}
