// SPDX-License-Identifier: AGPL-3.0-or-later
import { body, boxPath, disc, line, oval, path, picture, put, sunflower } from './brush.ts'
import { board, fat, round } from './props.ts'

const steakOutline =
  'M190 330C180 250 270 200 370 214C450 190 570 220 588 310C600 390 520 432 430 420C340 450 200 430 190 330Z'

const steak = (flesh: string, ...marks: string[]) =>
  board(
    body(steakOutline, fat, 14),
    put(
      [392, 320],
      0,
      0.87,
      path('M-206 10C-214-78-124-124-24-110C60-134 184-100 200-6C210 74 124 112 40 100C-54 128-194 110-206 10Z', flesh),
    ),
    ...marks,
  )

const veins = line(
  'M280 300Q330 270 380 296M420 260Q470 280 520 266M300 370Q360 350 400 380M440 350Q500 330 540 356',
  fat,
  8,
  0.85,
)

/** The butcher's block. */
export const meat: Record<string, string> = {
  bistecca: picture('rose', steak('#c7433f', veins)),
  costata: picture(
    'sage',
    steak('#b9383a', veins, path('M210 250Q160 330 230 410L262 392Q212 330 244 268Z', '#f6ead6')),
  ),
  filetto: picture(
    'mint',
    board(
      ...(
        [
          [300, 350],
          [500, 358],
        ] as const
      ).map(
        ([x, y]) =>
          body(`M${String(x - 100)} ${String(y - 30)}v50c0 70 200 70 200 0v-50z`, '#a92f33', 10) +
          oval(x, y - 30, 100, 54, '#c7433f') +
          line(
            `M${String(x - 50)} ${String(y - 40)}q40-20 80 6M${String(x - 30)} ${String(y - 14)}q40 12 70-4`,
            fat,
            6,
            0.7,
          ),
      ),
    ),
  ),
  macinato: picture(
    'sand',
    board(
      ...sunflower(60, 170, 84).map(([x, y], index) =>
        put(
          [390 + x, 318 + y - (84 - Math.abs(y)) * 0.35],
          index * 67,
          1,
          line('M-26-6q14-14 26 0t26 4', index % 3 ? '#c24a43' : '#d66a5e', 19),
        ),
      ),
    ),
  ),
  arrosto: picture(
    'peach',
    board(
      body(boxPath(190, 226, 420, 180, 84), '#a5513a', 24),
      ...[270, 345, 420, 495].map(x => line(`M${String(x)} 228Q${String(x + 30)} 316 ${String(x)} 404`, '#f4e3cc', 8)),
      line('M200 316H600', '#f4e3cc', 8),
      put(
        [400, 226],
        -10,
        1,
        line('M-90 0H90M-60 0l-14-14M-30 0l-14-14M0 0l-14-14M30 0l-14-14M60 0l-14-14', '#5d8a5a', 8),
      ),
    ),
  ),
  ossobuco: picture(
    'butter',
    board(
      ...(
        [
          [290, 346, 118],
          [516, 350, 104],
        ] as const
      ).map(
        ([x, y, r]) =>
          round(x, y, r, '#c9655a', fat) +
          disc(x, y, r * 0.34, '#f6ead6') +
          disc(x, y, r * 0.2, '#e6b48c') +
          line(
            `M${String(x - r * 0.7)} ${String(y)}q10-40 40-50M${String(x + r * 0.7)} ${String(y + 6)}q-10 34-40 46`,
            fat,
            6,
          ),
      ),
    ),
  ),
  costine: picture(
    'rose',
    board(
      body('M180 260Q400 220 620 260L610 400Q400 430 190 400Z', '#b9483e', 16),
      ...[230, 300, 370, 440, 510, 580].map(
        x => line(`M${String(x)} 236V${String(400)}`, fat, 16, 0.9) + disc(x, 232, 14, '#f6ead6'),
      ),
    ),
  ),
}
