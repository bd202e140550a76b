// SPDX-License-Identifier: AGPL-3.0-or-later
import { test } from 'vitest'
import { kills } from '../soak/kills.ts'
import { holds, patienceMs } from './proving.ts'

test('killed at any moment, the program loses no update and doubles no order', () => holds(kills), patienceMs)
