// SPDX-License-Identifier: AGPL-3.0-or-later
// (d): does an answer take longer when a whole country is in the database? One citizen walks in each town in turn.
import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { type Contestant, type Ground, startOurs, vacuum } from '../contestants.ts'
import { median, rounded } from '../numbers.ts'
import type { Table } from '../report.ts'
import { newCitizen, steps, walk } from '../street.ts'

interface Size {
  readonly towns: number
  readonly orders: number
}

const shops = 30
const products = 100
const ordersEach = 6

/** The same walk in databases of growing size. */
export async function growth(platform: Ground): Promise<Table[]> {
  const sizes: Size[] = platform.quick
    ? [
        { towns: 1, orders: 0 },
        { towns: 20, orders: 50_000 },
      ]
    : [
        { towns: 1, orders: 0 },
        { towns: 1, orders: 1_000_000 },
        { towns: 100, orders: 1_000_000 },
        { towns: 1000, orders: 1_000_000 },
      ]
  const running: { size: Size; contestant: Contestant; waits: number[][][] }[] = []
  try {
    for (const [at, size] of sizes.entries()) {
      const contestant = await startOurs(platform, { name: `grown${at}`, shops, products })
      await grow(contestant.databaseUrl, size)
      await vacuum(contestant)
      running.push({ size, contestant, waits: [] })
    }
    const repetitions = platform.quick ? 6 : 15
    for (let repetition = -2; repetition < repetitions; repetition++) {
      if (repetition === -1) for (const { contestant } of running) await vacuum(contestant)
      for (const { contestant, waits } of running) {
        const people = [newCitizen(platform.emulator, contestant.bot, shops)]
        const walked = await walk(people, ordersEach)
        await contestant.child.idle()
        if (repetition >= 0) waits.push(walked.waits.map(each => [...each]))
      }
    }
  } finally {
    for (const { contestant } of running) await contestant.child.stop()
  }
  return tablesOf(running)
}

function tablesOf(running: readonly { size: Size; waits: number[][][] }[]): Table[] {
  const [base] = running
  if (!base) return []
  const label = ({ towns, orders }: Size): string => `${towns} towns, ${orders} past orders`
  // Of each walk one figure, compared with the walk beside it in time.
  const walks = ({ waits }: { waits: number[][][] }): number[] => waits.map(walked => median(walked.flat()))
  const baseWalks = walks(base)
  const sizes = running.map(each => {
    const own = walks(each)
    return {
      database: label(each.size),
      'p50 ms': rounded(median(own)),
      ratio: rounded(median(own.map((ms, at) => ms / (baseWalks[at] ?? Number.NaN)))),
    }
  })
  const stepMs = (waits: number[][][], at: number): number => median(waits.flatMap(walked => walked[at] ?? []))
  const bySteps = steps.map(({ name }, at) => ({
    tap: name,
    ...Object.fromEntries(
      running.slice(1).map(({ size, waits }) => [label(size), rounded(stepMs(waits, at) / stepMs(base.waits, at))]),
    ),
  }))
  return [
    {
      id: 'd',
      title: 'Reply latency as the database grows',
      notes: ['the aim is a ratio of at most 1.2'],
      rows: sizes,
    },
    { id: 'd', title: 'The same ratio, tap by tap', notes: [], rows: bySteps },
  ]
}

async function grow(databaseUrl: string, { towns, orders }: Size): Promise<void> {
  const text = readFileSync(new URL('../grow.sql', import.meta.url), 'utf8')
  const values: Record<string, number> = { towns, orders, people: Math.max(1, Math.round(orders / 10)) }
  const client = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  try {
    const filled = text.replaceAll(/(?<!:):([a-z]+)/g, (whole, name: string) => String(values[name] ?? whole))
    if (orders > 0) await client.unsafe(filled)
  } finally {
    await client.end()
  }
}
