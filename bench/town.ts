// SPDX-License-Identifier: AGPL-3.0-or-later
// A town of bakeries, each with room for everybody: what runs out first must be the machine.
import { readFileSync } from 'node:fs'
import { type MunicipalityFile, readMunicipalityFile } from '../src/engine/importing/municipality-file.ts'

/** A Tuesday morning on which every shop is open. */
export const openingMoment = new Date('2026-11-24T08:30:00+01:00')

/** So many bakeries like the demo's, with so many products each: bread as it is, and other shelves behind it. */
export function benchTown(shops: number, products: number): MunicipalityFile {
  const demo = readMunicipalityFile(JSON.parse(readFileSync(new URL('../demo/town.json', import.meta.url), 'utf8')))
  const bakery = demo.shops.find(shop => shop.slug === 'forno-rossi')
  const bread = bakery?.products.find(product => product.sku === 'pane-casereccio')
  if (!bakery?.slots || !bread) throw new Error('the demo has no bakery any more')
  const goods = [...bakery.products]
  for (let at = goods.length; at < products; at++) {
    goods.push({ ...bread, sku: `prodotto-${at}`, name: `Prodotto ${at}`, category: `Scaffale ${at % 8}` })
  }
  const slots = { ...bakery.slots, capacity: 10_000 }
  return {
    ...demo,
    shops: Array.from({ length: shops }, (_, at) => ({
      ...bakery,
      slug: shopSlug(at),
      name: `Forno ${at + 1}`,
      slots,
      products: goods,
    })),
  }
}

/** The name of a bakery in links. */
export function shopSlug(at: number): string {
  return `forno-${at + 1}`
}
