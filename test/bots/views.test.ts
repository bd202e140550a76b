// SPDX-License-Identifier: AGPL-3.0-or-later
// Every view the dialogs can show on every channel, within its limits: a new screen is walked over without being named
// here, and a screen that was not walked over is missed.
import { expect, test } from 'vitest'
import { type CloudPart } from '../../bots/whatsapp/render.ts'
import type { View } from '../../src/channel.ts'
import { audiences } from '../../src/dialog/audience.ts'
import { escape, plain } from '../../src/text/markup.ts'
import { languages } from '../../src/text/text.ts'
import { onCloud, onTelegram, onWeb, type Showing } from '../support/channel-limits.ts'
import { withStore } from '../support/stores.ts'
import { everyView, type Sent } from './views-walk.ts'

/** Shown only when something of ours fails. */
const unwalked = new Set(['apology'])

/** A channel of the table, the accounts whose views it shows, and how. */
const channels = [
  { name: 'Telegram', accounts: /^telegram/, show: onTelegram },
  { name: 'Cloud API', accounts: /^whatsapp/, show: onCloud },
  { name: 'WhatsApp Web', accounts: /^whatsapp/, show: onWeb },
] as const

const screens = Object.entries(audiences).flatMap(([audience, { screens }]) =>
  [...screens.keys()].filter(name => !unwalked.has(name)).map(name => `${audience} ${name}`),
)

test('every view of every screen fits every channel, in every language', { timeout: 400_000 }, async () => {
  const sent = await withStore(store => everyView(store, languages))
  const table = new Map<string, Record<string, string>>()
  const faults: string[] = []
  const missing: string[] = []
  for (const { name, accounts, show } of channels) {
    const here = sent.filter(each => accounts.test(each.account))
    for (const [screen, views] of Map.groupBy(here, each => `${each.audience} ${each.screen}`)) {
      const shown = views.map(each => ({ each, showing: show(each) }))
      for (const { each, showing } of shown) faults.push(...showing.faults.map(fault => told(name, each, fault)))
      table.set(screen, { ...table.get(screen), [name]: figuresOf(shown.map(({ showing }) => showing)) })
    }
    for (const language of languages) {
      const seen = new Set(
        here.filter(each => each.language === language).map(each => `${each.audience} ${each.screen}`),
      )
      missing.push(...screens.filter(each => !seen.has(each)).map(each => `${each} on ${name} (${language})`))
    }
  }
  console.table(Object.fromEntries([...table].sort()))
  expect(missing).toEqual([])
  expect([...new Set(faults)].slice(0, 20)).toEqual([])
  expect(sent.length).toBeGreaterThan(2000)
})

function told(channel: string, { audience, screen, view }: Sent, fault: string): string {
  return `${channel}, ${audience} ${screen}: ${fault} («${plain(view.text).slice(0, 40)}»)`
}

/** How many views there were, and the most messages, units and choices of one. */
function figuresOf(showings: readonly Showing[]): string {
  const most = (of: (showing: Showing) => number) => Math.max(...showings.map(of))
  return `${showings.length}: ${most(each => each.parts)}, ${most(each => each.longest)}, ${most(each => each.choices)}`
}

// ------------------------------------------------------------------ the checks can fail

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
