// SPDX-License-Identifier: AGPL-3.0-or-later
// WhatsApp Web as a channel: unofficial, for trying out and for small use. Translates, decides nothing but how fast it
// writes and to whom.
import { join } from 'node:path'
import { toString as qrOf } from 'qrcode'
import {
  type Channel,
  type Delivery,
  type Download,
  type Health,
  type Message,
  mostDownloadBytes,
  type PhotoStore,
  type Reach,
  type Receiver,
  type Report,
} from '../../src/channel.ts'
import type { Log } from '../../src/log.ts'
import { type Clock, elapsedMs, systemChance } from '../../src/system.ts'
import { oneByOne, turnsByKey, within, workInHand } from '../../src/turns.ts'
import { captionLimit, numberedText } from './render.ts'
import type { Outgoing } from './web-life.ts'
import type { Heard, Sending } from './web-protocol.ts'
import { supervise, type Supervisor, supervisorTimings, type SupervisorTimings } from './web-supervisor.ts'
import { mayWrite, paceOf, troubleOf } from './web-writing.ts'

export interface WhatsAppWebParts {
  readonly dataDir: string
  readonly chromium: string | undefined
  readonly chromiumArguments: readonly string[]
  /** Link by a code for this number instead of a QR code. */
  readonly phone?: string | undefined
  readonly photos: PhotoStore
  readonly log: Log
  readonly clock: Clock
  /** For lines that whoever started it must see; stdout unless told. */
  readonly show?: ((lines: string) => void) | undefined
  readonly timings?: WhatsAppWebTimings | undefined
  /** What the browser wants in its environment. */
  readonly environment?: Readonly<Record<string, string>> | undefined
}

export interface WhatsAppWebTimings extends SupervisorTimings {
  /** Before each message, from … to: as long as somebody types. */
  readonly typingMs: readonly [number, number]
  readonly perMinute: number
  /** For a message to be with WhatsApp's servers. */
  readonly sendWithinMs: number
}

export const whatsAppWebTimings: WhatsAppWebTimings = {
  ...supervisorTimings,
  typingMs: [1000, 3000],
  perMinute: 20,
  sendWithinMs: 15_000,
}

const name = 'whatsapp-web'
/** While there is no connection the outbox asks again after so long. */
const askAgainMs = 5000
/** For a file to come over from the browser's process. */
const handoverMs = 5000

export function whatsappWebChannel(parts: WhatsAppWebParts): Channel {
  const { photos, log, clock } = parts
  const timings = parts.timings ?? whatsAppWebTimings
  const show = parts.show ?? (lines => void process.stdout.write(`${lines}\n`))
  const pace = paceOf(timings.perMinute)
  const inHand = workInHand()
  /** Each chat's letters in their order. */
  const turns = turnsByKey<void>()
  /** Letters in hand, by their id: they come again until they are safe. */
  const taking = new Set<string>()
  let supervisor: Supervisor | undefined
  let receiver: Receiver | undefined

  const track = (work: Promise<void>): void =>
    void inHand.keep(work).catch((error: unknown) => log.warn('whatsapp-web', { error }))
  const report = (news: Report): void => track(receiver?.report(news) ?? Promise.resolve())

  const take = (heard: Heard, taken: () => void): void => {
    if (taking.has(heard.id)) return
    taking.add(heard.id)
    const { id, chat, aliases, input, at } = heard
    const sentAtMs = at === undefined ? undefined : at * 1000
    // A hidden id is the account's; a number may be somebody else's tomorrow.
    const userId = [chat, ...aliases].find(each => each.endsWith('@lid'))
    const from = { address: chat, userId, aliases, name: heard.name }
    const turn = turns.take(chat, async () => {
      try {
        await receiver?.take({ account: name, updateId: id, sentAtMs, from, input })
        taken()
      } catch (error) {
        // It comes again.
        log.warn('whatsapp-web-take', { error })
      }
      taking.delete(id)
    })
    track(turn)
  }

  const sendPart = async (outgoing: Outgoing, messageId: string): Promise<{ id: string } | Delivery> => {
    const asked = supervisor?.send(outgoing)
    if (!asked) return notNow
    const sending = await within(timings.sendWithinMs + outgoing.typingMs, asked, 'late')
    if (sending === 'late') {
      // Should it be heard of after all, it need not go again.
      track(
        asked.then(answer => {
          if (answer?.outcome === 'sent') report({ messageId, externalId: answer.externalId, news: 'sent' })
        }),
      )
      return { outcome: 'unknown', error: 'no answer from the page', retryAfterMs: 60_000 }
    }
    return troubleOf(sending) ?? { id: sentId(sending) }
  }

  // One person types one message at a time.
  const deliver = oneByOne(async (message: Message): Promise<Delivery> => {
    const refusal = mayWrite(message, clock.now())
    if (refusal !== undefined) return { outcome: 'refused', error: refusal, closed: false }
    if (!supervisor?.health().ok) return notNow
    const outgoing = await partsOf(message, photos)
    const waitMs = pace.waitMs(outgoing.length, elapsedMs())
    if (waitMs > 0) return { outcome: 'later', retryAfterMs: waitMs, scope: 'account' }
    const externalIds: string[] = []
    for (const part of outgoing) {
      const [least, most] = timings.typingMs
      const typingMs = least + systemChance.below(most - least + 1)
      const sent = await sendPart({ chat: message.address, ...part, typingMs }, message.id)
      if ('outcome' in sent) {
        // Half of it stands there: to say «later» would let the first half come again and again.
        return externalIds.length > 0
          ? { outcome: 'unknown', error: 'only a part was sent', retryAfterMs: 30_000 }
          : sent
      }
      externalIds.push(sent.id)
    }
    return { outcome: 'delivered', externalIds }
  })

  const download = async (fileId: string, mostBytes = mostDownloadBytes): Promise<Download> => {
    const asked = supervisor?.download(fileId, mostBytes)
    if (!asked) return { ok: false, error: 'no connection', again: true }
    // The browser's process gives up by itself, if it still can.
    const found = await within(timings.child.downloadWithinMs + handoverMs, asked, undefined)
    if (!found) return { ok: false, error: 'no answer from the page', again: true }
    if (!found.ok) return found
    const { base64, mime, name } = found
    return { ok: true, bytes: Buffer.from(base64, 'base64'), mime, name }
  }

  return {
    account: {
      name,
      channel: 'whatsapp-web',
      audiences: ['citizen', 'staff'],
      edits: false,
      toasts: false,
      choicesAtOnce: 10,
      link(code) {
        const number = supervisor?.number()
        return number === undefined ? undefined : `https://wa.me/${number}?text=${encodeURIComponent(code)}`
      },
    },
    send: deliver,
    download,
    async start(given) {
      receiver = given
      supervisor = supervise({
        folder: join(parts.dataDir, name),
        chromium: parts.chromium,
        chromiumArguments: parts.chromiumArguments,
        phone: parts.phone,
        environment: parts.environment ?? {},
        timings,
        log,
        heard: take,
        ack: (externalId, ack) => {
          const news = newsOf(ack)
          if (news) report({ externalId, news })
        },
        pairing: pairing => track(invitation(pairing).then(show)),
      })
      await supervisor.begun
    },
    async stop() {
      await supervisor?.stop()
      await inHand.idle()
    },
    health: () => supervisor?.health() ?? { ok: false, detail: 'not started yet' },
  }
}

const notNow: Delivery = { outcome: 'later', retryAfterMs: askAgainMs, scope: 'account' }

function sentId(sending: Sending | undefined): string {
  return sending?.outcome === 'sent' ? sending.externalId : ''
}

type Part = Pick<Outgoing, 'text' | 'photo' | 'document'>

/** Documents, then the words. */
async function partsOf(message: Message, photos: PhotoStore): Promise<Part[]> {
  const documents: Part[] = []
  for (const { id, name } of message.view.files ?? []) {
    const file = await photos.file(id)
    if (file) documents.push({ text: '', document: { mime: file.mime, base64: base64Of(file.bytes), name } })
  }
  return [...documents, ...(await wordsOf(message, photos))]
}

/** A picture takes the text along where it fits under it. */
async function wordsOf(message: Message, photos: PhotoStore): Promise<Part[]> {
  const texts = numberedText(message.view, message.language, message.toast).map(text => ({ text }))
  const stored = message.view.photoId === undefined ? undefined : await photos.photo(message.view.photoId, name)
  if (!stored) return texts
  const photo = { mime: stored.mime, base64: base64Of(stored.bytes) }
  const [first, ...rest] = texts
  return first && first.text.length <= captionLimit ? [{ ...first, photo }, ...rest] : [{ text: '', photo }, ...texts]
}

function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}

const reaches: Readonly<Record<number, Reach>> = { 1: 'sent', 2: 'delivered', 3: 'read', 4: 'read' }

function newsOf(ack: number): Report['news'] | undefined {
  return ack < 0 ? { outcome: 'refused', error: 'WhatsApp could not send it', closed: false } : reaches[ack]
}

/** For whoever sits at the terminal: what to do, and what it may cost. */
async function invitation({ qr, code }: NonNullable<Health['pairing']>): Promise<string> {
  const how =
    code === undefined
      ? `  Sul telefono: WhatsApp > Dispositivi collegati > Collega un dispositivo, e inquadra:\n\n${await qrOf(qr ?? '', { type: 'terminal', small: true })}`
      : `  Sul telefono: WhatsApp > Dispositivi collegati > Collega con il numero di telefono. Il codice: ${code}\n`
  return `
  WhatsApp Web aspetta di essere collegato. Attenzione: WhatsApp non ammette i programmi non ufficiali e può bloccare
  il numero, anche per sempre. Usa un numero solo per questo, mai quello personale; per l'uso vero c'è la Cloud API.

${how}`
}
