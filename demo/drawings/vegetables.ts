// SPDX-License-Identifier: AGPL-3.0-or-later
import { ball, body, line, oval, ovalPath, path, picture, put, shadow, sunflower, tone } from './brush.ts'
import type { Point } from './brush.ts'

const green = '#5b9a45'

const tomato = (x: number, y: number, r: number) =>
  [
    shadow(x, y + r * 0.92, r * 0.9),
    body(ovalPath(x, y, r * 1.06, r * 0.95), '#df4434', r * 0.2),
    oval(x - r * 0.45, y - r * 0.4, r * 0.2, r * 0.12, '#ffffff', 0.45),
    put(
      [x, y - r * 0.78],
      0,
      r / 100,
      path('M0-8L52-22L26 4L46 34L6 16L-22 44L-18 12L-58 8L-22-8L-34-34Z', '#4c8a3b'),
      line('M0 0Q6-24 18-34', '#4c8a3b', 12),
    ),
  ].join('')

const carrot = (at: Point, turn: number) =>
  put(
    at,
    turn,
    1,
    ...[-34, -12, 12, 34].map(lean =>
      put([0, -130], lean, 1, path('M-8 10Q-34-60-6-130Q2-144 12-128Q34-60 8 10Z', lean > 0 ? '#6eae55' : green)),
    ),
    body('M-52-112C-40-146 40-146 52-112C58-40 24 120 0 210C-24 120-58-40-52-112Z', '#ef8a37', 14),
    line('M-42-70H-8M8-20H40M-34 24H-10M4 70H20', '#c96a1f', 6, 0.8),
  )

const potato = (x: number, y: number, turn: number, scale: number) =>
  put(
    [x, y],
    turn,
    scale,
    body('M-130 10C-140-60-70-100 10-92C90-98 146-50 134 22C126 84 50 96-10 90C-80 98-124 70-130 10Z', '#d7b16d', 20),
    ...[
      [-60, -30],
      [20, -50],
      [70, 10],
      [-30, 36],
      [30, 50],
      [-90, 10],
    ].map(([px = 0, py = 0]) => oval(px, py, 8, 4, '#a67c3b', 0.8)),
    oval(-30, -62, 40, 10, '#ffffff', 0.25),
  )

const onion = (x: number, y: number, scale: number, colour: string) =>
  put(
    [x, y],
    0,
    scale,
    oval(0, 124, 106, 16, '#3b2a1a', 0.13),
    path('M-14-90Q-30-150-20-176Q0-160 4-178Q18-160 24-174Q28-140 14-90Z', tone(colour, 0.25)),
    body('M0-110C40-90 136-74 134 20C132 96 60 122 0 126C-60 122-132 96-134 20C-136-74-40-90 0-110Z', colour, 22),
    line('M0-100C-70-50-84 50-40 116M0-100C70-50 84 50 40 116M0-100V122', tone(colour, -0.25), 5, 0.5),
    oval(-72, -10, 14, 40, '#ffffff', 0.35),
  )

const long = (at: Point, turn: number, colour: string, cap: string, ...marks: string[]) =>
  put(
    at,
    turn,
    1,
    body(
      'M-200 6C-204-46-150-58-60-50C40-54 140-76 196-42C226-18 226 26 196 46C140 78 30 58-60 62C-150 68-196 56-200 6Z',
      colour,
      20,
    ),
    ...marks,
    body('M-230-22L-196-34Q-176 0-196 38L-230 26Z', cap, 6),
    oval(40, -34, 100, 8, '#ffffff', 0.35),
  )

const pepper = (colour: string) =>
  [
    shadow(400, 478, 150),
    body(
      'M400 196C450 160 560 170 556 290C552 400 500 470 452 474Q426 476 400 462Q374 476 348 474C300 470 248 400 244 290C240 170 350 160 400 196Z',
      colour,
      26,
    ),
    line('M400 204C380 290 384 380 400 458M340 190C316 290 330 400 356 470', tone(colour, -0.25), 6, 0.5),
    oval(292, 264, 16, 54, '#ffffff', 0.45),
    path('M350 192Q400 160 450 192Q424 214 400 200Q376 214 350 192Z', '#4c8a3b'),
    line('M400 184Q398 140 430 118', '#4c8a3b', 22),
  ].join('')

const florets = (stem: string, bloom: string) =>
  [
    shadow(400, 484, 120),
    body('M340 300L360 460Q400 490 440 460L460 300Z', stem, 16),
    line('M380 340L310 280M420 340L490 280', stem, 44),
    ...sunflower(17, 170, 90).map(([x, y], index) =>
      ball(400 + x, 228 + y, 56 - (index % 3) * 6, index % 2 ? bloom : tone(bloom, 0.1)),
    ),
  ].join('')

const mushroom = (x: number, y: number, scale: number, cap: string) =>
  put(
    [x, y],
    0,
    scale,
    oval(0, 112, 66, 12, '#3b2a1a', 0.13),
    body('M-40-10C-34 40-60 70-54 100Q0 124 54 100C60 70 34 40 40-10Z', '#f6ead6', 14),
    body('M-124 4C-124-80-60-116 0-116S124-80 124 4C124 30 60 24 0 24S-124 30-124 4Z', cap, 18),
    oval(-48, -70, 34, 12, '#ffffff', 0.35),
  )

/** The kitchen garden: fruits and roots. */
export const vegetables: Record<string, string> = {
  pomodoro: picture('sage', tomato(310, 320, 128), tomato(530, 356, 104)),
  pomodorini: picture(
    'mint',
    line('M180 170Q400 120 620 210', '#4c8a3b', 10),
    ...(
      [
        [220, 260],
        [320, 236],
        [420, 256],
        [520, 270],
        [600, 330],
        [270, 366],
        [380, 376],
        [490, 392],
      ] as const
    ).map(
      ([x, y]) =>
        line(`M${String(x)} ${String(y - 40)}L${String(x + 4)} ${String(170 + (x - 180) * 0.03)}`, '#4c8a3b', 6) +
        tomato(x, y, 56),
    ),
  ),
  carota: picture(
    'butter',
    shadow(400, 502, 180),
    put([400, 322], 0, 0.86, carrot([-120, 0], 16), carrot([10, 6], -2), carrot([130, 0], -18)),
  ),
  patate: picture(
    'sage',
    shadow(400, 456, 260),
    potato(400, 256, -8, 0.9),
    potato(290, 366, 10, 1),
    potato(520, 374, -14, 0.98),
  ),
  cipolla: picture('sand', onion(300, 326, 1.06, '#d99a45'), onion(525, 350, 0.9, '#e2aa58')),
  'cipolla-rossa': picture('mint', onion(300, 326, 1.06, '#a33a63'), onion(525, 350, 0.9, '#b24a72')),
  aglio: picture(
    'lilac',
    onion(300, 330, 1, '#f3ece2'),
    put([520, 372], 24, 1, body('M0-90C50-40 60 40 20 70Q-10 84-34 60C-60 10-30-50 0-90Z', '#f3ece2', 14)),
    put([600, 390], -12, 0.86, body('M0-90C50-40 60 40 20 70Q-10 84-34 60C-60 10-30-50 0-90Z', '#eee2d6', 14)),
  ),
  zucchina: picture(
    'sand',
    shadow(400, 452, 270),
    long([390, 270], -10, '#4f8f47', '#86a85a', line('M-150-10Q20-20 190-6M-150 20Q20 20 190 20', '#7cb56d', 6, 0.8)),
    long([420, 380], 6, '#5a9a4c', '#86a85a', line('M-150-10Q20-20 190-6M-150 20Q20 20 190 20', '#8cc47a', 6, 0.8)),
  ),
  melanzana: picture(
    'butter',
    shadow(410, 450, 260),
    put(
      [400, 320],
      -16,
      1.15,
      body(
        'M-190 0C-180-60-80-60 10-86C110-110 210-80 212 10C214 100 110 130 10 106C-80 86-180 70-190 0Z',
        '#53306b',
        26,
      ),
      path('M-220-14L-180-50Q-120-52-136-16L-96 6L-140 26Q-130 60-184 50L-220 18Z', '#6a9a4e'),
      oval(60, -62, 90, 12, '#ffffff', 0.35),
    ),
  ),
  peperone: picture('sky', pepper('#d8392f')),
  'peperone-giallo': picture('sage', pepper('#f1bf33')),
  broccolo: picture('peach', florets('#a8c87d', '#4c8a3b')),
  cavolfiore: picture(
    'sky',
    ...[-62, 62, -30, 30].map(turn =>
      put(
        [400, 430],
        turn,
        1,
        body('M0 50C-90 0-80-160 0-230C80-160 90 0 0 50Z', '#7fb35f', 14),
        line('M0 40V-180', '#d2e5b8', 9),
      ),
    ),
    ...sunflower(22, 140, 96).map(([x, y], index) =>
      ball(400 + x, 300 + y, 44 - (index % 3) * 5, index % 2 ? '#f7efd8' : '#fff8e8'),
    ),
  ),
  zucca: picture(
    'sky',
    shadow(400, 470, 240),
    ...[-150, 150, -84, 84, 0].map((dx, index) =>
      body(
        ovalPath(400 + dx, 330, 110 - Math.abs(dx) * 0.12, 138),
        ['#d97a26', '#d97a26', '#e58a30', '#e58a30', '#ef9a40'][index] ?? '',
        16,
      ),
    ),
    oval(340, 240, 40, 14, '#ffffff', 0.3),
    path('M372 204Q380 140 440 130L452 156Q420 166 428 204Z', '#7d8f4a'),
  ),
  funghi: picture(
    'sage',
    mushroom(290, 320, 1.15, '#b98655'),
    mushroom(505, 350, 1, '#c99a68'),
    mushroom(400, 400, 0.62, '#b98655'),
  ),
}
