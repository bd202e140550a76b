// SPDX-License-Identifier: AGPL-3.0-or-later
// A counter that sells a little of everything, and what it hears.
import type { LineUnit, IndexedProduct, UnderstoodLine } from '../../src/understanding/list/line.ts'
import { type CatalogueIndex, indexOf } from '../../src/understanding/list/catalogue-index.ts'
import { understand } from '../../src/understanding/list/understand.ts'

const weighed = (sku: string, name: string, priceCents: number, pieceGrams: number | null = null): IndexedProduct => ({
  sku,
  name,
  category: 'Banco',
  soldBy: 'weight',
  priceCents,
  pieceGrams,
  stepGrams: null,
})
const counted = (sku: string, name: string, priceCents: number): IndexedProduct => ({
  ...weighed(sku, name, priceCents),
  soldBy: 'piece',
})

export const products: readonly IndexedProduct[] = [
  weighed('mele', 'Mele Golden', 220, 200),
  weighed('pere-abate', 'Pere Abate', 320, 230),
  weighed('pere-kaiser', 'Pere Kaiser', 290, 250),
  weighed('patate', 'Patate a pasta gialla', 150, 160),
  weighed('patate-dolci', 'Patate dolci', 340, 250),
  weighed('cipolle', 'Cipolle dorate', 170, 140),
  weighed('ramati', 'Pomodori ramati', 340, 130),
  weighed('zucchine', 'Zucchine', 290, 180),
  weighed('anguria', 'Anguria', 120, 6000),
  weighed('peperoni-rossi', 'Peperoni rossi', 380, 220),
  weighed('peperoni-gialli', 'Peperoni gialli', 390, 220),
  weighed('porcini', 'Porcini freschi', 3800, 90),
  counted('prezzemolo', 'Prezzemolo, mazzetto', 90),
  counted('rucola', 'Rucola, vaschetta da 100 g', 170),
  counted('pelati', 'Pomodori pelati 400 g', 130),
  counted('uova', 'Uova fresche, confezione da 6', 260),
  counted('spaghetti', 'Spaghetti n. 5 500 g', 125),
  counted('farina', 'Farina 00, 1 kg', 140),
  counted('latte', 'Latte intero fresco, 1 l', 190),
  counted('panna', 'Panna fresca, 250 ml', 260),
  counted('acqua-naturale', 'Acqua nat. 1,5 l', 60),
  counted('acqua-frizzante', 'Acqua frizz. 1,5 l', 60),
  counted('coca', 'Coca-Cola 1,5 l', 220),
  counted('coca-lattina', 'Coca-Cola lattina 33 cl', 120),
  counted('carta', 'Carta igienica, 10 rotoli', 490),
  weighed('pane', 'Pane comune', 380, 250),
  weighed('pane-integrale', 'Pane integrale', 480, 500),
  weighed('pane-noci', 'Pane alle noci', 780, 400),
  counted('michetta', 'Michetta', 60),
  counted('brioche-vuota', 'Brioche vuota', 130),
  counted('brioche-crema', 'Brioche alla crema', 150),
  counted('torta-mele', 'Torta di mele, 8 porzioni', 1800),
  weighed('crudo-18', 'Prosc. crudo Parma 18 mesi', 3490),
  weighed('crudo-24', 'Prosc. crudo Parma 24 mesi', 3990),
  weighed('cotto', 'Prosc. cotto alta qualità', 2490),
  weighed('mortadella', 'Mortadella Bologna IGP', 1790),
  weighed('gorgonzola-dolce', 'Gorgonzola dolce DOP', 1790),
  weighed('gorgonzola-piccante', 'Gorgonzola piccante DOP', 1890),
  weighed('grana', 'Grana Padano 16 mesi', 1990, 300),
  counted('mozzarella', 'Mozz. di bufala campana DOP, 250 g', 490),
]

export const shelf: CatalogueIndex = indexOf(products)

/** The lines understood, in short: `mele 500 g`, `? [pere-abate, pere-kaiser] 2 piece`, `«cetrioli» 1 piece`. */
export function heard(text: string, at: CatalogueIndex = shelf): string[] {
  return understand(at, text).lines.map(inShort)
}

function inShort({ sku, said, quantity, unit, candidates }: UnderstoodLine): string {
  const what = sku ?? (candidates.length > 0 ? `? ${candidates.join(' ')}` : `«${said}»`)
  return `${what} ${amount(quantity, unit)}`
}

function amount(quantity: number | null, unit: LineUnit): string {
  return unit === 'default' ? 'default' : `${quantity ?? ''} ${unit}`
}

/** The wishes understood, line by line. */
export function wishes(text: string): (string | null)[] {
  return understand(shelf, text).lines.map(line => line.note)
}
