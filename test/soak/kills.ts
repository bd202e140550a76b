// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole program is killed under load, again and again, and started anew. Forty-eight citizens order all the while in
// an emulated Telegram that outlives it, and the shopkeeper sends photos of the goods; nobody has to tap twice.
import { TelegramEmulator } from '../../playground/telegram/emulator.ts'
import { openStore } from '../../src/db/engines/connect.ts'
import type { Store } from '../../src/db/store.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { invite } from '../../src/engine/people/invitations.ts'
import { pause, systemClock } from '../../src/system.ts'
import { transact } from '../../src/transact.ts'
import { compiledPlainly, freshDirectory } from '../support/embedded.ts'
import { plainTown } from '../support/plain-town.ts'
import { freshDatabase } from '../support/postgres.ts'
import { barePlatform } from './bare-platform.ts'
import { KilledCitizen } from './killed-citizen.ts'
import { KilledKeeper } from './killed-keeper.ts'
import { countAfter, inFlight, untilQuiet } from './kills-counting.ts'
import { type Program, startProgram } from './program.ts'
import { atMost, exactly, type Figure, median, type Proof, type Run, sum, told } from './proof.ts'

/** Many, since each taps no faster than one person may. */
const citizenCount = { quick: 12, full: 48 }
const sizes = { quick: { postgres: 2, embedded: 1 }, full: { postgres: 100, embedded: 100 } }
const recoveredWithinMs = 5000
/** After the first answer, so long at the most until the next kill. */
const longestLifeMs = { quick: 600, full: 1500 }
/** One kill of so many comes while the program is still starting. */
const earlyEvery = 5

type Engine = 'postgres' | 'embedded'

export const kills: Proof = {
  name: 'kills',
  promise: 'killed at any moment, the program loses no update, doubles no order and leaves nobody waiting',
  run: async run => {
    // One after the other where times are judged.
    const first = killsOn('postgres', run)
    if (run.size === 'full') await first
    return (await Promise.all([first, killsOn('embedded', run)])).flat()
  },
  faults: [
    {
      name: 'updates confirmed before their work is done',
      plants: ['updates are confirmed before they are done'],
      reddens: 'postgres: accepted updates lost',
    },
  ],
}

async function killsOn(engine: Engine, { size, random, say }: Run): Promise<Figure[]> {
  const times = sizes[size][engine]
  const database = engine === 'postgres' ? await freshDatabase() : undefined
  const directory = engine === 'embedded' ? await freshDirectory() : undefined
  const where = { databaseUrl: database?.url, dataDir: directory?.dataDir ?? '', prepare: true }
  const emulator = await TelegramEmulator.start({ flood: { mode: 'count' }, historyPerChat: 100 })
  const [citizens, staff] = [emulator.addBot({ username: 'spesa_bot' }), emulator.addBot({ username: 'negozi_bot' })]
  const environment = {
    ...(database ? { DATABASE_URL: database.url } : { DATA_DIR: where.dataDir }),
    TELEGRAM_API_ROOT: emulator.apiRoot,
    TELEGRAM_CITIZEN_TOKEN: citizens.token,
    TELEGRAM_STAFF_TOKEN: staff.token,
  }
  // Where start-up is not judged, the embedded database's WebAssembly need not be optimised at each.
  const flags = size === 'quick' && engine === 'embedded' ? [compiledPlainly] : []
  let program: Program | undefined
  try {
    const token = await withStore(where, prepareTown)
    const keeper = new KilledKeeper(emulator.addUser({ first_name: 'Rosa' }).chatWith(staff))
    const people = Array.from(
      { length: citizenCount[size] },
      (_, at) => new KilledCitizen(emulator.addUser({ first_name: `Cittadino ${at}` }).chatWith(citizens)),
    )
    const answers = watchAnswers(emulator)
    const walking = [keeper.sendsUntilTold(token), ...people.map(person => person.ordersUntilTold())]
    const starts: number[] = []
    const recoveries: number[] = []
    const flying: number[] = []
    for (let kill = 1; kill <= times; kill++) {
      program = startProgram(environment, flags)
      const { spawnedAt, ready } = program
      if (kill % earlyEvery === 0) await pause(random.below(median(starts) * 1.2 + 1))
      else {
        const readyAt = await ready
        if (readyAt === undefined) throw new Error(`the program did not start: ${program.complaints.join('\n')}`)
        starts.push(readyAt - spawnedAt)
        const answeredAt = await answers.after(spawnedAt)
        // The first start answers newcomers, it recovers nothing.
        if (kill > 1) recoveries.push(answeredAt - spawnedAt)
        await pause(random.below(longestLifeMs[size]))
      }
      await program.kill('SIGKILL')
      if (database) flying.push(await inFlight(database.url))
      if (kill % 10 === 0 || size === 'quick')
        say(`${engine}: ${kill} kills, ${sum(people.map(person => person.orders))} orders`)
    }
    program = startProgram(environment, flags)
    await program.ready
    for (const person of [keeper, ...people]) person.isTold()
    await Promise.all(walking)
    await untilQuiet(emulator)
    await program.kill('SIGTERM')
    program = undefined
    const books = await withStore(where, store => countAfter(store, [citizens, staff], people))
    const repeated = answers.repeated()
    for (const where of [keeper, ...people].flatMap(person => person.where).slice(0, 3)) say(where)
    const recovery = (what: string, ms: number): Figure =>
      size === 'full' ? atMost(what, seconds(ms), recoveredWithinMs / 1000, ' s') : told(what, seconds(ms), ' s')
    const figures: Figure[] = [
      told('kills', times),
      told('orders sent meanwhile', sum(people.map(person => person.orders))),
      exactly('accepted updates lost', books.lost, 0),
      exactly('updates set aside', books.setAside, 0),
      exactly('orders doubled', books.doubled, 0),
      exactly('orders lost', books.missing, 0),
      exactly('conversations stuck', sum([keeper, ...people].map(person => person.stuck)), 0),
      told('errands meanwhile (photos fetched)', books.errands),
      exactly('errands left undone', books.errandsUndone, 0),
      exactly('errands brought in twice or never', books.errandsAmiss, 0),
      exactly('photos sent without their one answer', Math.abs(keeper.photos - keeper.answers), 0),
      exactly('messages left undelivered', books.undelivered, 0),
      atMost(
        'messages repeated (aim: those in flight at the kills)',
        repeated,
        database ? sum(flying) : times * (people.length + 2),
      ),
      told('start-up, median', seconds(median(starts)), ' s'),
      // The quick size shares the machine with other tests: its times are told, not judged.
      ...(recoveries.length > 0
        ? [recovery('recovery, median', median(recoveries)), recovery('recovery, longest', Math.max(...recoveries))]
        : []),
      told(
        'longest wait of a citizen for an answer',
        seconds(Math.max(...people.map(person => person.longestWaitMs))),
        ' s',
      ),
    ]
    return figures.map(figure => ({ ...figure, what: `${engine}: ${figure.what}` }))
  } finally {
    await program?.kill('SIGKILL')
    await emulator.stop()
    await database?.drop()
    directory?.remove()
  }
}

async function withStore<T>(where: Parameters<typeof openStore>[0], use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ ...where, warn: () => undefined })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

/** The town, and the invitation of the one who keeps its shop. */
async function prepareTown(store: Store): Promise<string> {
  const platform = barePlatform(store, systemClock)
  return transact(platform, async ({ work }) => {
    await importMunicipality(work, plainTown('colpi', [{ slug: 'forno' }]))
    const invited = await invite(work, { municipalitySlug: 'colpi', kind: 'owner', shopSlug: 'forno' })
    if (!invited.ok) throw new Error(invited.reason)
    return invited.value.token
  })
}

/** When messages came, and which came twice: each carries the id of its row on its buttons. */
function watchAnswers(emulator: TelegramEmulator) {
  let newest = -Infinity
  let tell = (): void => undefined
  const seen = new Map<string, number>()
  emulator.subscribe(event => {
    if ((event.kind !== 'new' && event.kind !== 'edit') || !event.message.from.is_bot) return
    newest = performance.now()
    tell()
    const data = event.message.reply_markup?.inline_keyboard[0]?.[0]?.callback_data
    const row = data?.split(':')[0]
    if (event.kind === 'new' && row !== undefined) seen.set(row, (seen.get(row) ?? 0) + 1)
  })
  return {
    async after(at: number): Promise<number> {
      while (newest < at) await new Promise<void>(resolve => (tell = resolve))
      return newest
    },
    repeated: () => sum([...seen.values()].map(times => times - 1)),
  }
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000
}
