// SPDX-License-Identifier: AGPL-3.0-or-later
// A check that cannot fail proves nothing: here guards are taken away. The other faults, which take longer to show, are
// planted by `npm run soak -- --planted`.
import { test } from 'vitest'
import { places } from '../soak/places.ts'
import { repeats } from '../soak/repeats.ts'
import { patienceMs, turnsRed } from './proving.ts'

test(
  'places are oversold when the booking is not guarded',
  () => turnsRed(places, 'the guard of the booking dropped'),
  patienceMs,
)

test(
  'updates have several effects when the inbox has no unique key',
  () => turnsRed(repeats, 'the unique key of the inbox dropped'),
  patienceMs,
)
