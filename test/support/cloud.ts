// SPDX-License-Identifier: AGPL-3.0-or-later
// The real Cloud API adapter behind the real web server, against the stub of Meta, without an engine: what it brings is
// written down, and messages are handed to it as the outbox would.
import { CloudStub, type CloudStubOptions } from '../../playground/whatsapp/cloud-stub.ts'
import { type CloudParts, whatsappCloudChannel } from '../../bots/whatsapp/cloud.ts'
import { templateTexts } from '../../bots/whatsapp/templates.ts'
import type { Channel, Incoming, Message, PhotoStore, Receipt, Report, View } from '../../src/channel.ts'
import { createLog } from '../../src/log.ts'
import { movableClock, type MovableClock } from '../../src/system.ts'
import type { Markup } from '../../src/text/markup.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { createWeb, serveWeb } from '../../src/web/web.ts'

export const appSecret = 'app-secret-0123456789abcdef'
export const verifyToken = 'the-word-we-agreed-on'

/** The adapter at work, and everything it said to the engine. */
export interface RunningCloud {
  readonly stub: CloudStub
  readonly channel: Channel
  readonly clock: MovableClock
  readonly heard: Incoming[]
  readonly reports: Report[]
  /** Ids of pictures by the account's name for them. */
  readonly shelf: Map<string, string>
  readonly logLines: string[]
  readonly url: string
  stop(): Promise<void>
}

export async function runCloud(
  options: CloudStubOptions = {},
  take: (incoming: Incoming) => Promise<Receipt> = () => Promise.resolve({ fresh: true }),
  limits?: CloudParts['limits'],
): Promise<RunningCloud> {
  const clock = movableClock()
  const stub = await CloudStub.start({ clock, ...options })
  for (const text of templateTexts()) stub.addTemplate({ ...text, status: 'APPROVED' })
  const heard: Incoming[] = []
  const reports: Report[] = []
  const logLines: string[] = []
  const shelf = new Map<string, string>()
  const log = createLog('debug', [], { write: line => void logLines.push(line) })
  const { phoneNumberId, businessAccountId, accessToken } = stub.world.options
  const channel = whatsappCloudChannel({
    phoneNumberId,
    businessAccountId,
    accessToken,
    appSecret,
    verifyToken,
    apiRoot: stub.apiRoot,
    photos: photosOf(shelf),
    log,
    clock,
    limits,
  })
  const web = await serveWeb(
    createWeb({ checks: [], metrics: createMetrics(), webhooks: [channel.webhook], log }),
    '127.0.0.1',
    0,
  )
  await channel.start({
    async take(incoming) {
      const receipt = await take(incoming)
      heard.push(incoming)
      return receipt
    },
    ignore: () => undefined,
    report: report => Promise.resolve(void reports.push(report)),
  })
  const url = `http://127.0.0.1:${web.port}/whatsapp`
  await stub.setWebhook(url, verifyToken, appSecret)
  return {
    stub,
    channel,
    clock,
    heard,
    reports,
    shelf,
    logLines,
    url,
    async stop() {
      await channel.stop()
      await stub.stop()
      await web.stop()
    },
  }
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Every picture is there but one called `gone`. */
function photosOf(shelf: Map<string, string>): PhotoStore {
  return {
    photo: id => Promise.resolve(id === 'gone' ? undefined : { bytes: png, mime: 'image/png', fileId: shelf.get(id) }),
    remember: (id, _account, fileId) => Promise.resolve(void shelf.set(id, fileId)),
    file: id => Promise.resolve(id === 'gone' ? undefined : { bytes: Buffer.from('{}'), mime: 'application/json' }),
  }
}

let count = 0

/** A message as the outbox hands it over, to somebody who has just written. */
export function messageTo(
  address: string,
  clock: MovableClock,
  view: Partial<Omit<View, 'text' | 'rows'>> & { text: string; labels?: readonly string[] },
  more: Partial<Message> = {},
): Message {
  const { text, labels = [], ...rest } = view
  return {
    id: `m${++count}`,
    address,
    language: 'it',
    lastHeardAt: clock.now(),
    view: { text: text as Markup, rows: labels.map(label => [{ label }]), ...rest },
    ...more,
  }
}
