// SPDX-License-Identifier: AGPL-3.0-or-later
// Once per run: a server, and on it a migrated database that each test file's own is cloned from.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/db/engines/connect.ts'
import { administer, databaseUrl, startPostgres } from './postgres.ts'

export async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined ? await startPostgres({ durable: false }) : undefined
  const base = server?.url ?? given ?? ''
  const template = `spesa_template_${randomBytes(6).toString('hex')}`
  await administer(base, `create database ${template}`)
  const store = await openStore({ databaseUrl: databaseUrl(base, template), dataDir: tmpdir(), prepare: true })
  await store.close()
  // The workers are started from here and inherit it.
  process.env.SPESA_TEST_SERVER = base
  process.env.SPESA_TEST_TEMPLATE = template
  const folder = mkdtempSync(join(tmpdir(), 'spesa-test-'))
  process.env.SPESA_TEST_FOLDER = folder
  // Programs that tests start are compiled once: a fifth of their start-up.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    if (server === undefined) await administer(base, `drop database if exists ${template} with (force)`)
    else await server.stop()
  }
}
