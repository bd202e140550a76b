// SPDX-License-Identifier: AGPL-3.0-or-later
// Chats that stand before a tap: written straight into the tables, because walking there would take longer than the
// proof itself.
import { bagLines, bags, chats, messages, people } from '../../src/db/schema.ts'
import type { StoredChoice, StoredSpot } from '../../src/db/stored.ts'
import { productsOn, categoriesOf, shopBySlug } from '../../src/engine/shops.ts'
import { freeSlots } from '../../src/engine/slots.ts'
import { escape } from '../../src/text/markup.ts'
import { type Platform, transact } from '../../src/transact.ts'

export interface PreparedChat {
  readonly address: string
  /** What can be tapped, in the channel's words. */
  readonly choices: readonly string[]
}

export interface Wanted {
  /** Chats before «Invia l'ordine», with a full bag. */
  readonly orders: number
  /** Chats before so many products, each of which can be put into the bag. */
  readonly taps: number
  readonly tapsPerChat: number
}

/** Stands in the column `error` of what was there before, so that it is not taken for an answer. */
export const preparedMark = 'prepared'
const audience = 'citizen' as const

export async function preparedChats(platform: Platform, shopSlug: string, wanted: Wanted): Promise<PreparedChat[]> {
  return transact(platform, async ({ work }) => {
    const { db, now } = work
    const shop = await shopBySlug(work, shopSlug)
    if (!shop) throw new Error('no shop')
    const { id: shopId, municipalityId } = shop
    const [category] = await categoriesOf(work, shopId)
    const goods = await productsOn(work, shopId, category?.category ?? '')
    const [slot] = await freeSlots(work, shop, 'pickup', 60)
    const prepared: PreparedChat[] = []
    const made = Array.from({ length: wanted.orders + wanted.taps }, (_, at) => ({
      personId: work.newId(),
      chatId: work.newId(),
      bagId: work.newId(),
      address: String(500_000 + at),
      ordering: at < wanted.orders,
    }))
    for (const part of inParts(made, 100)) {
      await db
        .insert(people)
        .values(part.map(({ personId, address }) => ({ id: personId, name: address, createdAt: now })))
      await db.insert(chats).values(
        part.map(({ personId, chatId, address }) => ({
          ...{ id: chatId, account: 'telegram:citizen', address, personId, municipalityId, language: 'it', audience },
          ...{ lastInboundAt: now, greetedAt: now, createdAt: now },
        })),
      )
      const full = part.filter(each => each.ordering)
      if (full.length > 0) {
        await db
          .insert(bags)
          .values(full.map(({ bagId, personId }) => ({ id: bagId, municipalityId, personId, shopId, updatedAt: now })))
        const first = goods[0]?.id ?? ''
        await db.insert(bagLines).values(
          full.map(({ bagId }) => ({
            ...{ id: work.newId(), bagId, productId: first, unit: 'piece' as const, quantity: 1, createdAt: now },
          })),
        )
      }
      const menu = (chatId: string, spot: StoredSpot, choice: StoredChoice) => ({
        ...{
          id: work.newId(),
          municipalityId,
          chatId,
          account: 'telegram:citizen',
          audience,
          priority: 'reply' as const,
          spot,
        },
        ...{ view: { text: escape(''), rows: [] }, choices: [choice], choicesState: 'open' as const, rings: false },
        ...{ delivery: 'delivered' as const, dueAt: now, createdAt: now, externalIds: ['1'], error: preparedMark },
      })
      const rows = part.flatMap(({ chatId, ordering }) =>
        ordering
          ? [
              menu(
                chatId,
                { screen: 'review', state: { shopId, startsAt: slot?.startsAt.toISOString() ?? null } },
                { label: "Invia l'ordine", action: 'place', effect: 'commit', sharing: 'orders' },
              ),
            ]
          : goods.slice(0, wanted.tapsPerChat).map(({ id: productId, soldBy, pieceGrams }) =>
              menu(
                chatId,
                { screen: 'product', state: { productId } },
                {
                  ...{ label: 'uno', action: 'put', effect: 'change' },
                  argument:
                    soldBy === 'piece' ? { quantity: 1, unit: 'piece' } : { quantity: pieceGrams, unit: 'gram' },
                },
              ),
            ),
      )
      await db.insert(messages).values(rows)
      prepared.push(
        ...part.map(({ chatId, address }) => ({
          address,
          choices: rows.filter(row => row.chatId === chatId).map(row => `${row.id}:0`),
        })),
      )
    }
    return prepared
  })
}

function inParts<T>(all: readonly T[], most: number): T[][] {
  const parts: T[][] = []
  for (let at = 0; at < all.length; at += most) parts.push(all.slice(at, at + most))
  return parts
}
