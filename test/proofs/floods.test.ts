// SPDX-License-Identifier: AGPL-3.0-or-later
import { test } from 'vitest'
import { floods } from '../soak/floods.ts'
import { holds, patienceMs, turnsRed } from './proving.ts'

test('one who floods is told once and dropped, and everybody else is answered', () => holds(floods), patienceMs)

test('without the buckets nobody is told', () => turnsRed(floods, 'the buckets taken away'), patienceMs)
