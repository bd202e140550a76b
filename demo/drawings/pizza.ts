// SPDX-License-Identifier: AGPL-3.0-or-later
import {
  ball,
  body,
  boxPath,
  inside,
  line,
  oval,
  ovalPath,
  path,
  picture,
  put,
  ring,
  shadow,
  sunflower,
  tone,
} from './brush.ts'
import { basil } from './props.ts'

const disk = (sauce: string, ...toppings: string[]) => {
  const face = ovalPath(400, 336, 214, 118)
  return [
    shadow(400, 474, 280),
    oval(400, 352, 284, 160, '#b98546'),
    oval(400, 342, 284, 158, '#d1a469'),
    body(ovalPath(400, 336, 256, 144), '#dfa453', 12),
    ...ring(15, 236, 130).map(({ point: [x, y] }, index) =>
      oval(400 + x, 336 + y, 20 + (index % 3) * 5, 8, '#a8692b', 0.55),
    ),
    path(face, sauce),
    inside(face, ...toppings),
    line('M400 336L610 420M400 336L250 440', tone(sauce, -0.25), 3, 0.35),
  ].join('')
}

const on = (count: number, draw: (x: number, y: number, index: number) => string, spin = 0) =>
  sunflower(count, 192, 102).map(([x, y], index) =>
    spin ? draw(400 - x, 336 - y, index) : draw(400 + x, 336 + y, index),
  )

const blob = (x: number, y: number, index: number) =>
  put(
    [x, y],
    index * 40,
    1,
    path('M-34 0C-34-22-8-26 10-20C34-20 38 4 28 16C10 26-30 22-34 0Z', '#fff6e0'),
    oval(0, 2, 14, 7, '#f3dfb4'),
  )

const lasagne = [
  shadow(400, 466, 290),
  oval(400, 414, 300, 84, '#dde3e8'),
  oval(400, 402, 300, 80, '#ffffff'),
  ...[0, 1, 2, 3].flatMap(layer => [
    body(boxPath(230, 372 - layer * 44, 340, 44, 8), layer % 2 ? '#f4d58a' : '#eec877', 8),
    path(
      `M226 ${String(372 - layer * 44)}h348v14q-22 20-44 2t-44 4t-44 0t-44 4t-44-2t-44 4t-44-4t-40-4z`,
      layer % 2 ? '#fdf1d2' : '#b8442f',
    ),
  ]),
  body(
    'M226 240Q230 206 280 200L540 196Q576 200 574 240Q560 262 540 246Q520 280 498 250Q470 244 440 256Q420 284 396 254Q360 246 330 256Q312 282 290 252Q250 262 226 240Z',
    '#e9a64b',
    8,
  ),
  ...sunflower(13, 140, 16).map(([x, y], index) =>
    oval(400 + x, 222 + y, 14, 6, index % 2 ? '#b8442f' : '#fdf1d2', 0.8),
  ),
  basil(390, 206, -20),
  basil(396, 208, 200),
].join('')

/** Round pizze, and lasagne. */
export const pizza: Record<string, string> = {
  pizza: picture(
    'sage',
    disk(
      '#d8492f',
      ...on(13, blob),
      basil(330, 300, -20),
      basil(440, 380, 30),
      basil(480, 290, 100),
      basil(300, 390, 200),
    ),
  ),
  'pizza-marinara': picture(
    'sky',
    disk(
      '#d4452c',
      ...on(24, (x, y) => oval(x, y, 11, 7, '#f7e9c9')),
      ...on(40, (x, y) => put([x, y], x, 1, oval(8, 6, 5, 3, '#4c7a38')), 1),
    ),
  ),
  'pizza-bianca': picture(
    'peach',
    disk(
      '#f8e5b3',
      ...on(12, blob),
      ...on(
        16,
        (x, y, index) =>
          put([x, y], index * 70, 1, path('M-20 0Q-4-12 20-3Q14 12-8 10Z', index % 2 ? '#5f8a86' : '#6eae55', 0.85)),
        1,
      ),
    ),
  ),
  'pizza-verdure': picture(
    'mint',
    disk(
      '#d8492f',
      ...on(9, blob),
      ...on(
        18,
        (x, y, index) =>
          index % 3 === 0
            ? oval(x, y, 24, 14, '#5b8a3c') + oval(x, y, 18, 10, '#cfe3a8')
            : index % 3 === 1
              ? put([x, y], index * 50, 1, line('M-24 4Q0-16 24 4', '#f1bf33', 11))
              : ball(x, y, 15, '#4a3a52'),
        1,
      ),
    ),
  ),
  lasagne: picture('sky', lasagne),
}
