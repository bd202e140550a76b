// SPDX-License-Identifier: AGPL-3.0-or-later
// The playground's number on WhatsApp: the Cloud API stub with our texts approved, and the way by which it tells us what
// happens: the real webhook, signed and verified, on a port of its own that only this machine reaches.
import { Hono } from 'hono'
import type { WhatsAppCloudConfig } from '../src/config.ts'
import type { Log } from '../src/log.ts'
import { type Clock, systemChance } from '../src/system.ts'
import { serveWeb } from '../src/web/web.ts'
import { answerVerification, answerWebhook, type Webhook } from '../src/web/webhook.ts'
import { whatsappNumber } from './cast.ts'
import { CloudStub } from './whatsapp/cloud-stub.ts'

/** A text that Meta approves, as the stub takes it. */
export type ApprovedText = Omit<Parameters<CloudStub['addTemplate']>[0], 'status'>

/** Starts the stub, which has approved the given texts; its secrets are new each time. */
export async function openStub(
  clock: Clock,
  texts: readonly ApprovedText[],
): Promise<{ stub: CloudStub; config: WhatsAppCloudConfig }> {
  const { phoneNumberId, businessAccountId } = whatsappNumber
  const [accessToken, appSecret, verifyToken] = [systemChance.token(), systemChance.token(), systemChance.token()]
  const stub = await CloudStub.start({ ...whatsappNumber, accessToken, clock, flood: { mode: 'off' } })
  for (const text of texts) stub.addTemplate({ ...text, status: 'APPROVED' })
  const config = { phoneNumberId, businessAccountId, accessToken, appSecret, verifyToken, apiRoot: stub.apiRoot }
  return { stub, config }
}

/** Serves the channel's webhook to the stub alone; answers how to end that. */
export async function connectStub(stub: CloudStub, webhook: Webhook, log: Log): Promise<() => Promise<void>> {
  const { path, verifyToken = '', signingKey = '' } = webhook
  const web = new Hono()
  web.get(path, context => answerVerification(webhook, context))
  web.post(path, context => answerWebhook(webhook, context, log))
  const { port, stop } = await serveWeb(web, '127.0.0.1', 0)
  await stub.setWebhook(`http://127.0.0.1:${port}${path}`, verifyToken, signingKey)
  return stop
}
