// SPDX-License-Identifier: AGPL-3.0-or-later
import {
  ball,
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

const leaf = (x: number, y: number, turn: number, scale: number, colour = '#5b9a45') =>
  put(
    [x, y],
    turn,
    scale,
    path('M0 0C14-34 62-42 92-18C70 16 26 22 0 0Z', colour),
    line('M4-1Q44-16 80-17', tone(colour, -0.22), 4),
  )

const apple = (x: number, y: number, scale: number, colour: string) =>
  put(
    [x, y],
    0,
    scale,
    oval(0, 122, 116, 18, '#3b2a1a', 0.13),
    body(
      'M0-92C40-132 150-112 142-4C136 76 76 134 32 124Q0 112-32 124C-76 134-136 76-142-4C-150-112-40-132 0-92Z',
      colour,
      24,
    ),
    oval(-76, -44, 22, 40, '#ffffff', 0.35),
    path('M-34-92Q0-62 34-92Q0-78-34-92Z', tone(colour, -0.3)),
    line('M0-86Q4-130 24-150', '#6b4a2b', 10),
    leaf(14, -124, -10, 0.85),
  )

const pear = (x: number, y: number, turn: number) =>
  put(
    [x, y],
    turn,
    1,
    body(
      'M0-170C46-168 52-110 62-68C80-18 124 14 122 76C118 138 60 150 0 150S-118 138-122 76C-124 14-80-18-62-68C-52-110-46-168 0-170Z',
      '#c3cf57',
      26,
    ),
    oval(-62, 50, 18, 44, '#ffffff', 0.35),
    ...sunflower(16, 70, 60).map(([px, py]) => disc(px + 10, py + 70, 3, '#8d973a', 0.7)),
    line('M0-166Q2-196 20-214', '#6b4a2b', 10),
  )

const slice = (x: number, y: number, r: number, rind: string, flesh: string) =>
  put(
    [x, y],
    0,
    1,
    disc(0, 0, r, rind),
    disc(0, 0, r * 0.9, tone(rind, 0.75)),
    disc(0, 0, r * 0.82, flesh),
    ...ring(8, 1).map(({ turn }) => put([0, 0], turn, 1, line(`M0 0H${String(r * 0.84)}`, tone(rind, 0.7), 5))),
    disc(0, 0, r * 0.1, tone(rind, 0.75)),
  )

const citrus = (rind: string, flesh: string) =>
  [shadow(400, 462, 250), ball(310, 320, 138, rind), leaf(330, 190, -14, 1), slice(520, 352, 110, rind, flesh)].join('')

const bunch = (colour: string) =>
  [
    shadow(400, 476, 130),
    line('M400 150Q396 112 420 86', '#7a5a35', 14),
    leaf(392, 138, 190, 1.2, '#6ea14f'),
    leaf(408, 140, -14, 1.3),
    ...[7, 6, 5, 4, 3, 2, 1].flatMap((count, row) =>
      Array.from({ length: count }, (_, index) =>
        ball(
          400 + (index - (count - 1) / 2) * 58 + (row % 2 ? 3 : -3),
          172 + row * 46,
          35,
          row % 2 ? colour : tone(colour, 0.08),
        ),
      ),
    ),
  ].join('')

const chestnut = (x: number, y: number, turn: number) =>
  put(
    [x, y],
    turn,
    1,
    body('M0-70C50-64 92-10 80 40C68 70-68 70-80 40C-92-10-50-64 0-70Z', '#7a3f22', 16),
    path('M-74 46C-60 26 60 26 74 46C60 68-60 68-74 46Z', '#d8b483'),
    oval(-28, -20, 12, 28, '#ffffff', 0.3),
    line('M0-70V-84', '#d8b483', 7),
  )

const walnut = (x: number, y: number, turn: number) =>
  put(
    [x, y],
    turn,
    1,
    body(ovalPath(0, 0, 78, 64), '#c79a5e', 14),
    line('M-76 0Q0-16 76 0', '#94692f', 7),
    line('M-50-30q16-14 30 2M10-40q20-6 28 10M-44 30q18 12 34 0M16 34q18 6 30-10M-14-20q12 8 24-2', '#94692f', 6, 0.7),
  )

const crate = (...goods: string[]) =>
  [
    shadow(400, 486, 270),
    box(168, 300, 464, 60, 6, '#a8763f'),
    ...goods,
    ...[0, 1, 2].map(row => body(boxPath(150, 340 + row * 48, 500, 40, 6), '#cf9c5f', 8)),
    box(160, 330, 26, 152, 4, '#b98546'),
    box(614, 330, 26, 152, 4, '#b98546'),
  ].join('')

/** What grows on trees, and the crate it comes home in. */
export const fruit: Record<string, string> = {
  mela: picture('sage', apple(300, 330, 1, '#d23f3a'), apple(520, 352, 0.86, '#dd5a3e')),
  'mela-gialla': picture('mint', apple(300, 330, 1, '#e6cf4e'), apple(520, 352, 0.86, '#d7d25a')),
  pera: picture('peach', shadow(310, 464, 120), shadow(510, 470, 110), pear(310, 318, -4), pear(510, 328, 12)),
  banane: picture(
    'sky',
    shadow(410, 452, 240),
    ...[0, 1, 2].map(index =>
      put(
        [400 + index * 20, 300 + index * 16],
        index * 13 - 8,
        1,
        body(
          'M-190-110C-170 60-30 130 170 70L186 96C0 190-220 110-226-100Z',
          ['#e9bd34', '#f2cb45', '#f7d75a'][index] ?? '',
          14,
        ),
        line('M-196-60C-160 60-40 120 130 88', '#ffffff', 7, 0.35),
        path('M170 70L186 96L200 82Z', '#6b4a2b'),
      ),
    ),
    box(184, 168, 40, 40, 10, '#8a6a2c'),
  ),
  arancia: picture('butter', citrus('#ef8f2b', '#f7a94a')),
  limone: picture(
    'mint',
    shadow(400, 456, 250),
    body(
      'M160 330C150 240 240 190 310 198C380 190 440 240 452 310Q478 318 474 340Q470 356 446 352C420 430 360 450 306 444C230 450 166 410 160 330Z',
      '#f4d63f',
      24,
    ),
    oval(250, 262, 50, 18, '#ffffff', 0.4),
    leaf(180, 240, -120, 1),
    slice(556, 372, 92, '#f4d63f', '#faea8f'),
  ),
  kiwi: picture(
    'sage',
    shadow(400, 446, 250),
    body(ovalPath(296, 340, 130, 108), '#8a6437', 22),
    oval(250, 290, 40, 14, '#ffffff', 0.25),
    disc(516, 334, 114, '#8a6437'),
    disc(516, 334, 104, '#8cbf3f'),
    oval(516, 334, 42, 36, '#eef3cf'),
    ...ring(22, 58, 54).map(({ point: [x, y], turn }) =>
      put([516 + x, 334 + y], turn, 1, oval(0, 0, 11, 5, '#2c2a1d')),
    ),
  ),
  uva: picture('lilac', bunch('#6c4a9c')),
  cachi: picture(
    'sand',
    ...[
      [300, 326, 130],
      [520, 352, 112],
    ].map(
      ([x = 0, y = 0, r = 0]) =>
        shadow(x, y + r * 0.9, r * 0.9) +
        ball(x, y, r, '#ee7e2b') +
        put(
          [x, y - r * 0.82],
          0,
          r / 130,
          path('M-70 4Q-40-24 0-4Q40-24 70 4Q40 22 0 14Q-40 22-70 4Z', '#7d8f4a'),
          box(-8, -22, 16, 24, 4, '#6b4a2b'),
        ),
    ),
  ),
  melograno: picture(
    'peach',
    shadow(300, 458, 130),
    shadow(530, 452, 100),
    ball(300, 326, 134, '#c23a44'),
    path('M270 202L254 150L288 172L304 142L320 172L350 152L332 204Z', '#b12f3b'),
    disc(530, 356, 104, '#c23a44'),
    disc(530, 356, 92, '#f7dfae'),
    ...sunflower(30, 78).map(
      ([x, y]) => disc(530 + x, 356 + y, 13, '#b5203a') + disc(527 + x, 352 + y, 4, '#ffffff', 0.6),
    ),
  ),
  castagne: picture(
    'sand',
    shadow(400, 446, 240),
    chestnut(344, 262, -14),
    chestnut(462, 264, 16),
    chestnut(260, 378, -8),
    chestnut(545, 380, 10),
    chestnut(402, 384, 2),
  ),
  noci: picture(
    'butter',
    shadow(400, 448, 230),
    walnut(290, 376, -12),
    walnut(450, 392, 10),
    walnut(560, 346, 40),
    walnut(370, 276, 18),
  ),
  ananas: picture(
    'butter',
    shadow(400, 508, 120),
    ...[-50, 50, -28, 28, 0].map((turn, index) =>
      put([400, 220], turn, 0.92, path('M-26 0Q-30-90 0-160Q30-90 26 0Z', index % 2 ? '#5b9a45' : '#6eae55')),
    ),
    body(ovalPath(400, 352, 122, 156), '#e2a233', 26),
    inside(
      ovalPath(400, 352, 122, 156),
      ...[-4, -3, -2, -1, 0, 1, 2, 3, 4].flatMap(step => [
        line(`M${String(270 + step * 56)} 190L${String(470 + step * 56)} 510`, '#b87a1e', 6, 0.7),
        line(`M${String(530 - step * 56)} 190L${String(330 - step * 56)} 510`, '#b87a1e', 6, 0.7),
      ]),
    ),
  ),
  cassetta: picture(
    'mint',
    crate(
      ball(250, 290, 66, '#d23f3a'),
      ball(360, 268, 72, '#ef8f2b'),
      ball(480, 280, 68, '#8cbf3f'),
      ball(580, 300, 54, '#e6cf4e'),
      put([310, 250], -20, 0.8, path('M-30 90L0-100L30 90Z', '#ef8a37')),
      leaf(360, 200, -20, 1),
      leaf(250, 222, 190, 0.8),
      ball(420, 320, 46, '#d94a3a'),
    ),
  ),
}
