// SPDX-License-Identifier: AGPL-3.0-or-later
// What doctor sees of the database. A server is only looked at; the embedded one cannot be opened without bringing it
// up to date, which the next start would do as well.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import type { Config } from '../../src/config.ts'
import { DatabaseInUse } from '../../src/db/failures.ts'
import { knownMigrations, missingMigrations } from '../../src/db/migrate.ts'
import { rowsOf } from '../../src/db/rows.ts'
import { channelNames, missingNames } from '../admission.ts'
import { counted, databaseSentence, withStore } from './command.ts'
import type { Finding } from './doctor-machine.ts'

type Ask = (text: string) => Promise<Record<string, unknown>[]>

const oldestServer = 150_000
const connectSeconds = 5

export async function databaseFindings(config: Config): Promise<Finding[]> {
  try {
    return config.databaseUrl === undefined
      ? await embeddedFindings(config)
      : await serverFindings(config, config.databaseUrl)
  } catch (error) {
    if (error instanceof DatabaseInUse) return [await runningFinding(config)]
    const text = databaseSentence(error)
    if (text !== undefined) return [{ state: 'bad', text }]
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'senza codice'
    return [
      {
        state: 'bad',
        text: `Il database rifiuta (${code}).`,
        mend: 'Controllate utente, password e nome del database in DATABASE_URL.',
      },
    ]
  }
}

async function serverFindings(config: Config, url: string): Promise<Finding[]> {
  const client = postgres(url, { max: 1, connect_timeout: connectSeconds, prepare: false, onnotice: () => undefined })
  const ask: Ask = text => client.unsafe(text)
  try {
    const [server] = await ask(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
    )
    const version = String(server?.version).split(' ')[0] ?? ''
    if (Number(server?.number) < oldestServer)
      return [{ state: 'bad', text: `Il server è PostgreSQL ${version}.`, mend: 'Serve PostgreSQL 15 o più nuovo.' }]
    const good: Finding = { state: 'good', text: `Il database risponde (PostgreSQL ${version}).` }
    const [table] = await ask(`select to_regclass('drizzle.__drizzle_migrations') is not null as there`)
    if (table?.there !== true)
      return [good, { state: 'note', text: 'Il database è vuoto: il primo avvio prepara le tabelle.' }]
    const applied = await ask('select created_at from drizzle.__drizzle_migrations')
    const missing = missingMigrations(
      applied.map(row => Number(row.created_at)),
      knownMigrations(),
    )
    if (missing.length > 0)
      return [
        good,
        {
          state: 'note',
          text: `${counted(missing.length, 'migrazione manca', 'migrazioni mancano')}: le fa il prossimo avvio.`,
        },
      ]
    return [good, ...(await kindFindings(config, ask)), ...(await setAsideFindings(ask))]
  } finally {
    await client.end({ timeout: 1 })
  }
}

async function embeddedFindings(config: Config): Promise<Finding[]> {
  if (!existsSync(join(config.dataDir, 'db')))
    return [{ state: 'note', text: 'Il database incorporato non c’è ancora: lo fa il primo avvio.' }]
  return withStore(config, async store => {
    const ask: Ask = async text => rowsOf(await store.read(async db => db.execute(sql.raw(text))))
    return [
      { state: 'good', text: 'Il database incorporato si apre.' },
      ...(await kindFindings(config, ask)),
      ...(await setAsideFindings(ask)),
    ]
  })
}

/** The embedded database belongs to a running process, which can say itself how it is. */
async function runningFinding({ host, port, metricsKey }: Config): Promise<Finding> {
  const mend = 'Per guardare dentro il database, fermate il programma e ripetete npm run doctor.'
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  try {
    const response = await fetch(`http://${name}:${port}/readyz`, {
      signal: AbortSignal.timeout(5_000),
      headers: metricsKey === undefined ? {} : { authorization: `Bearer ${metricsKey}` },
    })
    if (response.ok) return { state: 'good', text: 'Il programma gira, usa il database incorporato ed è pronto.', mend }
    return {
      state: 'bad',
      text: `Il programma gira, ma non è pronto: ${(await response.text()).slice(0, 500)}`,
      mend: 'Guardate i suoi log.',
    }
  } catch {
    return {
      state: 'bad',
      text: `Un processo usa il database incorporato, ma su ${name}:${port} non risponde nessuno.`,
      mend: 'Controllate HOST e PORT, o fermate quel processo.',
    }
  }
}

/** What kind of database it is, and whether a start over it would be refused. */
async function kindFindings(config: Config, ask: Ask): Promise<Finding[]> {
  const [mark] = await ask('select demo from deployment')
  const [content] = await ask('select exists (select from municipalities) or exists (select from people) as there')
  const names = channelNames(config)
  if (mark?.demo === true) {
    if (names.length === 0) return [{ state: 'note', text: 'Il database è quello di prova, con il paese inventato.' }]
    return [
      {
        state: 'bad',
        text: `Il database è quello di prova, e ${names.join(', ')} lo aprirebbe a persone vere: il programma non parte.`,
        mend: '«npm run forget-demo» lo svuota e ne fa un database vero; oppure scegliete un altro DATA_DIR o DATABASE_URL.',
      },
    ]
  }
  if (mark === undefined && content?.there !== true)
    return [{ state: 'note', text: 'Il database è nuovo: il primo avvio decide se è di prova o vero.' }]
  const real = 'Il database è vero: non ci si gioca.'
  if (names.length > 0 || config.playground === false) return [{ state: 'good', text: real }]
  return [{ state: 'note', text: `${real} Senza un canale il programma non parte.`, mend: `Servono ${missingNames}.` }]
}

/** What failed three times, by its kind: whose it is and what it says is not shown. */
async function setAsideFindings(ask: Ask): Promise<Finding[]> {
  const kinds = await ask(`
    select 'aggiornamenti' as kind, count(*)::int as count from inbox where error is not null
    union all select 'scadenze (' || sweep || ')', count(*)::int from sweep_failures where set_aside_at is not null group by sweep
    union all select 'incarichi', count(*)::int from errands where state = 'set-aside'`)
  const found = kinds.filter(row => Number(row.count) > 0)
  const total = found.reduce((sum, row) => sum + Number(row.count), 0)
  if (total === 0) return [{ state: 'good', text: 'Niente è stato messo da parte.' }]
  return [
    {
      state: 'bad',
      text: `${counted(total, 'cosa è stata messa', 'cose sono state messe')} da parte dopo tre tentativi falliti.`,
      mend: [
        '«npm run replay -- list» dice quali e perché; dopo aver rimediato, «npm run replay -- all» le fa ripetere.',
        ...found.map(row => `${String(row.kind)}: ${Number(row.count)}`),
      ].join('\n    '),
    },
  ]
}
