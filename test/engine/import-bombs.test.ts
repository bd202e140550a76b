// SPDX-License-Identifier: AGPL-3.0-or-later
// Files that are made to take long or much memory are refused before they can.
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDirectory } from '../support/embedded.ts'

const mostMs = 500
const mostMegabytes = 150
const child = fileURLToPath(new URL('./children/read-file.ts', import.meta.url))
let folder: Awaited<ReturnType<typeof freshDirectory>>
beforeAll(async () => {
  folder = await freshDirectory()
})
afterAll(() => folder.remove())

/** The demo town as it is written. */
const written = JSON.parse(readFileSync(new URL('../../demo/town.json', import.meta.url), 'utf8')) as {
  municipality: object
  shops: { products: object[] }[]
}

const MB = 1_000_000
const filled = (text: string, bytes: number): string => text.repeat(Math.ceil(bytes / text.length)).slice(0, bytes)
const town = (more: object): string => JSON.stringify({ ...written, ...more })
const municipality = (more: object): string => town({ municipality: { ...written.municipality, ...more } })
const shops = (count: number, shop: unknown): string => town({ shops: Array<unknown>(count).fill(shop) })
const wrongShop = (products: number): object => ({ slug: 'X', products: Array<unknown>(products).fill({ a: 1, b: 2 }) })

const bombs: readonly (readonly [name: string, text: () => string, ending: RegExp])[] = [
  [
    '15 MB of one hamlet again and again',
    () => municipality({ hamlets: Array(15 * 65_536).fill('Ponte di sotto') }),
    /too-large/,
  ],
  ['9 MB of them', () => municipality({ hamlets: Array(9 * 58_000).fill('Ponte di sotto') }), /too-many/],
  ['5,000 of them', () => municipality({ hamlets: Array(5_000).fill('Ponte di sotto') }), / problems/],
  ['19 MB of brackets', () => filled('[', 19 * MB), /too-large/],
  ['9 MB of brackets', () => filled('[', 9 * MB), /too-deep/],
  ['9 MB of closed brackets', () => `[${filled('[],', 9 * MB)}[]]`, /too-many/],
  [
    'brackets within brackets, all within bounds',
    () => `[${filled(`[${filled('[],', 12_000)}[]],`, 9 * MB)}[]]`,
    /too-many|not-json/,
  ],
  [
    'a million unknown keys',
    () => `{${Array.from({ length: 1_000_000 }, (_, at) => `"k${at}":1`).join()}}`,
    /too-large|too-many/,
  ],
  ['600,000 unknown keys', () => `{${Array.from({ length: 600_000 }, (_, at) => `"k${at}":1`).join()}}`, /too-many/],
  [
    '5,000 unknown keys',
    () => municipality(Object.fromEntries(Array.from({ length: 4_900 }, (_, at) => [`k${at}`, 1]))),
    /100 problems and others/,
  ],
  ['one name of 9 MB', () => municipality({ name: 'x'.repeat(9 * MB) }), /1 problems/],
  ['one unknown key of 9 MB', () => municipality({ ['k'.repeat(9 * MB)]: 1 }), /1 problems/],
  ['a thousand shops that are none', () => shops(1_000, 1), /100 problems and others/],
  ['a shop of 5,000 products that are none', () => shops(1, wrongShop(5_000)), /100 problems and others/],
  ['twenty such shops', () => shops(20, wrongShop(4_000)), /100 problems and others/],
  ['9 MB of line ends', () => filled('\n', 9 * MB), /not-json/],
  ['9 MB of escaped quotes', () => `"${filled('\\"', 9 * MB - 2)}`, /not-json/],
  ['9 MB of digits', () => filled('1', 9 * MB), /problems/],
  ['UTF-16', () => '\ufeff'.repeat(3), /not-json/],
]

test.each(bombs)(
  '%s: refused in less than half a second and with little memory',
  async (name, text, ending) => {
    const path = join(folder.dataDir, '..', `${name.replaceAll(/\W+/g, '-')}.json`)
    writeFileSync(path, text())
    // Of the processor's time, and the best of three: the machine does other things as well.
    let [ms, extraMegabytes] = [Infinity, Infinity]
    for (let round = 0; round < 3 && (ms >= mostMs || extraMegabytes >= mostMegabytes); round++) {
      const { stdout } = await promisify(execFile)(process.execPath, [child, path])
      const told = JSON.parse(stdout) as { ending: string; ms: number; extraMegabytes: number }
      expect(told.ending).toMatch(ending)
      ms = Math.min(ms, told.ms)
      extraMegabytes = Math.min(extraMegabytes, told.extraMegabytes)
    }
    expect(ms).toBeLessThan(mostMs)
    expect(extraMegabytes).toBeLessThan(mostMegabytes)
  },
  30_000,
)

test('the largest town that anybody would write is read', async () => {
  const [shop] = written.shops
  const products = Array.from({ length: 500 }, (_, at) => ({ ...shop?.products[0], sku: `p-${at}` }))
  const many = Array.from({ length: 30 }, (_, at) => ({ ...shop, hamlet: undefined, slug: `bottega-${at}`, products }))
  const path = join(folder.dataDir, '..', 'largest.json')
  writeFileSync(path, town({ shops: many }))
  const { stdout } = await promisify(execFile)(process.execPath, [child, path])
  expect(JSON.parse(stdout)).toMatchObject({ ending: 'accepted' })
}, 30_000)
