// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect, test } from 'vitest'
import { rolesWith } from '../../src/rules/role.ts'

test('those who keep a shop answer its orders and pause it; those who work for the town see it, invite, pair accounts', () => {
  for (const right of ['keep-shop', 'answer-orders', 'pause-shop'] as const)
    expect(rolesWith(right)).toEqual(['shopkeeper'])
  for (const right of ['see-town', 'invite', 'pair-accounts'] as const) expect(rolesWith(right)).toEqual(['operator'])
})
