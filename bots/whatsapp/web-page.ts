// SPDX-License-Identifier: AGPL-3.0-or-later
// What we ask of the page ourselves, beside the library. As text: it runs in the browser.
import { z } from 'zod'

/** The browser's page, as far as we ask it. */
export interface Page {
  /** Within the usual limit of a call, or within so long. */
  evaluate(script: string, withinMs?: number): Promise<unknown>
}

/** Without these nothing is sent or heard. */
const needed = [
  'WAWebCollections',
  'WAWebSocketModel',
  'WAWebConnModel',
  'WAWebCmd',
  'WAWebWidFactory',
  'WAWebMsgKey',
  'WAWebUserPrefsMeUser',
  'WAWebSyncGatingUtils',
  'WAWebCallCollection',
  'WAWebFindChatAction',
  'WAWebSendMsgChatAction',
  'WAWebGetEphemeralFieldsMsgActionsUtils',
  'WALinkify',
]
/** Without these pictures do not go and are not fetched, chats are not marked as seen, hidden numbers stay hidden. */
const wanted = [
  'WAWebPrepRawMedia',
  'WAWebMediaOpaqueData',
  'WAWebMediaStorage',
  'WAWebMmsMediaTypes',
  'WAWebMediaMmsV4Upload',
  'WAWebDownloadManager',
  'WAWebUpdateUnreadChatAction',
  'WAWebStreamModel',
  'WAWebChatStateBridge',
  'WAWebApiContact',
  'WAWebChatLoadMessages',
]

const names = z.array(z.string())

/** The modules that the page has no longer: WhatsApp renames them without notice. */
export async function missingModules(page: Page): Promise<string[]> {
  const script = `${JSON.stringify([...needed, ...wanted])}.filter(name => {
    try { return !window.require(name) } catch { return true }
  })`
  return names.parse(await page.evaluate(script))
}

/** Whether we are mute or deaf without this module. */
export function isNeeded(module: string): boolean {
  return needed.includes(module)
}

const connection = z.object({ state: z.string().nullable(), synced: z.boolean() })

/** How the page stands towards WhatsApp. Fails while it is loading. */
export async function connectionOf(page: Page): Promise<z.infer<typeof connection>> {
  const script = `(socket => ({ state: socket.state ?? null, synced: socket.hasSynced === true }))(
    window.require('WAWebSocketModel').Socket)`
  return connection.parse(await page.evaluate(script))
}

/**
 * Has the library hear that the page is ready: it begins to listen after several steps, and where the page was faster
 * no event ever comes.
 */
export async function nudge(page: Page): Promise<void> {
  await page.evaluate('void window.onAppStateHasSyncedEvent?.()')
}

/** A new QR code in place of one that nobody has scanned. */
export async function renewQr(page: Page): Promise<void> {
  await page.evaluate(`void window.require('WAWebCmd').Cmd.refreshQR()`)
}

/** Says «sta scrivendo» in a chat. */
export async function showTyping(page: Page, chat: string): Promise<void> {
  await page.evaluate(`void window.WWebJS.sendChatstate('typing', ${JSON.stringify(chat)})`)
}

const chats = z.array(z.object({ id: z.string(), unread: z.number() }))

/** Chats with something unread, or with anything since then, in seconds. A mark made by hand counts as -1: nothing. */
export async function livelyChats(page: Page, since: number): Promise<z.infer<typeof chats>> {
  const script = `window.require('WAWebCollections').Chat.getModelsArray()
    .filter(chat => chat.unreadCount > 0 || chat.t >= ${since})
    .map(chat => ({ id: chat.id._serialized, unread: Math.max(chat.unreadCount ?? 0, 0) }))`
  return chats.parse(await page.evaluate(script))
}
