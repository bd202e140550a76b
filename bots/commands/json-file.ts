// SPDX-License-Identifier: AGPL-3.0-or-later
// A JSON file that somebody wrote: read as UTF-8, and what is wrong with it said in one sentence.
import { readFile, stat } from 'node:fs/promises'
import { Refusal } from './command.ts'

const longestBytes = 20_000_000

/** The text of a file. */
export async function textOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined)
  if (!found?.isFile()) throw new Refusal(`Il file ${file} non c'è.`)
  if (found.size > longestBytes) throw new Refusal(`Il file è troppo grande: al più ${longestBytes / 1_000_000} MB.`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (error) {
    if (error instanceof TypeError) throw new Refusal('Il file non è in UTF-8: salvatelo con quella codifica.')
    throw error
  }
}

/** What the text says as JSON, or where it stops being JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const before = at === undefined ? text : text.slice(0, Number(at))
    const line = before.split('\n').length
    throw new Refusal(
      `Il file non è JSON: c'è qualcosa che non torna alla riga ${line}, carattere ${before.length - before.lastIndexOf('\n')}.`,
    )
  }
}
