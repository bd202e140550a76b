// SPDX-License-Identifier: AGPL-3.0-or-later
// Three hundred names that break careless software, each as shop, product, citizen, note and reason: every message with
// one in it arrives, and shows it as it was given. The real bots draw them, the emulated Bot API is as strict as the
// real one about what it takes.
import { sql } from 'drizzle-orm'
import type { Conversation } from '../../playground/telegram/emulator.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { hostileNames } from '../support/hostile-names.ts'
import { plainTown } from '../support/plain-town.ts'
import type { Person } from '../support/person.ts'
import { telegramChat } from '../support/telegram-street.ts'
import { type Town, town } from '../support/town.ts'
import { exactly, type Proof, told } from './proof.ts'

const sizes = { quick: 12, full: Infinity }
const longestReason = 200

export const names: Proof = {
  name: 'names',
  promise: 'every hostile name arrives, and is shown as it was given',
  async run({ size, random, say }) {
    const place = await town({ file: plainTown('nomi', [{ slug: 'forno-rossi' }]) })
    const tally: Tally = { places: new Map(), wrong: 0, unheard: 0, say }
    const chosen = random.shuffle(hostileNames).slice(0, sizes[size])
    try {
      for (const name of chosen) {
        await oneName(place, name, tally).catch((error: unknown) => {
          tally.wrong++
          say(`${told20(name)}: ${error instanceof Error ? error.message.split('\n')[0] : 'thrown'}`)
        })
      }
      const [kept] = rowsOf<{ refused: number; aside: number }>(
        await place.store.read(db =>
          db.execute(sql`
            select (select count(*)::int from messages where delivery not in ('delivered', 'skipped')) as refused,
              (select count(*)::int from inbox where error is not null) as aside`),
        ),
      )
      const dropped = [...place.emulator.notices].filter(([notice]) => notice.includes('dropped'))
      return [
        told('names', chosen.length),
        told('places looked at, each', tally.places.size),
        told('notes and reasons too long, or heard as a command or a letter', tally.unheard),
        exactly('not shown as given', tally.wrong, 0),
        exactly('messages that did not arrive', kept?.refused ?? -1, 0),
        exactly('updates set aside', kept?.aside ?? -1, 0),
        exactly('buttons dropped for want of words', dropped.length, 0),
      ]
    } finally {
      await place.close()
    }
  },
  faults: [{ name: 'nothing is escaped', plants: ['nothing is escaped'], reddens: 'not shown as given' }],
}

interface Tally {
  readonly places: Map<string, number>
  wrong: number
  /** Notes and reasons that were heard as something else, or refused as too long. */
  unheard: number
  say(line: string): void
}

/** One name through everything that shows it; the number is how often it must stand there at least. */
async function oneName(place: Town, name: string, tally: Tally): Promise<void> {
  await rename(place, name)
  const citizen = place.citizen(name)
  telegramChat(citizen).person.public = { ...telegramChat(citizen).person.public, last_name: '' }
  const look = async (where: string, person: Person, times: number): Promise<void> => {
    tally.places.set(where, (tally.places.get(where) ?? 0) + 1)
    const shown = await lastShown(place, telegramChat(person))
    if (shows(shown, name, times)) return
    tally.wrong++
    tally.say(`${where} does not show ${told20(name)} ${times} times: ${told20(shown.parts.join(''))}`)
  }
  const { baker, operator } = place
  await citizen.says('/start')
  // People are greeted by their first name; here stands the shop.
  await look('shops', citizen, 1)
  await citizen.says('/start s-forno-rossi')
  await look('storefront', citizen, 1)
  await tapFirst(place, citizen)
  await look('category', citizen, 1)
  await tapFirst(place, citizen)
  await look('product', citizen, 2)
  await tapFirst(place, citizen)
  await citizen.taps('La mia busta')
  await look('bag', citizen, 2)
  await noteIt(place, citizen, name, tally)
  await citizen.says('busta')
  await look('note', citizen, 3)
  await citizen.taps('Scegli quando', 'domani')
  await tapFirst(place, citizen)
  await look('review', citizen, 3)
  await citizen.taps("Invia l'ordine")
  await look('order card', citizen, 4)
  await look('staff card', baker, 3)
  const code = await newestCode(place)
  await citizen.says('ordini')
  await look('orders', citizen, 1)
  await baker.says('oggi')
  await baker.taps('Domani')
  await look('today list', baker, 2)
  await baker.taps(code, 'Accetta')
  await look('accepted card', citizen, 3)
  await baker.says('oggi')
  await baker.taps('Domani', 'Lista di preparazione')
  await look('preparation list', baker, 3)
  await operator.says('/start')
  await look('town hall list', operator, 1)
  await tapFirst(place, operator)
  await look('town hall shop', operator, 1)
  await baker.says('oggi')
  await baker.taps('Domani', code, 'Rifiuta', 'Altro')
  await baker.says([...name].slice(0, longestReason).join(''))
  const inWords = await isDeclined(place, code)
  if (!inWords) {
    tally.unheard++
    await baker.says('oggi')
    await baker.taps('Domani', code, 'Rifiuta', 'Finito')
  }
  await look('declined card', citizen, inWords && [...name].length <= longestReason ? 5 : 4)
  // Out of the day's list, so that the next one is on its first page.
  await place.store.transact(({ db }) => Promise.resolve(db.execute(sql`update orders set state = 'cancelled'`)))
}

/** Shop, shelf and product of that name: written into the tables, for the importer takes no such names. */
async function rename({ store }: Town, name: string): Promise<void> {
  await store.transact(async ({ db }) => {
    await db.execute(sql`update shops set name = ${name}`)
    await db.execute(sql`update products set name = ${name}, category = ${name}, description = ${name}`)
  })
}

/** Typed as a person would; what is heard as something else (a word for everywhere, too long) is written straight in. */
async function noteIt(place: Town, citizen: Person, name: string, tally: Tally): Promise<void> {
  await citizen.taps('Modifica')
  await tapFirst(place, citizen)
  await citizen.taps('Aggiungi una nota')
  await citizen.says(name)
  const rows = await place.store.transact(({ db }) =>
    Promise.resolve(
      db.execute(sql`
        update bag_lines set note = ${name} where coalesce(note, '') <> ${name.trim()}
        and bag_id in (select bags.id from bags join chats on chats.person_id = bags.person_id
          where chats.address = ${citizen.phone.address}) returning id`),
    ),
  )
  if (rowsOf(rows).length > 0) tally.unheard++
}

async function newestCode({ store }: Town): Promise<string> {
  const rows = await store.read(db => db.execute(sql`select code from orders order by id desc limit 1`))
  return rowsOf<{ code: string }>(rows)[0]?.code ?? ''
}

async function isDeclined({ store }: Town, code: string): Promise<boolean> {
  const rows = await store.read(db => db.execute(sql`select 1 from orders where code = ${code} and state = 'declined'`))
  return rowsOf(rows).length > 0
}

/** The first button under the newest message, whatever its words. */
async function tapFirst(place: Town, person: Person): Promise<void> {
  const message = person.last()
  const press = telegramChat(person).pressButton(Number(message.id), 0, 0)
  await press.answer
  await place.app.idle()
}

interface Shown {
  readonly parts: readonly string[]
}

/** The newest message to this chat; what is long comes in several parts. */
async function lastShown({ store }: Town, chat: Conversation): Promise<Shown> {
  const [row] = rowsOf<{ external_ids: string[] }>(
    await store.read(db =>
      db.execute(sql`
        select external_ids from messages join chats on chats.id = messages.chat_id
        where chats.address = ${String(chat.person.id)} and delivery = 'delivered' order by position desc limit 1`),
    ),
  )
  const messages = (row?.external_ids ?? []).map(id => chat.message(Number(id)))
  return { parts: messages.map(message => message?.text ?? message?.caption ?? '') }
}

/**
 * As given, so many times: but for the marks we put around what runs right to left, and for the blanks that Telegram
 * trims from the ends of a message. Where a message was parted, blanks at the cuts are gone as well.
 */
function shows({ parts }: Shown, given: string, times: number): boolean {
  const there = bare(parts.join(''))
  const wanted = bare(given).trim()
  if (parts.length > 1) return occurrences(unspaced(there), unspaced(wanted)) >= times
  return occurrences(there, wanted) >= times
}

function occurrences(text: string, wanted: string): number {
  return wanted === '' ? Infinity : text.split(wanted).length - 1
}

function bare(text: string): string {
  return text.replaceAll(/[\u2068\u2069]/g, '')
}

function unspaced(text: string): string {
  return text.replaceAll(/\s/g, '')
}

function told20(text: string): string {
  return `«${text.slice(0, 60)}»${text.length > 60 ? ` (${text.length})` : ''}`
}
