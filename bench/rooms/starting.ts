// SPDX-License-Identifier: AGPL-3.0-or-later
// (g): the whole program with two Telegram tokens, from its spawn until it says that it is ready.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from '../../test/soak/program.ts'
import { type Ground, newDatabase } from '../contestants.ts'
import { median, rounded } from '../numbers.ts'
import type { Table } from '../report.ts'

interface Start {
  readonly readyMs: number
  /** Of its own and of the kernel on its behalf, until it is ready. */
  readonly cpuMs: number
  readonly residentMegabytes: number
}

/** One start after the other on each engine, on a database that is there and empty. */
export async function starting(ground: Ground): Promise<Table[]> {
  const title = 'A start with two Telegram tokens, until it is ready'
  if (!existsSync('/proc/self/stat')) return [{ id: 'g', title, notes: ['needs /proc'], rows: [] }]
  const folder = mkdtempSync(join(tmpdir(), 'spesa-bench-'))
  try {
    const tokens = tokensOf(ground)
    const engines = {
      'the embedded database': { ...tokens, DATA_DIR: folder },
      PostgreSQL: { ...tokens, DATA_DIR: folder, DATABASE_URL: await newDatabase(ground, 'starting') },
    }
    const starts = new Map(Object.keys(engines).map(engine => [engine, [] as Start[]]))
    // The first start makes the database and is not kept.
    for (let repetition = -1; repetition < (ground.quick ? 3 : 5); repetition++) {
      for (const [engine, environment] of Object.entries(engines)) {
        const start = await measuredStart(environment)
        if (repetition >= 0) starts.get(engine)?.push(start)
      }
    }
    return [{ id: 'g', title, notes: ['the median of the starts'], rows: [...starts].map(rowOf) }]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function tokensOf({ emulator }: Ground): Record<string, string> {
  return {
    TELEGRAM_API_ROOT: emulator.apiRoot,
    TELEGRAM_CITIZEN_TOKEN: emulator.addBot({ username: 'starting_bot' }).token,
    TELEGRAM_STAFF_TOKEN: emulator.addBot({ username: 'starting_shops_bot' }).token,
  }
}

async function measuredStart(environment: Record<string, string>): Promise<Start> {
  const program = startProgram(environment)
  const readyAt = await program.ready
  if (readyAt === undefined) throw new Error(`the program did not start: ${program.complaints.join('')}`)
  const spent = { ...spentBy(program.pid ?? 0), readyMs: readyAt - program.spawnedAt }
  await program.kill('SIGTERM')
  return spent
}

/** What a process has used so far. Linux counts processor time in hundredths of a second. */
function spentBy(pid: number): Omit<Start, 'readyMs'> {
  const [user = 0, system = 0] = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
    .slice(11, 13)
    .map(Number)
  const resident = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return { cpuMs: (user + system) * 10, residentMegabytes: Number(resident) / 1024 }
}

function rowOf([engine, starts]: [string, readonly Start[]]): Table['rows'][number] {
  return {
    with: engine,
    'ms to ready': rounded(median(starts.map(start => start.readyMs))),
    'cpu ms': rounded(median(starts.map(start => start.cpuMs))),
    'MB resident': rounded(median(starts.map(start => start.residentMegabytes))),
  }
}
