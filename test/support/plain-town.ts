// SPDX-License-Identifier: AGPL-3.0-or-later
// A town for proofs: always open, with room for everybody unless told, so that nothing but the thing proved matters.
import { type MunicipalityFile, readMunicipalityFile } from '../../src/engine/importing/municipality-file.ts'

export interface PlainShop {
  readonly slug: string
  readonly name?: string
  /** Places in each slot. */
  readonly capacity?: number
  readonly acceptWithinMinutes?: number
  /** Of its first product; the others are not counted. */
  readonly stock?: number
  /** Also brings it home and sends it. */
  readonly allWays?: boolean
  readonly products?: number
  readonly maxLiveOrders?: number
}

/** A municipality of such shops, as a town hall would write it. */
export function plainTown(slug: string, shops: readonly PlainShop[]): MunicipalityFile {
  return readMunicipalityFile({
    municipality: {
      slug,
      name: `Paese ${slug}`,
      province: 'VA',
      postcodes: ['21099'],
      timezone: 'Europe/Rome',
      hamlets: [],
    },
    shops: shops.map(shop => ({
      slug: shop.slug,
      name: shop.name ?? `Bottega ${shop.slug}`,
      category: 'bakery',
      address: 'Via Roma 12',
      phone: '+39 0331 555012',
      openingHours: Object.fromEntries(
        ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map(day => [day, ['00:00-24:00']]),
      ),
      slots: { minutes: 30, capacity: shop.capacity ?? 10_000, leadMinutes: 0, horizonDays: 7 },
      acceptWithinMinutes: shop.acceptWithinMinutes ?? 240,
      autoAccept: false,
      cancelUntilMinutes: 0,
      ...(shop.maxLiveOrders !== undefined && { maxLiveOrders: shop.maxLiveOrders }),
      fulfillment: shop.allWays
        ? {
            pickup: true,
            delivery: { postcodes: ['21099'], feeCents: 200, minimumCents: 0, freeFromCents: null },
            shipment: { feeCents: 700, freeFromCents: null, days: 3 },
          }
        : { pickup: true, delivery: null, shipment: null },
      payment: ['cash', 'card'],
      products: Array.from({ length: shop.products ?? 2 }, (_, index) => ({
        sku: `merce-${index}`,
        name: `Michetta ${index}`,
        category: 'Pane',
        soldBy: index % 3 === 2 ? 'weight' : 'piece',
        priceCents: 60 + index,
        ...(index % 3 === 2 && { pieceGrams: 100, stepGrams: 50 }),
        ...(index === 0 && shop.stock !== undefined && { stock: shop.stock }),
      })),
    })),
  })
}
