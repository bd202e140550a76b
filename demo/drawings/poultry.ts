// SPDX-License-Identifier: AGPL-3.0-or-later
import { ball, body, boxPath, disc, line, oval, path, picture, put, shadow, sunflower, tone } from './brush.ts'
import type { Point } from './brush.ts'
import { board } from './props.ts'

const drumstick = (at: Point, turn: number, colour: string) =>
  put(
    at,
    turn,
    1,
    line('M90 0H190', '#f6ead6', 26),
    disc(196, -13, 19, '#f6ead6'),
    disc(196, 13, 19, '#f6ead6'),
    body(
      'M-130 0C-134-74-60-96 0-84C60-74 90-34 112-16Q124 0 112 16C90 34 60 74 0 84C-60 96-134 74-130 0Z',
      colour,
      20,
    ),
    oval(-50, -46, 44, 12, '#ffffff', 0.3),
  )

const bird = (colour: string, ...extras: string[]) =>
  [
    shadow(400, 458, 280),
    oval(400, 430, 290, 46, '#e3e8ec'),
    oval(400, 422, 280, 40, '#ffffff'),
    ...extras,
    body(
      'M200 380C180 270 290 190 410 196C530 192 620 280 600 370C588 424 500 430 400 430S214 428 200 380Z',
      colour,
      26,
    ),
    put(
      [520, 380],
      -24,
      0.86,
      line('M90 0H170', '#f6ead6', 26),
      disc(176, -13, 18, '#f6ead6'),
      disc(176, 13, 18, '#f6ead6'),
      body(
        'M-130 0C-134-74-60-96 0-84C60-74 90-34 112-16Q124 0 112 16C90 34 60 74 0 84C-60 96-134 74-130 0Z',
        tone(colour, -0.05),
        20,
      ),
    ),
    line('M270 300C320 300 340 350 310 390', tone(colour, -0.24), 8, 0.7),
    oval(350, 240, 80, 16, '#ffffff', 0.3),
  ].join('')

const patty = (x: number, y: number, rx: number, ry: number, colour: string) =>
  [
    body(
      `M${String(x - rx)} ${String(y)}v26c0 ${String(ry * 1.3)} ${String(rx * 2)} ${String(ry * 1.3)} ${String(rx * 2)} 0v-26z`,
      tone(colour, -0.15),
      6,
    ),
    oval(x, y, rx, ry, colour),
    ...sunflower(20, rx * 0.85, ry * 0.8).map(([px, py]) => oval(x + px, y + py, 8, 4, tone(colour, 0.3), 0.8)),
  ].join('')

const skewer = (y: number, turn: number) =>
  put(
    [400, y],
    turn,
    1,
    line('M-290 0H290', '#b98546', 9),
    ...['#b5483f', '#f1bf33', '#dd8d7c', '#5b9a45', '#b5483f', '#d8392f', '#dd8d7c'].map((colour, index) =>
      body(boxPath(-196 + index * 56, -38 + (index % 2) * 4, 52, 74, 16), colour, 8),
    ),
  )

/** Chicken, raw and roast, and what is ready for the pan. */
export const poultry: Record<string, string> = {
  'pollo-petto': picture(
    'butter',
    board(
      ...(
        [
          [290, 330, -8],
          [500, 350, 10],
        ] as const
      ).map(([x, y, turn]) =>
        put(
          [x, y],
          turn,
          1,
          body(
            'M-110 20C-110-60-30-90 40-76C100-60 120 0 100 50C70 92-20 92-60 78C-90 70-110 50-110 20Z',
            '#f3bfae',
            16,
          ),
          line('M-70 10Q0-30 80-20M-60 44Q10 20 84 24', '#e3a592', 6),
          oval(-20, -46, 40, 10, '#ffffff', 0.4),
        ),
      ),
    ),
  ),
  pollo: picture('sky', bird('#f1cda6')),
  coscia: picture(
    'sage',
    shadow(400, 460, 240),
    drumstick([330, 280], 14, '#f0c3a0'),
    drumstick([400, 392], -8, '#f3cbaa'),
  ),
  'pollo-arrosto': picture(
    'peach',
    bird(
      '#c9782f',
      ...(
        [
          [190, 424],
          [250, 440],
          [580, 440],
          [630, 420],
        ] as const
      ).map(([x, y]) => ball(x, y - 10, 32, '#eebd5d')),
      put([320, 440], -8, 1, line('M-60 0H60M-40 0l-12-14M-10 0l-12-14M20 0l-12-14', '#5d8a5a', 8)),
    ),
  ),
  hamburger: picture('mint', board(patty(300, 330, 112, 52, '#b5483f'), patty(520, 346, 106, 50, '#bd5147'))),
  spiedini: picture('sand', board(skewer(300, -4), skewer(392, 3))),
  polpette: picture(
    'rose',
    shadow(400, 462, 260),
    oval(400, 420, 270, 60, '#e3e8ec'),
    oval(400, 410, 256, 50, '#ffffff'),
    ...(
      [
        [270, 388],
        [370, 400],
        [480, 396],
        [566, 380],
        [320, 316],
        [424, 318],
        [520, 312],
        [374, 246],
        [470, 246],
      ] as const
    ).map(
      ([x, y]) =>
        ball(x, y, 58, '#b9783f') +
        sunflower(6, 40)
          .map(([px, py]) => disc(x + px, y + py, 5, '#8a5228', 0.6))
          .join(''),
    ),
  ),
  cotoletta: picture(
    'butter',
    shadow(400, 460, 280),
    oval(400, 400, 290, 84, '#e3e8ec'),
    oval(400, 392, 274, 74, '#ffffff'),
    line('M560 300L650 230', '#f6ead6', 26),
    body(
      'M190 350C190 270 290 240 380 258C470 230 590 270 590 350C590 420 500 430 400 424C300 440 196 424 190 350Z',
      '#d99a45',
      16,
    ),
    ...sunflower(46, 176, 74).map(([x, y], index) =>
      disc(392 + x, 344 + y, 5 + (index % 3), index % 2 ? '#b9762c' : '#f0c27c', 0.9),
    ),
    put(
      [250, 420],
      0,
      0.5,
      path('M-100 0A100 100 0 0 1 100 0Z', '#f4d63f'),
      path('M-84 0A84 84 0 0 1 84 0Z', '#faea8f'),
    ),
  ),
}
