// SPDX-License-Identifier: AGPL-3.0-or-later
// How the playground's people come by their roles: by real invitations, and only if they do not hold them already.
import { createHash } from 'node:crypto'
import { and, asc, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import { demoTowns } from '../src/db/deployment.ts'
import { chats, invitations, municipalities, photoUploads, roles, shops } from '../src/db/schema.ts'
import { invite } from '../src/engine/people/invitations.ts'
import { languageFor } from '../src/text/text.ts'
import { type Platform, transact } from '../src/transact.ts'
import type { Seat } from './seats.ts'

export interface TownToPlay {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly timezone: string
  readonly shops: readonly { readonly id: string; readonly slug: string; readonly name: string }[]
}

/** The town that is played: a town of the demo, never another one. */
export async function townToPlay(platform: Platform): Promise<TownToPlay | undefined> {
  return platform.store.read(async db => {
    const [town] = await db
      .select()
      .from(municipalities)
      .where(inArray(municipalities.slug, [...demoTowns]))
      .orderBy(asc(municipalities.name))
    if (!town) return undefined
    const { id, slug, name, timezone } = town
    const open = await db
      .select({ id: shops.id, slug: shops.slug, name: shops.name })
      .from(shops)
      .where(and(eq(shops.municipalityId, id), isNull(shops.hiddenAt)))
      .orderBy(asc(shops.name))
    return { id, slug, name, timezone, shops: open }
  })
}

/** What lets a member of staff in: a fresh invitation, or nothing for who is in already. */
export async function invitationFor(platform: Platform, town: TownToPlay, seat: Seat): Promise<string> {
  const shopId = town.shops.find(({ slug }) => slug === seat.shopSlug)?.id
  const kind = shopId === undefined ? 'publisher' : 'owner'
  const [held] = await platform.store.read(db =>
    db
      .select({ id: roles.id })
      .from(roles)
      .innerJoin(chats, eq(chats.personId, roles.personId))
      .where(
        and(
          ...isChatOf(platform, seat),
          eq(roles.kind, kind),
          eq(roles.municipalityId, town.id),
          shopId === undefined ? undefined : eq(roles.shopId, shopId),
        ),
      )
      .limit(1),
  )
  if (held) return ''
  const wanted = shopId === undefined ? ({ kind: 'publisher' } as const) : ({ kind: 'owner', shopId } as const)
  const invited = await transact(platform, ({ work }) => invite(work, { municipalityId: town.id, ...wanted }))
  if (!invited.ok) throw new Error(`the playground could not invite: ${invited.reason}`)
  return `i-${invited.value.token}`
}

/** What we speak with a person in this chat. */
export async function languageIn(platform: Platform, seat: Seat): Promise<string> {
  const [chat] = await platform.store.read(db =>
    db
      .select({ language: chats.language })
      .from(chats)
      .where(and(...isChatOf(platform, seat))),
  )
  return languageFor(chat?.language)
}

/** The shop that an invitation's token is for, so that its keeper opens the link and not whoever clicked. */
export async function shopInvited(platform: Platform, token: string): Promise<string | undefined> {
  const tokenHash = createHash('sha256').update(token).digest('hex')
  const [row] = await platform.store.read(db =>
    db
      .select({ slug: shops.slug })
      .from(invitations)
      .innerJoin(shops, eq(shops.id, invitations.shopId))
      .where(eq(invitations.tokenHash, tokenHash)),
  )
  return row?.slug
}

/** A chat that the database knows from last time. */
export interface LastTime {
  readonly account: string
  readonly address: string
  readonly heardAt: Date
  readonly closed: boolean
}

/**
 * What a database that outlived its emulator and stub still believes: the file ids of pictures that nobody holds any
 * more, and that people are gone who were only not there yet. Answers the chats that it knows.
 */
export async function forgetLastTime(platform: Platform): Promise<LastTime[]> {
  const accounts = [...platform.accounts.keys()]
  return platform.store.transact(async ({ db }) => {
    await db.delete(photoUploads).where(inArray(photoUploads.account, accounts))
    const known = await db
      .select({
        account: chats.account,
        address: chats.address,
        heardAt: chats.lastInboundAt,
        closedAt: chats.closedAt,
      })
      .from(chats)
      .where(inArray(chats.account, accounts))
      .orderBy(asc(chats.lastInboundAt))
    // Telegram tells of somebody who comes back, WhatsApp does not.
    await db
      .update(chats)
      .set({ closedAt: null })
      .where(inArray(chats.account, accountsOf(platform, { app: 'whatsapp' })))
    return known.map(({ closedAt, ...chat }) => ({ ...chat, closed: closedAt !== null }))
  })
}

/** Whether it is this seat's. */
export function isOf(platform: Platform, seat: Seat, { account, address }: LastTime): boolean {
  return seat.address === address && accountsOf(platform, seat).includes(account)
}

function isChatOf(platform: Platform, seat: Seat): SQL[] {
  return [eq(chats.address, seat.address), inArray(chats.account, accountsOf(platform, seat))]
}

/** Our accounts that this seat writes to: one as a rule. */
function accountsOf(platform: Platform, { app, kind }: Pick<Seat, 'app'> & Partial<Pick<Seat, 'kind'>>): string[] {
  const channel = app === 'telegram' ? 'telegram' : 'whatsapp-cloud'
  return [...platform.accounts.values()]
    .filter(account => account.channel === channel)
    .filter(({ audiences }) => kind === undefined || audiences.includes(kind === 'citizen' ? 'citizen' : 'staff'))
    .map(({ name }) => name)
}
