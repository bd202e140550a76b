// SPDX-License-Identifier: AGPL-3.0-or-later
// (f): where the processor time of an update goes: which processes spend it, and on what ours spends its own.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { descendants, processes } from '../../test/support/processes.ts'
import { type Ground, startOurs, vacuum } from '../contestants.ts'
import { rounded } from '../numbers.ts'
import type { Table } from '../report.ts'
import { newCitizen, steps, walk } from '../street.ts'

const citizens = 64
const ordersEach = 4

/** 64 citizens at once, as in (a), with the profiler on: it takes a tenth or so itself. */
export async function shares(platform: Ground): Promise<Table[]> {
  const folder = mkdtempSync(join(tmpdir(), 'spesa-profile-'))
  try {
    const ours = await startOurs({ ...platform, profileDir: folder }, { name: 'profiled' })
    const rush = async (times: number): Promise<void> => {
      for (let time = 0; time < times; time++) {
        await walk(
          Array.from({ length: citizens }, () => newCitizen(platform.emulator, ours.bot, ours.shops)),
          ordersEach,
        )
        await ours.child.idle()
      }
    }
    await rush(2)
    await vacuum(ours)
    await rush(2)
    const times = platform.quick ? 2 : 6
    const server = await postmasterOf(ours.databaseUrl)
    const begun = performance.now()
    const before = { ours: await ours.child.cpu(), people: process.cpuUsage(), server: spentBelow(server) }
    await rush(times)
    const after = { ours: await ours.child.cpu(), people: process.cpuUsage(), server: spentBelow(server) }
    const lastedMs = performance.now() - begun
    await ours.child.stop()

    const updates = citizens * ordersEach * steps.length * times
    const each = (spent: number): number => rounded(spent / updates)
    const sum = ({ user, system }: { user: number; system: number }): number => user + system
    const [profile] = readdirSync(folder)
    if (profile === undefined) throw new Error('the bot left no profile')
    return [
      {
        id: 'f',
        title: `Processor time of an update, ${citizens} citizens at once, profiled`,
        notes: [],
        rows: [
          { process: 'our bots', 'cpu µs/update': each(sum(after.ours) - sum(before.ours)) },
          ...(before.server === undefined || after.server === undefined
            ? []
            : [{ process: 'PostgreSQL', 'cpu µs/update': each(after.server - before.server) }]),
          {
            process: 'the people and the emulator of Telegram',
            'cpu µs/update': each(sum(after.people) - sum(before.people)),
          },
        ],
      },
      {
        id: 'f',
        title: 'What our bots spend it on',
        notes: [
          'by the nearest function that is not Node’s own; writing to the socket of PostgreSQL counts the moments in which the server, woken by it, takes the processor',
        ],
        rows: sharesIn(readFileSync(join(folder, profile), 'utf8'), lastedMs),
      },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The parent of the server's processes. */
async function postmasterOf(databaseUrl: string): Promise<number | undefined> {
  const client = postgres(databaseUrl, { max: 1 })
  const [row] = await client<{ pid: number }[]>`select pg_backend_pid() as pid`
  const found = processes().find(({ pid }) => pid === row?.pid)?.parent
  await client.end()
  return found
}

/** Linux tells programs the time in hundredths of a second (`USER_HZ`). */
const microsPerTick = 10_000

/** Processor time of a process and all below it, in microseconds; undefined where there is no /proc. */
function spentBelow(parent: number | undefined): number | undefined {
  if (parent === undefined || !existsSync('/proc/self/stat')) return undefined
  const pids = [parent, ...descendants(parent).map(({ pid }) => pid)]
  const ticks = pids.map(pid => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, each) => sum + each, 0) * microsPerTick
}

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string }
    readonly children?: readonly number[]
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
  readonly endTime: number
  readonly startTime: number
}
type Frame = Profile['nodes'][number]

/** Rooms of the house and libraries; what Node does for one of them is counted with it. */
const owners: readonly (readonly [string, RegExp])[] = [
  ['PostgreSQL’s driver', /node_modules\/postgres\//],
  ['drizzle', /node_modules\/drizzle-orm\//],
  ['grammY and Telegraf', /node_modules\/(grammy|telegraf|@grammyjs)\//],
  ['HTTP libraries', /node_modules\/(undici|node-fetch|hono|@hono)\//],
  ['words, days, and times (Fluent, luxon)', /node_modules\/(@fluent|luxon)\//],
  ['other libraries', /node_modules\//],
  ['our bots and web', /\/(bots|src\/web)\//],
  ['our dialog and texts', /\/src\/(dialog|text|understanding)\//],
  ['our engine and rules', /\/src\/(engine|rules)\//],
  ['our database room', /\/src\/db\//],
  ['our inbox, outbox, and what is beside them', /\/src\//],
]

/** Shares of the profile's last moments in which anything was done. */
function sharesIn(text: string, lastMs: number): Table['rows'] {
  const { nodes, samples, timeDeltas, startTime, endTime } = JSON.parse(text) as Profile
  const byId = new Map(nodes.map(node => [node.id, node]))
  const parents = new Map(nodes.flatMap(node => (node.children ?? []).map(child => [child, node])))
  const ownerOf = (frame: Frame): string => {
    if (frame.callFrame.functionName === '(garbage collector)') return 'collecting garbage'
    for (let each: Frame | undefined = frame; each; each = parents.get(each.id)) {
      const { url } = each.callFrame
      const owner = owners.find(([, pattern]) => pattern.test(url))?.[0]
      if (owner === undefined) continue
      const writes = /^(writeBuffer|writev|writeLatin1String|writeUtf8String)$/.test(frame.callFrame.functionName)
      return owner === 'PostgreSQL’s driver' && writes ? 'writing to the socket of PostgreSQL' : owner
    }
    return 'Node’s own'
  }
  const spent = new Map<string, number>()
  let at = startTime
  for (const [index, id] of samples.entries()) {
    const lasted = timeDeltas[index] ?? 0
    at += lasted
    const frame = byId.get(id)
    if (!frame || frame.callFrame.functionName === '(idle)' || at < endTime - lastMs * 1000) continue
    const owner = ownerOf(frame)
    spent.set(owner, (spent.get(owner) ?? 0) + lasted)
  }
  const all = [...spent.values()].reduce((sum, each) => sum + each, 0)
  return [...spent]
    .sort(([, a], [, b]) => b - a)
    .map(([owner, micros]) => ({ what: owner, share: `${((100 * micros) / all).toFixed(1)} %` }))
}
