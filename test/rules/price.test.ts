// SPDX-License-Identifier: AGPL-3.0-or-later
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { priceCentsOf } from '../../src/rules/price.ts'

const src = fileURLToPath(new URL('../../src/', import.meta.url))

/** Where the text of a file reads a price past `priceCentsOf`; the frozen price of a `line` is another thing. */
function pricesRead(text: string): string[] {
  const code = text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
  return [...code.matchAll(/(\w+)\??\.priceCents\b/g)].map(([read]) => read).filter(read => !read.startsWith('line'))
}

test('a product costs what the shop lists', () => {
  expect(priceCentsOf({ priceCents: 480 })).toBe(480)
})

test('every price of a product is read in one place, and once for statements', () => {
  const reads = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts') && !path.startsWith(join('engine', 'importing')))
    .flatMap(path => pricesRead(readFileSync(join(src, path), 'utf8')).map(read => `${path}: ${read}`))
  expect(reads.sort()).toEqual(['engine/shops.ts: products.priceCents', 'rules/price.ts: product.priceCents'])
})

test('a price read elsewhere is found', () => {
  expect(pricesRead('const cents = row.product.priceCents * 2 // line.priceCents')).toEqual(['product.priceCents'])
})
