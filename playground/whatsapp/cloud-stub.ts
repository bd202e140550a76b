// SPDX-License-Identifier: AGPL-3.0-or-later
// A strict stub of the WhatsApp Cloud API, on loopback: one business number, and people who write to it. Give its
// `apiRoot` and its ids to an adapter and `setWebhook` the adapter's callback URL. Modes: flood limits counted, enforced
// or off; errors in the answer or in a status; posts to the webhook in order, or repeated, shuffled and in batches. The
// window and the dates follow the clock one gives. Requests can be made to go wrong (`failNext`).
//
// Limits and codes are those of the publisher's pages; the field names follow its description (v23.0) and, for people
// without a phone number, its page on business-scoped user ids of March 2026.
// Left out: groups, catalogues and flows as outgoing messages, calls, marketing opt-outs, submitting templates.
import { once } from 'node:events'
import type http from 'node:http'
import type { AddressInfo } from 'node:net'
import { machineClock, sleep } from '../loopback/time.ts'
import type { ChatListener } from './chats.ts'
import { Conversation } from './conversation.ts'
import type { FaultPlan } from './faults.ts'
import { createServer } from './server.ts'
import type { Template } from './templates.ts'
import type { PostRecord, WebhookTarget } from './webhook.ts'
import { World } from './world.ts'
import type { PersonInfo, RequestRecord, WorldOptions } from './world.ts'

export type { ChatEvent, ChatMessage } from './chats.ts'
export type { Conversation } from './conversation.ts'
export type { Template } from './templates.ts'

/** How to start: `port` 0 (the default) takes a free one. */
export type CloudStubOptions = Partial<WorldOptions> & { port?: number }

/** A person who writes to the business. */
export type StubPerson = { readonly name: string; readonly chat: Conversation }

const DEFAULTS: WorldOptions = {
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
  displayPhoneNumber: '390331000000',
  verifiedName: 'Spesa in Comune',
  accessToken: 'EAAstub',
  clock: machineClock,
  flood: {},
  delivery: {},
  statuses: {},
  errorsIn: 'response',
  random: Math.random,
  historyPerChat: 1000,
}

/** A running stub. */
export class CloudStub {
  /** What stands before `/<phone number id>/messages`. */
  readonly apiRoot: string
  readonly world: World
  readonly #server: http.Server
  readonly #people: StubPerson[] = []

  private constructor(world: World, server: http.Server) {
    this.world = world
    this.#server = server
    this.apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v24.0`
  }

  static async start({ port = 0, ...options }: CloudStubOptions = {}): Promise<CloudStub> {
    const world = new World({ ...DEFAULTS, ...options })
    const server = createServer(world)
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return new CloudStub(world, server)
  }

  async stop(): Promise<void> {
    this.world.webhook.close()
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  /** Verifies the callback URL and posts there from now on; rejects when it does not pass. */
  setWebhook(url: string, verifyToken: string, appSecret: string): Promise<void> {
    const target: WebhookTarget = { url, verifyToken, appSecret }
    return this.world.webhook.aim(target)
  }

  /** Adds a person: with a number, with a user id, or with both; with a number of their own when neither is given. */
  addPerson(info: PersonInfo): StubPerson {
    const person = { name: info.name, chat: new Conversation(this.world, this.world.addPerson(info)) }
    this.#people.push(person)
    return person
  }

  get people(): readonly StubPerson[] {
    return this.#people
  }

  addTemplate(template: Template): void {
    this.world.templates.add(template)
  }

  /** Tells the listener of everything in every chat from now on; the answer ends that. */
  onEvent(listener: ChatListener): () => void {
    this.world.listeners.add(listener)
    return () => void this.world.listeners.delete(listener)
  }

  /** Makes coming requests go wrong. */
  failNext(plan: FaultPlan): void {
    this.world.faults.plan(plan)
  }

  clearFaults(): void {
    this.world.faults.clear()
  }

  /** Ends the life of one uploaded file, or of all. */
  expireMedia(id?: string): void {
    this.world.media.expire(id)
  }

  /** Puts bytes behind a link, for messages that send a file by URL. */
  serveLink(url: string, bytes: Buffer, mime: string): void {
    this.world.media.serve(url, bytes, mime)
  }

  /** The newest requests to the API, oldest first. */
  get requests(): readonly RequestRecord[] {
    return this.world.requests
  }

  /** The newest posts to the webhook, oldest first, as they were sent. */
  get posts(): readonly PostRecord[] {
    return this.world.webhook.posts
  }

  /** Waits until the webhook has been told everything, and has taken it. */
  async settled(): Promise<void> {
    while (this.world.reportsDue > 0 || !this.world.webhook.isIdle) await sleep(5)
  }
}
