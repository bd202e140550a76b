// SPDX-License-Identifier: AGPL-3.0-or-later
import { test } from 'vitest'
import { names } from '../soak/names.ts'
import { repeats } from '../soak/repeats.ts'
import { taps } from '../soak/taps.ts'
import { holds, patienceMs } from './proving.ts'

test('an update that comes several times has one effect', () => holds(repeats), patienceMs)

test("«Invia l'ordine» tapped twice is one order, and both taps are answered", () => holds(taps), patienceMs)

test('hostile names arrive, and are shown as they were given', () => holds(names), patienceMs)
