// SPDX-License-Identifier: AGPL-3.0-or-later
// The checks that hold every view of every screen within the limits of its channel (test/proofs/walks.test.ts) can fail.
import { expect, test } from 'vitest'
import { type CloudPart } from '../../bots/whatsapp/render.ts'
import type { View } from '../../src/channel.ts'
import { escape } from '../../src/text/markup.ts'
import { onCloud, onTelegram, onWeb } from '../support/channel-limits.ts'

const shown = (text: string, ...labels: string[]) => ({
  id: '019aa0b1-8a30-7cc0-9d53-6f1f5f3a2c11',
  language: 'it',
  view: { text: escape(text), rows: labels.map(label => [{ label }]) } satisfies View,
})
const ids = (id: string, view: View) => view.rows.flat().map(({ label }, at) => ({ id: `${id}:${at}`, title: label }))

/** As somebody would write it who does not know the limits. */
const carelessly = {
  buttons: (id: string, view: View): CloudPart[] => [{ kind: 'buttons', body: view.text, buttons: ids(id, view) }],
  list: (id: string, view: View): CloudPart[] => [
    {
      kind: 'list',
      body: view.text,
      button: 'Scegli',
      rows: ids(id, view).map(row => ({ ...row, title: row.title.slice(0, 24) })),
    },
  ],
  lines: (view: View): string[] => [
    [view.text, ...view.rows.flat().map((each, at) => `*${at + 1}* ${each.label}`)].join('\n'),
  ],
}
const long = 'Pane di grano duro di Altamura'

test('three labels, one of them of 30 characters, are no buttons', () => {
  const view = shown('?', long, 'Sì', 'No')
  expect(onCloud(view).faults).toEqual([])
  expect(onCloud(view, carelessly.buttons).faults).toEqual([`30 of 20: «${long}»`])
  expect(onCloud(view, carelessly.list).faults).toEqual([`lost: «${long.replaceAll(' ', '')}»`])
})

test('four labels that are alike when cut can be told apart', () => {
  const view = shown('?', ...['A', 'B', 'C', 'D'].map(each => `${long} ${each}`))
  expect(onCloud(view).faults).toEqual([])
  expect(onCloud(view, carelessly.list).faults).toContain('two rows alike')
  const longer = shown('?', ...['A', 'B', 'C', 'D'].map(each => `${long.repeat(4)} ${each}`))
  expect(onCloud(longer).faults).toEqual([])
})

test('5,000 characters are several messages', () => {
  const view = shown('P'.repeat(5000), 'Sì')
  for (const show of [onTelegram, onCloud, onWeb]) expect(show(view)).toMatchObject({ parts: 2, faults: [] })
  expect(onCloud(view, carelessly.list).faults).toEqual([`5000 of 4096: «${'P'.repeat(40)}»`])
  expect(onWeb(view, carelessly.lines).faults).toEqual([`5007 of 4096: «${'P'.repeat(40)}»`])
})

test('twelve choices should have been cut into pages', () => {
  const view = shown('?', ...'abcdefghijkl')
  expect(onTelegram(view).faults).toEqual([])
  expect(onCloud(view).faults).toEqual(['12 choices: «?»'])
  expect(onWeb(view).faults).toEqual(['12 choices: «?»'])
  expect(onCloud(view, carelessly.list).faults).toEqual(['12 list'])
  expect(onWeb(view, carelessly.lines).faults).toContain('12 numbered choices')
})
