// SPDX-License-Identifier: AGPL-3.0-or-later
// Once per run: a server, and on it the databases that each test's own is cloned from.
import { join } from 'node:path'
import { heldFolder } from './memory.ts'
import { startPostgres } from './postgres.ts'
import { makeTemplates } from './templates.ts'

export async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined ? await startPostgres({ durable: false }) : undefined
  // The workers are started from here and inherit what is put into the environment.
  const dropTemplates = await makeTemplates(server?.url ?? given ?? '')
  const { folder, remove } = await heldFolder('spesa-run-', { durable: false })
  process.env.SPESA_TEST_FOLDER = folder
  // Programs that tests start are compiled once: a fifth of their start-up.
  process.env.NODE_COMPILE_CACHE = join(folder, 'compiled')
  return async () => {
    await remove()
    if (server === undefined) await dropTemplates()
    else await server.stop()
  }
}
