// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFile } from 'node:fs/promises'
import { importMunicipality } from '../src/engine/importing/importing.ts'
import { municipalitiesByName } from '../src/engine/municipalities.ts'
import { readMunicipalityFile } from '../src/engine/importing/municipality-file.ts'
import { type Ground, transact } from '../src/transact.ts'
import { demoPicture } from './pictures.ts'

/** Brings the invented town in, with its drawn pictures, unless there is a town already. */
export async function beginDemo(ground: Ground): Promise<void> {
  const towns = await transact(ground, ({ work }) => municipalitiesByName(work))
  if (towns.length > 0) return
  const text = await readFile(new URL('town.json', import.meta.url), 'utf8')
  const file = readMunicipalityFile(JSON.parse(text))
  await transact(ground, ({ work }) => importMunicipality(work, file, demoPicture))
}
