// SPDX-License-Identifier: AGPL-3.0-or-later
// A check that cannot fail proves nothing: here guards are taken away. The other faults, which take longer to show, are
// planted by `npm run soak -- --planted`.
import { test } from 'vitest'
import { floodOfPosts } from '../soak/posts.ts'
import { repeats } from '../soak/repeats.ts'
import { seats } from '../soak/seats.ts'
import { patienceMs, turnsRed } from './proving.ts'

test(
  'seats are oversold when the booking is not guarded',
  () => turnsRed(seats, 'the guard of the booking dropped'),
  patienceMs,
)

test(
  'updates have several effects when the inbox has no unique key',
  () => turnsRed(repeats, 'the unique key of the inbox dropped'),
  patienceMs,
)

test(
  'memory grows when the bytes in flight are not counted',
  () => turnsRed(floodOfPosts, 'bytes in flight are not counted'),
  patienceMs,
)
