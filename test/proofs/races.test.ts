// SPDX-License-Identifier: AGPL-3.0-or-later
import { test } from 'vitest'
import { floodOfPosts } from '../soak/posts.ts'
import { identity } from '../soak/identity.ts'
import { seats } from '../soak/seats.ts'
import { staff } from '../soak/staff.ts'
import { holds, patienceMs } from './proving.ts'

test('four hundred citizens reach for ten seats: ten orders', () => holds(seats), patienceMs)

test('two shopkeepers answer one order at once: one does, the other is told who', () => holds(staff), patienceMs)

test('strangers who post to the webhook do not fill the memory', () => holds(floodOfPosts), patienceMs)
test(
  'codes, links and questions of a stranger gain nothing, nor does a number that has passed on',
  () => holds(identity),
  patienceMs,
)
