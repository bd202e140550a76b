// SPDX-License-Identifier: AGPL-3.0-or-later
// Where a link in a chat leads: to a chat of ours on the page, or out into the browser. A link to Telegram starts the
// bot; a link to WhatsApp writes the line and leaves it to the person to send it.
import type { Outcome } from './pages.ts'
import type { App, Seat } from './seats.ts'
import { readDeepLink } from './telegram/links.ts'
import { readChatLink } from './whatsapp-seat.ts'

interface Parts {
  /** The usernames of the two bots. */
  readonly bots: { readonly citizen: string; readonly staff: string }
  /** Our number, digits alone. */
  readonly number: string
  seatAt(place: string, app: App): Seat | undefined
  /** The shop that an invitation is for. */
  shopInvited(token: string): Promise<string | undefined>
  /** From now on the place is played in this seat. */
  playHere(seat: Seat): unknown
}

/** An invitation is opened by whom it is meant for; every other link by who clicked, if the chat is theirs. */
export function following({ bots, number, seatAt, shopInvited, playHere }: Parts) {
  /** Whom an invitation is for. */
  async function meant(code: string, app: App): Promise<Seat | undefined> {
    const slug = code.startsWith('i-') ? await shopInvited(code.slice(2)) : undefined
    return slug === undefined ? undefined : seatAt(`shop:${slug}`, app)
  }

  /** Their own chat with that bot. For a code that links two chats nobody else's will do. */
  function ownChat(from: Seat, isCitizens: boolean, code: string): Seat | undefined {
    if ((from.kind === 'citizen') === isCitizens) return seatAt(from.place, 'telegram')
    return code.startsWith('k-') ? undefined : seatAt(isCitizens ? 'anna' : 'town', 'telegram')
  }

  async function toBot(from: Seat, url: string): Promise<Outcome | undefined> {
    const { botUsername, parameter } = readDeepLink(url)
    const isCitizens = botUsername === bots.citizen.toLowerCase()
    if (!isCitizens && botUsername !== bots.staff.toLowerCase()) return { href: url }
    if (!/^[A-Za-z0-9_-]{0,64}$/.test(parameter)) return undefined
    const opener = (await meant(parameter, 'telegram')) ?? ownChat(from, isCitizens, parameter)
    if (!opener) return undefined
    playHere(opener)
    opener.begin(parameter)
    return { chat: opener.id }
  }

  async function toNumber(from: Seat, url: string): Promise<Outcome | undefined> {
    const link = readChatLink(url)
    if (link?.number !== number) return { href: url }
    const code = /(?:^|\s)(i-[\w-]+)/.exec(link.text)?.[1] ?? ''
    const opener = (await meant(code, 'whatsapp')) ?? seatAt(from.place, 'whatsapp')
    if (!opener) return undefined
    playHere(opener)
    return { chat: opener.id, draft: link.text }
  }

  return async (from: Seat, url: string): Promise<Outcome | undefined> => {
    if (!URL.canParse(url)) return undefined
    const { hostname } = new URL(url)
    if (hostname === 't.me') return toBot(from, url)
    return hostname === 'wa.me' ? toNumber(from, url) : { href: url }
  }
}
