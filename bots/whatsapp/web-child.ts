// SPDX-License-Identifier: AGPL-3.0-or-later
// The process that holds the browser: the only file that knows whatsapp-web.js. It may hang, and it may die, without
// harm to anybody else: whatever goes wrong in here it says, if it still can, and is replaced.
import whatsapp, { type Client } from 'whatsapp-web.js'
import { elapsedMs, pause, systemClock } from '../../src/system.ts'
import { killBrowser } from './web-chromium.ts'
import { isPersonal, letterOf, ownIdOf, unreadableOf } from './web-heard.ts'
import { type Correspondent, type Hearing, openHearing } from './web-hearing.ts'
import { connectionOf, livelyChats, missingModules, nudge, type Page, renewQr, showTyping } from './web-page.ts'
import { type FromChild, type GoneReason, goneReasons, type Sending, toChild, type ToChild } from './web-protocol.ts'

type Begin = Extract<ToChild, { kind: 'begin' }>
type Send = Extract<ToChild, { kind: 'send' }>

/** So many messages of one chat are looked through at the most. */
const mostOfOneChat = 50
/** Clocks differ by so much. */
const marginSeconds = 60

let client: Client | undefined
let hearing: Hearing | undefined
let browserPid: number | undefined
let begun: Begin | undefined

function tell(message: FromChild): void {
  if (process.connected) process.send?.(message)
}

function gone(reason: GoneReason, detail: unknown): void {
  tell({ kind: 'gone', reason, detail: String(detail instanceof Error ? detail.message : detail).slice(0, 500) })
}

const note = (event: string) => (error: unknown) => tell({ kind: 'note', event, error: String(error).slice(0, 500) })

class TooLate extends Error {}

/** A page that crashed never answers. */
async function within<T>(call: Promise<T>, ms: number, what: string): Promise<T> {
  const over = new AbortController()
  const late = pause(ms, over.signal).then(() => {
    if (!over.signal.aborted) throw new TooLate(`${what}: no answer for ${Math.round(ms / 1000)} s`)
  })
  try {
    return (await Promise.race([call, late])) as T
  } finally {
    over.abort()
  }
}

/** The page, with an end to every call. */
function page(): Page {
  return {
    evaluate(script) {
      const asked = client?.pupPage?.evaluate(script) ?? Promise.reject(new Error('no page yet'))
      return within(asked, begun?.timings.callWithinMs ?? 0, 'page')
    },
  }
}

async function begin(options: Begin): Promise<void> {
  begun = options
  const { timings } = options
  const auth = new whatsapp.LocalAuth({ dataPath: options.dataPath })
  const here = new whatsapp.Client({
    authStrategy: auth,
    // Never a page from somebody else's server.
    webVersionCache: { type: 'none' },
    authTimeoutMs: 60_000,
    ...(options.phone !== undefined && {
      pairWithPhoneNumber: { phoneNumber: options.phone, showNotification: true, intervalMs: 180_000 },
    }),
    puppeteer: {
      executablePath: options.executablePath,
      args: options.chromiumArguments,
      // By a pipe and not by a socket: the browser ends when this process does, however it ends.
      pipe: true,
      // Signals are for us to answer.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    },
  })
  client = here
  // The library speaks of neither death; the page exists from here on, and is not loaded yet.
  auth.afterBrowserInitialized = async () => {
    const pid = here.pupBrowser?.process()?.pid
    if (pid === undefined || pid === browserPid) return
    browserPid = pid
    tell({ kind: 'browser', pid })
    here.pupBrowser?.on('disconnected', () => gone('browser', 'the browser has died'))
    here.pupPage?.on('error', (error: Error) => gone('renderer', error))
  }
  const listening = openHearing({
    correspondent,
    hand: heard => tell({ kind: 'heard', heard }),
    seen: chat => within(here.sendSeen(chat), timings.callWithinMs, 'seen').then(() => undefined, note('seen')),
    resendMs: timings.resendMs,
  })
  hearing = listening

  let readyAt: number | undefined
  let authenticated = false
  let qrAt: number | undefined
  let sweptAt = options.since
  let sweeping = false
  const suspects = new Set<string>()

  /** Messages of which no event spoke: those that came while we were away, and any that a deaf page keeps to itself. */
  const sweep = async (): Promise<void> => {
    if (sweeping) return
    sweeping = true
    const beganAt = Math.floor(systemClock.now().getTime() / 1000)
    const since = sweptAt === undefined ? Number.MAX_SAFE_INTEGER : sweptAt - marginSeconds
    const missed: string[] = []
    try {
      for (const { id, unread } of await livelyChats(page(), since)) {
        if (!isPersonal(id)) continue
        const chat = await within(here.getChatById(id), timings.callWithinMs, 'chat')
        const limit = sweptAt === undefined ? Math.min(Math.abs(unread), mostOfOneChat) : mostOfOneChat
        const messages = await within(chat.fetchMessages({ limit, fromMe: false }), timings.callWithinMs, 'messages')
        const unreadFrom = messages.length - Math.abs(unread)
        for (const [index, message] of messages.entries()) {
          const letter = letterOf(message.rawData)
          if (letter && (index >= unreadFrom || letter.at >= since) && listening.hear(letter)) missed.push(letter.id)
        }
      }
      sweptAt = beganAt
    } finally {
      sweeping = false
    }
    return void missed.forEach(id => suspects.add(id))
  }

  here.on('qr', qr => {
    qrAt = elapsedMs()
    tell({ kind: 'qr', qr })
  })
  here.on('code', code => {
    tell({ kind: 'code', code })
  })
  here.on('authenticated', () => {
    authenticated = true
    tell({ kind: 'authenticated' })
  })
  here.on('auth_failure', detail => gone('other', `auth_failure: ${detail}`))
  here.on('change_state', state => tell({ kind: 'state', state }))
  here.on('disconnected', reason => gone(reasonOf(reason), reason))
  here.on('ready', () => {
    void (async () => {
      await missingModules(page()).then(modules => tell({ kind: 'missing', modules }), note('self-test'))
      // What it finds now was written while we were away: no sign of deafness.
      await sweep().catch(note('sweep'))
      suspects.clear()
      readyAt ??= elapsedMs()
      tell({ kind: 'ready', number: here.info.wid.user })
    })()
  })
  here.on('message', message => {
    const letter = letterOf(message.rawData)
    if (letter === undefined) return
    suspects.delete(letter.id)
    listening.hear(letter)
  })
  here.on('message_ciphertext_failed', message => {
    const letter = unreadableOf(message.rawData)
    if (letter) listening.hear(letter)
  })
  here.on('message_ack', (message, ack) => {
    const externalId = ownIdOf(message.rawData)
    if (externalId !== undefined) tell({ kind: 'ack', externalId, ack })
  })

  void within(here.initialize(), 10 * 60_000, 'initialize').catch((error: unknown) => gone('library', error))
  void until(() => readyAt !== undefined, timings.nudgeAfterMs / 2, hurry)
  let connectedAt: number | undefined
  let nudged = false
  async function hurry(): Promise<void> {
    const { state, synced } = await connectionOf(page())
    if (state !== 'CONNECTED') {
      connectedAt = undefined
      if (!authenticated && qrAt !== undefined && elapsedMs() - qrAt > timings.qrStaleMs) {
        qrAt = elapsedMs()
        await renewQr(page())
      }
      return
    }
    if (connectedAt === undefined) tell({ kind: 'state', state })
    connectedAt ??= elapsedMs()
    if (elapsedMs() - connectedAt < timings.nudgeAfterMs) return
    if (!authenticated && synced && !nudged) {
      nudged = true
      await nudge(page())
    } else if (authenticated) tell({ kind: 'missing', modules: await missingModules(page()) })
  }
  void until(
    () => false,
    timings.sweepEveryMs,
    async () => {
      if (readyAt === undefined) return
      // Found by the last sweep, and still no event has spoken of it.
      if (suspects.size > 0) return gone('deaf', 'messages arrive and are not announced')
      await sweep()
    },
  )
}

/** Does something again and again; that it fails is nothing to end for. */
async function until(over: () => boolean, everyMs: number, work: () => Promise<void>): Promise<void> {
  while (!over()) {
    await pause(everyMs)
    await work().catch(() => undefined)
  }
}

function reasonOf(state: string): GoneReason {
  if (state === 'SMB_TOS_BLOCK') return 'TOS_BLOCK'
  if (state === 'UNPAIRED_IDLE') return 'UNPAIRED'
  return goneReasons.find(reason => reason === state) ?? 'other'
}

/** Numbers hide behind other ids: whichever the person writes with, the other one is theirs too. */
async function correspondent(chat: string): Promise<Correspondent> {
  const here = client
  const waitMs = begun?.timings.nameWithinMs ?? 0
  if (!here) return { aliases: [], name: undefined }
  const [ids, contact] = await Promise.allSettled([
    within(here.getContactLidAndPhone([chat]), waitMs, 'ids'),
    within(here.getContactById(chat), waitMs, 'contact'),
  ])
  const found = ids.status === 'fulfilled' ? ids.value.flatMap(({ lid, pn }) => [lid, pn]) : []
  return {
    aliases: found.filter(id => typeof id === 'string' && id !== chat),
    name: contact.status === 'fulfilled' ? contact.value.pushname : undefined,
  }
}

async function send({ chat, text, photo, typingMs }: Send): Promise<Sending> {
  const here = client
  if (!here) return { outcome: 'failed', error: 'not begun' }
  if (typingMs > 0) {
    await showTyping(page(), chat).catch(note('typing'))
    await pause(typingMs)
  }
  const options = { linkPreview: false, sendSeen: false, parseVCards: false, waitUntilMsgSent: true }
  const media = photo && new whatsapp.MessageMedia(photo.mime, photo.base64, 'foto')
  try {
    const sent = await (media
      ? here.sendMessage(chat, media, text === '' ? options : { ...options, caption: text })
      : here.sendMessage(chat, text, options))
    // The library says so of a chat that is not there, whatever its types promise.
    const externalId = (sent as typeof sent | undefined)?.id.id
    return externalId === undefined ? { outcome: 'unreachable' } : { outcome: 'sent', externalId, photoless: false }
  } catch (error) {
    const why = String(error instanceof Error ? error.message : error).slice(0, 500)
    // A module that sends pictures was renamed: nothing has gone yet, and the words still can.
    if (media && text !== '' && /unknown module/.test(why)) {
      const sent = await send({ kind: 'send', call: 0, chat, text, typingMs: 0 })
      return sent.outcome === 'sent' ? { ...sent, photoless: true } : sent
    }
    return { outcome: 'failed', error: why }
  }
}

async function end(): Promise<void> {
  hearing?.stop()
  await within(client?.destroy() ?? Promise.resolve(), 4000, 'close').catch(() => undefined)
  leave(0)
}

function leave(code: number): never {
  if (browserPid !== undefined) killBrowser(browserPid)
  process.exit(code)
}

process.on('message', (raw: unknown) => {
  const parsed = toChild.safeParse(raw)
  if (!parsed.success) return note('protocol')(parsed.error)
  const message = parsed.data
  switch (message.kind) {
    case 'begin':
      return void begin(message).catch((error: unknown) => gone('library', error))
    case 'send':
      return void send(message).then(
        sending => tell({ kind: 'sending', call: message.call, sending }),
        (error: unknown) =>
          tell({ kind: 'sending', call: message.call, sending: { outcome: 'failed', error: String(error) } }),
      )
    case 'probe':
      return void connectionOf(page()).then(
        ({ state }) => tell({ kind: 'probed', call: message.call, state: state ?? undefined }),
        // A page that is not there yet says so at once; one that hangs is what the probe is for.
        (error: unknown) => (error instanceof TooLate ? undefined : tell({ kind: 'probed', call: message.call })),
      )
    case 'taken':
      return hearing?.taken(message.id)
    case 'end':
      return void end()
  }
})
// The main process has died: nobody is left to hear, and a browser must not stay behind.
process.on('disconnect', () => leave(1))
// The library leaves rejections unhandled («auth timeout» when a page is reloaded without a connection).
process.on('unhandledRejection', error => gone('library', error))
process.on('uncaughtException', error => gone('library', error))
