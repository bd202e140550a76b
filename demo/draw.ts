// SPDX-License-Identifier: AGPL-3.0-or-later
// Drawn, not photographed: an invented town needs pictures that belong to nobody and look like nobody's goods.
import { bottles } from './drawings/bottles.ts'
import { bread } from './drawings/bread.ts'
import { dairy } from './drawings/dairy.ts'
import { dishes } from './drawings/dishes.ts'
import { flatbread } from './drawings/flatbread.ts'
import { flowers } from './drawings/flowers.ts'
import { fruit } from './drawings/fruit.ts'
import { leaves } from './drawings/leaves.ts'
import { meat } from './drawings/meat.ts'
import { pantry } from './drawings/pantry.ts'
import { paper } from './drawings/paper.ts'
import { pizza } from './drawings/pizza.ts'
import { pots } from './drawings/pots.ts'
import { poultry } from './drawings/poultry.ts'
import { salumi } from './drawings/salumi.ts'
import { sweets } from './drawings/sweets.ts'
import { vegetables } from './drawings/vegetables.ts'

const drawings: Readonly<Record<string, string>> = {
  ...bottles,
  ...bread,
  ...dairy,
  ...dishes,
  ...flatbread,
  ...flowers,
  ...fruit,
  ...leaves,
  ...meat,
  ...pantry,
  ...paper,
  ...pizza,
  ...pots,
  ...poultry,
  ...salumi,
  ...sweets,
  ...vegetables,
}

/** The names a product of the town file may give as its `photo`. */
const photoNames: readonly string[] = Object.keys(drawings)

/** The drawing of that name: an SVG of 800 by 600 without text, fonts or outside references. */
export function drawPhoto(name: string): Buffer {
  const drawing = Object.hasOwn(drawings, name) ? drawings[name] : undefined
  if (drawing === undefined) throw new Error(`no drawing is called ${name}; there are ${photoNames.join(', ')}`)
  return Buffer.from(drawing)
}
