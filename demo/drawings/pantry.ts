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
  path,
  picture,
  put,
  ring,
  shadow,
  sunflower,
  tone,
} from './brush.ts'

const jar = (content: string, lid: string, ...inner: string[]) => {
  const glass = 'M270 220Q246 236 246 270V430Q246 470 290 470H510Q554 470 554 430V270Q554 236 530 220Z'
  return [
    shadow(400, 474, 180),
    body(glass, content, 20),
    inside(glass, ...inner),
    box(270, 186, 260, 40, 8, tone(lid, -0.15)),
    body(boxPath(256, 142, 288, 62, 12), lid, 10),
    box(280, 306, 240, 104, 10, '#fffaf0'),
    box(292, 318, 216, 80, 6, tone(lid, 0.75)),
    line('M276 250V440', '#ffffff', 14, 0.4),
  ].join('')
}

const tub = (colour: string, ...mark: string[]) =>
  [
    body('M-100-90H100L78 110Q76 122 60 122H-60Q-76 122-78 110Z', '#fbfaf6', 16),
    box(-106, -112, 212, 30, 10, colour),
    path('M-94-40H94L84 60H-84Z', colour),
    ...mark,
  ].join('')

const flower = (colour: string) =>
  [...ring(6, 24).map(({ point: [x, y] }) => disc(x, y + 10, 17, colour)), disc(0, 10, 13, '#f4c542')].join('')

const egg = (x: number, y: number, colour: string) =>
  body(`M${String(x)} ${String(y - 92)}c44 0 70 60 70 100a70 66 0 0 1-140 0c0-40 26-100 70-100z`, colour, 14) +
  oval(x - 24, y - 40, 14, 22, '#ffffff', 0.4)

/** What is kept in jars, and the eggs. */
export const pantry: Record<string, string> = {
  burro: picture(
    'butter',
    shadow(400, 448, 260),
    oval(400, 424, 280, 44, '#e3e8ec'),
    oval(400, 416, 266, 36, '#ffffff'),
    body('M220 280L300 240H600V370L540 412H220Z', '#f3d25f', 12),
    path('M220 280L300 240H600L540 280Z', '#fae58e'),
    path('M540 280L600 240V370L540 412Z', '#dcb540'),
    body('M540 412V280L500 280V412Z', '#f8dd77', 4),
    put([250, 380], -70, 1, path('M-10 0L60-30V30Z', '#fae58e')),
  ),
  latte: picture(
    'sky',
    shadow(400, 500, 130),
    body(
      'M350 120H450V170Q450 200 476 226Q500 250 500 290V470Q500 496 470 496H330Q300 496 300 470V290Q300 250 324 226Q350 200 350 170Z',
      '#e6f1f6',
      14,
    ),
    path(
      'M312 270Q356 250 400 268T488 262Q494 276 494 290V466Q494 488 468 488H332Q306 488 306 466V290Q306 280 312 270Z',
      '#ffffff',
    ),
    box(340, 96, 120, 40, 10, '#4a8fb5'),
    box(306, 340, 188, 92, 0, '#4a8fb5'),
    put(
      [400, 376],
      0,
      1.1,
      path('M-44-6Q-60-26-40-36Q-28-30-26-18H26Q28-30 40-36Q60-26 44-6Q46 30 20 42H-20Q-46 30-44-6Z', '#ffffff'),
      oval(0, 24, 22, 14, '#f3bfae'),
      disc(-14, 0, 4, '#3b2a1a'),
      disc(14, 0, 4, '#3b2a1a'),
    ),
    line('M322 290V460', '#d5e5ec', 8),
  ),
  yogurt: picture(
    'lilac',
    shadow(300, 460, 110),
    shadow(510, 460, 110),
    put([300, 336], 0, 1, tub('#c25b84', ...[-24, 18].map(x => ball(x, 6 + x / 4, 22, '#7a2850')))),
    put([510, 336], 0, 1, tub('#4a8fb5', flower('#ffffff'))),
  ),
  uova: picture(
    'peach',
    shadow(400, 470, 270),
    box(150, 300, 500, 60, 16, '#8f8a80'),
    ...(
      [
        [240, '#e8b98a'],
        [400, '#f3d9b5'],
        [560, '#dfa877'],
      ] as const
    ).map(([x, colour]) => egg(x, 270, colour)),
    ...(
      [
        [320, '#f3d9b5'],
        [480, '#e8b98a'],
      ] as const
    ).map(([x, colour]) => egg(x, 300, colour)),
    body(
      'M140 340Q190 380 240 340Q280 376 320 340Q360 376 400 340Q440 376 480 340Q520 376 560 340Q610 380 660 340L630 450Q626 466 606 466H194Q174 466 170 450Z',
      '#a8a297',
      14,
    ),
  ),
  miele: picture(
    'butter',
    jar(
      '#e89d24',
      '#c98a3f',
      put(
        [400, 358],
        0,
        1,
        ...[
          [0, 0],
          [-42, -24],
          [42, -24],
          [-42, 24],
          [42, 24],
        ].map(([x = 0, y = 0]) => path(`M${String(x - 22)} ${String(y)}l11-19h22l11 19l-11 19h-22z`, '#e9b84a')),
      ),
      oval(330, 260, 20, 10, '#ffffff', 0.35),
    ),
  ),
  barattolo: picture(
    'mint',
    jar(
      '#b9c98a',
      '#c2503f',
      ...sunflower(22, 130, 110).map(([x, y], index) =>
        put(
          [400 + x, 340 + y],
          index * 50,
          1,
          box(-26, -12, 52, 24, 10, ['#e88a37', '#fbf3dc', '#c8372d', '#7fae5c'][index % 4] ?? ''),
        ),
      ),
    ),
  ),
}
