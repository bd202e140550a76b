// SPDX-License-Identifier: AGPL-3.0-or-later
// Every view of every screen, drawn for each channel and held against its limits.
import { audiences } from '../../src/dialog/audience.ts'
import { plain } from '../../src/text/markup.ts'
import { languages } from '../../src/text/text.ts'
import { onCloud, onTelegram, onWeb, type Showing } from '../support/channel-limits.ts'
import { exactly, type Proof, told } from './proof.ts'
import { type Sent, type Walks, withWalkedTown } from './views-walk.ts'

/** Shown only when something of ours fails. */
const unwalked = new Set(['apology'])

/** A channel of the table, the account whose views it shows, and how. */
const channels = [
  { name: 'Telegram', account: 'telegram', show: onTelegram },
  { name: 'Cloud API', account: 'whatsapp', show: onCloud },
  { name: 'WhatsApp Web', account: 'whatsapp', show: onWeb },
] as const

const screens = Object.entries(audiences).flatMap(([audience, { screens }]) =>
  [...screens.keys()].filter(name => !unwalked.has(name)).map(name => `${audience} ${name}`),
)

/** Each account in one language. */
export const quickWalks: Walks = { telegram: languages.slice(1, 2), whatsapp: languages.slice(0, 1), hostile: false }

/** The same, or each account in all languages and with hostile names. */
const sizes: Record<'quick' | 'full', Walks> = {
  quick: quickWalks,
  full: { telegram: languages, whatsapp: languages, hostile: true },
}

export const views: Proof = {
  name: 'views',
  promise: 'every view of every screen fits every channel',
  async run({ size, say, walked }) {
    const { sent } =
      walked ??
      (await withWalkedTown(
        sizes[size],
        () => undefined,
        async walked => walked,
      ))
    const table = new Map<string, string[]>()
    const faults = new Set<string>()
    for (const { name, account, show } of channels) {
      const here = sent.filter(each => each.account.startsWith(account))
      for (const [screen, views] of Map.groupBy(here, each => `${each.audience} ${each.screen}`)) {
        const shown = views.map(each => ({ each, showing: show(each) }))
        for (const { each, showing } of shown)
          for (const fault of showing.faults) faults.add(faultOf(name, each, fault))
        table.set(screen, [...(table.get(screen) ?? []), `${name} ${figuresOf(shown.map(({ showing }) => showing))}`])
      }
    }
    const seen = new Set(sent.map(each => `${each.audience} ${each.screen}`))
    const missing = screens.filter(each => !seen.has(each))
    for (const screen of missing) say(`not seen: ${screen}`)
    say('screen: on each channel how many views, and the most messages, units of text and choices of one')
    for (const [screen, cells] of [...table].sort()) say(`${screen}: ${cells.join(' · ')}`)
    for (const fault of [...faults].slice(0, 20)) say(fault)
    return [
      told('screens', screens.length),
      told('views sent', sent.length),
      exactly('screens that nobody came to', missing.length, 0),
      exactly('views that break a limit of their channel, or lose a word', faults.size, 0),
    ]
  },
  faults: [
    {
      name: 'nothing is cut into pages',
      plants: ['pages hold ten times as much'],
      reddens: 'views that break a limit',
    },
  ],
}

function faultOf(channel: string, { audience, screen, view }: Sent, fault: string): string {
  return `${channel}, ${audience} ${screen}: ${fault} («${plain(view.text).slice(0, 40)}»)`
}

function figuresOf(showings: readonly Showing[]): string {
  const most = (of: (showing: Showing) => number) => Math.max(...showings.map(of))
  return `${showings.length}: ${most(each => each.parts)}, ${most(each => each.longest)}, ${most(each => each.choices)}`
}
