// SPDX-License-Identifier: AGPL-3.0-or-later
import {
  ball,
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

const wedge = (rind: string, paste: string, ...marks: string[]) => {
  const face = 'M190 330L560 396V452L190 448Z'
  const top = 'M190 330L470 214Q590 270 620 356L560 396Z'
  return [
    shadow(410, 462, 260),
    body(face, tone(paste, -0.05), 8),
    body(top, paste, 10),
    path('M470 214Q590 270 620 356V404L560 452V396Q600 372 606 356Q580 280 466 222Z', rind),
    ...marks,
  ].join('')
}

const soft = (rind: string, paste: string) =>
  [
    shadow(400, 440, 260),
    body('M170 300V388Q172 428 230 432H570Q628 428 630 388V300Z', tone(rind, -0.06), 12),
    body('M170 300Q172 262 240 254L560 254Q628 262 630 300Q628 338 560 342H240Q172 338 170 300Z', rind, 10),
    path('M520 342L630 300V390Q630 424 590 430L520 428Z', paste),
    path('M520 342L546 331V428H520Z', tone(paste, -0.06)),
    path('M524 428Q560 452 600 428Q640 446 656 436Q640 420 622 410L540 420Z', paste),
    oval(320, 284, 90, 10, '#ffffff', 0.45),
  ].join('')

const wheel = (x: number, y: number, rx: number, tall: number, rind: string) => {
  const ry = rx * 0.34
  const side = `M${String(x - rx)} ${String(y)}v${String(tall)}a${String(rx)} ${String(ry)} 0 0 0 ${String(rx * 2)} 0v${String(-tall)}z`
  return [
    body(side, tone(rind, -0.1), 14),
    body(ovalPath(x, y, rx, ry), rind, 8),
    inside(
      ovalPath(x, y, rx, ry),
      ...sunflower(24, rx * 0.9, ry * 0.9).map(([px, py]) => oval(x + px, y + py, 14, 5, tone(rind, -0.12), 0.6)),
    ),
  ].join('')
}

const gourd = (x: number, y: number, scale: number, colour: string) =>
  put(
    [x, y],
    0,
    scale,
    line('M0-170V-120', '#b98546', 8),
    body(
      'M-34-130C-60-150-40-176 0-176S60-150 34-130C20-116 30-100 60-80C130-40 150 40 120 110C96 150 50 160 0 160S-96 150-120 110C-150 40-130-40-60-80C-30-100-20-116-34-130Z',
      colour,
      24,
    ),
    line('M-40-122Q0-108 40-122', '#b98546', 9),
    oval(-66, 0, 16, 46, '#ffffff', 0.35),
  )

/** Cheese: by the wedge, by the wheel, on the board. */
export const dairy: Record<string, string> = {
  formaggio: picture(
    'sky',
    wedge(
      '#b98546',
      '#f5d88a',
      ...sunflower(22, 150, 40).map(([x, y]) => oval(400 + x, 330 + y * 0.9, 9, 4, '#e5bf63', 0.8)),
      ...(
        [
          [250, 400],
          [330, 424],
          [430, 420],
          [510, 430],
        ] as const
      ).map(([x, y]) => oval(x, y, 10, 5, '#dcb458', 0.8)),
    ),
  ),
  gorgonzola: picture(
    'sage',
    wedge(
      '#c9a877',
      '#fbf3dc',
      ...sunflower(26, 140, 42).map(([x, y], index) =>
        put([410 + x, 322 + y * 0.9], index * 60, 1, path('M-16 0Q-4-10 14-4Q20 6 4 8Q-10 10-16 0Z', '#5f8a86', 0.85)),
      ),
      ...(
        [
          [240, 396],
          [300, 420],
          [370, 412],
          [440, 436],
          [500, 418],
          [530, 440],
        ] as const
      ).map(([x, y]) => oval(x, y, 13, 6, '#5f8a86', 0.85)),
    ),
  ),
  'formaggio-molle': picture('peach', soft('#f0dcae', '#fff7df')),
  toma: picture(
    'butter',
    shadow(400, 460, 270),
    wheel(400, 320, 230, 96, '#d3a964'),
    path('M400 320L596 362Q560 384 500 392Z', '#f7e3a4'),
    path('M400 320L500 392V492Q470 496 440 497L400 420Z', '#f0d68c'),
    path('M400 320L596 362V440Q560 476 500 490V392Z', '#fbeebd'),
    path('M500 392L596 362V458Q560 480 500 490Z', '#f5dea0'),
  ),
  caciocavallo: picture(
    'sage',
    shadow(300, 470, 120),
    shadow(520, 470, 100),
    gourd(300, 306, 1, '#e8bc63'),
    gourd(525, 330, 0.86, '#d99f4c'),
  ),
  mozzarella: picture(
    'mint',
    shadow(400, 456, 270),
    oval(400, 424, 270, 48, '#a9c9d6'),
    oval(400, 414, 256, 40, '#c9e2ec'),
    ball(320, 340, 108, '#fffdf7'),
    ball(510, 356, 88, '#fffaf0'),
    put(
      [420, 400],
      -20,
      0.7,
      path('M0 0C14-34 62-42 92-18C70 16 26 22 0 0Z', '#5b9a45'),
      path('M0 0C-14-34-62-42-92-18C-70 16-26 22 0 0Z', '#6eae55'),
    ),
  ),
  ricotta: picture(
    'sky',
    shadow(400, 456, 260),
    oval(400, 430, 260, 42, '#c9a877'),
    oval(400, 422, 248, 34, '#dcc198'),
    body('M260 210Q400 170 540 210L590 410Q500 436 400 436T210 410Z', '#fffdf6', 20),
    ...[-3, -2, -1, 0, 1, 2, 3].map(step =>
      line(`M${String(400 + step * 40)} 200L${String(400 + step * 54)} 428`, '#e4dfcf', 6, 0.8),
    ),
    ...[250, 300, 350].map(y =>
      line(
        `M${String(252 - (y - 250) * 0.24)} ${String(y)}Q400 ${String(y + 26)} ${String(548 + (y - 250) * 0.24)} ${String(y)}`,
        '#e4dfcf',
        5,
        0.8,
      ),
    ),
  ),
  'tagliere-formaggi': picture(
    'sage',
    shadow(400, 478, 300),
    body(boxPath(110, 330, 580, 132, 34), '#c9955c', 14),
    box(110, 320, 580, 122, 34, '#dcae76'),
    put([140, 170], 0, 0.5, wedge('#b98546', '#f5d88a')),
    put(
      [330, 196],
      0,
      0.42,
      wedge(
        '#c9a877',
        '#fbf3dc',
        ...sunflower(16, 130, 40).map(([x, y]) => oval(410 + x, 322 + y, 18, 9, '#5f8a86', 0.85)),
      ),
    ),
    wheel(550, 280, 84, 60, '#e8bc63'),
    ...sunflower(11, 66, 24).map(([x, y]) => ball(250 + x, 412 + y, 17, '#6c4a9c')),
    ...(
      [
        [560, 410],
        [510, 420],
        [610, 402],
      ] as const
    ).map(([x, y]) => ball(x, y, 20, '#c79a5e')),
  ),
}
