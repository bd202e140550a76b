// SPDX-License-Identifier: AGPL-3.0-or-later
import { readdirSync, readFileSync } from 'node:fs'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { demoPicture } from '../../demo/pictures.ts'
import { readMunicipalityFile } from '../../src/engine/importing/municipality-file.ts'

const demo = new URL('../../demo/', import.meta.url)

function photosOfTown(): string[] {
  const file = readMunicipalityFile(JSON.parse(readFileSync(new URL('town.json', demo), 'utf8')))
  const photos = file.shops.flatMap(shop => shop.products).flatMap(({ photo }) => photo ?? [])
  return [...new Set(photos)].sort()
}

/** What a picture of the town must not have in it, or must have and lacks. */
function faultsOf(svg: string): string[] {
  const faults: string[] = []
  if (!svg.startsWith('<!-- SPDX-License-Identifier: AGPL-3.0-or-later -->\n<svg ')) faults.push('no licence')
  if (!svg.includes('viewBox="0 0 800 600" width="800" height="600"')) faults.push('another size')
  // Only flat shapes: a text needs a font of the machine, an image or a style may come from outside.
  const names = [...svg.matchAll(/<([a-zA-Z][\w-]*)/g)].map(([, name = '']) => name)
  const strange = names.filter(name => !/^(svg|defs|g|use|clipPath|path|rect|circle|ellipse)$/.test(name))
  faults.push(...strange.map(name => `<${name}>`))
  const ids = new Set([...svg.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id))
  for (const [, target = ''] of svg.matchAll(/(?:href="|url\()([^")]*)/g))
    if (!ids.has(target.slice(1)) || !target.startsWith('#')) faults.push(`reference to ${target}`)
  if (svg.length > 12_000) faults.push('over 12 kB')
  if (/\d\.\d{3}/.test(svg.replace(/scale\([^)]*\)/g, ''))) faults.push('more than two decimals')
  return faults
}

test('every product of the invented town finds its picture, and no picture is left over', () => {
  const photos = photosOfTown()
  expect(photos.length).toBeGreaterThan(150)
  expect(readdirSync(new URL('pictures/', demo)).sort()).toEqual(photos.map(name => `${name}.svg`).sort())
})

test('the pictures are small drawings of flat shapes that need nothing from outside', async () => {
  const faults = await Promise.all(
    photosOfTown().map(async name => {
      const { bytes } = await demoPicture(name)
      return faultsOf(new TextDecoder().decode(bytes)).map(fault => `${name}: ${fault}`)
    }),
  )
  expect(faults.flat()).toEqual([])
})

test('a fault planted in a picture is seen', async () => {
  const { bytes } = await demoPicture('pane-casereccio')
  const svg = new TextDecoder().decode(bytes)
  expect(faultsOf(svg.replace('</svg>', '<text>pane</text></svg>'))).toEqual(['<text>'])
  expect(faultsOf(svg.replace('href="#shape1"', 'href="shapes.svg#shape1"'))).toEqual([
    'reference to shapes.svg#shape1',
  ])
  expect(faultsOf(svg.replace('id="shape1"', 'id="shape2"')).length).toBeGreaterThan(0)
  expect(faultsOf(svg.replace('width="800"', 'width="80"'))).toEqual(['another size'])
})

test('a picture is read as one of 800 by 600, and a name without a picture is an error that names the file', async () => {
  const { bytes, mime } = await demoPicture('tagliere-formaggi')
  const { format, width, height } = await sharp(bytes).metadata()
  expect({ mime, format, width, height }).toEqual({ mime: 'image/svg+xml', format: 'svg', width: 800, height: 600 })
  await expect(demoPicture('unicorno')).rejects.toThrow('unicorno.svg')
})
