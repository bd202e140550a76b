// SPDX-License-Identifier: AGPL-3.0-or-later
import { body, box, disc, line, oval, path, picture, put, ring, shadow, sunflower, tone } from './brush.ts'
import type { Point } from './brush.ts'
import { daisy, green } from './props.ts'

const stem = '#5b9a45'

const rose = (at: Point, scale: number, colour: string) =>
  put(
    at,
    0,
    scale,
    body('M-70-6C-84-60-30-84 0-72C30-84 84-60 70-6C80 40 40 76 0 76S-80 40-70-6Z', colour, 14),
    line('M-40-30C-30-60 40-60 38-24C36 6-20 10-18-16C-16-34 14-36 14-20', tone(colour, -0.28), 8, 0.85),
    line('M-60 10C-40 50 30 52 58 8M-34 56Q0 36 34 56', tone(colour, -0.28), 7, 0.7),
    oval(-40, -46, 16, 9, '#ffffff', 0.3),
  )

const tulip = (at: Point, turn: number, colour: string) =>
  put(
    at,
    turn,
    1,
    line('M0 30V250', stem, 11),
    path('M0 220C-60 180-66 80-50 40C-20 100 0 140 0 220Z', '#6eae55'),
    body('M-56-40L-30-8L0-62L30-8L56-40C70 30 50 64 0 66C-50 64-70 30-56-40Z', colour, 14),
    line('M0-50Q-10 10 0 60', tone(colour, -0.2), 5, 0.6),
  )

const sunflowerHead = (at: Point, scale: number) =>
  put(
    at,
    0,
    scale,
    ...ring(18, 92).map(({ point: [x, y], turn }) =>
      put([x, y], turn, 1, path('M-46 0Q0-30 54 0Q0 30-46 0Z', '#e8a92c')),
    ),
    ...ring(18, 80, 80, 10).map(({ point: [x, y], turn }) =>
      put([x, y], turn, 1, path('M-46 0Q0-26 48 0Q0 26-46 0Z', '#f5c842')),
    ),
    disc(0, 0, 66, '#5b3a1e'),
    ...sunflower(60, 60).map(([x, y]) => disc(x, y, 5, '#8a5a2e')),
  )

/** A bunch in wrapping paper; the flowers come in the order they are to overlap. */
const bouquet = (wrap: string, ...heads: string[]) =>
  [
    shadow(400, 556, 110),
    line('M370 430L340 540M400 430V548M430 430L460 540', stem, 12),
    ...(
      [
        [250, 260, 200],
        [300, 190, 240],
        [400, 160, 270],
        [500, 190, 300],
        [550, 260, -20],
      ] as const
    ).map(([x, y, turn]) => green([x, y], turn, 0.86)),
    path('M232 250L400 480L568 250Q500 300 400 300T232 250Z', tone(wrap, -0.14)),
    ...heads,
    body('M210 262Q300 370 400 376T590 262L446 480Q400 496 354 480Z', wrap, 12),
    path('M400 376Q500 370 590 262L446 480Q430 488 412 490Z', tone(wrap, -0.08)),
    box(346, 446, 108, 26, 10, '#c8504f'),
    path('M400 459l-54-28v56zM400 459l54-28v56z', '#dd6a66'),
    disc(400, 459, 13, '#a93c3d'),
  ].join('')

/** Cut flowers and bunches. */
export const flowers: Record<string, string> = {
  mazzo: picture(
    'mint',
    bouquet(
      '#f3e4cd',
      daisy([300, 200], 0.9, '#ffffff'),
      daisy([500, 206], 0.9, '#f3a48f'),
      rose([400, 160], 0.86, '#e77f8f'),
      daisy([350, 270], 0.9, '#b79ad6'),
      rose([456, 276], 0.84, '#f1bf5a'),
      daisy([258, 268], 0.64, '#f9d65c', '#b5762f'),
      daisy([546, 272], 0.64, '#ffffff'),
      daisy([400, 330], 0.6, '#ffffff'),
    ),
  ),
  'mazzo-rose': picture(
    'rose',
    bouquet(
      '#f6f1e7',
      ...(
        [
          [310, 176],
          [400, 146],
          [490, 176],
          [262, 250],
          [356, 236],
          [446, 236],
          [538, 250],
          [316, 310],
          [402, 312],
          [486, 310],
        ] as const
      ).map(([x, y], index) => rose([x, y], 0.74, index % 2 ? '#c52f3c' : '#b3202f')),
    ),
  ),
  tulipani: picture(
    'sky',
    shadow(400, 500, 120),
    tulip([290, 230], -16, '#e2574c'),
    tulip([510, 230], 16, '#f1bf33'),
    tulip([340, 200], -7, '#f3a0b5'),
    tulip([460, 200], 8, '#e2574c'),
    tulip([400, 216], 0, '#f5d35c'),
    box(340, 404, 120, 30, 10, '#ffffff'),
    path('M400 419l-50-24v48zM400 419l50-24v48z', '#c9b0dd'),
  ),
  girasole: picture(
    'sky',
    shadow(400, 556, 90),
    line('M400 330Q392 450 402 552', stem, 16),
    green([400, 470], -24, 1.1),
    green([398, 500], 200, 1),
    sunflowerHead([400, 236], 1.12),
  ),
  rosa: picture(
    'mint',
    shadow(400, 556, 70),
    line('M400 250Q392 420 402 552', stem, 12),
    green([398, 440], -24, 0.8),
    green([398, 400], 200, 0.76),
    rose([400, 190], 1.36, '#c52f3c'),
  ),
  'rosa-bianca': picture(
    'sage',
    shadow(400, 556, 70),
    line('M400 250Q392 420 402 552', stem, 12),
    green([398, 440], -24, 0.8),
    green([398, 400], 200, 0.76),
    rose([400, 190], 1.36, '#fbf3e2'),
  ),
  margherita: picture(
    'lilac',
    shadow(400, 540, 120),
    line('M300 260Q350 430 390 536M500 250Q440 430 408 536M400 300V538', stem, 11),
    green([410, 480], -30, 0.7),
    daisy([290, 230], 1.3, '#e2678f', '#f4c542', 16),
    daisy([510, 222], 1.3, '#f1943c', '#8a4a1e', 16),
    daisy([400, 330], 1.2, '#f7d65c', '#b5762f', 16),
  ),
  giglio: picture(
    'sage',
    shadow(400, 556, 70),
    line('M400 280Q392 430 402 552', stem, 12),
    green([398, 460], -30, 0.9),
    green([398, 430], 200, 0.86),
    put(
      [400, 230],
      0,
      1.35,
      ...ring(6, 46, 46, 30).map(({ point: [x, y], turn }, index) =>
        put(
          [x, y],
          turn,
          1,
          body('M-48 0C-30-46 30-44 80 0C30 44-30 46-48 0Z', index % 2 ? '#fffdf8' : '#f3e9dc', 8),
          line('M-30 0H50', '#e9b7c4', 5, 0.7),
        ),
      ),
      ...ring(6, 34).map(
        ({ point: [x, y] }) => line(`M0 0L${String(x)} ${String(y)}`, '#a9cf86', 4) + disc(x, y, 7, '#b5622a'),
      ),
    ),
  ),
}
