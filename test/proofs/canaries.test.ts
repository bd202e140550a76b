// SPDX-License-Identifier: AGPL-3.0-or-later
import { test } from 'vitest'
import { canaries } from '../soak/canaries.ts'
import { holds, patienceMs } from './proving.ts'

test('nothing that a person is, says or holds stands in the log of a day', () => holds(canaries), patienceMs)
