// SPDX-License-Identifier: AGPL-3.0-or-later
// The playground: a Bot API emulator, the people of a town, and a page on which a newcomer plays all of them. Behind
// it run the real bots, the real engine, the real database.
import type { Hono } from 'hono'
import { DateTime } from 'luxon'
import type { Log } from '../src/log.ts'
import { type MovableClock, systemClock } from '../src/system.ts'
import type { Ground } from '../src/transact.ts'
import * as cast from './cast.ts'
import { forgetLastTime, languageOf, shopInvited, startOfStaff, type TownToPlay, townToPlay } from './joining.ts'
import { type Deeds, type Outcome, playgroundPages } from './pages.ts'
import { chatForPage, commandsOf, messageForPage, type Seat } from './seats.ts'
import { openStream, type Snapshot } from './stream.ts'
import type { Bot } from './telegram/bots.ts'
import { type ChatEvent, TelegramEmulator, type User } from './telegram/emulator.ts'
import { readDeepLink } from './telegram/links.ts'

export interface Playground {
  /** The emulator's, for TELEGRAM_API_ROOT. */
  readonly apiRoot: string
  readonly citizenToken: string
  readonly staffToken: string
  /** Paths begin at `/`; to be mounted below `/playground`. */
  readonly pages: Hono
  /** Once the app runs and its town is there: seats the people. `sweep` runs what is due, after the clock was pushed. */
  begin(ground: Ground, sweep: () => Promise<unknown>): Promise<void>
  /** Ends the streams of open pages, which a web server that stops would wait for. */
  closePages(): void
  stop(): Promise<void>
}

/** Runs at the machine's pace; `clock` is what the newcomer pushes. */
export async function openPlayground(options: { clock: MovableClock; log: Log }): Promise<Playground> {
  const { clock, log } = options
  const emulator = await TelegramEmulator.start({ clock, flood: { mode: 'off' } })
  const citizens = emulator.addBot(cast.citizenBotInfo)
  const staff = emulator.addBot(cast.staffBotInfo)
  const seats = new Map<string, Seat>()
  let running: { ground: Ground; sweep: () => Promise<unknown>; town: TownToPlay } | undefined

  const seat = (id: string, kind: Seat['kind'], user: User, bot: Bot, shopSlug?: string): Seat => {
    const made = { id, kind, shopSlug, user, bot, conversation: user.chatWith(bot), language: 'it' }
    // As after clearing the history: who was here last time can be written to before writing.
    bot.privateChat(user.person).isStarted = true
    seats.set(id, made)
    return made
  }
  seat('anna', 'citizen', emulator.addUser(cast.anna), citizens)
  seat('luigi', 'citizen', emulator.addUser(cast.luigi), citizens)
  const townHall = seat('town', 'operator', emulator.addUser(cast.operator), staff)
  beginNumbering([citizens, staff])

  const snapshot = (): Snapshot => ({
    ready: running !== undefined,
    town: running?.town.name ?? '',
    timezone: running?.town.timezone ?? 'Europe/Rome',
    nowMs: clock.now().getTime(),
    firstShop: running ? shopToBegin(running.town) : '',
    shops: running?.town.shops.map(({ slug, name }) => ({ slug, name })) ?? [],
    chats: [...seats.values()].map(chatForPage),
  })
  const stream = openStream(snapshot)
  const unsubscribe = emulator.subscribe(event => {
    const there = [...seats.values()].find(({ conversation }) => conversation.chat === event.chat)
    if (!there) return
    tell(there.id, event)
    if (event.kind === 'edit' || (event.kind === 'new' && event.message.from.is_bot)) void followLanguage(there)
  })

  /** The person may have chosen another one. */
  async function followLanguage(there: Seat): Promise<void> {
    if (!running) return
    const audience = there.bot === citizens ? 'citizen' : 'staff'
    const language = await languageOf(running.ground, there.user.id, audience).catch(() => there.language)
    if (language === there.language) return
    there.language = language
    stream.tell({ type: 'language', chat: there.id, language, commands: commandsOf(there) })
  }

  function tell(chat: string, event: ChatEvent): void {
    switch (event.kind) {
      case 'new':
      case 'edit':
        stream.tell({ type: event.kind === 'new' ? 'message' : 'edit', chat, message: messageForPage(event.message) })
        break
      case 'delete':
        stream.tell({ type: 'delete', chat, id: event.message.message_id })
        break
      case 'typing':
        stream.tell({ type: 'typing', chat })
        break
      case 'callback-answer':
        if (event.answer.text !== undefined) stream.tell({ type: 'toast', chat, text: event.answer.text })
        break
    }
  }

  /** The keeper's seat, made at the first visit; who is new to the shop comes in by invitation at once. */
  async function keeper(slug: string): Promise<Seat | undefined> {
    const shop = running?.town.shops.find(each => each.slug === slug)
    const there = seats.get(`shop:${slug}`)
    if (!running || !shop || !there) return undefined
    if (there.conversation.messages.length === 0) {
      const parameter = await startOfStaff(running.ground, running.town, there.user.id, shop.id)
      // Asked twice at once, the second one finds the first one's START.
      if (parameter !== '' && there.conversation.messages.length === 0) there.conversation.start(parameter)
    }
    return there
  }

  async function startParameter({ id, kind, user, shopSlug }: Seat): Promise<string> {
    if (!running) return ''
    const { ground, town } = running
    if (kind === 'citizen') return id === 'anna' ? `s-${shopToBegin(town)}` : `m-${town.slug}`
    return startOfStaff(ground, town, user.id, town.shops.find(({ slug }) => slug === shopSlug)?.id)
  }

  /** An invitation is opened by whom it is meant for; every other link by who clicked, if the bot is theirs. */
  async function follow(from: Seat, url: string): Promise<Outcome | undefined> {
    if (!URL.canParse(url) || !running) return undefined
    const { botUsername, parameter } = readDeepLink(url)
    const isFor = (bot: Bot): boolean => bot.user.username.toLowerCase() === botUsername
    if (!isFor(citizens) && !isFor(staff)) return { href: url }
    if (!/^[A-Za-z0-9_-]{0,64}$/.test(parameter)) return undefined
    const invited = parameter.startsWith('i-') ? await shopInvited(running.ground, parameter.slice(2)) : undefined
    const meant = invited === undefined ? undefined : seats.get(`shop:${invited}`)
    const opener = meant ?? (isFor(from.bot) ? from : seats.get(isFor(citizens) ? 'anna' : 'town'))
    opener?.conversation.start(parameter)
    return opener && { chat: opener.id }
  }

  const deeds: Deeds = {
    async press(chat, message, row, column) {
      const there = seats.get(chat)
      const button = there?.conversation.message(message)?.reply_markup?.inline_keyboard[row]?.[column]
      if (!there || !button) return undefined
      if (button.url !== undefined) return follow(there, button.url)
      await there.conversation.pressButton(message, row, column).answer
      return {}
    },
    text(chat, text) {
      const there = seats.get(chat)
      there?.conversation.sendText(text)
      return there && {}
    },
    async start(chat) {
      const there = seats.get(chat)
      if (!there || !running) return undefined
      there.conversation.start(await startParameter(there))
      return {}
    },
    async open(chat, url) {
      const there = seats.get(chat)
      return there && follow(there, url)
    },
    async shop(slug) {
      return (await keeper(slug)) && {}
    },
    async clock(by) {
      const before = clock.now()
      if (by === 'tomorrow') clock.set(nextMorning(before, running?.town.timezone ?? 'Europe/Rome'))
      else clock.forward(by * 60_000)
      stream.tell({ type: 'clock', nowMs: clock.now().getTime(), moved: clock.now().getTime() - before.getTime() })
      await running?.sweep()
      return {}
    },
    picture: uniqueId => emulator.fileBytes(uniqueId),
  }

  return {
    apiRoot: emulator.apiRoot,
    citizenToken: cast.citizenToken,
    staffToken: cast.staffToken,
    pages: playgroundPages(deeds, stream),
    async begin(ground, sweep) {
      const town = await townToPlay(ground)
      if (!town) throw new Error('the playground needs a town: none has been imported')
      const closed = await forgetLastTime(ground)
      for (const { slug } of town.shops) {
        const made = seat(`shop:${slug}`, 'shopkeeper', emulator.addUser(cast.keeperOf(slug)), staff, slug)
        if (closed.includes(String(made.user.id))) made.conversation.unblock()
      }
      running = { ground, sweep, town }
      await Promise.all([...seats.values()].map(followLanguage))
      const baker = await keeper(shopToBegin(town))
      // The town hall sees who is in: so it comes after.
      if (baker?.conversation.messages.length) await baker.conversation.waitForMessage().catch(() => undefined)
      const invitation = await startParameter(townHall)
      if (invitation !== '') townHall.conversation.start(invitation)
      stream.tell({ type: 'snapshot', snapshot: snapshot() })
      log.info('playground', { town: town.slug, shops: town.shops.length })
    },
    closePages: () => stream.close(),
    async stop() {
      unsubscribe()
      stream.close()
      await emulator.stop()
    },
  }
}

function shopToBegin(town: TownToPlay): string {
  return (town.shops.find(({ slug }) => slug === cast.firstShop) ?? town.shops[0])?.slug ?? ''
}

function nextMorning(now: Date, timezone: string): Date {
  return DateTime.fromJSDate(now, { zone: timezone })
    .plus({ days: 1 })
    .set({ hour: 9, minute: 0, second: 0, millisecond: 0 })
    .toJSDate()
}

/**
 * A database that outlived its emulator knows messages by their numbers: the new ones must be others. One number per
 * second since this was written, which no chat outruns; counting up there takes 30 ms a year.
 */
function beginNumbering(bots: readonly Bot[]): void {
  const first = Math.floor((systemClock.now().getTime() - Date.UTC(2026, 0, 1)) / 1000)
  for (const bot of bots) {
    const chat = bot.privateChats[0]
    if (chat) while (chat.nextMessageId() < first);
  }
}
