// SPDX-License-Identifier: AGPL-3.0-or-later
// A day in a town where everybody and everything has a name that must not be found in the log: orders on every channel,
// with notes, addresses and reasons, and all that can go wrong on such a day. All that the program wrote is searched, and
// what it wrote in base64, as WhatsApp's ids are, is searched once more as what it stands for.
import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { askAgain } from '../../src/engine/set-aside.ts'
import { createMetrics } from '../../src/web/metrics.ts'
import { pause } from '../../src/system.ts'
import { transact } from '../../src/transact.ts'
import { cloudSecrets } from '../support/cloud-street.ts'
import type { Person } from '../support/person.ts'
import { secrets, type Town, town } from '../support/town.ts'
import { atLeast, exactly, type Proof, type Run, told } from './proof.ts'

/** Words that only people of this day have said. */
const names = ['Canarina', 'Cardellino', 'Fringuella', 'Verdona', 'Bianchi', 'Usignolo']
const texts = {
  note: 'senza sale per il pappagallo Zeffirino',
  address: 'Via del Merlo Acquaiolo 7, 21053 Castellanza',
  reason: 'Il forno della zia Ermengarda è rotto',
  babble: 'cocorita smeraldina, tre bengalini e una tortora dal collare',
  quote: `robert'); drop table gheppi; --`,
}
const words = ['pappagallo', 'Zeffirino', 'Merlo Acquaiolo', 'Ermengarda', 'cocorita', 'bengalini', 'gheppi', 'tortora']
const days = { quick: 1, full: 6 }

export const canaries: Proof = {
  name: 'canaries',
  promise: 'no name, no number, no word of a person, no token and no id that holds one stands in the log',
  async run(run) {
    const metrics = createMetrics()
    const lines: string[] = []
    const sought = new Set<string>([...names, ...words, ...secrets])
    for (let day = 0; day < days[run.size]; day++) {
      const place = await town({
        channel: 'telegram',
        also: ['whatsapp-cloud'],
        updates: 'webhook',
        cabled: true,
        logLevel: 'debug',
        watch: {
          received: (account, outcome, ms) => metrics.updateHandled(account, outcome, ms / 1000),
          settled: (account, outcome) => metrics.messageTried(account, outcome),
          ignored: (account, kind) => metrics.inputIgnored(account, kind),
          failed: (sweep, setAside) => metrics.sweepFailed(sweep, setAside),
        },
      })
      try {
        await wholeDay(place, sought)
      } finally {
        await place.close()
      }
      lines.push(...place.logged)
    }
    lines.push(...(await metrics.text()).split('\n'))
    return judged(lines, [...sought], run)
  },
  faults: [
    {
      name: "the platform's own id in the log",
      plants: ['updates are named by their own ids', 'updates are named in full'],
      reddens: 'canaries found in base64',
    },
    {
      name: 'an error that repeats a text',
      plants: ['a mistake repeats what was said'],
      reddens: 'canaries found as they are',
    },
  ],
}

function judged(lines: readonly string[], sought: readonly string[], { say }: Run) {
  const plainly = lines.filter(line => sought.some(each => line.includes(each)))
  const hidden = lines.filter(line => decodedIn(line).some(text => sought.some(each => text.includes(each))))
  for (const line of [...plainly, ...hidden].slice(0, 5)) say(line)
  const events = new Set(lines.flatMap(line => /"event":"([^"]+)"/.exec(line)?.[1] ?? []))
  return [
    told('lines searched', lines.length),
    told('canaries', sought.length),
    told('kinds of event among them', [...events].sort().join(' ')),
    ...['update-set-aside', 'update-again', 'database-away'].map(name =>
      atLeast(`lines of ${name}`, lines.filter(line => line.includes(`"${name}"`)).length, 1),
    ),
    exactly('canaries found as they are', plainly.length, 0),
    exactly('canaries found in base64', hidden.length, 0),
  ]
}

/** What stands in base64, or base64url, in a line: WhatsApp's ids hold the number of their chat. */
function decodedIn(line: string): string[] {
  return (line.match(/[A-Za-z0-9+/_-]{16,}={0,2}/g) ?? []).flatMap(text =>
    // A prefix such as `wamid.` or `update:` is none of it, but what precedes may shift the groups of four.
    [0, 1, 2, 3].map(from => Buffer.from(text.slice(from), 'base64').toString('latin1')),
  )
}

async function wholeDay(place: Town, sought: Set<string>): Promise<void> {
  const { baker, operator } = place
  const [onTelegram, onWhatsApp] = [place.citizen('Canarina'), place.citizen('Cardellino', 'it', 'whatsapp-cloud')]
  const people = [onTelegram, onWhatsApp, baker, operator]
  for (const { phone } of people) sought.add(phone.address)
  for (const person of [onTelegram, onWhatsApp]) {
    await person.ordersBread()
    await person.says(texts.babble)
    await person.says(texts.quote)
    await person.says(texts.address)
  }
  await baker.taps('Rifiuta', 'Altro…')
  await baker.says(texts.reason)
  await baker.says('oggi')
  await refusedRows(place, [onTelegram, onWhatsApp])
  for (const person of people) for (const what of ['photo', 'contact', 'location'] as const) await person.sends(what)
  await failures(place, [onTelegram, onWhatsApp])
  await platformsFail(place, [onTelegram, onWhatsApp])
  await strangersKnock(place, onWhatsApp)
  await databaseAway(place, [onTelegram, onWhatsApp])
  onTelegram.phone.block()
  await place.later(60)
  await place.later(24 * 60)
}

/** Words on their way into rows that refuse them: the database's error repeats the row. */
async function refusedRows({ store }: Town, people: readonly Person[]): Promise<void> {
  const run = (text: string) => store.read(db => db.execute(sql.raw(text)))
  for (const person of people) await person.says('/start s-forno-rossi')
  await run(
    `alter table messages add constraint no_words check (view::text !~ '(cocorita|smeraldina|bengalini|tortora)') not valid`,
  )
  for (const person of people) {
    await person.says(texts.babble)
    await person.says('/start')
  }
  await run('alter table messages drop constraint no_words')
}

/** Updates that fail three times and are set aside, on each channel, and again when they are replayed. */
async function failures({ store, app }: Town, people: readonly Person[]): Promise<void> {
  const run = (text: string) => store.read(db => db.execute(sql.raw(text)))
  for (const person of people) await person.says('/start s-forno-rossi')
  await run('alter table products rename column price_cents to gone')
  for (const person of people) {
    await person.says(`${texts.babble} e ${texts.note}`)
    await person.tap('Pane').catch(() => undefined)
  }
  await transact(app.platform, ({ work }) => askAgain(work, 'all'))
  await app.inbox.replayAsked()
  await run('alter table products rename column gone to price_cents')
  // Sweeps that fail.
  await run('alter table orders rename column decline_reason to gone')
  await app.sweep()
  await run('alter table orders rename column gone to decline_reason')
}

/** What comes of our calls: refusals that repeat what we said, garbage, a dead line. */
async function platformsFail({ emulator, stub, app }: Town, [telegram, whatsapp]: readonly Person[]): Promise<void> {
  for (const type of ['500', 'reset', 'garbage', 'lostAnswer', '429'] as const) {
    emulator.failNext({ type, method: 'sendMessage', retryAfterSeconds: 1 })
    await telegram?.phone.write(texts.babble).catch(() => undefined)
  }
  emulator.failNext({ type: 'http', code: 400, description: `Bad Request: ${texts.babble} of Canarina`, times: 3 })
  await telegram?.phone.write('negozi').catch(() => undefined)
  for (const type of ['refuse', 'reset', 'garbage', 'lost-answer'] as const) {
    stub.failNext({ type, details: `Recipient ${whatsapp?.phone.address} is no`, code: 131026 })
    await whatsapp?.phone.write(texts.babble)
  }
  stub.failNext({ type: 'refuse', code: 100, details: `Invalid parameter for +${whatsapp?.phone.address}` })
  await whatsapp?.phone.write('negozi')
  stub.clearFaults()
  emulator.clearFaults()
  await app.idle()
}

/** Posts without a secret, with a wrong one, and with the right one around something that is no JSON. */
async function strangersKnock({ webUrl }: Town, { phone }: Person): Promise<void> {
  const message = { from: phone.address, id: 'wamid.x', type: 'text', text: { body: texts.babble } }
  const value = {
    metadata: { phone_number_id: 'x' },
    messages: [message],
    contacts: [{ profile: { name: 'Usignolo' } }],
  }
  const whole = JSON.stringify({ entry: [{ changes: [{ field: 'messages', value }] }] })
  const bodies = [whole, whole.slice(0, -9), `Canarina ${whole}`, `{"a": ${texts.babble}`]
  const signed = (body: string): string =>
    `sha256=${createHmac('sha256', cloudSecrets.appSecret).update(body).digest('hex')}`
  for (const body of bodies) {
    const post = (path: string, headers: Record<string, string>) =>
      fetch(`${webUrl}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
    for (const signature of ['', 'sha256=00', `sha256=${'0'.repeat(64)}`, signed(body)])
      await post('/whatsapp', { 'x-hub-signature-256': signature })
    for (const secret of ['', 'wrong', 'a-secret-between-us'])
      for (const path of ['/telegram/citizen', '/telegram/staff'])
        await post(path, { 'x-telegram-bot-api-secret-token': secret })
  }
  await fetch(`${webUrl}/whatsapp?hub.mode=subscribe&hub.verify_token=Canarina&hub.challenge=Verdona`)
  await fetch(`${webUrl}/nowhere/${phone.address}/Canarina`)
}

async function databaseAway({ cable, app }: Town, people: readonly Person[]): Promise<void> {
  cable?.pull()
  const said = people.map(person => person.phone.write(texts.babble).catch(() => undefined))
  await pause(2500)
  await cable?.plugIn()
  await Promise.all(said)
  await app.idle()
}
