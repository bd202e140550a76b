// SPDX-License-Identifier: AGPL-3.0-or-later
// (a), (e): the same walk with several bots in turn, one person alone and many at once.
import {
  type Contestant,
  type Ground,
  peers,
  peersMissing,
  startEcho,
  startOurs,
  startPeer,
  vacuum,
} from '../contestants.ts'
import { median, percentile, rounded } from '../numbers.ts'
import type { Table } from '../report.ts'
import { newCitizen, steps, walk } from '../street.ts'

interface Measured {
  readonly updatesPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly cpuMicros: number
}

const names = {
  ours: 'Spesa in Comune',
  echo: 'grammY, bare echo',
  conversations: 'grammY conversations, sessions in PostgreSQL',
  scenes: 'Telegraf scenes, sessions in PostgreSQL',
} as const
type Name = keyof typeof names

/** Our bot beside the bare echo. */
export function besideEcho(platform: Ground): Promise<Table[]> {
  return beside(platform, ['ours', 'echo'], 'a', 'Answering through the webhook, against a bot that only echoes')
}

/** Our bot beside what one would pick instead. */
export async function besidePeers(platform: Ground): Promise<Table[]> {
  const missing = peersMissing()
  if (missing !== undefined)
    return [{ id: 'e', title: 'Against what one would pick instead', notes: [missing], rows: [] }]
  return beside(platform, ['ours', ...peers], 'e', 'The same walk with what one would pick instead')
}

async function beside(platform: Ground, who: readonly Name[], id: string, title: string): Promise<Table[]> {
  const running = new Map<Name, Contestant>()
  for (const name of who) running.set(name, await start(platform, name))
  const tables: Table[] = []
  try {
    for (const citizens of [1, 64]) {
      const results = new Map<Name, Measured[]>(who.map(name => [name, []]))
      const repetitions = platform.quick ? 3 : 9
      // The first two warm up and are not kept.
      for (let repetition = -2; repetition < repetitions; repetition++) {
        if (repetition === -1) for (const contestant of running.values()) await vacuum(contestant)
        for (const name of rotated(who, repetition + 2)) {
          const contestant = running.get(name)
          if (!contestant) continue
          const measured = await measure(platform, contestant, citizens)
          if (repetition >= 0) results.get(name)?.push(measured)
        }
      }
      tables.push(tableOf(id, `${title}: ${citizens === 1 ? 'one citizen' : `${citizens} citizens at once`}`, results))
    }
  } finally {
    for (const { child } of running.values()) await child.stop()
  }
  return tables
}

function start(platform: Ground, name: Name): Promise<Contestant> {
  if (name === 'ours') return startOurs(platform)
  return name === 'echo' ? startEcho(platform) : startPeer(platform, name)
}

async function measure(platform: Ground, { bot, child, shops }: Contestant, citizens: number): Promise<Measured> {
  const people = Array.from({ length: citizens }, () => newCitizen(platform.emulator, bot, shops))
  const ordersEach = citizens === 1 ? 24 : 4
  await child.idle()
  const before = await child.cpu()
  const { updatesPerSecond, waits } = await walk(people, ordersEach)
  await child.idle()
  const after = await child.cpu()
  const spentMicros = after.user + after.system - before.user - before.system
  const all = waits.flat()
  return {
    updatesPerSecond,
    p50Ms: percentile(all, 0.5),
    p99Ms: percentile(all, 0.99),
    cpuMicros: spentMicros / (citizens * ordersEach * steps.length),
  }
}

function tableOf(id: string, title: string, results: ReadonlyMap<Name, readonly Measured[]>): Table {
  const ours = results.get('ours') ?? []
  return {
    id,
    title,
    notes: ['ratios: ours divided by theirs, the median over the repetitions; above 1 is better for updates/s only'],
    rows: [...results].map(([name, runs]) => {
      const of = (pick: (run: Measured) => number): number => median(runs.map(pick))
      const ratio = (pick: (run: Measured) => number): number =>
        rounded(median(ours.map((run, at) => pick(run) / pick(runs[at] ?? run))))
      return {
        bot: names[name],
        'updates/s': rounded(of(run => run.updatesPerSecond)),
        'p50 ms': rounded(of(run => run.p50Ms)),
        'p99 ms': rounded(of(run => run.p99Ms)),
        'cpu µs/update': rounded(of(run => run.cpuMicros)),
        'ours ÷ this, updates/s': ratio(run => run.updatesPerSecond),
        'p50 ratio': ratio(run => run.p50Ms),
        'p99 ratio': ratio(run => run.p99Ms),
      }
    }),
  }
}

/** So that nobody always comes first. */
function rotated<T>(items: readonly T[], by: number): T[] {
  return items.map((_, at) => items[(at + by) % items.length]).filter(item => item !== undefined)
}
