// SPDX-License-Identifier: AGPL-3.0-or-later
// Citizens who walk a whole order in a chat, and how long they wait for each answer.
import type { ApiMessage, Bot, Conversation, TelegramEmulator } from '../playground/telegram/emulator.ts'
import { shopSlug } from './town.ts'

/** One thing a citizen does: writes, or taps the newest button that fits. */
export interface Step {
  readonly name: string
  readonly label?: RegExp
  /** Only this is the answer: older messages may change as well, such as one that loses its buttons. */
  readonly answeredBy: (message: ApiMessage) => boolean
}

function offers(label: RegExp): Step['answeredBy'] {
  return ({ reply_markup: markup }) =>
    markup?.inline_keyboard.some(row => row.some(({ text }) => label.test(text))) ?? false
}

const taps: readonly [name: string, label: RegExp][] = [
  ['Pane', /^Pane$/],
  ['Pane casereccio', /^Pane casereccio/],
  ['500 g', /^500 g$/],
  ['La mia busta', /^La mia busta/],
  ['Scegli quando ritirare', /^Scegli quando ritirare/],
  ['the first time', /^(oggi|domani) /],
  ["Invia l'ordine", /^Invia l'ordine/],
]
const sent: Step['answeredBy'] = ({ text }) => /^(Ordine .* inviato|Invia l'ordine)/.test(text ?? '')

/** From the poster in the shop window to the order. */
export const steps: readonly Step[] = [undefined, ...taps].map((tap, at) => {
  const next = taps[at]
  const [name, label] = tap ?? ['/start s-…']
  return { name, ...(label && { label }), answeredBy: next ? offers(next[1]) : sent }
})

/** What the echo shows, so that the same walk finds its buttons. */
export const echoedLabels = [
  'Pane',
  'Pane casereccio',
  '500 g',
  'La mia busta',
  'Scegli quando ritirare',
  'oggi 10:15',
  "Invia l'ordine",
]

const answerLimitMs = 20_000

/** Somebody in a chat with one of the bots. */
export interface Citizen {
  /** Does it and answers after how many milliseconds the bot's message was there. */
  does(step: Step): Promise<number>
}

let citizens = 0

/** A person the bot has not met yet, on their way to a shop. */
export function newCitizen(emulator: TelegramEmulator, bot: Bot, shops: number): Citizen {
  const at = citizens++
  const chat = emulator.addUser({ first_name: `Anna ${at}`, language_code: 'it' }).chatWith(bot)
  return citizenIn(chat, shopSlug(at % shops))
}

function citizenIn(chat: Conversation, slug: string): Citizen {
  let waiting: { readonly answeredBy: Step['answeredBy']; answered(): void } | undefined
  chat.subscribe(event => {
    if (event.kind !== 'new' && event.kind !== 'edit') return
    if (event.message.from.is_bot && waiting?.answeredBy(event.message)) waiting.answered()
  })
  return {
    async does({ name, label, answeredBy }) {
      let timer: NodeJS.Timeout | undefined
      const over = new Promise<void>((answered, reject) => {
        waiting = { answeredBy, answered }
        timer = setTimeout(() => reject(new Error(`no answer to "${name}"\n${chat.transcript()}`)), answerLimitMs)
      })
      const begun = performance.now()
      if (label) chat.press(label)
      else chat.start(`s-${slug}`)
      await over
      const waitedMs = performance.now() - begun
      clearTimeout(timer)
      waiting = undefined
      return waitedMs
    },
  }
}

/** What came of people walking side by side. */
export interface Walked {
  readonly updatesPerSecond: number
  /** Milliseconds each step took, by step. */
  readonly waits: readonly (readonly number[])[]
}

/** Lets so many people walk so many orders each, all at the same time. */
export async function walk(people: readonly Citizen[], ordersEach: number): Promise<Walked> {
  const waits: number[][] = steps.map(() => [])
  const begun = performance.now()
  await Promise.all(
    people.map(async citizen => {
      for (let order = 0; order < ordersEach; order++) {
        for (const [at, step] of steps.entries()) waits[at]?.push(await citizen.does(step))
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  return { updatesPerSecond: (people.length * ordersEach * steps.length) / seconds, waits }
}
