// SPDX-License-Identifier: AGPL-3.0-or-later
import { createInterface } from 'node:readline'
import { readMunicipalityFile, type ShopInFile } from '../../src/engine/importing/municipality-file.ts'
import type { IndexedProduct } from '../../src/understanding/list/line.ts'
import { indexOf } from '../../src/understanding/list/catalogue-index.ts'
import { understand } from '../../src/understanding/list/understand.ts'
import { Refusal, runCommand, say, UsageError } from './command.ts'
import { jsonOf } from './json-file.ts'

const help = `Legge messaggi di spesa come li scrive la gente, e dice che cosa ne ha capito.

  npm run -s understand -- --file FILE --shop NEGOZIO < MESSAGGI

FILE è il file JSON di un comune, NEGOZIO lo slug di un suo negozio. In entrata: un messaggio per riga,
come stringa JSON. In uscita, nello stesso ordine, un oggetto JSON per riga:

  {"order":true,"lines":[{"sku":"pane","said":"pane","quantity":500,"unit":"g","note":null,"candidates":[]}]}

unit è g, piece, cents oppure default (quantity null). sku è null quando il negozio non ha quella cosa
(candidates vuoto) o quando deve chiedere quale (candidates: gli sku da proporre, il più probabile per primo).

Una riga che non è una stringa JSON ferma il comando: ciò che precede è già stato letto e detto.`

function productsOf({ products }: ShopInFile): IndexedProduct[] {
  return products.map(product => ({
    sku: product.sku,
    name: product.name,
    category: product.category,
    soldBy: product.soldBy,
    priceCents: product.priceCents,
    pieceGrams: product.pieceGrams ?? null,
    stepGrams: product.stepGrams ?? null,
    description: product.description ?? null,
  }))
}

function messageOf(line: string, number: number): string {
  let message: unknown
  try {
    message = JSON.parse(line)
  } catch {
    message = undefined
  }
  if (typeof message !== 'string') throw new Refusal(`La riga ${number} non è una stringa JSON.`)
  return message
}

await runCommand({
  name: 'understand',
  help,
  options: { file: { type: 'string' }, shop: { type: 'string' } },
  async run({ values, place }) {
    const { file, shop: slug } = values
    if (typeof file !== 'string') throw new UsageError('manca --file FILE')
    if (typeof slug !== 'string') throw new UsageError('manca --shop NEGOZIO')
    const town = readMunicipalityFile(await jsonOf(place(file)))
    const shop = town.shops.find(one => one.slug === slug)
    if (!shop) throw new Refusal(`Nel file non c'è un negozio «${slug}».`)
    const index = indexOf(productsOf(shop))
    let number = 0
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
      number += 1
      if (line.trim() === '') continue
      const { order, lines } = understand(index, messageOf(line, number))
      say(JSON.stringify({ order, lines }))
    }
    return 0
  },
})
