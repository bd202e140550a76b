// SPDX-License-Identifier: AGPL-3.0-or-later
// A town in which everybody has walked over everything: on an account such as Telegram's, on one such as WhatsApp's,
// and once more where everything has a hostile name. What was sent on the way is kept.
import { sql } from 'drizzle-orm'
import type { Audience, Delivery, Message } from '../../src/channel.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { peopleOf, walk } from './forgeries-walk.ts'
import { crawl } from '../support/crawler.ts'
import { hostileNames } from '../support/hostile-names.ts'
import { PaperChannel, type PaperPerson, type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { withStore } from '../support/stores.ts'
import { leaveForGood, linkBothWays, showPairing } from './rare-screens.ts'

/** A view on its way, and where it is of. */
export interface Sent extends Message {
  readonly account: string
  readonly audience: Audience
  readonly screen: string
}

/** Keeps all that it is given, until it is told that it is enough. */
class KeepingChannel extends PaperChannel {
  readonly kept: Message[] = []
  keeping = true

  override send(message: Message): Promise<Delivery> {
    if (this.keeping) this.kept.push(message)
    return super.send(message)
  }
}

/** Which languages are walked through on which account, and whether once more with hostile names. */
export interface Walks {
  readonly telegram: readonly string[]
  readonly whatsapp: readonly string[]
  readonly hostile: boolean
}

export interface WalkedTown {
  readonly store: Store
  readonly town: PaperTown
  /** Who walked on Telegram's account: a citizen, somebody who keeps a shop, somebody of the town hall. */
  readonly owners: readonly PaperPerson[]
  /** How many screens they came to, and to which nobody came. */
  readonly screens: number
  readonly missing: readonly string[]
  /** What everybody was sent. */
  readonly sent: readonly Sent[]
}

/** Screens that no walk of one person alone comes to. */
const linked = ['link-code', 'link-accept', 'link-number', 'link-question', 'link-undo', 'pairing', 'stop', 'erased']

/** Runs `use` with such a town. */
export function withWalkedTown<T>(walks: Walks, say: (line: string) => void, use: (walked: WalkedTown) => Promise<T>) {
  return withStore(async store => {
    const { walked, close } = await walkedTown(store, walks, say)
    return use(walked).finally(close)
  })
}

/** Over a store, which stays open when the town closes. */
export async function walkedTown(
  store: Store,
  walks: Walks,
  say: (line: string) => void,
): Promise<{ walked: WalkedTown; close(): Promise<void> }> {
  const [citizens, staff] = [new KeepingChannel('citizen'), new KeepingChannel('staff')]
  const whatsapp = new KeepingChannel('citizen', 'whatsapp-cloud', {
    channel: 'whatsapp-cloud',
    audiences: ['citizen', 'staff'],
    edits: false,
    toasts: false,
    choicesAtOnce: 10,
    link: code => `https://wa.me/390331555012?text=${code}`,
  })
  const unpaired = new PaperChannel('citizen', 'whatsapp-web', { channel: 'whatsapp-web' })
  const shops = [
    { slug: 'forno', stock: 500, allWays: true, products: 14, maxLiveOrders: 10 },
    { slug: 'vuoto', products: 0 },
  ]
  const files = [plainTown('vittima', shops), plainTown('altrove', [{ slug: 'lontano', products: 0 }])]
  const onTelegram = await paperTown(store, files, { channels: [citizens, staff], more: [whatsapp, unpaired] })
  const onWhatsapp = onTelegram.on(whatsapp)
  const channels = [citizens, staff, whatsapp]
  try {
    let owners: readonly PaperPerson[] = []
    let [screens, missing] = [0, [] as string[]]
    const rounds = Math.max(walks.telegram.length, walks.whatsapp.length)
    for (let round = 0; round < rounds; round++) {
      const people: [PaperPerson, PaperPerson, PaperPerson][] = []
      for (const [town, language] of [
        [onTelegram, walks.telegram[round]],
        [onWhatsapp, walks.whatsapp[round]],
      ] as const) {
        if (language === undefined) continue
        await restock(store)
        const some = await peopleOf(town)
        people.push(some)
        const walked = await walk(store, town, some, say, language, linked)
        if (town === onTelegram) ({ screens, missing } = walked)
        if (town === onTelegram) owners = some
        await speak(store, some, language)
      }
      await showPairing(
        store,
        unpaired,
        people.map(([, , operator]) => operator),
      )
      const [[one] = [], [other = one && onTelegram.on(unpaired).citizen(one.name)] = []] = people
      if (one && other) await linkBothWays(store, one, other)
      // Also at the staff's door, by people without a role.
      const [visitor, caller] = [onTelegram.visitor('Zelda'), onTelegram.on(unpaired).citizen('Zelda')]
      await linkBothWays(store, visitor, caller)
    }
    const somebody = () => [onTelegram.citizen('Zita'), onTelegram.visitor('Zeno'), onWhatsapp.citizen('Zoe')]
    await leaveForGood(store, somebody(), somebody())
    if (walks.hostile) await hostile(store, [onTelegram, onWhatsapp])
    for (const channel of channels) channel.keeping = false
    const sent = await named(store, channels)
    return { walked: { store, town: onTelegram, owners, screens, missing, sent }, close: () => onTelegram.close() }
  } catch (error) {
    await onTelegram.close()
    throw error
  }
}

/** Shops, shelves, products and people of hostile names, each of another. */
async function hostile(store: Store, towns: readonly PaperTown[]): Promise<void> {
  const short = JSON.stringify(hostileNames.filter(name => name.length <= 200))
  for (const town of towns) {
    const [citizen, keeper] = await peopleOf(town)
    await restock(store)
    for (const [offset, table] of ['products', 'shops', 'people'].entries()) {
      await store.transact(({ db }) =>
        Promise.resolve(
          db.execute(sql`
            update ${sql.identifier(table)} set name = names.name from (
              select id, ${short}::jsonb ->> ((row_number() over (order by id) * 7 + ${offset * 90}) % 250)::int as name
              from ${sql.identifier(table)}) as names
            where names.id = ${sql.identifier(table)}.id`),
        ),
      )
    }
    await citizen.says('/start s-forno')
    await crawl(store, citizen, hostileNames.slice(40, 44), 'first')
    await crawl(store, keeper, hostileNames.slice(44, 48), 'last')
  }
}

async function restock(store: Store): Promise<void> {
  await store.transact(({ db }) => Promise.resolve(db.execute(sql`update products set stock = 500 where stock < 500`)))
}

/** A walk changes the language of whoever comes to that screen: what follows is in the one that was meant. */
async function speak(store: Store, some: readonly PaperPerson[], language: string): Promise<void> {
  for (const { account, address } of some)
    await store.transact(({ db }) =>
      Promise.resolve(
        db.execute(sql`update chats set language = ${language} where account = ${account} and address = ${address}`),
      ),
    )
}

async function named(store: Store, channels: readonly KeepingChannel[]): Promise<Sent[]> {
  const rows = await store.read(db =>
    db.execute(sql`select id, audience, coalesce(spot ->> 'screen', '(notice)') as screen from messages`),
  )
  const byId = new Map(rowsOf<{ id: string; audience: Audience; screen: string }>(rows).map(row => [row.id, row]))
  return channels.flatMap(({ account, kept }) =>
    kept.flatMap(message => {
      const row = byId.get(message.id)
      return row ? [{ ...message, account: account.name, audience: row.audience, screen: row.screen }] : []
    }),
  )
}
