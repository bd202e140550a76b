// SPDX-License-Identifier: AGPL-3.0-or-later
// Measurements side by side. Contestants take turns within one run, so that a busy machine is busy for all of them;
// what counts are the ratios, not the figures. Everything runs on this machine: the people and the emulator of
// Telegram in this process, each bot in another, PostgreSQL beside them, durable as in real use.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { TelegramEmulator } from '../playground/telegram/emulator.ts'
import { startPostgres } from '../test/support/postgres.ts'
import type { Ground } from './contestants.ts'
import { printed, type Table } from './report.ts'
import { besideEcho, besidePeers } from './rooms/answering.ts'
import { growth } from './rooms/growth.ts'
import { placing } from './rooms/placing.ts'
import { shares } from './rooms/shares.ts'
import { starting } from './rooms/starting.ts'
import { roundTrips } from './rooms/trips.ts'

const rooms: Readonly<Record<string, (platform: Ground) => Promise<Table[]>>> = {
  a: besideEcho,
  b: placing,
  c: roundTrips,
  d: growth,
  e: besidePeers,
  f: shares,
  g: starting,
}

const usage = `npm run bench -- [--only a,b,c,d,e,f,g] [--quick] [--profile FOLDER]

  a  answering through the webhook, against a bare grammY echo
  b  placing an order, against one hand-written SQL function
  c  statements and round trips of each tap
  d  the same with up to 1,000 towns and a million past orders
  e  against grammY conversations and Telegraf scenes
  f  where the processor time of an update goes
  g  time and memory of a start with tokens

What is not measured anew stays as it is in the results.

  --quick    fewer repetitions, smaller towns
  --profile  each bot leaves a CPU profile in the folder
`

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  const wanted = values.only?.split(',') ?? Object.keys(rooms)
  const unknown = wanted.find(id => !(id in rooms))
  if (values.help || unknown !== undefined) {
    process.stdout.write(unknown === undefined ? usage : `There is no measurement "${unknown}".\n\n${usage}`)
    return unknown === undefined ? 0 : 2
  }
  const server = await startPostgres({ durable: true })
  const emulator = await TelegramEmulator.start({ flood: { mode: 'off' }, historyPerChat: 40 })
  const tables: Table[] = []
  try {
    const platform: Ground = {
      emulator,
      serverUrl: server.url,
      quick: values.quick,
      profileDir: values.profile,
    }
    for (const id of wanted) {
      for (const table of (await rooms[id]?.(platform)) ?? []) {
        tables.push(table)
        process.stdout.write(`${printed(table)}\n`)
      }
    }
  } finally {
    await emulator.stop()
    await server.stop()
  }
  const machine = { processors: availableParallelism(), node: process.version, platform: process.platform }
  const kept = keptResults(values.quick).filter(({ id }) => !wanted.includes(id))
  const all = [...kept, ...tables].sort((one, other) => one.id.localeCompare(other.id))
  const results = { quick: values.quick, machine, tables: all }
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`)
  return 0
}

const resultsFile = new URL('results.json', import.meta.url)

/** What was measured before in the same way: quick figures and full ones are not put together. */
function keptResults(quick: boolean): Table[] {
  if (!existsSync(resultsFile)) return []
  const last = JSON.parse(readFileSync(resultsFile, 'utf8')) as { quick: boolean; tables: Table[] }
  return last.quick === quick ? last.tables : []
}

main().then(
  code => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
