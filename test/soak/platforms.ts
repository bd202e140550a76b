// SPDX-License-Identifier: AGPL-3.0-or-later
// What the proofs stand on outside of vitest: a durable PostgreSQL, a migrated template, a folder.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../src/db/engines/connect.ts'
import { administer, databaseUrl, startPostgres } from '../support/postgres.ts'

/** Makes `freshDatabase()` and `freshDirectory()` work; processes started from here inherit it. */
export async function openPlatforms(): Promise<() => Promise<void>> {
  if (process.env.SPESA_TEST_SERVER !== undefined) return () => Promise.resolve()
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined ? await startPostgres({ durable: true }) : undefined
  const base = server?.url ?? given ?? ''
  const template = `spesa_template_${randomBytes(6).toString('hex')}`
  await administer(base, `create database ${template}`)
  const store = await openStore({ databaseUrl: databaseUrl(base, template), dataDir: tmpdir(), prepare: true })
  await store.close()
  const folder = mkdtempSync(join(tmpdir(), 'spesa-soak-'))
  process.env.SPESA_TEST_SERVER = base
  process.env.SPESA_TEST_TEMPLATE = template
  process.env.SPESA_TEST_FOLDER = folder
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    if (server) await server.stop()
    else await administer(base, `drop database if exists ${template} with (force)`)
  }
}
