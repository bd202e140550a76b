// SPDX-License-Identifier: AGPL-3.0-or-later
import {
  ball,
  body,
  box,
  boxPath,
  disc,
  line,
  oval,
  ovalPath,
  picture,
  put,
  ring,
  shadow,
  sunflower,
  tone,
} from './brush.ts'
import { basil } from './props.ts'

/** A deep plate with whatever is heaped on it. */
const plate = (...heap: string[]) =>
  [
    shadow(400, 466, 290),
    oval(400, 410, 300, 88, '#dde3e8'),
    oval(400, 398, 300, 84, '#ffffff'),
    oval(400, 394, 226, 56, '#edf1f4'),
    ...heap,
  ].join('')

const bowl = (colour: string, ...heap: string[]) =>
  [
    shadow(400, 480, 180),
    oval(400, 300, 250, 70, tone(colour, -0.2)),
    ...heap,
    body('M150 304C150 420 250 478 400 478S650 420 650 304C640 350 520 372 400 372S160 350 150 304Z', colour, 20),
    oval(300, 420, 60, 8, '#ffffff', 0.2),
  ].join('')

const heap = (count: number, rx: number, ry: number, draw: (x: number, y: number, index: number) => string, y = 376) =>
  sunflower(count, rx, ry)
    .sort((a, b) => a[1] - b[1])
    .map(([px, py], index) => draw(400 + px, y + py - (1 - Math.abs(px) / rx) * 40, index))

const penne = (x: number, y: number, index: number) =>
  put([x, y], index * 61, 1, body('M-44-14H36L46 14H-34Z', '#f2c867', 6))

const strand = (colour: string, width: number) => (x: number, y: number, index: number) =>
  put(
    [x, y],
    index * 53,
    1,
    line('M-80-6Q-40-44 0-6T80-6', tone(colour, -0.18), width + 4),
    line('M-80-8Q-40-46 0-8T80-8', colour, width),
  )

const ravioli = (x: number, y: number, index: number) =>
  put(
    [x, y],
    index * 47,
    0.92,
    ...ring(16, 56, 44).map(({ point: [px, py] }) => disc(px, py, 9, '#e8c069')),
    body(boxPath(-56, -44, 112, 88, 10), '#f4d58a', 8),
    oval(-4, -4, 30, 22, '#f9e5b0'),
  )

const cube = (x: number, y: number, index: number, colours: readonly string[]) =>
  put([x, y], index * 37, 1, body(boxPath(-24, -22, 48, 44, 8), colours[index % colours.length] ?? '#ffffff', 8))

/** What comes from the kitchen, hot or ready for the pot. */
export const dishes: Record<string, string> = {
  risotto: picture(
    'rose',
    plate(
      body('M216 388C240 310 320 286 400 286S560 310 584 388C560 428 240 428 216 388Z', '#f2c23e', 14),
      ...sunflower(90, 166, 50).map(([x, y], index) =>
        put([400 + x, 358 + y], index * 41, 1, oval(0, 0, 11, 5, index % 3 ? '#f9d868' : '#dca728')),
      ),
      ...sunflower(7, 100, 30).map(([x, y]) => line(`M${String(400 + x)} ${String(344 + y)}q8-8 16 2`, '#b8442f', 4)),
    ),
  ),
  gnocchi: picture(
    'sage',
    plate(
      ...heap(26, 190, 56, (x, y, index) =>
        put(
          [x, y],
          index * 33,
          1,
          body(ovalPath(0, 0, 44, 30), '#f4dfae', 9),
          line('M-22-14V12M-8-20V18M8-20V18M22-14V12', '#d9bd80', 4, 0.7),
        ),
      ),
      basil(400, 320, -30),
    ),
  ),
  ravioli: picture('peach', plate(...heap(13, 180, 46, ravioli), basil(390, 330, -30))),
  tagliatelle: picture('butter', plate(...heap(26, 150, 46, strand('#f2ca66', 12)))),
  spaghetti: picture(
    'mint',
    plate(
      ...heap(30, 150, 46, strand('#f4d37c', 7)),
      body('M300 316C320 270 480 270 500 316C480 350 440 336 420 352C390 340 330 356 300 316Z', '#cf4029', 8),
      basil(396, 300, -20),
      basil(404, 302, 190),
    ),
  ),
  minestrone: picture(
    'butter',
    bowl(
      '#c9704a',
      oval(400, 306, 236, 60, '#d9a24f'),
      ...heap(
        40,
        200,
        44,
        (x, y, index) =>
          put(
            [x, y + 24],
            index * 29,
            0.72,
            cube(0, 0, index, ['#ef8a37', '#6eae55', '#f3e2b3', '#c8372d', '#8cbf3f']),
          ),
        296,
      ),
    ),
  ),
  macedonia: picture(
    'rose',
    bowl(
      '#7fb7cf',
      ...heap(
        34,
        200,
        50,
        (x, y, index) =>
          index % 4 === 0
            ? ball(x, y, 30, '#6c4a9c')
            : index % 4 === 2
              ? disc(x, y, 34, '#8cbf3f') + disc(x, y, 12, '#eef3cf')
              : cube(x, y, index, ['#f3e2b3', '#ef8f2b', '#dc3a3f', '#f4d63f']),
        300,
      ),
    ),
  ),
  olive: picture(
    'sky',
    bowl(
      '#dcae76',
      ...heap(
        40,
        206,
        52,
        (x, y, index) =>
          put(
            [x, y],
            index * 45,
            1,
            body(ovalPath(0, 0, 38, 29), index % 2 ? '#7d8f3a' : '#5c6b2e', 8),
            disc(30, 0, 6, '#3b4220'),
            oval(-10, -12, 12, 5, '#ffffff', 0.35),
          ),
        296,
      ),
    ),
  ),
  'patate-forno': picture(
    'sage',
    bowl(
      '#8a5433',
      ...heap(
        30,
        200,
        50,
        (x, y, index) =>
          put(
            [x, y],
            index * 31,
            1,
            body(boxPath(-40, -28, 80, 56, 18), index % 2 ? '#e8b550' : '#dca03c', 10),
            line('M-24-16H10', '#f9dc93', 6, 0.8),
          ),
        296,
      ),
      ...(
        [
          [300, 270, 20],
          [460, 250, -30],
          [400, 300, 60],
        ] as const
      ).map(([x, y, turn]) => put([x, y], turn, 1, line('M-34 0H34M-22 0l-8-12M-4 0l-8-12M14 0l-8-12', '#5d8a5a', 6))),
    ),
  ),
  'insalata-russa': picture(
    'lilac',
    plate(
      body('M220 392C230 300 320 276 400 276S570 300 580 392C540 426 260 426 220 392Z', '#fbf0cf', 14),
      ...sunflower(34, 150, 48).map(([x, y], index) =>
        index % 3 === 0
          ? disc(400 + x, 350 + y, 11, '#7fae5c')
          : box(390 + x, 340 + y, 22, 20, 4, index % 3 === 1 ? '#ef8a37' : '#f3dc93'),
      ),
      line('M300 300Q400 260 500 300', '#fffaf0', 14),
    ),
  ),
  'vitello-tonnato': picture(
    'sage',
    plate(
      ...ring(8, 150, 40).map(({ point: [x, y], turn }) =>
        put([400 + x, 380 + y * 0.8], turn * 0.2, 1, oval(0, 6, 84, 36, '#c98f80'), oval(0, 0, 84, 36, '#dda898')),
      ),
      oval(400, 376, 160, 42, '#f3e2b8'),
      oval(390, 370, 120, 26, '#fbf0d2'),
      ...sunflower(11, 130, 28).map(([x, y]) => ball(400 + x, 372 + y, 10, '#6b7d3a')),
    ),
  ),
  arancini: picture(
    'mint',
    shadow(400, 462, 260),
    oval(400, 426, 280, 46, '#e3e8ec'),
    oval(400, 416, 266, 38, '#ffffff'),
    ...(
      [
        [290, 340, 1],
        [510, 346, 1],
        [400, 350, 1.06],
      ] as const
    ).map(([x, y, scale]) =>
      put(
        [x, y],
        0,
        scale,
        body('M0-130C40-96 100-10 96 34C90 84 40 92 0 92S-90 84-96 34C-100-10-40-96 0-130Z', '#d08a34', 20),
        ...sunflower(26, 64, 60).map(([px, py]) => disc(px, py + 16, 4, '#f0b863', 0.8)),
      ),
    ),
  ),
  penne: picture('sand', plate(...heap(26, 180, 52, penne))),
}
