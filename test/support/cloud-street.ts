// SPDX-License-Identifier: AGPL-3.0-or-later
// WhatsApp over the Cloud API: our adapter and its webhook against the stub of Meta's server.
import { whatsappCloudChannel } from '../../bots/whatsapp/cloud.ts'
import { templateTexts } from '../../bots/whatsapp/templates.ts'
import type { ChatMessage } from '../../playground/whatsapp/cloud-stub.ts'
import { CloudStub, type Conversation } from '../../playground/whatsapp/cloud-stub.ts'
import { shownText } from '../../playground/whatsapp/formatting.ts'
import type { Oddity, Offer, Phone, SentDocument, Standing, Street, StreetParts } from './phone.ts'
import { asWritten, spaced } from './phone.ts'
import { aslike } from './whatsapp-reading.ts'

export interface CloudStreet extends Street {
  readonly stub: CloudStub
}

/** What Meta and we alone know. */
export const cloudSecrets = {
  appSecret: 'a-secret-of-the-app',
  verifyToken: 'a-word-to-verify',
  accessToken: 'EAAstories',
}

export async function cloudStreet({ clock, photos, log, webUrl }: StreetParts): Promise<CloudStreet> {
  const stub = await CloudStub.start({
    clock,
    flood: { mode: 'enforce' },
    statuses: { reach: 'sent' },
    accessToken: cloudSecrets.accessToken,
  })
  for (const text of templateTexts()) stub.addTemplate({ ...text, status: 'APPROVED' })
  const { phoneNumberId, businessAccountId, displayPhoneNumber } = stub.world.options
  const channel = whatsappCloudChannel({
    ...{ ...cloudSecrets, phoneNumberId, businessAccountId, apiRoot: stub.apiRoot, photos, log, clock },
  })
  return {
    stub,
    channels: [channel],
    webhooks: [channel.webhook],
    linkBefore: () => `https://wa.me/${displayPhoneNumber}?text=`,
    open: () => stub.setWebhook(`${webUrl}${channel.webhook.path}`, cloudSecrets.verifyToken, cloudSecrets.appSecret),
    phone: ({ firstName, lastName, language }) => {
      // Meta tells no language: a number's country stands for it.
      const phone = language.startsWith('en') ? `4477009${digits(5)}` : undefined
      const name = `${firstName} ${lastName}`
      return new CloudPhone(stub, stub.addPerson({ name, ...(phone !== undefined && { phone }) }).chat)
    },
    close: () => stub.stop(),
  }
}

let numbers = 0
function digits(count: number): string {
  return String(++numbers).padStart(count, '0')
}

/** A chat with the one number that serves both sides of the counter. */
export class CloudPhone implements Phone {
  readonly channel = 'whatsapp-cloud'
  readonly chat: Conversation
  readonly #stub: CloudStub

  constructor(stub: CloudStub, chat: Conversation) {
    this.#stub = stub
    this.chat = chat
  }

  get address(): string {
    return this.chat.person.phone ?? this.chat.person.userId ?? ''
  }

  standing(): Standing[] {
    return this.chat.fromBusiness.map(standingOf)
  }

  documents(): SentDocument[] {
    return this.chat.fromBusiness.flatMap(({ kind, file }) =>
      kind === 'document' && file ? [{ name: file.name ?? '', bytes: file.bytes }] : [],
    )
  }

  async write(text: string): Promise<void> {
    this.chat.sendText(asWritten(text))
    await this.#stub.settled()
  }

  async choose({ id }: Standing, { wire }: Offer): Promise<undefined> {
    this.chat.tapId(id, wire)
    await this.#stub.settled()
  }

  async send(what: Oddity): Promise<void> {
    const { chat } = this
    const ways = {
      sticker: () => chat.sendSticker(),
      poll: () => chat.sendUnsupported(),
      voice: () => chat.sendVoice(),
      photo: () => chat.sendImage(),
      contact: () => chat.sendContact(),
      location: () => chat.sendLocation(),
    }
    ways[what]()
    await this.#stub.settled()
  }

  block(): void {
    this.chat.block()
  }

  unblock(): void {
    this.chat.unblock()
  }
}

function standingOf({ id, text, buttons }: ChatMessage): Standing {
  const shown = spaced(aslike(shownText(text).text))
  return { id, text: shown, offers: buttons.map(each => ({ label: wholeLabel(each, shown), wire: each.id })) }
}

/** A title that was cut stands whole in the row's second line, or with its number in the text above. */
function wholeLabel({ title, description }: ChatMessage['buttons'][number], text: string): string {
  const [, sign, rest = title] = /^(?:([A-J\d]{1,2})\. )?(.*)…$/su.exec(title) ?? []
  const line = text.split('\n').find(each => sign !== undefined && each.startsWith(`${sign} ${rest}`))
  if (line !== undefined && sign !== undefined) return line.slice(sign.length + 1)
  return spaced(description?.startsWith(rest) ? description : title)
}
