// SPDX-License-Identifier: AGPL-3.0-or-later
import {
  body,
  box,
  boxPath,
  disc,
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
import type { Point } from './brush.ts'

const green = '#5b9a45'

const head = (leaves: string, heart: string, rib: string) =>
  [
    shadow(400, 462, 230),
    ...ring(9, 140, 96, 10).map(({ point: [x, y], turn }) =>
      put(
        [400 + x, 320 + y],
        turn,
        1,
        body('M-96 0C-90-70-10-92 56-74C100-62 112-20 96 6C112 36 90 72 46 78C-10 90-90 70-96 0Z', leaves, 12),
        line('M-86 0H70M-30 0L16-40M-30 0L16 40M20 0L56-30M20 0L56 30', rib, 6, 0.8),
      ),
    ),
    ...ring(6, 60, 44).map(({ point: [x, y], turn }) =>
      put(
        [400 + x, 300 + y],
        turn,
        0.72,
        body('M-96 0C-90-70-10-92 56-74C100-62 112-20 96 6C112 36 90 72 46 78C-10 90-90 70-96 0Z', heart, 12),
        line('M-86 0H70M-30 0L16-40M-30 0L16 40', rib, 7, 0.8),
      ),
    ),
    disc(400, 296, 52, tone(heart, 0.12)),
    line('M366 296Q400 262 434 296M376 312Q400 330 424 312', rib, 7),
  ].join('')

const stalks = (leafy: string, stalk: string, foot: string) =>
  [
    shadow(400, 500, 120),
    ...[-34, 34, -18, 18, 0].map((turn, index) =>
      put(
        [400, 474],
        turn,
        0.9,
        line('M0-20V-250', index % 2 ? stalk : tone(stalk, 0.12), 38),
        path(
          'M0-220C-70-250-80-340-40-392C-20-370 20-370 40-392C80-340 70-250 0-220Z',
          index % 2 ? leafy : tone(leafy, 0.12),
        ),
      ),
    ),
    body('M336 420Q330 500 400 500T464 420Q400 448 336 420Z', foot, 12),
  ].join('')

const blade = (at: Point, turn: number, scale: number, colour: string) =>
  put(
    at,
    turn,
    scale,
    body('M0 100C-80 60-96-60 0-150C96-60 80 60 0 100Z', colour, 14),
    line('M0 150V-110M0 50L-46 4M0 50L46 4M0-10L-40-52M0-10L40-52', tone(colour, 0.4), 7, 0.8),
  )

const pot = (...above: string[]) =>
  [
    shadow(400, 496, 130),
    ...above,
    body('M290 360H510L488 478Q484 494 466 494H334Q316 494 312 478Z', '#c9704a', 18),
    box(276, 344, 248, 40, 10, '#d9845d'),
  ].join('')

/** Heads, leaves, stalks and herbs. */
export const leaves: Record<string, string> = {
  finocchio: picture(
    'mint',
    shadow(400, 480, 150),
    ...[-24, 0, 24].map(turn =>
      put(
        [400, 300],
        turn,
        1,
        line('M0 0V-140', '#a9cf86', 46),
        line('M0-130l-26-60M0-130v-76M0-130l26-60M-14-160l-30-20M14-160l30-20', green, 8),
      ),
    ),
    body(
      'M400 250C470 240 560 290 548 380C540 450 470 476 400 476S260 450 252 380C240 290 330 240 400 250Z',
      '#eef3dc',
      24,
    ),
    line(
      'M400 262C360 330 366 420 400 470M400 262C470 310 480 410 440 468M400 262C330 310 320 410 360 468',
      '#c3d6a4',
      7,
    ),
  ),
  verza: picture('sand', head('#5c9a55', '#9cc77a', '#d6ebbf')),
  insalata: picture('peach', head('#74b34a', '#b5d968', '#e6f3c0')),
  radicchio: picture('mint', head('#8a2f4f', '#a8406a', '#f6dfe6')),
  spinaci: picture(
    'butter',
    shadow(400, 480, 200),
    blade([300, 330], -30, 1, '#4f8f47'),
    blade([500, 330], 30, 1, '#4f8f47'),
    blade([350, 300], -12, 1.1, '#5fa352'),
    blade([450, 300], 14, 1.1, '#6bb05c'),
    blade([400, 330], 0, 1.2, '#57994b'),
  ),
  porro: picture(
    'sand',
    shadow(400, 446, 280),
    ...[0, 1].map(index =>
      put(
        [400, 290 + index * 90],
        -6 + index * 8,
        1,
        path('M60-30L270-70Q200-20 290 0Q200 14 270 66L60 34Z', '#4f8f47'),
        body(boxPath(-250, -34, 330, 70, 32), '#f1f3e0', 14),
        path('M-20-34L110-30V34L-20 36Q20 0-20-34Z', '#a9cf86'),
        line('M-250 0l-34-16M-250 6h-38M-248 12l-32 18', '#c9b98c', 5),
      ),
    ),
  ),
  sedano: picture('rose', stalks('#5b9a45', '#a9cf7a', '#cfe3a8')),
  basilico: picture(
    'peach',
    pot(
      ...sunflower(15, 130, 86).map(([x, y], index) =>
        put(
          [400 + x, 262 + y],
          index * 137,
          0.56,
          body('M0 90C-80 50-90-50 0-120C90-50 80 50 0 90Z', index % 2 ? '#5fa352' : '#4f8f47', 14),
          line('M0 80V-80', '#a5cf90', 7),
        ),
      ),
    ),
  ),
  rosmarino: picture(
    'lilac',
    shadow(400, 480, 120),
    ...[-26, -9, 9, 26].map(turn =>
      put(
        [400, 480],
        turn,
        1,
        line('M0 0V-340', '#8a7448', 8),
        ...Array.from({ length: 14 }, (_, index) =>
          line(
            `M0 ${String(-70 - index * 20)}l-30-22M0 ${String(-70 - index * 20)}l30-22`,
            index % 2 ? '#5d8a5a' : '#729d6c',
            9,
          ),
        ),
      ),
    ),
    box(364, 410, 72, 26, 8, '#c98a54'),
  ),
  'verdure-griglia': picture(
    'sand',
    shadow(400, 460, 250),
    oval(400, 400, 270, 84, '#e3e8ec'),
    oval(400, 390, 256, 74, '#ffffff'),
    ...(
      [
        [300, 370, -16, '#8fbf63'],
        [420, 350, 10, '#7b4a8c'],
        [510, 390, -8, '#d8392f'],
        [370, 410, 16, '#f1bf33'],
        [470, 420, -20, '#8fbf63'],
      ] as const
    ).map(([x, y, turn, colour]) =>
      put(
        [x, y],
        turn,
        1,
        body(ovalPath(0, 0, 84, 34), colour, 8),
        inside(ovalPath(0, 0, 84, 34), line('M-50-40L-30 40M-10-40L10 40M30-40L50 40', '#3d2a1e', 7, 0.6)),
      ),
    ),
  ),
}
