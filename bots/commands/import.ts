// SPDX-License-Identifier: AGPL-3.0-or-later
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { ImportChanges, PhotoSource } from '../../src/engine/importing/importing.ts'
import type { Change } from '../../src/engine/importing/importing-rows.ts'
import { readMunicipalityFile } from '../../src/engine/importing/municipality-file.ts'
import { counted, inUnit, Refusal, runCommand, say, withStore } from './command.ts'
import { jsonOf } from './json-file.ts'

const help = `Porta nel database un comune con i suoi negozi, gli orari e i prodotti, oppure lo aggiorna.

  npm run import -- FILE [--photos CARTELLA]

FILE è un file JSON (UTF-8). O entra tutto o non entra niente: ogni problema viene detto con il suo posto.
Chi è già nel database si riconosce dallo slug (negozi) e dallo sku (prodotti): viene aggiornato.
Ciò che nel file non c'è più viene nascosto, mai cancellato; se torna, si rivede.

  --photos CARTELLA   dove stanno le foto nominate nel file (.jpg, .jpeg, .png, .webp)`

const mimes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
}
const namesShown = 8
const demoRefuses =
  'Questo database è quello di prova, con il paese inventato: un comune vero non ci entra. «npm run forget-demo» lo svuota e ne fa un database vero.'

/** Names in the file may leave the ending out. They cannot leave the folder: the file's schema knows no slashes. */
function folder(path: string): PhotoSource {
  return async name => {
    const endings = mimes[extname(name).toLowerCase()] ? [''] : Object.keys(mimes)
    for (const ending of endings) {
      const bytes = await readFile(join(path, name + ending)).catch(() => undefined)
      const mime = mimes[extname(name + ending).toLowerCase()]
      if (bytes && mime) return { bytes, mime }
    }
    return undefined
  }
}

const words: Record<Change, string> = {
  added: 'aggiunto',
  changed: 'aggiornato',
  returned: 'di nuovo visibile',
  hidden: 'nascosto',
  unchanged: 'invariato',
}

function linesOf({ municipality, shops }: ImportChanges): string[] {
  const total = shops.reduce(
    (sum, { products: { added, changed, returned, unchanged } }) =>
      sum + added.length + changed.length + returned.length + unchanged,
    0,
  )
  const shown = shops.filter(shop => shop.change !== 'hidden').length
  return [
    `${municipality.name}: ${words[municipality.change]}${inBrackets(municipality.fields)}`,
    ...shops.flatMap(({ name, change, fields, products }) => [
      `  ${name}: ${words[change]}${inBrackets(fields)}`,
      ...(['added', 'changed', 'returned', 'hidden'] as const).flatMap(kind =>
        products[kind].length === 0
          ? []
          : [
              `    ${counted(products[kind].length, 'prodotto', 'prodotti')} ${plural(kind, products[kind].length)}: ${listed(products[kind])}`,
            ],
      ),
      ...(products.unchanged > 0
        ? [`    ${counted(products.unchanged, 'prodotto', 'prodotti')} ${plural('unchanged', products.unchanged)}`]
        : []),
    ]),
    `In tutto: ${counted(shown, 'negozio', 'negozi')}, ${counted(total, 'prodotto', 'prodotti')}.`,
  ]
}

function plural(kind: Change, count: number): string {
  return kind === 'returned'
    ? count === 1
      ? words[kind]
      : 'di nuovo visibili'
    : count === 1
      ? words[kind]
      : words[kind].replace(/o$/, 'i')
}

function inBrackets(names: readonly string[]): string {
  return names.length === 0 ? '' : ` (${names.join(', ')})`
}

function listed(names: readonly string[]): string {
  const more = names.length - namesShown
  return names.slice(0, namesShown).join(', ') + (more > 0 ? ` e altri ${more}` : '')
}

await runCommand({
  name: 'import',
  help,
  takes: 'file',
  options: { photos: { type: 'string' } },
  async run({ file, values, place, config }) {
    const checked = readMunicipalityFile(await jsonOf(file))
    const photos = typeof values.photos === 'string' ? folder(place(values.photos)) : undefined
    const { importMunicipality } = await import('../../src/engine/importing/importing.ts')
    const { kindOf, markAs, demoTowns } = await import('../../src/db/deployment.ts')
    const changes = await withStore(config(), store =>
      inUnit(store, async work => {
        const { slug } = checked.municipality
        if ((await kindOf(work.db)) === 'demo') {
          if (!demoTowns.includes(slug)) throw new Refusal(demoRefuses)
        } else await markAs(work.db, 'real', work.now)
        return importMunicipality(work, checked, photos)
      }),
    )
    for (const line of linesOf(changes)) say(line)
    return 0
  },
})
