// SPDX-License-Identifier: AGPL-3.0-or-later
import { municipalityOf, municipalityBySlug } from '../../engine/municipalities.ts'
import { shopBySlug } from '../../engine/shops.ts'
import type { Work } from '../../engine/unit.ts'
import type { Markup } from '../../text/markup.ts'
import { linkCodeWritten } from '../shared/link-attempt.ts'
import { commandIn, deepLinkIn, meaningOf } from '../commands.ts'
import { go } from '../for-citizens.ts'
import { rightAsked } from '../shared/rights.ts'
import type { Heard, Scene } from '../screen.ts'
import type { Go } from '../ways.ts'

/** Links on posters, commands, and words that mean the same on every screen. */
export async function begin(scene: Scene<unknown, Work>, text: string): Promise<Heard<unknown>> {
  const code = deepLinkIn(text)
  const linked = code?.startsWith('s-')
    ? await atShop(scene, code.slice(2))
    : code?.startsWith('m-')
      ? await inTown(scene, code.slice(2))
      : undefined
  if (linked) return linked
  if (code?.startsWith('k-')) return linkCodeWritten(code.slice(2))
  const meant = commandIn(text) ?? meaningOf(text)
  switch (meant) {
    case 'start':
    case 'home':
    case 'shopping':
      return go('home')
    case 'help':
      return go('help')
    case 'orders':
      return go('orders')
    case 'bag':
      return go('bag')
    case 'language':
      return go('language')
    case 'link':
      return go('link')
    case 'stop':
    case 'erase':
    case 'my-data':
    case 'privacy':
      return rightAsked(scene, meant)
    default:
      return undefined
  }
}

/** The poster in a shop's window: the shop, and its town if the citizen has none yet. */
async function atShop(scene: Scene<unknown>, slug: string): Promise<Go | undefined> {
  const shop = await shopBySlug(scene.work, slug)
  if (!shop) return undefined
  const to = go('shop', { shopId: shop.id })
  return scene.viewer.municipalityId === null ? { ...to, changes: { municipalityId: shop.municipalityId } } : to
}

/** A code that names nothing may be a word like any other: «via s-anna 3». */
async function inTown({ work }: Scene<unknown>, slug: string): Promise<Go | undefined> {
  const municipality = await municipalityBySlug(work, slug)
  if (!municipality) return undefined
  return { ...go('home'), changes: { municipalityId: municipality.id } }
}

/** The first words to everybody: what this is, and what becomes of their data. */
export async function greeting({ work, t, viewer }: Scene<unknown>): Promise<Markup> {
  const municipality = viewer.municipalityId ? await municipalityOf(work, viewer.municipalityId) : undefined
  const name = viewer.personName.split(/\s/)[0] ?? ''
  const privacy = municipality?.privacyUrl
  return t(privacy ? 'greeting-with-link' : 'greeting', {
    name,
    town: municipality?.name ?? '',
    known: municipality ? 1 : 0,
    ...(privacy && { privacy }),
  })
}
