// SPDX-License-Identifier: AGPL-3.0-or-later
// One walk over every screen, for two proofs. A new screen is walked over without being named here, and a screen that
// nobody came to is missed.
import { afterAll, beforeAll, test } from 'vitest'
import { forgeries } from '../soak/forgeries.ts'
import { quickWalks, views } from '../soak/views.ts'
import { walkedTown } from '../soak/views-walk.ts'
import { freshStore, type OpenedStore } from '../db/engines.ts'
import { holds, patienceMs } from './proving.ts'

let opened: OpenedStore
let town: Awaited<ReturnType<typeof walkedTown>>

beforeAll(async () => {
  opened = await freshStore('postgres')
  town = await walkedTown(opened.store, quickWalks, () => undefined)
}, patienceMs)
afterAll(async () => {
  await town?.close()
  await opened?.end()
})

test('every view of every screen fits every channel', () => holds(views, town.walked), patienceMs)

test('forged, stolen and old buttons change nothing and tell nothing', () => holds(forgeries, town.walked), patienceMs)
