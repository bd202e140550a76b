// SPDX-License-Identifier: AGPL-3.0-or-later
// Who is who: an attacker's codes, links and questions, answered yes by everybody; and a number that has passed to
// somebody else. Through the real bots, Telegram and the Cloud API.
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../src/db/rows.ts'
import { CloudPhone } from '../support/cloud-street.ts'
import { codeIn } from '../support/linking.ts'
import { Person } from '../support/person.ts'
import { type Town, town } from '../support/town.ts'
import { exactly, type Proof, told } from './proof.ts'

const sizes = { quick: { citizens: 2, numbers: 2 }, full: { citizens: 25, numbers: 25 } }

export const identity: Proof = {
  name: 'identity',
  promise: 'a stranger’s code, link or question gains nothing, and no more does the new owner of a number',
  async run({ size }) {
    const { citizens, numbers } = sizes[size]
    const place = await town({ also: ['whatsapp-cloud'] })
    try {
      const attempts = await attacks(place, citizens)
      const recycled = await recycledNumbers(place, numbers)
      return [
        told('victims who say yes to everything', attempts.victims),
        told('attempts by code, by link and with their own code', attempts.made),
        exactly('roles gained', attempts.roles, 0),
        exactly('orders gained', attempts.orders, 0),
        exactly('addresses gained', attempts.addresses, 0),
        told('numbers that passed to somebody else', numbers),
        exactly('roles and orders gained by the new owners', recycled.gained, 0),
        exactly('roles of the former owners that hold before they are confirmed', recycled.held, 0),
        exactly('former owners who no longer land in their own chat', recycled.lost, 0),
      ]
    } finally {
      await place.close()
    }
  },
  faults: [
    { name: 'any number will do', plants: ['any number will do'], reddens: 'orders gained' },
    {
      name: 'a role comes to everybody who is linked',
      plants: ['any number will do', 'a role comes to everybody who is linked'],
      reddens: 'roles gained',
    },
    {
      name: 'an id behind a known number is not looked at',
      plants: ['an id behind a known number is not looked at'],
      reddens: 'roles and orders gained by the new owners',
    },
    {
      name: 'roles do not rest',
      plants: ['roles do not rest'],
      reddens: 'roles of the former owners that hold',
    },
  ],
}

/** An operator, a shopkeeper and citizens, each by every way there is; then those without a role come to one. */
async function attacks(place: Town, citizens: number) {
  const { operator, baker, citizen, store } = place
  const attacker = citizen('Assistenza Spesa in Comune', 'it', 'whatsapp-cloud')
  await attacker.says('ciao')
  const ordering = Array.from({ length: citizens }, (_, at) => citizen(`Vittima ${at}`))
  for (const each of ordering) await each.ordersBread('domani')
  const newcomers = Array.from({ length: citizens }, (_, at) => citizen(`Nuova ${at}`, 'it', 'whatsapp-cloud'))
  for (const each of newcomers) await each.says('ciao')
  await store.transact(({ db }) => db.execute(sql`update orders set address = 'Via Roma 1'`))
  const victims = [operator, baker, ...ordering, ...newcomers]
  let made = 0
  for (const victim of victims) {
    for (const way of ['/start ', '']) {
      await victim.says(way + (await codeIn(attacker)))
      await obeys(victim, attacker)
      made++
    }
    await victim.says('collega')
    if (!victim.buttons().some(label => label.startsWith('Collega'))) continue
    const code = await codeIn(victim)
    await attacker.says(code)
    if (attacker.buttons().some(label => label.startsWith('Sì'))) await attacker.tap('Sì')
    await obeys(victim, attacker)
    made++
  }
  // Somebody who was caught must still not give a role away.
  for (const each of newcomers) await each.says(`/start i-${await place.invitation('la-primizia')}`)
  const [gained] = rowsOf<{ roles: number; orders: number; addresses: number }>(
    await store.read(db =>
      db.execute(sql`
        select (select count(*)::int from roles where roles.person_id = chats.person_id) as roles,
          (select count(*)::int from orders where orders.person_id = chats.person_id) as orders,
          (select count(*)::int from orders where orders.person_id = chats.person_id and address is not null) as addresses
        from chats where address = ${attacker.phone.address}`),
    ),
  )
  return { victims: victims.length, made, roles: 0, orders: 0, addresses: 0, ...gained }
}

/** Says yes, and chooses some number that is not the one which only the other telephone shows. */
async function obeys(victim: Person, attacker: Person): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    for (const [each, other] of [
      [victim, attacker],
      [attacker, victim],
    ] as const) {
      const yes = each.buttons().find(label => label.startsWith('Sì'))
      const shown = /Il numero è (\d\d)/.exec(other.sees())?.[1]
      const number = each.buttons().find(label => /^\d\d$/.test(label) && label !== shown)
      const next = yes ?? number
      if (next !== undefined) await each.tap(next)
    }
  }
}

/** Keepers who have ordered, and whose numbers pass to somebody else while they keep their accounts. */
async function recycledNumbers(place: Town, count: number) {
  const { stub, app, store } = place
  const somebody = (name: string, phone: string, userId: string): Person =>
    new Person(new CloudPhone(stub, stub.addPerson({ name, phone, userId }).chat), app)
  const counted = async (addresses: readonly string[], what: ReturnType<typeof sql>): Promise<number> =>
    rowsOf<{ count: number }>(
      await store.read(db =>
        db.execute(sql`select count(*)::int as count from chats join ${what} as held using (person_id)
          where chats.address in ${addresses}`),
      ),
    )[0]?.count ?? 0
  let [gained, lost] = [0, 0]
  const [former, newer] = [[] as string[], [] as string[]]
  for (let at = 0; at < count; at++) {
    const phone = `39333${String(1_000_000 + at)}`
    const [old, fresh] = [`IT.1${at}`, `IT.2${at}`]
    const piero = somebody(`Piero ${at}`, phone, old)
    await piero.says(`i-${await place.invitation('la-primizia')}`)
    await piero.says('fare la spesa')
    await piero.ordersBread('domani')
    ;(piero.phone as CloudPhone).chat.loseNumber()
    const stranger = somebody(`Stefano ${at}`, phone, fresh)
    await stranger.says('oggi')
    gained += (await counted([phone], sql`roles`)) + (await counted([phone], sql`orders`))
    await piero.says('ordini')
    if (!(piero.sees() + piero.buttons().join()).includes('Forno Rossi')) lost++
    former.push(old)
    newer.push(phone)
  }
  return {
    gained,
    held: await counted([...former, ...newer], sql`(select * from roles where frozen_at is null)`),
    lost,
  }
}
