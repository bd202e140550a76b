// SPDX-License-Identifier: AGPL-3.0-or-later
// A JSON file that somebody wrote: read as UTF-8, and what is wrong with it said in one sentence.
import { readFile, stat } from 'node:fs/promises'
import { jsonIn, JsonRefused, mostFileBytes } from '../../src/engine/importing/json-reading.ts'
import { Refusal } from './command.ts'

const sentences: Readonly<Record<Exclude<JsonRefused['reason'], 'not-json'>, string>> = {
  'too-large': `Il file è troppo grande: al più ${mostFileBytes / 1_000_000} MB.`,
  'too-deep': 'Il file non può essere quello di un comune: ha troppe parentesi una dentro l’altra.',
  'too-many': 'Il file non può essere quello di un comune: ha troppe voci in un solo elenco, o troppe in tutto.',
  'not-utf8': 'Il file non è in UTF-8: salvatelo con quella codifica.',
}

/** What a file says as JSON. Its size is looked at before it is read. */
export async function jsonOf(file: string): Promise<unknown> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw new Refusal(`Il file ${file} non c'è.`)
  if (found.size > mostFileBytes) throw new Refusal(sentences['too-large'])
  try {
    return jsonIn(await readFile(file))
  } catch (error) {
    if (!(error instanceof JsonRefused)) throw error
    if (error.reason !== 'not-json') throw new Refusal(sentences[error.reason])
    const { line, character } = error.place ?? { line: 1, character: 1 }
    throw new Refusal(`Il file non è JSON: c'è qualcosa che non torna alla riga ${line}, carattere ${character}.`)
  }
}
