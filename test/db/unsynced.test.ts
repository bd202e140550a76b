// SPDX-License-Identifier: AGPL-3.0-or-later
// The planted fault for the check of syncing: PGlite as it comes, which asks for no sync at all.
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStore } from '../../src/db/engines/connect.ts'
import { freshDirectory } from '../support/embedded.ts'

let dataDir = ''
let remove = (): void => undefined
beforeEach(async () => ({ dataDir, remove } = await freshDirectory()))
afterEach(() => {
  vi.restoreAllMocks()
  remove()
})

test('a database that does not sync is used, with a warning', async () => {
  const create = PGlite.create.bind(PGlite) as (options: PGliteOptions) => Promise<PGlite>
  const unsynced = (options: PGliteOptions) =>
    create({ ...options, startParams: [...(options.startParams ?? []), '-F'] })
  vi.spyOn(PGlite, 'create').mockImplementation(unsynced as typeof PGlite.create)
  const warn = vi.fn()
  const store = await openStore({ dataDir, prepare: true, warn })
  await store.close()
  expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('does not sync to the disk'))
})
