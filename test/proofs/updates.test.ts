// SPDX-License-Identifier: AGPL-3.0-or-later
import { test } from 'vitest'
import { updates } from '../soak/updates.ts'
import { holds, patienceMs } from './proving.ts'

test('updates of every kind on every channel are answered or counted', () => holds(updates), patienceMs)
