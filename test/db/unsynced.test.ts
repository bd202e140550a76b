// SPDX-License-Identifier: AGPL-3.0-or-later
// The planted fault for the check of syncing: PGlite as it comes, which asks for no sync at all.
import type * as Library from '@electric-sql/pglite'
import type { PGlite, PGliteOptions } from '@electric-sql/pglite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStore } from '../../src/db/connect.ts'
import { freshDirectory } from '../support/postgres.ts'

vi.mock('@electric-sql/pglite', async original => {
  const { PGlite } = await original<typeof Library>()
  const create = PGlite.create.bind(PGlite)
  const createUnsynced = (options: PGliteOptions): Promise<PGlite> =>
    create({ ...options, startParams: [...(options.startParams ?? []), '-F'] })
  return { PGlite: Object.assign(PGlite, { create: createUnsynced }) }
})

let dataDir = ''
let remove = (): void => undefined
beforeEach(async () => ({ dataDir, remove } = await freshDirectory()))
afterEach(() => remove())

test('a database that does not sync is used, with a warning', async () => {
  const warn = vi.fn()
  const store = await openStore({ dataDir, prepare: true, warn })
  await store.close()
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('does not sync to the disk'))
})
