// SPDX-License-Identifier: AGPL-3.0-or-later
// What people may ask of us about their data, from their chat: to be left alone, to see it all, to be erased.
import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { tablesInOrder } from '../../src/db/tables.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { heldTables } from '../../src/engine/people/holdings.ts'
import { invite } from '../../src/engine/people/invitations.ts'
import { elapsedMs, pause } from '../../src/system.ts'
import { transact } from '../../src/transact.ts'
import type { Person } from '../support/person.ts'
import type { SentDocument } from '../support/phone.ts'
import { leaveAfterwards, mainStory, story } from '../support/story.ts'
import { inTown, type Town } from '../support/town.ts'

leaveAfterwards()

async function run({ store }: Town, text: string): Promise<Record<string, unknown>[]> {
  return rowsOf(await store.transact(({ db }) => Promise.resolve(db.execute(sql.raw(text)))))
}

/** Tables in which one of these words stands, in any column, as the database would be written out. */
async function tablesWith(town: Town, words: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const table of tablesInOrder()) {
    const rows = await run(
      town,
      `select t::text || encode(convert_to(t::text, 'UTF8'), 'base64') as row from "${table}" t`,
    )
    for (const word of words) {
      const hits = rows.filter(({ row }) => String(row).toLowerCase().includes(word.toLowerCase()))
      if (hits.length > 0) found.push(`${table}: ${word}`)
    }
  }
  return found
}

/** The documents, once all of them are there: the page of WhatsApp Web tells of a large one later than of a small one. */
async function documents({ phone }: Person, count: number): Promise<SentDocument[]> {
  for (let waits = 0; waits < 400 && phone.documents().length < count; waits++) await pause(20)
  return phone.documents()
}

const isErased = 'di te non teniamo più niente'

mainStory('«stop» is written down, says what goes on, and can be taken back', async inTown => {
  const town = await inTown()
  const { anna, baker } = town
  await anna.says('STOP!')
  expect(anna.sees()).toContain('niente novità')
  expect(anna.sees()).not.toContain('lavoro')
  const ledger = () => run(town, 'select decision, purpose, account, wording, person_id from consents order by at, id')
  expect(await ledger()).toMatchObject([{ decision: 'withdrawn', purpose: 'news' }])
  await anna.tap('Voglio anche')
  expect(anna.sees()).toContain('possiamo scriverti')
  await baker.says('disiscrivimi')
  expect(baker.sees()).toContain('Forno Rossi')
  const rows = await ledger()
  expect(rows.map(({ decision }) => decision)).toEqual(['withdrawn', 'given', 'withdrawn'])
  expect(rows.map(({ wording }) => /^stop-(?:done|take-back) it [0-9a-f]{12}$/.test(String(wording)))).not.toContain(
    false,
  )
  await anna.ordersBread()
  await baker.hears('Nuovo ordine')
})

mainStory('«i miei dati» brings a page and its JSON with all that is held, to citizens and staff', async inTown => {
  const town = await inTown()
  const { anna, baker } = town
  await anna.ordersBread()
  for (const [person, name] of [
    [anna, 'Anna Bianchi'],
    [baker, 'Marco Rossi'],
  ] as const) {
    const begun = elapsedMs()
    await person.says('vorrei i miei datti, grazie')
    await person.hears('una pagina da leggere')
    expect(elapsedMs() - begun).toBeLessThan(5000)
    const [page, json, ...more] = await documents(person, 2)
    expect(more).toEqual([])
    expect([page?.name, json?.name]).toEqual(['i-miei-dati.html', 'i-miei-dati.json'])
    const [html, { holdings }] = [
      Buffer.from(page?.bytes ?? []).toString(),
      JSON.parse(Buffer.from(json?.bytes ?? []).toString()) as { holdings: Record<string, unknown[]> },
    ]
    expect(html).toContain(name)
    expect(html).toContain(person.phone.address)
    expect(Object.keys(holdings).toSorted()).toEqual(heldTables.toSorted())
    expect(JSON.stringify(holdings)).toContain(name)
  }
  const [page] = anna.phone.documents()
  expect(Buffer.from(page?.bytes ?? []).toString()).toContain('Pane casereccio')
})

story('who has written much gets it within five seconds', async inTown => {
  const town = await inTown()
  const { anna } = town
  await anna.ordersBread()
  await run(
    town,
    `insert into messages (id, chat_id, account, audience, priority, view, choices, choices_state, rings, delivery, due_at,
      created_at) select gen_random_uuid(), id, account, 'citizen', 'reply', jsonb_build_object('text', repeat('pane ', 200),
      'rows', '[]'::jsonb), '[]', 'answered', false, 'delivered', now(), now() from chats, generate_series(1, 400)
      where address = '${anna.phone.address}'`,
  )
  const begun = elapsedMs()
  await anna.says('esporta i miei dati')
  await anna.hears('una pagina da leggere')
  expect(elapsedMs() - begun).toBeLessThan(5000)
  expect(await documents(anna, 2)).toHaveLength(2)
})

/** Everything a person can leave behind, in words that stand nowhere else. */
async function leavesTraces(town: Town, anna: Person): Promise<string[]> {
  await anna.ordersBread()
  await anna.says('zufolocanarino')
  await anna.says('/start s-forno-rossi')
  await anna.says('mezzo chilo di pane casereccio e un panettone canarinolungo')
  await town.baker.says('oggi')
  await run(town, `update orders set address = 'Via Canarinosa 7', note = 'citofono canarinissimo'`)
  await run(town, `update order_lines set note = 'ben canarinato'`)
  await run(town, `update order_events set detail = 'detto da canarina'`)
  const chat = `(select id from chats where address = '${anna.phone.address}')`
  const person = `(select person_id from chats where address = '${anna.phone.address}')`
  const account = `(select account from chats where address = '${anna.phone.address}')`
  await run(
    town,
    `insert into errands (id, chat_id, account, request, state, due_at, created_at)
    values (gen_random_uuid(), ${chat}, 'x', '{"caption": "canarinoinviato"}', 'done', now(), now())`,
  )
  await run(
    town,
    `insert into files (id, chat_id, mime, name, bytes, created_at)
    values (gen_random_uuid(), ${chat}, 'text/plain', 'canarinofile', 'x', now())`,
  )
  await run(
    town,
    `insert into inbox (account, update_id, received_at, error, incoming) values (${account}, 'aside', now(),
    'Error: x', '{"from": {"address": "${anna.phone.address}"}, "input": {"text": "canarinomessodaparte"}}')`,
  )
  await run(town, `insert into invitation_tries (id, person_id, at) values (gen_random_uuid(), ${person}, now())`)
  await run(town, `insert into link_codes (code_hash, chat_id, expires_at) values ('canarinocodice', ${chat}, now())`)
  const names = await run(town, `select name from people where id = ${person}`)
  return ['canarin', String(names[0]?.name), anna.phone.address, anna.phone.address.replace(/\D/g, '')]
}

async function later(town: Town): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await town.later(2)
}

mainStory(
  '«cancellami» says what goes and what stays, asks once, and leaves nothing of the person behind',
  async inTown => {
    const town = await inTown()
    const canaries = await leavesTraces(town, town.anna)
    const { anna, baker } = town
    expect((await tablesWith(town, canaries)).length).toBeGreaterThan(8)
    await anna.says('Cancellami')
    expect(anna.sees()).toContain('Restano gli ordini senza nome')
    expect(anna.sees()).toMatch(/Annulliamo [A-Z]-\d{4}/)
    await anna.tap('Sì, cancella tutto')
    await anna.hears(isErased)
    await town.app.idle()
    expect(baker.heard().at(-1)).toContain('annullato')
    await later(town)
    expect(await tablesWith(town, canaries)).toEqual([])
    const [order] = await run(
      town,
      'select state, estimated_cents, (select count(*) from order_lines) as lines from orders',
    )
    expect(order).toMatchObject({ state: 'cancelled', lines: expect.anything() as unknown })
    expect(Number(order?.estimated_cents)).toBeGreaterThan(0)
    // Who writes again is somebody new.
    await anna.says('ordini')
    expect(anna.heard().at(-1)).toContain('Ciao Anna')
    const people = await run(
      town,
      `select p.id from chats join people p on p.id = person_id where address = '${anna.phone.address}'`,
    )
    expect(people).toHaveLength(1)
    expect(await run(town, `select 1 from orders where person_id = '${String(people[0]?.id)}'`)).toEqual([])
  },
)

test('a table left out of the erasure is found by the same look', async () => {
  const town = await inTown()
  const canaries = await leavesTraces(town, town.anna)
  await run(town, `create function keep() returns trigger language plpgsql as $$ begin return old; end $$`)
  await run(town, 'create trigger keep before update on people for each row execute function keep()')
  await town.anna.says('cancellami')
  await town.anna.tap('Sì, cancella tutto')
  await later(town)
  expect(await tablesWith(town, canaries)).toContain('people: Anna Bianchi')
})

story('an order that can no longer be cancelled is finished first, and the erasure follows by itself', async inTown => {
  const town = await inTown()
  const { anna, baker } = town
  await anna.ordersBread()
  await baker.tap('Accetta')
  await baker.tap('Pronta')
  await anna.says('elimina i miei dati')
  expect(anna.sees()).toContain('prima va concluso')
  await anna.tap('Sì, cancella tutto')
  expect(anna.sees()).toContain('Cancelliamo tutto da soli')
  await later(town)
  expect(await run(town, `select 1 from people where name like 'Anna%'`)).toHaveLength(1)
  await baker.tap('Consegnata')
  await later(town)
  await anna.hears(isErased)
  await later(town)
  expect(await tablesWith(town, ['Anna Bianchi', anna.phone.address])).toEqual([])
  expect(await run(town, 'select 1 from erasures where done_at is not null')).toHaveLength(1)
})

story('an erasure that waits can be taken back', async inTown => {
  const town = await inTown()
  const { anna, baker } = town
  await anna.ordersBread()
  await baker.tap('Accetta')
  await baker.tap('Pronta')
  await anna.says('delete my data')
  await anna.taps('Sì, cancella tutto', 'Non cancellare più')
  await baker.tap('Consegnata')
  await later(town)
  expect(await run(town, `select 1 from people where name like 'Anna%'`)).toHaveLength(1)
  expect(anna.heard().join()).not.toContain(isErased)
})

story('a role ends with its person, the town hall hears of it, and a town is not left alone', async inTown => {
  const town = await inTown()
  const { operator, baker } = town
  await operator.says('cancellami')
  expect(operator.sees()).toContain('prima invita chi prende il tuo posto')
  expect(operator.buttons().some(label => label.startsWith('Sì'))).toBe(false)
  await baker.says('cancellami')
  expect(baker.sees()).toContain('Forno Rossi')
  await baker.tap('Sì, cancella tutto')
  await baker.hears(isErased)
  await later(town)
  expect(await run(town, `select 1 from roles where kind = 'owner'`)).toEqual([])
  expect(await tablesWith(town, ['Marco Rossi', baker.phone.address])).toEqual([])
  expect(await run(town, `select 1 from audit where action = 'role-removed'`)).toHaveLength(1)
  expect(operator.heard().join()).toContain('non è più titolare di Forno Rossi')
})

test('the two last operators who ask at once: one is erased, the other is told to hand over', async () => {
  const town = await inTown()
  const other = town.operator
  const slug = (await run(town, 'select slug from municipalities'))[0]?.slug
  const made = await transact(town.app.platform, ({ work }) =>
    invite(work, { municipalitySlug: String(slug), kind: 'publisher' }),
  )
  const second = town.stranger('Piero')
  await second.says(`/start i-${made.ok ? made.value.token : ''}`)
  for (const each of [other, second]) await each.says('cancellami')
  await Promise.all([other, second].map(each => each.tap('Sì, cancella tutto')))
  await town.app.idle()
  expect(await run(town, `select 1 from roles where kind = 'publisher'`)).toHaveLength(1)
  const told = [other, second].map(each => each.heard().join())
  expect(told.filter(text => text.includes(isErased))).toHaveLength(1)
  expect(told.filter(text => text.includes('prima invita'))).toHaveLength(1)
})

test('a second tap on the yes makes nobody new, and neither does blocking afterwards', async () => {
  const town = await inTown()
  const { anna } = town
  await anna.says('cancellami')
  const asked = anna.last()
  await Promise.all([anna.presses(asked, 'Sì, cancella tutto'), anna.presses(asked, 'Sì, cancella tutto')])
  await town.app.idle()
  anna.phone.block()
  await later(town)
  expect(await tablesWith(town, [anna.phone.address, 'Anna Bianchi'])).toEqual([])
})

test('privacy is answered with the times that hold', async () => {
  const town = await inTown()
  await town.anna.says('/privacy')
  expect(town.anna.sees()).toMatch(/30 giorni.*90.*24 mesi.*5 anni/s)
  await town.anna.tap('Mandami i miei dati')
  expect(await documents(town.anna, 2)).toHaveLength(2)
})
