// SPDX-License-Identifier: AGPL-3.0-or-later
// WhatsApp Web: our adapter, with whatsapp-web.js in a real Chromium, over the stub of its page. A browser takes seconds
// to start, so there is one for all the towns of a process of tests, which live in it one after another.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { whatsAppWebTimings, whatsappWebChannel } from '../../bots/whatsapp/web.ts'
import { shownText } from '../../playground/whatsapp/formatting.ts'
import type { Channel, Receiver } from '../../src/channel.ts'
import { pause } from '../../src/system.ts'
import { browserProgram, containerArguments } from './browser.ts'
import type { Oddity, Offer, Phone, SentDocument, Standing, Street, StreetParts } from './phone.ts'
import { asWritten, spaced } from './phone.ts'
import { aslike } from './whatsapp-reading.ts'
import { serveWhatsAppPage, type WhatsAppPage } from './whatsapp-web-page/server.ts'

interface Browser {
  readonly page: WhatsAppPage
  readonly channel: Channel
  close(): Promise<void>
}

/** Whose town it is now. */
let present: (StreetParts & { receiver?: Receiver | undefined }) | undefined
let browser: Promise<Browser> | undefined
let numbers = 0

export async function webStreet(parts: StreetParts): Promise<Street> {
  const { page, channel } = await (browser ??= openBrowser())
  const here = { ...parts, receiver: undefined as Receiver | undefined }
  present = here
  return {
    channels: [
      {
        account: channel.account,
        send: message => channel.send(message),
        download: (fileId, mostBytes) => channel.download(fileId, mostBytes),
        start: receiver => {
          here.receiver = receiver
          return Promise.resolve()
        },
        stop: () => Promise.resolve(),
        health: () => channel.health(),
      },
    ],
    webhooks: [],
    linkBefore: () => channel.account.link('') ?? '',
    phone: ({ firstName, lastName }) =>
      new WebPhone(page, `39347${String(++numbers).padStart(7, '0')}`, `${firstName} ${lastName}`),
    close() {
      present = undefined
      return Promise.resolve()
    },
  }
}

/** Closes the browser, if there is one. */
export async function closeWebStreet(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}

async function openBrowser(): Promise<Browser> {
  const [page, program] = await Promise.all([serveWhatsAppPage(), browserProgram()])
  const dataDir = mkdtempSync(join(tmpdir(), 'whatsapp-web-'))
  const town = (): StreetParts & { receiver?: Receiver | undefined } => {
    if (!present) throw new Error('there is no town')
    return present
  }
  const scanned = Promise.withResolvers<void>()
  const channel = whatsappWebChannel({
    dataDir,
    chromium: program.path,
    chromiumArguments: [...containerArguments, ...page.chromiumArguments],
    environment: program.environment,
    photos: {
      photo: (...given) => town().photos.photo(...given),
      remember: () => Promise.resolve(),
      file: id => town().photos.file(id),
    },
    log: {
      debug: () => undefined,
      info: () => undefined,
      warn: (event, fields) => town().log.warn(event, fields),
      error: (event, fields) => town().log.error(event, fields),
    },
    clock: { now: () => town().clock.now() },
    show: () => scanned.resolve(),
    // Nobody waits for fingers here.
    timings: { ...whatsAppWebTimings, typingMs: [0, 0], perMinute: 100_000 },
  })
  await channel.start({
    take: incoming => {
      const { receiver } = town()
      return receiver ? receiver.take(incoming) : Promise.reject(new Error('the town has not begun'))
    },
    ignore: kind => present?.receiver?.ignore(kind),
    report: report => present?.receiver?.report(report) ?? Promise.resolve(),
  })
  await scanned.promise
  await page.call('scan')
  while (!channel.health().ok) await pause(20)
  return {
    page,
    channel,
    async close() {
      await channel.stop()
      await page.close()
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** A chat with the one number that serves both sides of the counter; what can be chosen are numbered lines. */
class WebPhone implements Phone {
  readonly channel = 'whatsapp-web'
  readonly address: string
  readonly #page: WhatsAppPage
  readonly #name: string

  constructor(page: WhatsAppPage, number: string, name: string) {
    this.#page = page
    this.#name = name
    this.address = `${number}@c.us`
  }

  standing(): Standing[] {
    return this.#page.told.flatMap(({ kind, ...told }) => {
      const { id, to, body, caption } = told as unknown as Sent
      if (kind !== 'message' || serialized(to) !== this.address) return []
      return [standingOf(bareId(id), caption ?? body ?? '')]
    })
  }

  documents(): SentDocument[] {
    return this.#page.told.flatMap(({ kind, ...told }) => {
      const { to, type, filename, mediaBase64 } = told as unknown as Sent
      if (kind !== 'message' || serialized(to) !== this.address || type !== 'document') return []
      return [{ name: filename ?? '', bytes: Buffer.from(mediaBase64 ?? '', 'base64') }]
    })
  }

  write(text: string): Promise<void> {
    return this.#receive({ body: asWritten(text) })
  }

  /** Below other choices it takes an answer to the very message. */
  async choose({ id }: Standing, { wire }: Offer): Promise<undefined> {
    const newest = this.standing().findLast(each => each.offers.length > 0)
    await this.#receive({ body: wire, ...(newest?.id !== id && { quotedStanzaID: id }) })
  }

  send(what: Oddity): Promise<void> {
    const ways = {
      sticker: { type: 'sticker' },
      poll: { type: 'poll_creation' },
      voice: { type: 'ptt' },
      photo: { type: 'image' },
      contact: { type: 'vcard', body: 'BEGIN:VCARD\nEND:VCARD' },
      location: { type: 'location', lat: 45, lng: 9 },
    }
    return this.#receive(ways[what])
  }

  block(): void {
    throw new Error('the page has no word for that')
  }

  unblock(): void {
    throw new Error('the page has no word for that')
  }

  /** What is safe with us is marked as seen. */
  async #receive(what: object): Promise<void> {
    const id = await this.#page.receive({ from: this.address, notifyName: this.#name, ...what })
    await this.#page.untilTold(({ kind, ids }) => kind === 'seen' && Array.isArray(ids) && ids.includes(id))
  }
}

/** As much of a message as the page tells of it. */
interface Sent {
  readonly id: { readonly id: string }
  readonly to: string | { readonly _serialized: string }
  readonly body?: string
  readonly caption?: string
  readonly type?: string
  readonly filename?: string
  readonly mediaBase64?: string
}

function serialized(wid: Sent['to']): string {
  return typeof wid === 'string' ? wid : wid._serialized
}

function bareId({ id }: Sent['id']): string {
  return id
}

const hint = /^(?:Rispondi con|Reply with|Answer with) /
const numbered = /^\*(\d{1,2}|[A-J])\* (.*)$/su

function standingOf(id: string, body: string): Standing {
  const lines = body.split('\n')
  const end = lines.findLastIndex(line => hint.test(line))
  const from =
    end < 0 ? -1 : lines.slice(0, end).findLastIndex((line, at) => line !== '' && !numbered.test(line) && at < end)
  const offers =
    end < 0
      ? []
      : lines.slice(from + 1, end).flatMap(line => {
          const [, wire, label] = numbered.exec(line) ?? []
          return wire === undefined || label === undefined ? [] : [{ wire, label: read(label) }]
        })
  const words = end < 0 ? lines : lines.slice(0, from + 1)
  return { id, text: read(words.join('\n').trimEnd()), offers }
}

function read(text: string): string {
  return spaced(aslike(shownText(text).text))
}
