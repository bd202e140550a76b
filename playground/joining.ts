// SPDX-License-Identifier: AGPL-3.0-or-later
// How the playground's people come by their roles: by real invitations, and only if they do not hold them already.
import { createHash } from 'node:crypto'
import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Audience } from '../src/channel.ts'
import { chats, invitations, municipalities, photoUploads, roles, shops } from '../src/db/schema.ts'
import { invite } from '../src/engine/invitations.ts'
import { languageFor } from '../src/text/text.ts'
import { type Ground, transact } from '../src/transact.ts'
import { firstTown } from './cast.ts'

export interface TownToPlay {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly timezone: string
  readonly shops: readonly { readonly id: string; readonly slug: string; readonly name: string }[]
}

/** The town that is played: the demo town, or the first there is. */
export async function townToPlay(ground: Ground): Promise<TownToPlay | undefined> {
  return ground.store.read(async db => {
    const towns = await db.select().from(municipalities).orderBy(asc(municipalities.name))
    const town = towns.find(each => each.slug === firstTown) ?? towns[0]
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

/** What the START of a member of staff carries: a fresh invitation, or nothing for who is in already. */
export async function startOfStaff(
  ground: Ground,
  town: TownToPlay,
  userId: number,
  shopId: string | undefined,
): Promise<string> {
  const kind = shopId === undefined ? 'operator' : 'shopkeeper'
  const [held] = await ground.store.read(db =>
    db
      .select({ id: roles.id })
      .from(roles)
      .innerJoin(chats, eq(chats.personId, roles.personId))
      .where(
        and(
          eq(chats.address, String(userId)),
          inArray(chats.account, telegramAccounts(ground)),
          eq(roles.kind, kind),
          eq(roles.municipalityId, town.id),
          shopId === undefined ? undefined : eq(roles.shopId, shopId),
        ),
      )
      .limit(1),
  )
  if (held) return ''
  const wanted = shopId === undefined ? ({ kind: 'operator' } as const) : ({ kind: 'shopkeeper', shopId } as const)
  const invited = await transact(ground, ({ work }) => invite(work, { municipalityId: town.id, ...wanted }))
  if (!invited.ok) throw new Error(`the playground could not invite: ${invited.reason}`)
  return `i-${invited.value.token}`
}

/** What our bot for this audience speaks with a person. */
export async function languageOf(ground: Ground, userId: number, audience: Audience): Promise<string> {
  const [chat] = await ground.store.read(db =>
    db
      .select({ language: chats.language })
      .from(chats)
      .where(and(eq(chats.address, String(userId)), inArray(chats.account, telegramAccounts(ground, audience)))),
  )
  return languageFor(chat?.language)
}

/** The shop that an invitation's token is for, so that its keeper opens the link and not whoever clicked. */
export async function shopInvited(ground: Ground, token: string): Promise<string | undefined> {
  const tokenHash = createHash('sha256').update(token).digest('hex')
  const [row] = await ground.store.read(db =>
    db
      .select({ slug: shops.slug })
      .from(invitations)
      .innerJoin(shops, eq(shops.id, invitations.shopId))
      .where(eq(invitations.tokenHash, tokenHash)),
  )
  return row?.slug
}

/**
 * What a database that outlived its emulator still believes: the file ids of pictures that nobody holds any more.
 * Answers the addresses of chats that were closed because their person was not there yet.
 */
export async function forgetLastTime(ground: Ground): Promise<string[]> {
  const accounts = telegramAccounts(ground)
  return ground.store.transact(async ({ db }) => {
    await db.delete(photoUploads).where(inArray(photoUploads.account, accounts))
    const closed = await db
      .select({ address: chats.address })
      .from(chats)
      .where(and(inArray(chats.account, accounts), isNotNull(chats.closedAt)))
    return closed.map(row => row.address)
  })
}

function telegramAccounts(ground: Ground, only?: Audience): string[] {
  return [...ground.accounts.values()]
    .filter(({ channel, audiences }) => channel === 'telegram' && (only === undefined || audiences.includes(only)))
    .map(({ name }) => name)
}
