// SPDX-License-Identifier: AGPL-3.0-or-later
import { body, box, disc, line, oval, path, picture, put, ring, shadow, sunflower, tone } from './brush.ts'
import type { Point } from './brush.ts'
import { daisy, green } from './props.ts'

const clay = (colour: string, ...above: string[]) =>
  [
    shadow(400, 510, 130),
    ...above,
    body('M296 390H504L484 492Q480 508 462 508H338Q320 508 316 492Z', colour, 18),
    box(282, 374, 236, 38, 10, tone(colour, 0.18)),
  ].join('')

const heart = (at: Point, turn: number, colour: string) =>
  put(
    at,
    turn,
    0.9,
    body('M0 60C-70 20-66-50-26-50Q-6-50 0-30Q6-50 26-50C66-50 70 20 0 60Z', colour, 10),
    line('M0 50V-20M0 20L-26-8M0 20L26-8', tone(colour, 0.4), 5, 0.8),
  )

const cyclamen = (at: Point, colour: string) =>
  put(
    at,
    0,
    1,
    line('M0 20Q-6 90 0 170', '#a35a5a', 8),
    ...[-50, -24, 0, 24, 50].map((turn, index) =>
      put([0, 20], turn, 1, path('M0 0C-30-40-26-90 0-110C26-90 30-40 0 0Z', index % 2 ? colour : tone(colour, -0.1))),
    ),
    oval(0, 20, 16, 10, tone(colour, -0.3)),
  )

const star = (at: Point, scale: number, colour: string) =>
  put(
    at,
    0,
    scale,
    ...ring(7, 58, 54, 12).map(({ point: [x, y], turn }) =>
      put([x, y], turn, 1, body('M-58 0Q0-40 66 0Q0 40-58 0Z', tone(colour, -0.12), 6)),
    ),
    ...ring(6, 34, 32).map(({ point: [x, y], turn }) =>
      put([x, y], turn, 1, path('M-36 0Q0-28 46 0Q0 28-36 0Z', colour), line('M-30 0H34', tone(colour, 0.3), 3, 0.7)),
    ),
    ...sunflower(6, 12).map(([x, y]) => disc(x, y, 7, '#f4c542')),
  )

const moth = (at: Point, scale: number) =>
  put(
    at,
    0,
    scale,
    ...[-90, 30, 150].map(turn => put([0, 0], turn, 1, oval(42, 0, 36, 20, '#f3e3f0'))),
    ...[-20, 200].map(turn =>
      put(
        [0, 0],
        turn,
        1,
        body('M0 0C20-60 90-60 92-6C90 44 30 46 0 0Z', '#fbf2fa', 8),
        line('M14-6Q50-24 80-10', '#d79ac5', 4, 0.7),
      ),
    ),
    path('M-16-4Q0-18 16-4Q20 26 0 36Q-20 26-16-4Z', '#b3447f'),
    disc(0, 2, 7, '#f4c542'),
  )

const wreath = [
  ...ring(40, 150).map(({ point: [x, y], turn }, index) =>
    put(
      [400 + x, 310 + y],
      turn + (index % 2 ? 60 : -60),
      1,
      path('M-46 0Q0-26 50 0Q0 26-46 0Z', index % 3 ? '#3f7a45' : '#5b9a55'),
    ),
  ),
  ...ring(26, 128, 128, 5).map(({ point: [x, y], turn }, index) =>
    put([400 + x, 310 + y], turn + 90, 0.8, path('M-46 0Q0-26 50 0Q0 26-46 0Z', index % 2 ? '#4f8f50' : '#6eae65')),
  ),
  ...ring(11, 152, 152, 8).map(
    ({ point: [x, y] }) =>
      disc(400 + x, 310 + y, 13, '#c8372d') +
      disc(416 + x, 320 + y, 11, '#dd4a3f') +
      disc(396 + x, 306 + y, 4, '#ffffff', 0.6),
  ),
  put(
    [400, 466],
    0,
    1.3,
    path('M0 0L-30 90L-10 80L6 92L14 0Z', '#b6343a'),
    path('M0 0L40 84L22 80L8 94L-8 0Z', '#c8444a'),
    path('M0 0C-30-44-90-44-92-6C-90 34-30 36 0 0Z', '#d4484b'),
    path('M0 0C30-44 90-44 92-6C90 34 30 36 0 0Z', '#d4484b'),
    disc(0, 0, 18, '#a92c33'),
  ),
].join('')

/** What grows in a pot, and the wreath for the door. */
export const pots: Record<string, string> = {
  ciclamino: picture(
    'peach',
    clay(
      '#c9704a',
      ...(
        [
          [300, 210],
          [360, 160],
          [430, 170],
          [500, 216],
          [400, 230],
        ] as const
      ).map(([x, y], index) => cyclamen([x, y], index % 2 ? '#e2678f' : '#d04a7c')),
      heart([290, 350], -30, '#4f8f47'),
      heart([510, 350], 30, '#4f8f47'),
      heart([350, 336], -10, '#5fa352'),
      heart([450, 336], 12, '#5fa352'),
      heart([400, 360], 0, '#6bb05c'),
    ),
  ),
  orchidea: picture(
    'lilac',
    clay(
      '#e9e4dc',
      line('M390 380Q330 200 520 120', '#6a8a4e', 9),
      line('M410 380Q440 280 300 190', '#6a8a4e', 8),
      put([400, 390], 0, 1, green([0, 0], -10, 1.1), green([0, 0], 190, 1.1)),
      moth([400, 250], 0.72),
      moth([370, 216], 0.5),
      moth([420, 170], 0.78),
      moth([510, 130], 0.72),
      moth([300, 196], 0.7),
      moth([360, 300], 0.6),
    ),
  ),
  'stella-di-natale': picture(
    'sage',
    clay(
      '#b98546',
      ...(
        [
          [270, 330, 200],
          [530, 330, -20],
          [330, 370, 160],
          [470, 370, 10],
        ] as const
      ).map(([x, y, turn]) => green([x, y], turn, 0.7)),
      star([300, 270], 0.9, '#c8282f'),
      star([505, 270], 0.9, '#c8282f'),
      star([400, 210], 1.06, '#d8392f'),
      star([400, 320], 0.9, '#d8392f'),
    ),
  ),
  cactus: picture(
    'butter',
    clay(
      '#4a8fb5',
      line('M320 330V270M480 310V230', '#4f8f5a', 52),
      line('M320 330H400M480 310H400', '#4f8f5a', 44),
      body('M340 390V230Q340 160 400 160T460 230V390Z', '#5fa36a', 16),
      ...sunflower(28, 50, 100).map(([x, y]) => line(`M${String(396 + x)} ${String(280 + y)}l4-9l4 9`, '#eef3d8', 3)),
      daisy([400, 160], 0.6, '#e2678f'),
    ),
  ),
  ghirlanda: picture('rose', wreath),
}
