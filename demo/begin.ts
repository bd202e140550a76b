// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFile } from 'node:fs/promises'
import { importMunicipality } from '../src/engine/importing/importing.ts'
import { municipalitiesByName } from '../src/engine/municipalities.ts'
import { readMunicipalityFile } from '../src/engine/importing/municipality-file.ts'
import { type Platform, transact } from '../src/transact.ts'
import { demoPicture } from './pictures.ts'

/** Brings the invented town in, with its drawn pictures, unless there is a town already. */
export async function beginDemo(platform: Platform): Promise<void> {
  const towns = await transact(platform, ({ work }) => municipalitiesByName(work))
  if (towns.length > 0) return
  const text = await readFile(new URL('town.json', import.meta.url), 'utf8')
  const file = readMunicipalityFile(JSON.parse(text))
  await transact(platform, ({ work }) => importMunicipality(work, file, demoPicture))
}
