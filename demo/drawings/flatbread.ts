// SPDX-License-Identifier: AGPL-3.0-or-later
import { body, box, inside, line, oval, ovalPath, path, picture, put, shadow, sunflower, tone } from './brush.ts'

const crust = '#c9853f'

const golden = '#e3aa5b'

const slab = (top: string, ...toppings: string[]) => {
  const face = 'M150 330L300 210Q312 200 330 200H640Q664 200 650 220L536 360Q524 374 502 374H168Q134 352 150 330Z'
  return [
    shadow(400, 430, 270),
    path('M148 338V392Q150 420 178 422H502Q524 422 536 408L654 262V210L530 366L170 372Z', tone(top, -0.26)),
    path('M148 362V378Q152 396 178 398H506Q520 398 530 386L654 236V224L530 384Z', tone(top, 0.45), 0.75),
    body(face, top, 12),
    inside(face, ...toppings),
  ].join('')
}

const overSlab = (count: number, draw: (x: number, y: number, index: number) => string) =>
  sunflower(count, 190, 74).map(([x, y], index) => draw(400 + x - y * 0.55, 288 + y, index))

const dimples = (colour: string, count = 26) =>
  overSlab(count, (x, y) => oval(x, y, 17, 8, tone(colour, -0.2), 0.75) + oval(x, y + 3, 13, 4, '#fff3c9', 0.7))

const sprig = (x: number, y: number, turn: number) =>
  put(
    [x, y],
    turn,
    1,
    line('M-20 0H20', '#5d7f43', 4),
    line('M-12 0l-7-9M-2 0l-7-9M8 0l-7-9M-6 0l-7 9M4 0l-7 9', '#5d7f43', 4),
  )

const focaccina = (x: number, y: number, scale: number) =>
  put(
    [x, y],
    0,
    scale,
    oval(0, 58, 130, 24, '#3b2a1a', 0.14),
    body(`M-136 4C-136-46-70-66 0-66S136-46 136 4V24C136 60 70 74 0 74S-136 60-136 24Z`, '#cf9347', 10),
    oval(0, -4, 134, 62, '#eebd6d'),
    ...sunflower(9, 96, 42).map(
      ([px, py]) => oval(px, py - 4, 15, 8, '#cf9347', 0.85) + oval(px, py - 1, 11, 4, '#fff3c9', 0.8),
    ),
    ...sunflower(14, 112, 48).map(([px, py]) => box(-px, -py - 4, 6, 6, 1, '#ffffff', 0.95)),
  )

/** What is baked flat, whole or by the slice. */
export const flatbread: Record<string, string> = {
  focaccia: picture(
    'sage',
    slab(
      '#e9b763',
      ...dimples('#e9b763'),
      sprig(300, 270, 20),
      sprig(470, 300, -30),
      sprig(540, 236, 10),
      sprig(240, 338, -10),
    ),
  ),
  'focaccia-pomodorini': picture(
    'mint',
    slab(
      '#e9b763',
      ...dimples('#e9b763', 18),
      ...overSlab(
        11,
        (x, y) =>
          oval(x + 14, y, 24, 16, '#c8372d') +
          oval(x + 11, y - 3, 19, 12, '#ea5a49') +
          oval(x + 6, y - 6, 6, 3, '#ffffff', 0.6),
      ),
      ...overSlab(30, (x, y) => oval(x - 10, y + 8, 4, 2, '#5d7f43')),
    ),
  ),
  focaccine: picture('sage', focaccina(400, 226, 1), focaccina(258, 360, 1.08), focaccina(545, 366, 1.08)),
  'pizza-trancio': picture(
    'rose',
    slab(
      '#e0a55a',
      path('M168 336L312 214H636L520 360H190Z', '#d8492f'),
      ...overSlab(
        12,
        (x, y, index) => oval(x, y, 34 - (index % 3) * 6, 17, '#fff4dc') + oval(x + 4, y + 3, 20, 8, '#f6e0b0'),
      ),
      ...overSlab(5, (x, y, index) =>
        put(
          [x + 30, y - 8],
          index * 70,
          0.9,
          path('M-26 0Q0-20 26 0Q0 20-26 0Z', '#4f8a3c'),
          line('M-22 0H20', '#3c6e2d', 3),
        ),
      ),
    ),
  ),
  calzone: picture(
    'rose',
    shadow(400, 436, 260),
    body(
      'M150 400C150 270 260 180 400 180S650 270 650 400C650 432 620 438 580 438H220C180 438 150 432 150 400Z',
      golden,
      24,
    ),
    ...[-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5].map(index =>
      line(`M${String(400 + index * 44)} 436q-16-18 0-36`, crust, 11),
    ),
    ...[
      [300, 270],
      [420, 236],
      [510, 300],
      [360, 340],
    ].map(([x = 0, y = 0]) => oval(x, y, 26, 12, crust, 0.7)),
    oval(300, 222, 70, 16, '#ffffff', 0.25),
  ),
  bruschetta: picture(
    'sage',
    ...[0, 1].map(index =>
      put(
        [300 + index * 200, 320 + index * 20],
        -12 + index * 20,
        1,
        oval(0, 104, 110, 20, '#3b2a1a', 0.12),
        body(ovalPath(0, 0, 110, 116), crust, 12),
        oval(-2, -4, 94, 100, '#f7e2b6'),
        ...sunflower(13, 76, 80).map(([x, y]) =>
          put([x, y], x, 1, box(-14, -12, 28, 24, 6, '#df4a38'), box(-10, -9, 10, 6, 3, '#ffffff', 0.45)),
        ),
        path('M-30 0Q0-26 30 0Q0 22-30 0Z', '#4f8a3c'),
      ),
    ),
  ),
}
