// SPDX-License-Identifier: AGPL-3.0-or-later
// The databases that those of tests are cloned from, made once per run: a migrated one, and one that has the demo town.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { openStore } from '../../src/db/engines/connect.ts'
import { importMunicipality } from '../../src/engine/importing/importing.ts'
import { type MunicipalityFile, readMunicipalityFile } from '../../src/engine/importing/municipality-file.ts'
import { transact } from '../../src/transact.ts'
import { barePlatform, stoppedAt } from '../soak/bare-platform.ts'
import { administer, databaseUrl } from './postgres.ts'

/** Before any story begins. */
const importedAt = new Date('2026-11-01T09:00:00+01:00')

/** The demo town, as the file has it. */
export function demoTown(): MunicipalityFile {
  return (read ??= readMunicipalityFile(
    JSON.parse(readFileSync(new URL('../../demo/town.json', import.meta.url), 'utf8')),
  ))
}

let read: MunicipalityFile | undefined

/** Makes both on a server; processes started from here inherit their names. Answers how to drop them. */
export async function makeTemplates(server: string): Promise<() => Promise<void>> {
  const run = randomBytes(6).toString('hex')
  const [empty, town] = [`spesa_template_${run}`, `spesa_template_town_${run}`]
  await administer(server, `create database ${empty}`)
  const migrated = await openStore({ databaseUrl: databaseUrl(server, empty), dataDir: tmpdir(), prepare: true })
  await migrated.close()
  await administer(server, `create database ${town} template ${empty}`)
  const store = await openStore({ databaseUrl: databaseUrl(server, town), dataDir: tmpdir(), prepare: true })
  await transact(barePlatform(store, stoppedAt(importedAt)), ({ work }) => importMunicipality(work, demoTown()))
  await store.close()
  process.env.SPESA_TEST_SERVER = server
  process.env.SPESA_TEST_TEMPLATE = empty
  process.env.SPESA_TEST_TOWN = town
  return async () => {
    for (const name of [empty, town]) await administer(server, `drop database if exists ${name} with (force)`)
  }
}
