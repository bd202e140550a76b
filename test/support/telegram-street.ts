// SPDX-License-Identifier: AGPL-3.0-or-later
// Telegram: our two bots against the emulator.
import type { Updates } from '../../bots/telegram/channel.ts'
import { citizenBot } from '../../bots/telegram/citizen.ts'
import { staffBot } from '../../bots/telegram/staff.ts'
import { type ApiMessage, type Conversation, TelegramEmulator } from '../../playground/telegram/emulator.ts'
import type { Oddity, Phone, SentDocument, Standing, Street, StreetParts } from './phone.ts'
import { spaced } from './phone.ts'

/** The bots' tokens. */
export const telegramSecrets = { citizen: '7100001:citizens-come-here', staff: '7100002:the-shops-have-this-one' }

export interface TelegramStreet extends Street {
  readonly emulator: TelegramEmulator
}

export async function telegramStreet(
  { clock, photos, log, webUrl }: StreetParts,
  updates: Updates['by'],
): Promise<TelegramStreet> {
  const emulator = await TelegramEmulator.start({ clock, flood: { mode: 'count' } })
  const bots = {
    citizen: emulator.addBot({ username: 'spesa_bot', token: telegramSecrets.citizen }),
    staff: emulator.addBot({ username: 'spesa_negozi_bot', token: telegramSecrets.staff }),
  }
  const parts = {
    apiRoot: emulator.apiRoot,
    updates:
      updates === 'polling' ? { by: updates } : { by: updates, publicUrl: webUrl, secret: 'a-secret-between-us' },
    photos,
    log,
  } as const
  const channels = [
    citizenBot({ ...parts, token: bots.citizen.token }),
    staffBot({ ...parts, token: bots.staff.token }),
  ]
  return {
    emulator,
    channels,
    webhooks: channels.flatMap(channel => channel.webhook ?? []),
    linkBefore: audience => `https://t.me/${bots[audience].user.username ?? ''}?start=`,
    phone: ({ firstName, lastName, language }, audience) =>
      new TelegramPhone(
        emulator,
        emulator
          .addUser({ first_name: firstName, last_name: lastName, language_code: language })
          .chatWith(bots[audience]),
      ),
    close: () => emulator.stop(),
  }
}

/** A private chat with one of the bots. */
class TelegramPhone implements Phone {
  readonly channel = 'telegram'
  readonly chat: Conversation
  readonly #emulator: TelegramEmulator

  constructor(emulator: TelegramEmulator, chat: Conversation) {
    this.#emulator = emulator
    this.chat = chat
  }

  get address(): string {
    return String(this.chat.person.id)
  }

  standing(): Standing[] {
    return this.chat.messages.filter(each => each.from.is_bot).map(standingOf)
  }

  documents(): SentDocument[] {
    return this.chat.messages.flatMap(({ from, document }) => {
      const bytes = document && this.#emulator.fileBytes(document.file_unique_id)
      return from.is_bot && bytes ? [{ name: document?.file_name ?? '', bytes }] : []
    })
  }

  async write(text: string): Promise<void> {
    this.chat.sendText(text)
    await this.chat.waitForMessage(() => true, { timeoutMs: 8000 })
  }

  async choose({ id }: Standing, { label, wire }: Standing['offers'][number]): Promise<string | undefined> {
    const answer = await this.chat.pressData(Number(id), wire).answer
    if (answer === undefined) throw new Error(`the tap on "${label}" was never answered\n${this.chat.transcript()}`)
    return answer.text
  }

  async send(what: Oddity): Promise<void> {
    const { chat } = this
    const ways = {
      sticker: () => chat.sendSticker(),
      poll: () => chat.sendPoll('Che pane?', ['Michetta', 'Rosetta']),
      voice: () => chat.sendVoice(),
      photo: () => chat.sendPhoto(),
      contact: () => chat.sendContact(),
      location: () => chat.sendLocation({ latitude: 45, longitude: 9 }),
    }
    ways[what]()
    await chat.waitForMessage()
  }

  block(): void {
    this.chat.block()
  }

  unblock(): void {
    this.chat.unblock()
  }
}

/** The chat itself, for what only Telegram has. */
export function telegramChat({ phone }: { readonly phone: Phone }): Conversation {
  if (!(phone instanceof TelegramPhone)) throw new Error('not on Telegram')
  return phone.chat
}

function standingOf({ message_id: id, text, caption, reply_markup: keyboard }: ApiMessage): Standing {
  const offers = (keyboard?.inline_keyboard ?? [])
    .flat()
    .map(button => ({ label: spaced(button.text), wire: button.callback_data ?? '' }))
  return { id: String(id), text: spaced(text ?? caption ?? ''), offers }
}
