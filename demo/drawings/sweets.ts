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

/** A round cake on a stand, seen a little from above. */
const cake = (side: string, top: string, ...decoration: string[]) =>
  [
    shadow(400, 480, 200),
    path('M370 420H430L450 470H350Z', '#cfd6dc'),
    oval(400, 474, 100, 14, '#c3ccd3'),
    oval(400, 416, 270, 44, '#dfe5ea'),
    oval(400, 410, 262, 38, '#f4f7f9'),
    body('M200 250V388C200 418 290 432 400 432S600 418 600 388V250Z', side, 18),
    oval(400, 250, 200, 54, top),
    ...decoration,
  ].join('')

const drip = (colour: string) =>
  path(
    'M200 250C200 216 290 196 400 196S600 216 600 250V296Q588 316 574 296V290Q560 280 548 300V330Q534 350 520 330V304Q506 290 492 312V320Q478 338 464 320V312Q446 298 430 316V350Q416 368 402 350V318Q386 300 370 318V326Q354 342 340 324V306Q322 292 308 308V336Q294 352 280 336V304Q262 286 246 296V312Q232 328 218 310V282Q204 270 200 250Z',
    colour,
  )

const strawberry = (x: number, y: number, scale: number) =>
  put(
    [x, y],
    0,
    scale,
    body('M0 34C-30 20-36-10-28-22C-16-34 16-34 28-22C36-10 30 20 0 34Z', '#dc3a3f', 8),
    ...[
      [-12, -4],
      [10, -6],
      [0, 12],
    ].map(([px = 0, py = 0]) => oval(px, py, 2.5, 4, '#ffe6a8')),
    path('M-22-26L0-32L22-26L8-14L0-22L-8-14Z', '#5b9a45'),
  )

const tart = [
  shadow(400, 440, 270),
  body(ovalPath(400, 350, 276, 96), '#c58743', 16),
  oval(400, 332, 276, 94, '#e3b06a'),
  oval(400, 330, 238, 76, '#e08a2d'),
  inside(
    ovalPath(400, 330, 238, 76),
    oval(330, 300, 110, 22, '#ffffff', 0.18),
    ...[-160, -80, 0, 80, 160].map(x => line(`M${String(300 + x)} 240L${String(500 + x)} 420`, '#e3b06a', 22)),
    ...[-160, -80, 0, 80, 160].map(x => line(`M${String(500 + x)} 240L${String(300 + x)} 420`, '#edc385', 22)),
  ),
  ...ring(34, 258, 85).map(({ point: [x, y] }) => oval(400 + x, 331 + y, 16, 9, '#edc385')),
].join('')

const biscuit = (x: number, y: number, turn: number, colour: string) =>
  put(
    [x, y],
    turn,
    1,
    ...ring(10, 56).map(({ point: [px, py] }) => disc(px + 4, py + 8, 15, tone(colour, -0.2))),
    ...ring(10, 56).map(({ point: [px, py] }) => disc(px, py, 15, colour)),
    disc(0, 0, 58, colour),
    disc(0, 0, 22, '#b5433a'),
    oval(-6, -8, 8, 4, '#ffffff', 0.6),
  )

const cannoncino = (x: number, y: number, turn: number) =>
  put(
    [x, y],
    turn,
    1,
    body(boxPath(-90, -34, 170, 68, 30), '#dca052', 12),
    ...[-56, -22, 12, 46].map(px => line(`M${String(px)}-32Q${String(px + 16)} 0 ${String(px)} 32`, '#b5762f', 6)),
    disc(80, 0, 31, '#fff2c4'),
    line('M66-6q14-18 26 0q-6 18-20 8', '#ecd38c', 5),
  )

const tartlet = (x: number, y: number, filling: string) =>
  [
    body(`M${String(x - 62)} ${String(y)}h124l-20 48q-42 14-84 0z`, '#c58743', 10),
    oval(x, y, 64, 24, '#edc385'),
    oval(x, y - 2, 50, 17, '#fff2c4'),
    ...[-24, 0, 24].map(dx => ball(x + dx, y - 12, 18, filling)),
  ].join('')

const glass = (colour: string, ...parts: string[]) =>
  [shadow(400, 450, 170), body('M250 220H550L520 420Q516 448 480 448H320Q284 448 280 420Z', colour, 20), ...parts].join(
    '',
  )

/** Cakes, biscuits, puddings and sweets. */
export const sweets: Record<string, string> = {
  torta: picture(
    'rose',
    cake(
      '#fff3e2',
      '#fffaf2',
      ...[238, 292, 346, 400, 454, 508, 562].map(x => disc(x, 412 - Math.abs(x - 400) * 0.08 + 12, 20, '#ffffff')),
      line('M202 330C240 356 320 366 400 366S560 356 598 330', '#f2a7a7', 12),
      ...ring(9, 156, 38).map(
        ({ point: [x, y] }) => disc(400 + x, 240 + y, 24, '#ffffff') + strawberry(400 + x, 216 + y, 0.95),
      ),
      strawberry(400, 226, 1.3),
    ),
  ),
  'torta-cioccolato': picture(
    'peach',
    cake(
      '#8a5433',
      '#5b3320',
      drip('#5b3320'),
      oval(340, 226, 70, 12, '#ffffff', 0.18),
      ...ring(8, 146, 34).map(({ point: [x, y] }) => ball(400 + x, 240 + y, 18, '#c98a54')),
    ),
  ),
  crostata: picture('sage', tart),
  panettone: picture(
    'lilac',
    shadow(400, 470, 190),
    body('M240 270H560L540 440Q538 466 510 468H290Q262 466 260 440Z', '#b9803f', 18),
    ...[280, 320, 360, 400, 440, 480, 520].map(x =>
      line(`M${String(x)} 300L${String(400 + (x - 400) * 0.92)} 462`, '#9a6630', 5, 0.6),
    ),
    body('M210 290C180 200 290 120 400 120S620 200 590 290C580 320 520 312 400 312S220 320 210 290Z', '#a4622c', 22),
    line('M400 140Q392 210 400 290M280 190Q400 240 520 190', '#e8bf83', 10, 0.8),
    ...sunflower(15, 150, 60).map(([x, y], index) => oval(400 + x, 226 + y, 11, 8, index % 2 ? '#4a2817' : '#e78e2e')),
    box(246, 366, 308, 34, 4, '#b6343a'),
    path('M400 383l-46-30v60zM400 383l46-30v60z', '#d4484b'),
    disc(400, 383, 13, '#8f2328'),
  ),
  pasticcini: picture(
    'rose',
    shadow(400, 452, 290),
    oval(400, 424, 290, 42, '#e3e8ec'),
    oval(400, 416, 280, 36, '#ffffff'),
    cannoncino(300, 280, -14),
    cannoncino(500, 276, 16),
    tartlet(250, 372, '#dc3a3f'),
    tartlet(400, 384, '#6aa84f'),
    tartlet(550, 372, '#5b4a9e'),
  ),
  biscotti: picture(
    'butter',
    shadow(400, 456, 260),
    biscuit(270, 390, 0, '#e3b06a'),
    biscuit(410, 400, 16, '#ecbf80'),
    biscuit(545, 388, 8, '#e3b06a'),
    biscuit(335, 276, 20, '#ecbf80'),
    biscuit(475, 274, 4, '#e3b06a'),
    biscuit(405, 174, 10, '#ecbf80'),
  ),
  tiramisu: picture(
    'sand',
    glass(
      '#f7e8cc',
      box(262, 290, 276, 40, 0, '#9a6a45'),
      box(272, 366, 256, 38, 0, '#9a6a45'),
      path('M246 222C260 176 330 190 400 180S540 176 554 222Z', '#fbf0d9'),
      path('M246 224C250 206 550 206 554 224Q400 240 246 224Z', '#6b432b'),
      ...sunflower(26, 130, 12).map(([x, y]) => disc(400 + x, 208 + y, 5, '#6b432b')),
      line('M276 260L296 420', '#ffffff', 10, 0.5),
    ),
  ),
  'panna-cotta': picture(
    'lilac',
    shadow(400, 450, 260),
    oval(400, 432, 260, 40, '#dfe5ea'),
    oval(400, 426, 246, 32, '#ffffff'),
    oval(400, 426, 190, 22, '#b72c4a'),
    body('M290 250C290 210 510 210 510 250L548 418Q480 440 400 440T252 418Z', '#fff6e6', 22),
    path(
      'M286 262C290 206 510 206 514 262L520 300Q506 330 494 300Q480 280 466 316Q448 360 432 312Q414 286 398 318Q380 350 364 306Q348 280 332 314Q316 336 302 300Z',
      '#b72c4a',
    ),
    ...[
      [360, 222, '#4b3a8f'],
      [412, 208, '#dc3a3f'],
      [452, 226, '#4b3a8f'],
    ].map(([x, y, colour]) => ball(Number(x), Number(y), 26, String(colour))),
  ),
  gelato: picture(
    'sky',
    shadow(400, 456, 180),
    ball(326, 236, 84, '#fff4de'),
    ball(470, 232, 84, '#fbe3c0'),
    ball(398, 176, 84, '#fffaf0'),
    body('M232 258H568L530 430Q526 456 496 456H304Q274 456 270 430Z', '#7fb7cf', 20),
    box(222, 244, 356, 32, 16, '#5f9ab4'),
    path('M246 330H554L540 388H260Z', '#ffffff', 0.7),
    line('M520 160L590 70', '#d9c3a0', 16),
  ),
  caramelle: picture(
    'mint',
    ...[
      [280, 360, -20, '#dc3a3f'],
      [420, 300, 16, '#4a9bb5'],
      [530, 390, -8, '#e7a52e'],
      [390, 420, 30, '#5b9a45'],
    ].map(([x, y, turn, colour]) =>
      put(
        [Number(x), Number(y)],
        Number(turn),
        1.15,
        oval(0, 52, 70, 10, '#3b2a1a', 0.12),
        path('M-44 0L-96-32Q-84 0-96 32ZM44 0L96-32Q84 0 96 32Z', tone(String(colour), 0.3)),
        body(ovalPath(0, 0, 52, 40), String(colour), 12),
        line('M-24-26Q-4 0-24 26M8-36Q28 0 8 36', '#ffffff', 8, 0.55),
      ),
    ),
  ),
}
