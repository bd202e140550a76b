// SPDX-License-Identifier: AGPL-3.0-or-later
// The playground: a Bot API emulator and a Cloud API stub, the people of a town with both apps on their telephones, and a
// page on which a newcomer plays all of them. Behind it run the real bots, the real engine, the real database.
//
// Everyone is played in one app at a time. Who works with orders comes into each app by an invitation of its own, as a
// role does not travel: notices come in both. Changing over they write a line, to see where they are.
import type { Hono } from 'hono'
import { DateTime } from 'luxon'
import type { WhatsAppCloudConfig } from '../src/config.ts'
import type { Log } from '../src/log.ts'
import { type MovableClock, systemClock } from '../src/system.ts'
import type { Platform } from '../src/transact.ts'
import type { Webhook } from '../src/web/webhook.ts'
import * as cast from './cast.ts'
import { forgetLastTime, invitationFor, isOf, languageIn, shopInvited, type TownToPlay, townToPlay } from './joining.ts'
import { following } from './following.ts'
import { type ApprovedText, connectStub, openStub } from './number.ts'
import type { DoorParts } from './door.ts'
import { type Deeds, playgroundPages } from './pages.ts'
import { type App, chatForPage, type Place, type Seat, seatId, type SeatEvent } from './seats.ts'
import { openStream, type Snapshot } from './stream.ts'
import type { Bot } from './telegram/bots.ts'
import { TelegramEmulator } from './telegram/emulator.ts'
import type { PersonInfo } from './telegram/world.ts'
import { telegramSeat } from './telegram-seat.ts'
import { type Pictures, whatsappSeat } from './whatsapp-seat.ts'

export interface Playground {
  /** For the two bots. */
  readonly telegram: { readonly apiRoot: string; readonly citizenToken: string; readonly staffToken: string }
  /** For the one number. */
  readonly whatsapp: WhatsAppCloudConfig
  /** Paths begin at `/`; to be mounted below `/playground`. */
  readonly pages: Hono
  /** Lets the stub tell the number's channel what happens. */
  connect(webhook: Webhook): Promise<void>
  /** Once the app runs and its town is there: seats the people. `sweep` runs what is due, after the clock was pushed. */
  begin(platform: Platform, sweep: () => Promise<unknown>): Promise<void>
  /** Ends the streams of open pages, which a web server that stops would wait for. */
  closePages(): void
  stop(): Promise<void>
}

/** Runs at the machine's pace; `clock` is what the newcomer pushes, `texts` are what Meta has approved of ours. */
export async function openPlayground(options: {
  clock: MovableClock
  log: Log
  texts: readonly ApprovedText[]
  /** What the people are made from: only a database that is marked as a demo has a seed. */
  seed: string
  door: DoorParts
}): Promise<Playground> {
  const { clock, log, texts, seed, door } = options
  const people = cast.castOf(seed)
  const emulator = await TelegramEmulator.start({ clock, flood: { mode: 'off' } })
  const { stub, config: whatsapp } = await openStub(clock, texts)
  const citizens = emulator.addBot(cast.citizenBotInfo)
  const staff = emulator.addBot(cast.staffBotInfo)
  const pictures: Pictures = new Map()
  const seats = new Map<string, Seat>()
  const playedIn = new Map<string, App>()
  const joining = new Map<string, Promise<void>>()
  let disconnect: (() => Promise<void>) | undefined
  let running: { platform: Platform; sweep: () => Promise<unknown>; town: TownToPlay } | undefined

  /** Gives somebody a place, with both apps. */
  const place = (at: Place, info: PersonInfo, app: App): void => {
    const tellOf = (app: App) => (event: SeatEvent) => tell(seatId(at.place, app), event)
    const user = emulator.addUser(info)
    const first = firstNumber()
    const bot = at.kind === 'citizen' ? citizens : staff
    const number = { stub, pictures, info: cast.onWhatsApp(info), first }
    for (const seat of [telegramSeat(at, user, bot, tellOf('telegram')), whatsappSeat(at, number, tellOf('whatsapp'))])
      seats.set(seat.id, seat)
    playedIn.set(at.place, app)
  }
  place({ place: 'anna', kind: 'citizen' }, people.anna, 'telegram')
  place({ place: 'luigi', kind: 'citizen' }, people.luigi, 'whatsapp')
  place({ place: 'town', kind: 'operator' }, people.operator, 'telegram')
  beginNumbering([citizens, staff])

  const snapshot = (): Snapshot => ({
    ready: running !== undefined,
    town: running?.town.name ?? '',
    timezone: running?.town.timezone ?? 'Europe/Rome',
    nowMs: clock.now().getTime(),
    firstShop: running ? shopToBegin(running.town) : '',
    shops: running?.town.shops.map(({ slug, name }) => ({ slug, name })) ?? [],
    chats: [...seats.values()].map(seat => chatForPage(seat, draftFor(seat))),
    apps: Object.fromEntries(playedIn),
  })
  const stream = openStream(snapshot)

  function tell(chat: string, event: SeatEvent): void {
    stream.tell({ ...event, chat })
    const there = seats.get(chat)
    if (there && (event.type === 'edit' || (event.type === 'message' && !event.message.mine)))
      void followLanguage(there)
  }

  /** The person may have chosen another one. */
  async function followLanguage(there: Seat): Promise<void> {
    if (!running) return
    const language = await languageIn(running.platform, there).catch(() => there.language)
    if (language === there.language) return
    there.language = language
    stream.tell({ type: 'language', chat: there.id, language, commands: there.commands() })
  }

  /** From now on this place is played here. Answers whether it was elsewhere. */
  function playHere({ place, app }: Seat): boolean {
    if (playedIn.get(place) === app) return false
    playedIn.set(place, app)
    stream.tell({ type: 'app', place, app })
    return true
  }

  /** Lets a member of staff in who is not in yet; asked twice at once, once. */
  function letIn(there: Seat): Promise<void> {
    const entering = joining.get(there.id) ?? enter(there).finally(() => joining.delete(there.id))
    joining.set(there.id, entering)
    return entering
  }
  async function enter(there: Seat): Promise<void> {
    if (!running || there.messages().length > 0) return
    const { platform, town } = running
    const invitation = await invitationFor(platform, town, there)
    if (invitation === '') return
    there.begin(invitation)
    await there.answered().catch(() => undefined)
  }

  /** The code of the link that brings a citizen here: a poster's, or the town's. */
  function citizenCode({ place }: Seat): string {
    if (!running) return ''
    return place === 'anna' ? `s-${shopToBegin(running.town)}` : `m-${running.town.slug}`
  }

  /** A link to WhatsApp writes the line, and leaves it to the person to send it. */
  function draftFor(seat: Seat): string {
    if (seat.app === 'telegram') return ''
    return seat.kind === 'citizen' ? `Ciao! ${citizenCode(seat)}` : wordsToStaff[seat.kind]
  }

  const follow = following({
    bots: { citizen: cast.citizenBotInfo.username, staff: cast.staffBotInfo.username },
    number: cast.whatsappNumber.displayPhoneNumber.replace(/\D/g, ''),
    seatAt: (place, app) => seats.get(seatId(place, app)),
    shopInvited: async token => running && shopInvited(running.platform, token),
    playHere,
  })

  const deeds: Deeds = {
    async press(chat, message, row, column) {
      const there = seats.get(chat)
      const pressed = await there?.press(message, row, column)
      if (!there || !pressed) return undefined
      return pressed.url === undefined ? {} : follow(there, pressed.url)
    },
    text(chat, text, quoting) {
      const there = seats.get(chat)
      there?.text(text, quoting)
      return there && {}
    },
    async start(chat) {
      const there = seats.get(chat)
      if (!there || !running) return undefined
      const code =
        there.kind === 'citizen' ? citizenCode(there) : await invitationFor(running.platform, running.town, there)
      there.begin(code)
      return {}
    },
    async open(chat, url) {
      const there = seats.get(chat)
      return there && follow(there, url)
    },
    async sit(chat) {
      const there = seats.get(chat)
      if (!there || !running) return undefined
      const isNew = playHere(there)
      if (there.kind === 'citizen') return {}
      const wasEmpty = there.messages().length === 0
      await letIn(there)
      if (isNew && (!wasEmpty || there.messages().length === 0)) there.text(wordsToStaff[there.kind])
      return {}
    },
    async clock(by) {
      const before = clock.now()
      if (by === 'tomorrow') clock.set(nextMorning(before, running?.town.timezone ?? 'Europe/Rome'))
      else clock.forward(by * 60_000)
      stream.tell({ type: 'clock', nowMs: clock.now().getTime(), moved: clock.now().getTime() - before.getTime() })
      await running?.sweep()
      return {}
    },
    picture: id => pictures.get(id) ?? emulator.fileBytes(id),
  }

  return {
    telegram: { apiRoot: emulator.apiRoot, citizenToken: citizens.token, staffToken: staff.token },
    whatsapp,
    pages: playgroundPages(deeds, stream, door),
    async connect(webhook) {
      disconnect = await connectStub(stub, webhook, log)
    },
    async begin(platform, sweep) {
      const town = await townToPlay(platform)
      if (!town) throw new Error('the playground needs a town of the demo: none has been imported')
      for (const { slug } of town.shops)
        place({ place: `shop:${slug}`, kind: 'shopkeeper', shopSlug: slug }, people.keeperOf(slug), 'telegram')
      for (const last of await forgetLastTime(platform)) {
        const seat = [...seats.values()].find(each => isOf(platform, each, last))
        seat?.recall(last)
        if (seat && seat.kind !== 'citizen') playedIn.set(seat.place, seat.app)
      }
      running = { platform, sweep, town }
      await Promise.all([...seats.values()].map(followLanguage))
      // The town hall sees who is in: so it comes after.
      for (const at of [`shop:${shopToBegin(town)}`, 'town']) {
        const seat = seats.get(seatId(at, playedIn.get(at) ?? 'telegram'))
        if (seat) await letIn(seat)
      }
      stream.tell({ type: 'snapshot', snapshot: snapshot() })
      log.info('playground', { town: town.slug, shops: town.shops.length })
    },
    closePages: () => stream.close(),
    async stop() {
      stream.close()
      await Promise.all([emulator.stop(), stub.stop()])
      await disconnect?.()
    },
  }
}

/** What staff write to see where they are. */
const wordsToStaff = { shopkeeper: 'oggi', operator: 'inizio' } as const

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
 * A database that outlived its emulator, and a page that stayed open, know messages by their numbers: the new ones must
 * be others. Five numbers per second since this was written, which no bot outruns (a test has written sixty messages in
 * fifty seconds); counting up there takes 150 ms a year.
 */
function firstNumber(): number {
  return Math.floor((systemClock.now().getTime() - Date.UTC(2026, 0, 1)) / 200)
}

function beginNumbering(bots: readonly Bot[]): void {
  const first = firstNumber()
  for (const bot of bots) {
    const chat = bot.privateChats[0]
    if (chat) while (chat.nextMessageId() < first);
  }
}
