// SPDX-License-Identifier: AGPL-3.0-or-later
// A strict emulator of the Telegram Bot API, on loopback. Modes: updates by polling or by webhook, as the bot asks;
// flood limits counted, enforced (429) or off; webhooks as on a `--local` server (http, any port) or as on the public
// one (`localMode: false`); message dates by the machine's clock or by a given one. Calls can be made to go wrong
// (`failNext`) or to be slow (`latency`). People are played by `addUser`: they open links, write, press, block.
//
// The rules and the error texts follow the sources of tdlib/telegram-bot-api 10.0 (Client.cpp, WebhookActor.cpp) and
// tdlib/td (MessageEntity.cpp, MessagesManager.cpp). Lines marked [server] are answers of Telegram's closed servers,
// known from public reports. Left out: forum topics, channels, inline mode, games, payments, Mini Apps, albums of bots.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Bot, BotInfo } from './bots.ts'
import { runReply } from './calls.ts'
import type { ChatListener } from './chats.ts'
import type { FaultPlan } from './faults.ts'
import { createServer } from './server.ts'
import { Group, User } from './users.ts'
import type { WebhookHub } from './webhook.ts'
import { WORLD_DEFAULTS, World } from './world.ts'
import type { Latency, PersonInfo, WorldOptions } from './world.ts'

export type { Bot } from './bots.ts'
export type { ChatEvent } from './chats.ts'
export type { Conversation } from './conversation.ts'
export type { User } from './users.ts'
export type { ApiMessage, RawUpdate } from './wire.ts'

/** How to start: `port` 0 (the default) takes a free one. */
export type EmulatorOptions = Partial<WorldOptions> & { port?: number }

/** A running emulator. Give its `apiRoot` to a bot library. */
export class TelegramEmulator {
  readonly apiRoot: string
  readonly world: World
  readonly #server: http.Server
  readonly #users = new Map<number, User>()
  /** One pool for all webhooks; a benchmark posts some hundreds at once. */
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 256, scheduling: 'fifo' })

  private constructor(world: World, server: http.Server) {
    this.world = world
    this.#server = server
    this.apiRoot = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  static async start({ port = 0, ...options }: EmulatorOptions = {}): Promise<TelegramEmulator> {
    const world = new World({ ...WORLD_DEFAULTS, ...options })
    const server = createServer(world)
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return new TelegramEmulator(world, server)
  }

  async stop(): Promise<void> {
    for (const bot of this.world.bots) bot.delivery.stop()
    this.#agent.destroy()
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  /** Adds a bot; with a given token it is the same bot in the next emulator. */
  addBot(info: BotInfo): Bot {
    const { world } = this
    const { webhookTimeoutMs: timeoutMs, retryScale } = world.options
    const hub: WebhookHub = {
      agent: this.#agent,
      timeoutMs,
      retryScale,
      latencyMs: () => world.latency.webhookMs,
      nowSeconds: () => world.nowSeconds,
      onReply: reply => runReply(world, bot, reply),
    }
    const bot: Bot = world.addBot(info, hub)
    return bot
  }

  /** Adds a person; with a given id he is the same one in the next emulator. */
  addUser(info: PersonInfo): User {
    const user = new User(this.world, this.world.addPerson(info))
    this.#users.set(user.id, user)
    return user
  }

  addGroup(title = 'Gruppo'): Group {
    return new Group(this.world, this.world.addGroup(title))
  }

  get bots(): readonly Bot[] {
    return this.world.bots
  }

  get users(): readonly User[] {
    return [...this.#users.values()]
  }

  user(id: number): User | undefined {
    return this.#users.get(id)
  }

  /** Tells the listener of everything in every chat from now on; the answer ends that. */
  subscribe(listener: ChatListener): () => void {
    this.world.listeners.add(listener)
    return () => void this.world.listeners.delete(listener)
  }

  /** The bytes of a photo or a file by its file_unique_id, for showing it. */
  fileBytes(fileUniqueId: string): Buffer | undefined {
    return this.world.files.bytes(fileUniqueId)
  }

  /** Puts bytes behind a link, for bots that send a file by URL. */
  serveLink(url: string, data: Buffer): void {
    this.world.files.web.set(url, data)
  }

  /** Makes coming calls go wrong. */
  failNext(plan: FaultPlan): void {
    this.world.faults.plan(plan)
  }

  /** How many planned misfortunes no call has met yet. */
  get faultsLeft(): number {
    return this.world.faults.left
  }

  clearFaults(): void {
    this.world.faults.clear()
  }

  /** How slow the network is; may be changed at any time. */
  get latency(): Latency {
    return this.world.latency
  }

  /** What Telegram tolerated although a bot should not do it, and how often. */
  get notices(): ReadonlyMap<string, number> {
    return this.world.notices
  }
}
