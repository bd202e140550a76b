// SPDX-License-Identifier: AGPL-3.0-or-later
import {
  body,
  box,
  boxPath,
  disc,
  inside,
  line,
  oval,
  path,
  picture,
  put,
  ring,
  shadow,
  sunflower,
  tone,
} from './brush.ts'
import type { Point } from './brush.ts'

const crust = '#c9853f'

const golden = '#e3aa5b'

const loaf = (colour: string, flour: string) => {
  const outline =
    'M170 400C150 300 250 210 400 208C560 206 652 300 630 400C624 436 590 444 540 444H260C210 444 176 434 170 400Z'
  const slash = (x: number, y: number) =>
    path(`M${String(x)} ${String(y)}q34 34 30 104q-52-30-30-104z`, flour) +
    line(`M${String(x)} ${String(y)}q-24 64 30 104`, tone(colour, -0.28), 5, 0.5)
  return [
    shadow(400, 446, 260),
    body(outline, colour, 26),
    inside(
      outline,
      oval(320, 240, 150, 40, '#ffffff', 0.16),
      slash(270, 262),
      slash(370, 238),
      slash(470, 246),
      slash(556, 280),
    ),
  ].join('')
}

const michetta = (x: number, y: number, scale: number, colour: string) =>
  put(
    [x, y],
    0,
    scale,
    oval(0, 78, 100, 18, '#3b2a1a', 0.13),
    body('M-105 20C-110-50-50-90 0-90C55-90 110-50 105 20C100 74 50 86 0 86C-50 86-100 74-105 20Z', colour, 14),
    ...ring(5, 50, 44, -90).map(({ turn }) =>
      put([0, -8], turn + 36, 1, line('M20 0Q56-10 88 2', tone(colour, -0.26), 7, 0.75)),
    ),
    ...ring(5, 56, 46, -90).map(({ point: [px, py] }) => oval(px, py - 10, 18, 12, '#ffffff', 0.22)),
    disc(0, -8, 19, tone(colour, -0.14)),
  )

const bun = (x: number, y: number, scale: number, colour: string) =>
  put(
    [x, y],
    0,
    scale,
    oval(0, 66, 112, 16, '#3b2a1a', 0.13),
    body('M-120 40C-126-40-60-78 0-78C62-78 126-40 120 40C118 66 90 70 0 70C-90 70-118 66-120 40Z', colour, 16),
    line('M-60-30Q0-62 60-30', tone(colour, -0.24), 7, 0.7),
    oval(-36, -46, 34, 9, '#ffffff', 0.3),
  )

const baton = (at: Point, turn: number, colour: string) =>
  put(
    at,
    turn,
    1,
    body('M-250 0C-250-44-190-54 0-54C190-54 250-44 250 0C250 44 190 54 0 54C-190 54-250 44-250 0Z', colour, 16),
    ...[-150, -75, 0, 75, 150].map(x =>
      line(`M${String(x - 30)} 22Q${String(x)}-4 ${String(x + 36)} -26`, tone(colour, 0.5), 13, 0.85),
    ),
  )

const stick = (x: number, turn: number) =>
  put(
    [x, 300],
    turn,
    1,
    body(boxPath(-13, -190, 26, 380, 13), golden, 8),
    ...[-120, -40, 50, 130].map(y => oval(-3, y, 5, 14, '#fff0cf', 0.6)),
  )

const tarallo = (x: number, y: number, turn: number) =>
  put(
    [x, y],
    turn,
    1,
    `<ellipse rx="52" ry="42" fill="none" stroke="${crust}" stroke-width="32"/><ellipse cx="-3" cy="-5" rx="52" ry="42" fill="none" stroke="${golden}" stroke-width="22"/>`,
  )

const sackOutline =
  'M262 190Q270 180 284 184L400 176L516 184Q530 180 538 190L560 424Q562 446 540 446H260Q238 446 240 424Z'

/** Loaves, rolls and what stands beside them on the baker's shelf. */
export const bread: Record<string, string> = {
  'pane-casereccio': picture('sand', loaf(crust, '#f4dcae')),
  'pane-integrale': picture('butter', loaf('#8f5a31', '#d9b385')),
  michetta: picture('peach', michetta(290, 320, 1.25, golden), michetta(515, 350, 1.25, '#dca052')),
  panino: picture('butter', bun(300, 320, 1.15, golden), bun(520, 372, 1.05, '#dba257')),
  filone: picture('sand', shadow(400, 452, 260), baton([390, 270], -14, golden), baton([410, 376], -6, crust)),
  'pan-carre': picture(
    'peach',
    shadow(400, 436, 250),
    ...[0, 1, 2, 3].map(index =>
      put(
        [225 + index * 92, 300],
        0,
        1,
        body('M-40-96C-92-150-34-176 30-170C110-176 160-146 112-96V130Q112 138 104 138H-32Q-40 138-40 130Z', crust, 12),
        path('M-26-88C-70-132-24-156 30-152C96-156 140-132 98-92V124H-26Z', '#fbe9c6'),
      ),
    ),
  ),
  grissini: picture(
    'butter',
    shadow(400, 480, 170),
    ...[-24, -15, -7, 2, 9, 17, 26].map((turn, index) => stick(310 + index * 30, turn)),
    box(300, 330, 210, 64, 10, '#c2503f'),
    box(300, 350, 210, 8, 0, '#ffffff', 0.7),
  ),
  taralli: picture(
    'sand',
    shadow(400, 440, 220),
    tarallo(310, 380, 8),
    tarallo(430, 390, -14),
    tarallo(530, 360, 22),
    tarallo(370, 290, -20),
    tarallo(480, 280, 14),
  ),
  sacchetto: picture(
    'sky',
    shadow(400, 446, 200),
    body(sackOutline, '#dcc198', 22),
    path('M262 190L284 184L400 176L516 184L538 190L532 232H268Z', '#c9a873'),
    box(308, 286, 184, 108, 12, '#fbf3e2'),
    line(
      'M400 376V306M400 326q-30 0-32-26q30 0 32 26q2-26 32-26q-2 26-32 26M400 354q-30 0-32-26q30 0 32 26q2-26 32-26q-2 26-32 26',
      '#b98836',
      6,
    ),
  ),
  brioche: picture(
    'peach',
    shadow(400, 440, 240),
    body(
      'M170 420C150 330 210 270 268 280C282 210 350 172 400 172S518 210 532 280C590 270 650 330 630 420C606 436 570 410 548 378C510 402 462 408 400 408S290 402 252 378C230 410 194 436 170 420Z',
      '#dc9a48',
      18,
    ),
    line('M268 280Q246 330 252 378M532 280Q554 330 548 378', '#a9672a', 8, 0.8),
    line('M330 200Q304 300 326 400M470 200Q496 300 474 400', '#a9672a', 8, 0.8),
    path('M352 220Q400 196 448 220Q404 214 352 220Z', '#ffffff', 0.4),
    ...sunflower(16, 120, 56).map(([x, y]) => box(400 + x, 280 + y, 8, 8, 2, '#fff6e0', 0.9)),
  ),
  'panino-hamburger': picture(
    'butter',
    shadow(400, 446, 200),
    body(boxPath(220, 384, 360, 62, 30), golden, 12),
    path('M206 356Q240 392 280 362Q320 398 360 362Q400 398 440 362Q480 398 520 362Q560 392 594 356Z', '#7fb04f'),
    body(boxPath(216, 312, 368, 54, 26), '#7a4528', 12),
    path('M224 306H576L516 346L470 310L400 350L340 310Z', '#f5c24a'),
    box(230, 286, 340, 26, 13, '#d8492f'),
    body('M214 284C214 190 300 156 400 156S586 190 586 284Z', golden, 20),
    ...sunflower(15, 130, 40).map(([x, y], index) =>
      put([400 + x, 216 + y], index * 40, 1, oval(0, 0, 9, 5, '#fff0cf')),
    ),
  ),
}
