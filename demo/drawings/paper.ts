// SPDX-License-Identifier: AGPL-3.0-or-later
import { body, box, boxPath, disc, line, oval, path, picture, put, ring, shadow, sunflower, tone } from './brush.ts'

const rows = (x: number, y: number, width: number, count: number, gap = 16, colour = '#b9b6ae') =>
  Array.from({ length: count }, (_, index) =>
    box(x, y + index * gap, index === count - 1 ? width * 0.6 : width, 6, 3, colour),
  ).join('')

/** A sheet that lies a little askew. */
const sheet = (turn: number, width: number, height: number, colour: string, ...print: string[]) =>
  put(
    [400, 310],
    turn,
    1,
    box(-width / 2 + 10, -height / 2 + 14, width, height, 6, '#3b2a1a', 0.14),
    body(boxPath(-width / 2, -height / 2, width, height, 6), colour, 6),
    ...print,
  )

const landscape = (x: number, y: number, width: number, height: number) =>
  `<svg x="${String(x)}" y="${String(y)}" width="${String(width)}" height="${String(height)}" viewBox="0 0 100 70" preserveAspectRatio="none">${box(0, 0, 100, 70, 0, '#a9d3e6')}${disc(76, 18, 9, '#f9d65c')}${path('M0 70V44L26 20L46 42L62 28L100 60V70Z', '#6f9a6a')}${path('M0 70V58Q40 44 100 64V70Z', '#8cbf6a')}</svg>`

const cover = (colour: string, ...print: string[]) =>
  sheet(
    -6,
    280,
    370,
    colour,
    box(-140, -185, 280, 84, 6, tone(colour, -0.25)),
    box(-116, -160, 170, 34, 6, '#ffffff'),
    ...print,
  )

const bubble = (x: number, y: number) =>
  put(
    [x, y],
    0,
    1,
    oval(0, 0, 50, 28, '#ffffff'),
    path('M-20 20L-30 48L6 24Z', '#ffffff'),
    box(-26, -8, 52, 5, 2, '#8e99a3'),
    box(-20, 4, 36, 5, 2, '#8e99a3'),
  )

const hero = (x: number, y: number, colour: string) =>
  put(
    [x, y],
    0,
    1,
    body(boxPath(-30, 20, 60, 70, 20), colour, 8),
    disc(0, 0, 32, '#f3c9a5'),
    path('M-34-6Q-30-44 4-40Q36-36 33-2Q10-20-34-6Z', '#5b3320'),
    disc(-10, 4, 4, '#3b2a1a'),
    disc(12, 4, 4, '#3b2a1a'),
    line('M-8 16Q2 22 12 15', '#3b2a1a', 3),
  )

const pencil = (x: number, turn: number, colour: string) =>
  put(
    [x, 320],
    turn,
    1,
    path('M-18 120H18L0 176Z', '#f0d3a4'),
    path('M-7 154H7L0 176Z', tone(colour, -0.2)),
    body(boxPath(-18, -150, 36, 272, 4), colour, 8),
    box(-18, -176, 36, 30, 6, '#e9a0a0'),
    box(-18, -152, 36, 12, 0, '#b5bec6'),
  )

/** What the newsagent sells. */
export const paper: Record<string, string> = {
  giornale: picture(
    'sand',
    sheet(8, 380, 330, '#e5e1d6'),
    sheet(
      -5,
      380,
      340,
      '#f8f5ec',
      box(-160, -146, 320, 36, 4, '#3f3f46'),
      box(-160, -100, 320, 4, 2, '#8e8b84'),
      landscape(-160, -82, 190, 120),
      rows(46, -80, 114, 8),
      box(-160, 52, 320, 14, 4, '#6b6b72'),
      rows(-160, 80, 94, 5),
      rows(-47, 80, 94, 5),
      rows(66, 80, 94, 5),
    ),
  ),
  rivista: picture(
    'sky',
    cover(
      '#d0587a',
      landscape(-116, -76, 232, 166),
      rows(-116, 112, 180, 3, 18, '#fbe3ea'),
      disc(90, 128, 34, '#f9d65c'),
    ),
  ),
  enigmistica: picture(
    'mint',
    cover(
      '#4a8fb5',
      box(-112, -84, 224, 224, 4, '#ffffff'),
      ...Array.from({ length: 49 }, (_, index) =>
        box(
          -108 + (index % 7) * 31,
          -80 + Math.floor(index / 7) * 31,
          29,
          29,
          2,
          (index * 5) % 11 < 3 ? '#2f3a44' : '#e9eef2',
        ),
      ),
      put([110, 120], 36, 0.7, box(-10, -110, 20, 150, 3, '#f1bf33'), path('M-10 40H10L0 72Z', '#f0d3a4')),
    ),
  ),
  fumetto: picture(
    'butter',
    sheet(
      5,
      340,
      360,
      '#ffffff',
      box(-154, -164, 150, 156, 4, '#a9d3e6'),
      box(8, -164, 146, 156, 4, '#f9d65c'),
      box(-154, 6, 308, 158, 4, '#f3a48f'),
      hero(-80, -84, '#c8372d'),
      bubble(-88, -136),
      ...ring(10, 1).map(({ turn }) => put([82, -86], turn, 1, path('M0-8L70 0L0 8Z', '#ef8a37'))),
      disc(82, -86, 34, '#ffffff'),
      hero(-66, 74, '#4a8fb5'),
      hero(60, 74, '#5b9a45'),
      bubble(0, 44),
    ),
  ),
  figurine: picture(
    'peach',
    ...[-16, 0, 16].map((turn, index) =>
      put(
        [330 + index * 70, 320 + Math.abs(turn)],
        turn,
        1,
        box(-86, -110, 190, 250, 10, '#3b2a1a', 0.13),
        body(boxPath(-92, -122, 190, 250, 12), ['#4a8fb5', '#f1bf33', '#5b9a45'][index] ?? '', 8),
        box(-78, -106, 160, 180, 8, '#ffffff'),
        hero(2, -30, ['#c8372d', '#2f6f9a', '#e58a30'][index] ?? ''),
        box(-60, 92, 124, 14, 7, '#ffffff', 0.9),
      ),
    ),
  ),
  quaderno: picture(
    'lilac',
    sheet(
      -4,
      300,
      380,
      '#3f7f8f',
      box(-150, -190, 44, 380, 6, '#2f5f6c'),
      box(-60, -120, 160, 84, 8, '#fffaf0'),
      rows(-44, -100, 128, 3, 20),
      ...Array.from({ length: 9 }, (_, index) => line(`M-162 ${String(-160 + index * 40)}h30`, '#cfd6dc', 9)),
    ),
    put([590, 350], 24, 0.8, put([0, -320], 0, 1, pencil(0, 0, '#f1bf33'))),
  ),
  matite: picture(
    'butter',
    shadow(400, 510, 210),
    ...['#d8392f', '#ef8a37', '#f1bf33', '#5b9a45', '#4a8fb5', '#6c4a9c'].map((colour, index) =>
      pencil(265 + index * 54, (index - 2.5) * 3, colour),
    ),
  ),
  biglietto: picture(
    'rose',
    sheet(
      -8,
      360,
      250,
      '#fffaf0',
      path('M-180-125L0 30L180-125Z', '#f3e4cd'),
      line('M-180-125L0 30L180-125', '#dcc7a4', 5),
      path('M0 56C-60 10-60-50-24-50Q-6-50 0-30Q6-50 24-50C60-50 60 10 0 56Z', '#c8372d'),
    ),
  ),
  'biglietto-bus': picture(
    'sky',
    sheet(
      -8,
      440,
      230,
      '#f6f3e8',
      box(-220, -115, 96, 230, 6, '#ef8a37'),
      line('M-116-106V106', '#c9c3b2', 4),
      put(
        [20, -14],
        0,
        1.15,
        body(boxPath(-100, -62, 200, 112, 18), '#4a8fb5', 10),
        ...[-82, -34, 14, 60].map(x => box(x, -44, 36, 40, 6, '#e3f0f6')),
        box(-100, 12, 200, 10, 0, '#f9d65c'),
        disc(-54, 50, 22, '#3f3f46'),
        disc(-54, 50, 9, '#cfd6dc'),
        disc(54, 50, 22, '#3f3f46'),
        disc(54, 50, 9, '#cfd6dc'),
      ),
      box(-172, -60, 12, 120, 4, '#ffffff', 0.9),
      box(-190, -60, 8, 120, 4, '#ffffff', 0.9),
      box(-150, -60, 6, 120, 3, '#ffffff', 0.9),
    ),
  ),
  calendario: picture(
    'sage',
    sheet(
      -3,
      330,
      380,
      '#ffffff',
      landscape(-165, -190, 330, 170),
      ...Array.from({ length: 28 }, (_, index) =>
        box(
          -142 + (index % 7) * 42,
          4 + Math.floor(index / 7) * 42,
          32,
          32,
          6,
          index === 16 ? '#c8372d' : index % 7 === 6 ? '#f3c5bd' : '#eef0f2',
        ),
      ),
      ...Array.from({ length: 8 }, (_, index) => line(`M${String(-140 + index * 40)} -202v24`, '#8e99a3', 7)),
    ),
  ),
  vaso: picture(
    'mint',
    shadow(400, 500, 110),
    ...[-14, 2, 16].map(turn =>
      put(
        [400, 420],
        turn,
        1,
        line('M0 40V-220', '#5b9a45', 9),
        ...ring(7, 30).map(({ point: [x, y] }) => disc(x, y - 240, 23, turn === 2 ? '#f3a48f' : '#ffffff')),
        disc(0, -240, 18, '#f4c542'),
      ),
    ),
    path('M330 250Q350 330 318 400Q310 490 360 496H440Q490 490 482 400Q450 330 470 250Z', '#bfe0ec', 0.78),
    path('M316 400Q360 380 400 396T484 400Q488 486 440 490H360Q312 486 316 400Z', '#8fc4d8', 0.7),
    line('M344 290Q356 340 338 390', '#ffffff', 9, 0.7),
    ...sunflower(5, 40, 24).map(([x, y]) => disc(400 + x, 440 + y, 5, '#ffffff', 0.6)),
  ),
}
