// SPDX-License-Identifier: AGPL-3.0-or-later
// A browser with WhatsApp Web in it: the only file that knows whatsapp-web.js. Modes: loading -> ready, and back to
// loading whenever the page is loaded again; meanwhile it is helped along.
import whatsapp from 'whatsapp-web.js'
import { elapsedMs, pause } from '../../src/system.ts'
import { within } from '../../src/turns.ts'
import { killBrowser } from './web-chromium.ts'
import { fileIn } from './web-files.ts'
import { letterOf, ownIdOf, unreadableOf } from './web-heard.ts'
import { type Correspondent, openHearing } from './web-hearing.ts'
import { connectionOf, missingModules, nudge, type Page, renewQr, showTyping } from './web-page.ts'
import {
  type Fetched,
  type FromChild,
  type GoneReason,
  goneReasons,
  type Sending,
  sentenceOf,
  type ToChild,
} from './web-protocol.ts'
import { sweepOf } from './web-sweeping.ts'

type Begin = Extract<ToChild, { kind: 'begin' }>
type Send = Extract<ToChild, { kind: 'send' }>
type Asked = Extract<ToChild, { kind: 'download' }>

export interface Session {
  send(send: Send): Promise<Sending>
  download(asked: Asked): Promise<Fetched>
  /** The state of the connection, in the page's words; TooLate when the page hangs. */
  state(): Promise<string | undefined>
  taken(id: string): void
  /** Closes the browser in order, so that the session is written down. */
  close(): Promise<void>
  /** At once. */
  kill(): void
}

const closeWithinMs = 4000

export function openSession(options: Begin, tell: (message: FromChild) => void): Session {
  const { timings } = options
  const auth = new whatsapp.LocalAuth({ dataPath: options.dataPath })
  const client = new whatsapp.Client({
    authStrategy: auth,
    // Never a page from somebody else's server.
    webVersionCache: { type: 'none' },
    authTimeoutMs: timings.loadWithinMs,
    ...(options.phone !== undefined && {
      pairWithPhoneNumber: { phoneNumber: options.phone, showNotification: true, intervalMs: 180_000 },
    }),
    puppeteer: {
      executablePath: options.executablePath,
      args: options.chromiumArguments,
      // By a pipe and not by a socket: the browser ends when this process does, however it ends.
      pipe: true,
      // Signals are for the main process to answer.
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    },
  })
  /** A page that crashed never answers. */
  const call = <T>(asked: Promise<T>): Promise<T> => within(timings.callWithinMs, asked)
  const page: Page = {
    evaluate(script, withinMs = timings.callWithinMs) {
      const asked = client.pupPage?.evaluate(script) ?? Promise.reject(new Error('no page yet'))
      return within(withinMs, asked)
    },
  }
  const gone = (reason: GoneReason, detail: unknown): void => tell({ kind: 'gone', reason, detail: sentenceOf(detail) })
  const note = (event: string) => (error: unknown) => tell({ kind: 'note', event, error: sentenceOf(error) })

  const hearing = openHearing({
    correspondent: chat => correspondent(client, chat, timings.nameWithinMs),
    hand: heard => tell({ kind: 'heard', heard }),
    seen: chat => call(client.sendSeen(chat)).then(() => undefined, note('seen')),
    resendMs: timings.resendMs,
  })
  const sweep = sweepOf({
    page,
    async lastOf(id, limit) {
      const chat = await call(client.getChatById(id))
      // Asked for so many the library loads them, and mixes up those of one second; asked again it leaves their order.
      await call(chat.fetchMessages({ limit, fromMe: false }))
      const messages = await call(chat.fetchMessages({ fromMe: false }))
      return messages.slice(-limit).map(message => message.rawData)
    },
    hear: letter => hearing.hear(letter),
    since: options.since,
  })

  let browserPid: number | undefined
  let ready = false
  let beenReady = false
  let authenticated = false
  let nudged = false
  let connectedAt: number | undefined
  let qrAt: number | undefined
  /** Found by a sweep before any event spoke of them. */
  let suspects = new Set<string>()
  /** The connection was away since the last sweep: what came then is not announced, and that is no deafness. */
  let wavered = false

  // The library speaks of neither death. From here on there is a page, not loaded yet.
  auth.afterBrowserInitialized = async () => {
    const pid = client.pupBrowser?.process()?.pid
    if (pid === undefined || pid === browserPid) return
    browserPid = pid
    tell({ kind: 'browser', pid })
    client.pupBrowser?.on('disconnected', () => gone('browser', 'the browser has died'))
    client.pupPage?.on('error', (error: Error) => gone('renderer', error))
    client.pupPage?.on('framenavigated', frame => {
      if (frame !== client.pupPage?.mainFrame()) return
      if (ready) tell({ kind: 'state', state: 'LOADING' })
      ready = authenticated = nudged = false
      connectedAt = undefined
    })
  }
  client.on('qr', qr => {
    qrAt = elapsedMs()
    tell({ kind: 'qr', qr })
  })
  client.on('code', code => tell({ kind: 'code', code }))
  client.on('authenticated', () => {
    authenticated = true
    tell({ kind: 'authenticated' })
  })
  client.on('auth_failure', detail => gone('other', `auth_failure: ${detail}`))
  client.on('change_state', state => {
    wavered = true
    tell({ kind: 'state', state })
  })
  client.on('disconnected', reason => gone(reasonOf(reason), reason))
  client.on('message', message => {
    const letter = letterOf(message.rawData)
    if (!letter) return
    suspects.delete(letter.id)
    hearing.hear(letter)
  })
  client.on('message_ciphertext_failed', message => {
    const letter = unreadableOf(message.rawData)
    if (letter) hearing.hear(letter)
  })
  client.on('message_ack', (message, ack) => {
    const externalId = ownIdOf(message.rawData)
    if (externalId !== undefined) tell({ kind: 'ack', externalId, ack })
  })
  client.on('ready', () => {
    void (async () => {
      await missingModules(page).then(modules => tell({ kind: 'missing', modules }), note('self-test'))
      // What this finds was written while we were away: no sign of deafness.
      await sweep().catch(note('sweep'))
      suspects = new Set()
      ready = beenReady = true
      tell({ kind: 'ready', number: client.info.wid.user })
    })()
  })

  const helpAlong = async (): Promise<void> => {
    if (ready) return
    const { state, synced } = await connectionOf(page)
    if (state !== 'CONNECTED') {
      connectedAt = undefined
      if (authenticated || qrAt === undefined || elapsedMs() - qrAt < timings.qrStaleMs) return
      qrAt = elapsedMs()
      return renewQr(page)
    }
    if (connectedAt === undefined && !beenReady) tell({ kind: 'state', state })
    connectedAt ??= elapsedMs()
    if (elapsedMs() - connectedAt < timings.nudgeAfterMs) return
    if (authenticated) return tell({ kind: 'missing', modules: await missingModules(page) })
    if (synced && !nudged) {
      nudged = true
      await nudge(page)
    }
  }
  const listenAgain = async (): Promise<void> => {
    if (!ready) return
    if (suspects.size > 0) return gone('deaf', 'messages arrive and are not announced')
    const found = await sweep()
    if (!wavered) suspects = new Set(found)
    wavered = false
  }
  void forEver(timings.nudgeAfterMs / 2, helpAlong)
  void forEver(timings.sweepEveryMs, listenAgain)
  client.initialize().catch((error: unknown) => gone('library', error))

  return {
    send: send => sendThrough(client, page, send),
    download: ({ id, mostBytes }) => fileIn(page, id, mostBytes, timings.downloadWithinMs),
    state: async () => (ready ? ((await connectionOf(page)).state ?? undefined) : 'LOADING'),
    taken: id => hearing.taken(id),
    async close() {
      hearing.stop()
      await within(closeWithinMs, client.destroy()).catch(() => undefined)
    },
    kill() {
      if (browserPid !== undefined) killBrowser(browserPid)
    },
  }
}

/** Again and again; that it fails now and then is nothing to end for. */
async function forEver(everyMs: number, work: () => Promise<void>): Promise<never> {
  for (;;) {
    await pause(everyMs)
    await work().catch(() => undefined)
  }
}

/** Numbers hide behind other ids: whichever the person writes with, the other one is theirs too. */
async function correspondent(client: whatsapp.Client, chat: string, waitMs: number): Promise<Correspondent> {
  const [ids, contact] = await Promise.allSettled([
    within(waitMs, client.getContactLidAndPhone([chat])),
    within(waitMs, client.getContactById(chat)),
  ])
  const found = ids.status === 'fulfilled' ? ids.value.flatMap(({ lid, pn }) => [lid, pn]) : []
  return {
    // One of the two may be missing, whatever the types promise.
    aliases: found.filter((id: string | undefined) => id !== undefined && id !== chat),
    name: contact.status === 'fulfilled' ? contact.value.pushname : undefined,
  }
}

async function sendThrough(client: whatsapp.Client, page: Page, send: Send): Promise<Sending> {
  const { chat, text, photo, document, typingMs } = send
  if (typingMs > 0) {
    // A courtesy: a page that does not answer to it holds up the message no longer than fingers would.
    showTyping(page, chat).catch(() => undefined)
    await pause(typingMs)
  }
  const options = { linkPreview: false, sendSeen: false, parseVCards: false, waitUntilMsgSent: true }
  const media = photo && new whatsapp.MessageMedia(photo.mime, photo.base64, 'foto')
  const file = document && new whatsapp.MessageMedia(document.mime, document.base64, document.name)
  try {
    const sent = await (file
      ? client.sendMessage(chat, file, { ...options, sendMediaAsDocument: true })
      : media
        ? client.sendMessage(chat, media, text === '' ? options : { ...options, caption: text })
        : client.sendMessage(chat, text, options))
    // Nothing comes back of a chat that is not there, whatever the types promise.
    const externalId = (sent as typeof sent | undefined)?.id.id
    return externalId === undefined ? { outcome: 'unreachable' } : { outcome: 'sent', externalId }
  } catch (error) {
    // A module that sends pictures was renamed: nothing has gone yet, and the words still can.
    if (media && text !== '' && /unknown module/.test(String(error)))
      return sendThrough(client, page, { ...send, photo: undefined, typingMs: 0 })
    return { outcome: 'failed', error: sentenceOf(error) }
  }
}

function reasonOf(state: string): GoneReason {
  if (state === 'SMB_TOS_BLOCK') return 'TOS_BLOCK'
  if (state === 'UNPAIRED_IDLE') return 'UNPAIRED'
  return goneReasons.find(reason => reason === state) ?? 'other'
}
