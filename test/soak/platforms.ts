// SPDX-License-Identifier: AGPL-3.0-or-later
// What the proofs stand on outside of vitest: a durable PostgreSQL, the databases to clone, a folder.
import { heldFolder } from '../support/memory.ts'
import { startPostgres } from '../support/postgres.ts'
import { makeTemplates } from '../support/templates.ts'

/** Makes `freshDatabase()` and `freshDirectory()` work; processes started from here inherit it. */
export async function openPlatforms(): Promise<() => Promise<void>> {
  if (process.env.SPESA_TEST_SERVER !== undefined) return () => Promise.resolve()
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined ? await startPostgres({ durable: true }) : undefined
  const dropTemplates = await makeTemplates(server?.url ?? given ?? '')
  const { folder, remove } = await heldFolder('spesa-proof-', { durable: true })
  process.env.SPESA_TEST_FOLDER = folder
  return async () => {
    await remove()
    if (server) await server.stop()
    else await dropTemplates()
  }
}
