// SPDX-License-Identifier: AGPL-3.0-or-later
// A municipality file that an operator sends is read and judged; nothing is imported from it here.
import type { Input } from '../../channel.ts'
import { askErrand, takeFile } from '../../engine/errands.ts'
import { FileRefused } from '../../engine/importing/municipality-file-checks.ts'
import { jsonIn, JsonRefused } from '../../engine/importing/json-reading.ts'
import { type MunicipalityFile, readMunicipalityFile } from '../../engine/importing/municipality-file.ts'
import { municipalitiesOfPerson } from '../../engine/municipalities.ts'
import type { Work } from '../../engine/unit.ts'
import type { Plain } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { go } from '../for-staff.ts'
import { shortened } from '../shared/phrases.ts'
import { type Heard, type Scene, waiting } from '../screen.ts'
import type { StaffState } from '../spots.ts'

type Town = StaffState<'town'>

/** A town of thirty shops with a hundred products each has half of this. */
const mostBytes = 2_000_000
const problemsShown = 3

/** What a document, or what came of fetching it, leads to; undefined for anything else. */
export async function townFileSent({ work, state, t, viewer }: Scene<Town, Work>, input: Input): Promise<Heard<Town>> {
  if (input.kind === 'errand-failed' && input.errand === 'fetch') return go('town', state, t.plain('file-failed'))
  if (input.kind !== 'document' && !(input.kind === 'file' && input.as === 'document')) return undefined
  const prepared = await municipalitiesOfPerson(work, viewer.personId, 'prepare')
  if (!prepared.some(({ id }) => id === state.municipalityId)) return go('home', {}, t.plain('refused-not-allowed'))
  if (input.kind === 'document') {
    const { fileId, caption, name } = input
    askErrand(
      work,
      { id: viewer.chatId, account: viewer.account.name },
      { kind: 'fetch', as: 'document', fileId, caption, name },
    )
    return waiting
  }
  const file = await takeFile(work, viewer.chatId, input.fileId)
  return go('town', state, file ? judged(t, file.bytes) : t.plain('file-failed'))
}

function isTooMuch({ reason }: JsonRefused): boolean {
  return reason === 'too-large' || reason === 'too-deep' || reason === 'too-many'
}

function judged(t: Texts, bytes: Uint8Array): Plain {
  let file: MunicipalityFile
  try {
    file = readMunicipalityFile(jsonIn(bytes, mostBytes))
  } catch (error) {
    if (error instanceof JsonRefused) return t.plain(isTooMuch(error) ? 'town-file-large' : 'town-file-unread')
    if (!(error instanceof FileRefused)) throw error
    const { problems, stopped } = error
    const list = problems.slice(0, problemsShown).map(({ path, problem }) => shortened(`${path}: ${problem}`, 200))
    if (stopped) return t.plain('town-file-very-bad', { count: problems.length, list: list.join('; ') })
    return t.plain('town-file-bad', { count: problems.length, list: list.join('; ') })
  }
  const products = file.shops.reduce((sum, shop) => sum + shop.products.length, 0)
  return t.plain('town-file-good', { town: file.municipality.name, shops: file.shops.length, products })
}
