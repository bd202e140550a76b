// SPDX-License-Identifier: AGPL-3.0-or-later
// What both peers share, so that only their way of keeping a dialog differs: the same words, sessions and orders in
// PostgreSQL. Kinder to them than life: the catalogue is in memory, slots never fill up, nothing is recognised as a
// repetition, and a message that fails is lost.
import { createServer } from 'node:http'
import pg from 'pg'

/** What the benchmark gave along: databaseUrl, apiRoot, token. */
export const given = JSON.parse(process.argv[2] ?? '{}')

export const pool = new pg.Pool({ connectionString: given.databaseUrl, max: 10 })

await pool.query(`
  create table sessions (key text primary key, value jsonb not null);
  create table orders (
    id bigint generated always as identity primary key, chat bigint not null, shop text not null, lines jsonb not null,
    starts_at text not null, cents integer not null, placed_at timestamptz not null default now()
  )`)

/** Sessions as both libraries want them; the statements are prepared. */
export const sessions = {
  async read(key) {
    const { rows } = await pool.query({
      name: 'read',
      text: 'select value from sessions where key = $1',
      values: [key],
    })
    return rows[0]?.value
  },
  async write(key, value) {
    await pool.query({
      name: 'write',
      text: 'insert into sessions values ($1, $2) on conflict (key) do update set value = excluded.value',
      values: [key, JSON.stringify(value)],
    })
  },
  async delete(key) {
    await pool.query({ name: 'delete', text: 'delete from sessions where key = $1', values: [key] })
  },
}

export async function insertOrder(chat, shop, lines, startsAt, cents) {
  const { rows } = await pool.query({
    name: 'order',
    text: 'insert into orders (chat, shop, lines, starts_at, cents) values ($1, $2, $3, $4, $5) returning id',
    values: [chat, shop, JSON.stringify(lines), startsAt, cents],
  })
  return rows[0].id
}

const shelves = ['Pane', 'Focacce e pizze', 'Dolci', 'Dispensa']
const products = [
  { sku: 'pane-casereccio', name: 'Pane casereccio', priceCents: 480 },
  { sku: 'pane-integrale', name: 'Pane integrale', priceCents: 540 },
  { sku: 'michetta', name: 'Michetta', priceCents: 60 },
]
const grams = [250, 500, 750, 1000, 1500]
const times = ['oggi 09:15', '09:30', '09:45', '10:00', '10:15']

const euro = cents => `${(cents / 100).toFixed(2).replace('.', ',')} €`
const sum = bag => bag.reduce((cents, line) => cents + line.cents, 0)
const linesOf = bag => bag.map(line => `${line.name}, ${line.grams} g · ${euro(line.cents)}`).join('\n')
const button = (text, data) => ({ text, callback_data: data })
const view = (text, rows) => ({ text, keyboard: { inline_keyboard: rows } })

/** The screens of the walk; each button's data is what the next step is told. */
export const screens = {
  shop: slug =>
    view(`${slug} · Via Roma 12 · aperto fino alle 13:00\nPrimo ritiro libero: oggi alle 9:15.\nScegli dal banco:`, [
      ...shelves.map(shelf => [button(shelf, `shelf:${shelf}`)]),
      [button('Altri negozi', 'home'), button('Aiuto', 'help')],
    ]),
  shelf: (shelf, bag) =>
    view(`${shelf}`, [
      ...(bag.length > 0 ? [[button(`La mia busta · ${euro(sum(bag))}`, 'bag')]] : []),
      ...products.map(({ sku, name, priceCents }) => [button(`${name} · ${euro(priceCents)} al kg`, `product:${sku}`)]),
      [button('Indietro', 'shop')],
    ]),
  product: sku => {
    const { name, priceCents } = productOf(sku)
    return view(`${name} · ${euro(priceCents)} al kg\nAllergeni: glutine`, [
      grams.map(amount => button(`${amount} g`, `put:${amount}`)),
      [button('Indietro', 'shelf')],
    ])
  },
  bag: bag =>
    view(`La tua busta:\n${linesOf(bag)}\nTotale stimato ${euro(sum(bag))}`, [
      [button('Scegli quando ritirare', 'times')],
      [button('Modifica', 'edit'), button('Aggiungi altro', 'shop')],
    ]),
  times: () => view('Quando passi?', [times.map(time => button(time, `time:${time}`)), [button('Indietro', 'bag')]]),
  review: (bag, time) =>
    view(`Tutto giusto?\n${linesOf(bag)}\nTotale stimato ${euro(sum(bag))}\nRitiro ${time}`, [
      [button("Invia l'ordine", 'send')],
      [button('Modifica', 'bag')],
    ]),
  order: (id, bag) => view(`Ordine C-${id} inviato\n${linesOf(bag)}\nTotale stimato ${euro(sum(bag))}`, []),
  card: (id, bag) => view(`Nuovo ordine C-${id}\n${linesOf(bag)}`, [[button('Accetta', `accept:${id}`)]]),
}

export function productOf(sku) {
  return products.find(product => product.sku === sku) ?? products[0]
}

export function lineOf(sku, amount) {
  const { name, priceCents } = productOf(sku)
  return { sku, name, grams: amount, cents: Math.round((priceCents * amount) / 1000) }
}

export { sum as totalCents }

/** Who keeps which shop, in this chat; in memory, which is kinder still. */
export const keepers = new Map()

const turns = new Map()

/** One update of a chat after the other. Without it a tap right after /start finds no session yet, and is lost. */
export async function inTurn(key, fn) {
  const turn = (turns.get(key) ?? Promise.resolve()).then(fn, fn)
  const settled = turn.catch(() => undefined)
  turns.set(key, settled)
  await turn
  if (turns.get(key) === settled) turns.delete(key)
}

/** Listens, tells Telegram where, and answers the benchmark. */
export async function serve(listener, setWebhook) {
  const server = createServer(listener)
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  await setWebhook(`http://127.0.0.1:${server.address().port}/`)
  const answers = {
    counts: () => ({ statements: 0, roundTrips: 0 }),
    cpu: () => process.cpuUsage(),
    idle: () => Promise.all(turns.values()).then(() => undefined),
    async stop() {
      server.close()
      server.closeAllConnections()
      await pool.end()
    },
  }
  process.on('message', async ask => {
    const value = await answers[ask]()
    process.send({ ask, value })
    if (ask === 'stop') process.disconnect()
  })
  process.send({ ask: 'hello' })
}
