// SPDX-License-Identifier: AGPL-3.0-or-later
import {
  body,
  box,
  boxPath,
  inside,
  line,
  oval,
  ovalPath,
  path,
  picture,
  put,
  shadow,
  sunflower,
  tone,
} from './brush.ts'
import type { Point } from './brush.ts'
import { board, fat, round } from './props.ts'

const sausage = (at: Point, turn: number, colour: string) =>
  put(
    at,
    turn,
    1,
    body(boxPath(-120, -36, 240, 72, 36), colour, 14),
    line('M-128 0h-16M128 0h16', tone(colour, -0.3), 12),
    ...sunflower(9, 90, 20).map(([x, y]) => oval(x, y, 7, 4, fat, 0.75)),
    oval(-20, -20, 70, 6, '#ffffff', 0.35),
  )

const speckles = (count: number, colour: string, size: number) =>
  sunflower(count, 84).map(([x, y], index) => put([x, y], index * 50, 1, oval(0, 0, size, size * 0.6, colour, 0.9)))

const sliced = (flesh: string, rim: string, ...spots: string[]) =>
  board(
    ...(
      [
        [560, 340],
        [470, 352],
      ] as const
    ).map(([x, y]) => round(x, y, 100, flesh, rim, ...spots)),
    round(372, 340, 108, flesh, rim, ...spots),
    round(260, 350, 112, flesh, rim, ...spots),
  )

const salami = (rim: string, flesh: string, ...spots: string[]) =>
  board(
    body(boxPath(300, 236, 340, 140, 66), rim, 18),
    line('M380 236Q396 306 380 376M460 236Q476 306 460 376M540 236Q556 306 540 376', '#f4e3cc', 6, 0.8),
    line('M300 306h340', '#f4e3cc', 5, 0.5),
    round(310, 306, 72, flesh, rim, ...spots),
    round(236, 386, 68, flesh, rim, ...spots),
    round(350, 396, 66, flesh, rim, ...spots),
  )

const ham = (flesh: string, rind: string) => {
  const outline =
    'M170 330C160 230 270 180 380 190C480 186 560 226 580 296Q640 300 668 280Q692 284 690 306Q712 318 694 338Q664 338 584 338C560 420 470 458 370 450C260 456 178 420 170 330Z'
  const face = ovalPath(310, 326, 128, 108)
  return [
    shadow(400, 460, 270),
    body(outline, rind, 24),
    body(face, fat, 8),
    inside(
      face,
      oval(312, 330, 108, 90, flesh),
      path('M210 320Q300 300 330 350T430 350L420 372Q330 380 300 350T210 340Z', fat),
      oval(356, 290, 18, 14, '#f4e3cc'),
      oval(356, 290, 10, 7, '#d8b8a0'),
    ),
    oval(480, 226, 60, 12, '#ffffff', 0.25),
  ].join('')
}

/** What goes on the slicer. */
export const salumi: Record<string, string> = {
  salsiccia: picture(
    'sage',
    board(sausage([330, 296], -12, '#c4644f'), sausage([490, 336], 14, '#cc6f58'), sausage([330, 394], 6, '#c4644f')),
  ),
  luganega: picture(
    'mint',
    shadow(400, 448, 210),
    ...[190, 136, 82, 30].map(
      (r, index) =>
        `<ellipse cx="400" cy="320" rx="${String(r)}" ry="${String(r * 0.66)}" fill="none" stroke="${index % 2 ? '#cc6f58' : '#c4644f'}" stroke-width="42"/>` +
        `<ellipse cx="398" cy="312" rx="${String(r)}" ry="${String(r * 0.66)}" fill="none" stroke="#ffffff" stroke-width="6" opacity="0.25"/>`,
    ),
    line('M590 320Q640 350 650 300', '#c4644f', 38),
  ),
  cotechino: picture(
    'sky',
    board(
      body(boxPath(180, 256, 440, 140, 70), '#a8434a', 22),
      line('M176 326h-30M624 326h30', '#e9d3b4', 14),
      line(
        'M260 258Q280 326 260 394M340 256Q360 326 340 396M420 256Q440 326 420 396M500 256Q520 326 500 396',
        '#e9d3b4',
        5,
      ),
      oval(380, 282, 120, 10, '#ffffff', 0.3),
    ),
  ),
  'prosciutto-crudo': picture('sand', ham('#b93a3c', '#c98a54')),
  'prosciutto-cotto': picture('mint', ham('#f0a59b', '#d99a72')),
  speck: picture(
    'sage',
    board(
      body(boxPath(190, 236, 420, 164, 30), '#7a3a2a', 16),
      box(204, 250, 392, 46, 16, fat),
      box(204, 300, 392, 34, 4, '#c2534c'),
      box(204, 336, 392, 18, 4, fat),
      box(204, 356, 392, 30, 12, '#b5453f'),
    ),
  ),
  bresaola: picture(
    'rose',
    sliced('#8f1f2b', '#6d141f', line('M-60-30Q0-10 50-40M-50 40Q0 20 60 40', '#c96a72', 5, 0.6)),
  ),
  mortadella: picture(
    'butter',
    sliced(
      '#f2aaa2',
      '#e08a80',
      ...speckles(13, fat, 13),
      ...sunflower(5, 60).map(([x, y]) => oval(-x, -y + 8, 7, 6, '#7fae5c')),
    ),
  ),
  salame: picture('sky', salami('#e7cdb2', '#b5363a', ...speckles(26, fat, 10))),
}
