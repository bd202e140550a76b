// SPDX-License-Identifier: AGPL-3.0-or-later
// The clock and some days: each class goes when its time has come, and not a day earlier.
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { rowsOf } from '../../src/db/rows.ts'
import type { Store } from '../../src/db/store.ts'
import { retention } from '../../src/rules/retention.ts'
import { type PaperPerson, type PaperTown, paperTown } from '../support/paper.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'

let store: Store
let town: PaperTown
let close: () => Promise<void>

beforeEach(async () => {
  const database = await freshDatabase()
  store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere', prepare: true })
  town = await paperTown(store, [plainTown('paese', [{ slug: 'forno', acceptWithinMinutes: 30 }])])
  close = async () => {
    await town.close()
    await store.close()
    await database.drop()
  }
})
afterEach(() => close())

const dayMs = 86_400_000

async function run(text: string): Promise<Record<string, unknown>[]> {
  return rowsOf(await store.transact(({ db }) => Promise.resolve(db.execute(sql.raw(text)))))
}
const count = async (from: string): Promise<number> => Number((await run(`select count(*) as n from ${from}`))[0]?.n)

/** Lets what is due at this instant happen, however many turns it takes. */
async function at(instant: Date): Promise<void> {
  town.clock.set(new Date(town.clock.now().getTime()))
  town.clock.forward(instant.getTime() - town.clock.now().getTime())
  while ((await town.app.sweep()) > 0) await town.app.idle()
  await town.app.idle()
}

async function orders(person: PaperPerson): Promise<string> {
  await person.says('/start s-forno')
  await person.taps('Pane', 'Michetta 0', '1', 'La mia busta', 'Scegli quando')
  const times =
    person
      .messages()
      .at(-1)
      ?.labels.filter(label => /\d:\d\d$/.test(label)) ?? []
  await person.taps(times.at(-1) ?? 'none', "Invia l'ordine")
  return String((await run('select id from orders order by placed_at desc limit 1'))[0]?.id)
}

/** One thing of a class: it is there as long as `left` finds it. */
interface Thing {
  readonly what: string
  readonly days: number
  /** Makes it, at the given instant, for the person and the chat. */
  make(ids: { person: string; chat: string; shop: string; town: string; order: string }, now: string): string
  readonly left: string
}

const things: Thing[] = [
  {
    what: 'the content of a message',
    days: retention.conversation.days,
    make: ({ chat }, now) => `update messages set created_at = '${now}' where chat_id = '${chat}'`,
    left: `messages join chats on chats.id = chat_id and chats.address = '1001' where card is null and view ->> 'text' <> ''`,
  },
  {
    what: 'a message',
    days: retention.trace.days,
    make: ({ chat }, now) => `update messages set created_at = '${now}' where chat_id = '${chat}'`,
    left: `messages join chats on chats.id = chat_id and chats.address = '1001'`,
  },
  {
    what: 'an update set aside',
    days: retention.conversation.days,
    make: (_, now) => `insert into inbox (account, update_id, received_at, error, incoming)
      values ('telegram:citizen', 'x', '${now}', 'Error: x', '{"input": {"text": "segreto"}}')`,
    left: `inbox where incoming is not null`,
  },
  {
    what: 'the number of an update',
    days: retention.trace.days,
    make: (_, now) => `insert into inbox (account, update_id, received_at) values ('gone', 'x', '${now}')`,
    left: `inbox where account = 'gone'`,
  },
  {
    what: 'where a chat stood',
    days: retention.conversation.days,
    make: ({ chat }, now) => `update chats set last_inbound_at = '${now}' where id = '${chat}'`,
    left: `chats where chats.address = '1001' and spot is not null`,
  },
  {
    what: 'an errand',
    days: retention.errand.days,
    make: ({ chat }, now) => `insert into errands (id, chat_id, account, request, state, due_at, created_at, done_at)
      values (gen_random_uuid(), '${chat}', 'telegram:citizen', '{"caption": "segreto"}', 'done', '${now}', '${now}', '${now}')`,
    left: 'errands',
  },
  {
    what: 'a file',
    days: retention.file.days,
    make: ({ chat }, now) => `insert into files (id, chat_id, mime, bytes, created_at)
      values (gen_random_uuid(), '${chat}', 'text/plain', 'x', '${now}')`,
    left: 'files',
  },
  {
    what: 'a try',
    days: retention.code.days,
    make: ({ person }, now) => `insert into invitation_tries values (gen_random_uuid(), '${person}', '${now}')`,
    left: 'invitation_tries',
  },
  {
    what: 'a code',
    days: retention.code.days,
    make: ({ chat }, now) => `insert into link_codes values ('h', '${chat}', '${now}')`,
    left: 'link_codes',
  },
  {
    what: 'a bag',
    days: retention.bag.days,
    make: (_, now) => `update bags set updated_at = '${now}'`,
    left: 'bags',
  },
  {
    what: 'a failure of a sweep',
    days: retention.trace.days,
    make: (_, now) => `insert into sweep_failures values ('gone', 'x', 3, 'Error: x', '${now}', '${now}')`,
    left: `sweep_failures where sweep = 'gone'`,
  },
  {
    what: 'an invitation',
    days: retention.invitation.days,
    make: ({ town }, now) => `insert into invitations (id, token_hash, municipality_id, kind, created_at, expires_at)
      values (gen_random_uuid(), 'h', '${town}', 'publisher', '${now}', '${now}')`,
    left: `invitations where token_hash = 'h'`,
  },
  {
    what: 'an act',
    days: retention.audit.days,
    make: ({ town, person }, now) => `insert into audit (id, municipality_id, person_id, at, action)
      values (gen_random_uuid(), '${town}', '${person}', '${now}', 'invite')`,
    left: 'audit',
  },
  {
    what: 'what was said about consent, once something newer was said',
    days: retention.proof.days,
    make: ({ person }, now) => `insert into consents (id, person_id, purpose, decision, account, wording, at)
      values (gen_random_uuid(), '${person}', 'news', 'withdrawn', 'a', 'w', '${now}'::timestamptz - interval '9 years'),
        (gen_random_uuid(), '${person}', 'news', 'given', 'a', 'w', '${now}')`,
    left: `consents where decision = 'withdrawn'`,
  },
  {
    what: 'an erasure',
    days: retention.proof.days,
    make: ({ person }, now) => `insert into erasures (id, person_id, account, asked_at, done_at)
      values (gen_random_uuid(), '${person}', 'a', '${now}', '${now}')`,
    left: `erasures where account = 'a'`,
  },
  {
    what: 'the personal part of an order',
    days: retention.order.days,
    make: ({ order }, now) => `update orders set state = 'fulfilled', ended_at = '${now}', address = 'Via Segreta 1',
      note = 'segreto', decline_reason = 'segreto' where id = '${order}'`,
    left: `orders join people on people.id = person_id where name = 'Anna' or orders.address is not null or note is not null
      or decline_reason is not null`,
  },
  {
    what: 'a person',
    days: retention.person.days,
    make: ({ person }, now) => `update chats set last_inbound_at = '${now}' where person_id = '${person}'`,
    left: `people left join chats on chats.person_id = people.id where name = 'Anna' or chats.address = '1001'`,
  },
]

test.each(things)(
  '$what goes after $days days, and not a day earlier',
  async ({ days, make, left }) => {
    const anna = town.citizen('Anna')
    const order = await orders(anna)
    await town.app.idle()
    await anna.says('/start s-forno')
    await anna.taps('Pane', 'Michetta 0', '1')
    const [ids] =
      await run(`select chats.id as chat, person_id as person, shops.id as shop, shops.municipality_id as town
    from chats, shops where chats.address = '${anna.address}'`)
    const now = town.clock.now()
    // Nothing else of the order happens meanwhile.
    await run(`update orders set ended_at = '${now.toISOString()}', state = 'fulfilled' where id = '${order}'`)
    await run(
      make({ ...(ids as { person: string; chat: string; shop: string; town: string }), order }, now.toISOString()),
    )
    const before = await count(left)
    expect(before).toBeGreaterThan(0)
    await at(new Date(now.getTime() + (days - 1) * dayMs))
    expect(await count(left)).toBe(before)
    await at(new Date(now.getTime() + days * dayMs + 3_600_000))
    expect(await count(left)).toBe(0)
    expect(await count(`sweep_failures where sweep <> 'gone'`)).toBe(0)
  },
  30_000,
)

test('the card of an order under way outlives its month, and goes when the order has ended', async () => {
  const baker = await town.shopkeeper('Bruno', 'paese', 'forno')
  const anna = town.citizen('Anna')
  const order = await orders(anna)
  await baker.taps('Accetta')
  await town.app.idle()
  await run(`update orders set closes_at = '2027-06-01', accept_by = '2027-06-01' where id = '${order}'`)
  const now = town.clock.now()
  await at(new Date(now.getTime() + 40 * dayMs))
  expect(await count(`messages where card = 'order:${order}' and view ->> 'text' = ''`)).toBe(0)
  await baker.tapsAbout('Accettato', 'Pronta')
  expect((await run(`select state from orders`))[0]?.state).toBe('ready')
  await run(`update orders set ended_at = now(), state = 'fulfilled' where id = '${order}'`)
  await at(new Date(now.getTime() + 80 * dayMs))
  expect(await count(`messages where card = 'order:${order}' and view ->> 'text' <> ''`)).toBe(0)
})

test('a tap on an old message that was emptied, or is gone, is answered politely', async () => {
  const anna = town.citizen('Anna')
  await anna.says('/start s-forno')
  const [menu] = anna.messages().slice(-1)
  if (!menu) throw new Error('no menu')
  const now = town.clock.now()
  for (const days of [31, 91]) {
    await at(new Date(now.getTime() + days * dayMs))
    const seen = anna.messages().length
    await anna.press(menu, 0)
    await town.app.idle()
    expect(anna.messages().length).toBe(seen + 1)
    expect(anna.messages().at(-1)?.labels.length).toBeGreaterThan(0)
  }
  expect(town.logged.join('')).not.toContain('"level":50')
})

test('what does not fit into one turn is gone after the next ones, and a chat that fails holds up no other', async () => {
  const [anna, bruno] = [town.citizen('Anna'), town.citizen('Bruno')]
  for (const person of [anna, bruno]) await person.says('/start s-forno')
  await town.app.idle()
  await run(`insert into messages (id, chat_id, account, audience, priority, view, choices, choices_state, rings, delivery,
      due_at, created_at)
    select gen_random_uuid(), id, account, 'citizen', 'reply', '{"text": "x", "rows": []}', '[]', 'answered', false,
      'delivered', now(), '2026-11-24' from chats, generate_series(1, 4500)`)
  const [chat] = await run(`select id from chats where chats.address = '${anna.address}'`)
  await run(`create function fail() returns trigger language plpgsql as $$ begin raise 'a mistake of ours'; end $$`)
  await run(`create trigger fail before update on messages for each row when (new.chat_id = '${String(chat?.id)}'
    and new.emptied_at is not null) execute function fail()`)
  const now = town.clock.now()
  for (let hours = 1; hours <= 5; hours++) await at(new Date(now.getTime() + 31 * dayMs + hours * 3_700_000))
  const filled = (address: string) =>
    count(`messages join chats on chats.id = chat_id and address = '${address}' where emptied_at is null`)
  expect(await filled(bruno.address)).toBe(0)
  expect(await filled(anna.address)).toBeGreaterThan(4500)
  expect(await count(`sweep_failures where sweep = 'empty-messages' and set_aside_at is not null`)).toBe(1)
})
