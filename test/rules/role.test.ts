// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect, test } from 'vitest'
import { isShopRole, roleKinds, rolesWith } from '../../src/rules/role.ts'

test('owner and assistant do the work of a shop; only the owner says who else does', () => {
  for (const right of ['keep-shop', 'answer-orders', 'pause-shop', 'change-window'] as const)
    expect(rolesWith(right)).toEqual(['owner', 'assistant'])
  expect(rolesWith('manage-assistants')).toEqual(['owner'])
})

test('all of the town hall see the town, editors and publishers prepare, only publishers say who works and read the record', () => {
  expect(rolesWith('see-town')).toEqual(['viewer', 'editor', 'publisher'])
  expect(rolesWith('prepare')).toEqual(['editor', 'publisher'])
  for (const right of ['manage-people', 'pair-accounts', 'read-audit'] as const)
    expect(rolesWith(right)).toEqual(['publisher'])
})

test('a role is in a shop or for a town', () => {
  expect(roleKinds.filter(isShopRole)).toEqual(['owner', 'assistant'])
})
