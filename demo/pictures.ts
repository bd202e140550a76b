// SPDX-License-Identifier: AGPL-3.0-or-later
// Drawn, not photographed: an invented town needs pictures that belong to nobody and look like nobody's goods.
import { readFile } from 'node:fs/promises'
import type { Picture } from '../src/engine/photos.ts'

const folder = new URL('pictures/', import.meta.url)

/** The picture that a product of the town file names as its `photo`: `pictures/<photo>.svg`, 800 by 600. */
export async function demoPicture(name: string): Promise<Picture> {
  return { bytes: await readFile(new URL(`${name}.svg`, folder)), mime: 'image/svg+xml' }
}
