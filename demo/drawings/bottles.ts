// SPDX-License-Identifier: AGPL-3.0-or-later
import {
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

interface Bottle {
  glass: string
  cap: string
  label: string
  mark?: string
  fat?: boolean
}

const bottle = (x: number, { glass, cap, label, mark = '', fat = false }: Bottle) => {
  const outline = fat
    ? 'M-34-200H34V-130Q34-96 70-74Q100-54 100-10V180Q100 206 72 206H-72Q-100 206-100 180V-10Q-100-54-70-74Q-34-96-34-130Z'
    : 'M-28-230H28V-110Q30-86 58-64Q80-46 80-10V180Q80 206 56 206H-56Q-80 206-80 180V-10Q-80-46-58-64Q-30-86-28-110Z'
  const half = fat ? 100 : 80
  return [
    shadow(x, 500, half + 30),
    put(
      [x, 296],
      0,
      1,
      body(outline, glass, 14),
      inside(
        outline,
        box(-half, 16, half * 2, 116, 0, label),
        box(-half, 16, half * 2, 8, 0, tone(label, -0.2)),
        box(-half, 124, half * 2, 8, 0, tone(label, -0.2)),
        box(half - 26, 16, 26, 116, 0, '#3b2a1a', 0.12),
      ),
      mark,
      box(fat ? -40 : -32, fat ? -226 : -240, fat ? 80 : 64, fat ? 44 : 72, 8, cap),
      line(`M${String(-half + 20)} -20V160`, '#ffffff', 9, 0.35),
    ),
  ].join('')
}

const grapes = sunflower(10, 30, 32)
  .map(([x, y]) => disc(x, 76 + y, 10, '#7a2850'))
  .join('')
const tomatoMark = disc(0, 76, 34, '#df4434') + path('M-20 46L0 54L20 46L8 60L0 56L-8 60Z', '#4c8a3b')
const oliveMark =
  [-24, 18]
    .map(x => put([x, 78], -20, 1, oval(0, 0, 20, 28, '#6b7d3a'), oval(-6, -10, 5, 8, '#ffffff', 0.4)))
    .join('') + path('M0 50Q20 30 46 44Q26 62 0 50Z', '#8fa35c')
const waves = line('M-70 66q18-16 36 0t36 0t36 0t36 0M-70 90q18-16 36 0t36 0t36 0t36 0', '#4a8fb5', 8)

const goblet = (x: number, wine: string) =>
  put(
    [x, 380],
    0,
    1,
    oval(0, 112, 70, 12, '#3b2a1a', 0.13),
    line('M0 20V104', '#cfdde4', 10),
    oval(0, 106, 54, 10, '#dfe9ee'),
    path('M-62-110H62Q72 20 0 28Q-72 20-62-110Z', '#e9f2f6'),
    path('M-63-50H63Q58 12 0 20Q-58 12-63-50Z', wine),
    line('M-44-90V-20', '#ffffff', 8, 0.6),
  )

/** Everything that is poured. */
export const bottles: Record<string, string> = {
  'vino-rosso': picture(
    'rose',
    bottle(320, { glass: '#3f5a3c', cap: '#8a1f33', label: '#fbf3e0', mark: grapes }),
    goblet(520, '#8a1f33'),
  ),
  spumante: picture(
    'butter',
    bottle(320, {
      glass: '#5f7d4a',
      cap: '#d9ab42',
      label: '#fffaf0',
      mark: ring(8, 26)
        .map(({ point: [x, y] }) => disc(x, 76 + y, 5, '#d9ab42'))
        .join(''),
    }),
    put(
      [520, 380],
      0,
      1,
      oval(0, 112, 60, 12, '#3b2a1a', 0.13),
      line('M0 30V104', '#cfdde4', 9),
      oval(0, 106, 48, 9, '#dfe9ee'),
      path('M-34-150H34Q40 30 0 36Q-40 30-34-150Z', '#eef5f8'),
      path('M-36-100H36Q34 22 0 28Q-34 22-36-100Z', '#f3d981'),
      ...sunflower(12, 22, 60).map(([x, y]) => disc(x, y - 36, 4, '#ffffff', 0.8)),
    ),
  ),
  olio: picture('sage', bottle(400, { glass: '#b9a53a', cap: '#3f4a2c', label: '#fbf6e2', mark: oliveMark })),
  passata: picture(
    'mint',
    bottle(400, { glass: '#cf3d2b', cap: '#e8e3d6', label: '#fff6e6', mark: tomatoMark, fat: true }),
  ),
  acqua: picture('sky', bottle(400, { glass: '#bfe0ec', cap: '#4a8fb5', label: '#ffffff', mark: waves })),
  birra: picture(
    'sand',
    bottle(310, {
      glass: '#8a5a26',
      cap: '#d9ab42',
      label: '#f3e2b8',
      mark: path('M-30 104L0 40L30 104Z', '#c98a3f') + line('M0 104V60', '#8a5a26', 5),
    }),
    put(
      [515, 372],
      0,
      1,
      oval(0, 126, 84, 14, '#3b2a1a', 0.13),
      line('M70-50Q130-50 126 10T66 70', '#eef5f8', 20),
      body('M-80-100H80L68 110Q66 124 50 124H-50Q-66 124-68 110Z', '#edb23c', 14),
      path(
        'M-92-90Q-96-130-60-136Q-40-166 0-146Q40-166 60-136Q98-130 90-90Q84-66 60-76Q40-50 20-78Q-10-60-30-80Q-70-62-92-90Z',
        '#fffaf0',
      ),
      line('M-50-50V90M0-50V90M46-50V90', '#f9d67e', 9, 0.7),
    ),
  ),
  lattina: picture(
    'rose',
    shadow(400, 492, 120),
    body(boxPath(294, 150, 212, 334, 30), '#c8372d', 22),
    oval(400, 156, 96, 22, '#cfd6dc'),
    oval(400, 154, 78, 15, '#b5bec6'),
    oval(412, 154, 26, 7, '#8e99a3'),
    oval(400, 472, 92, 16, '#cfd6dc', 0.7),
    inside(
      boxPath(294, 150, 212, 334, 30),
      path('M280 330Q340 270 400 320T520 290V350Q460 320 400 380T280 390Z', '#ffffff', 0.9),
    ),
    ...sunflower(11, 70, 40).map(([x, y]) => disc(400 + x, 226 + y, 6, '#ffffff', 0.5)),
    line('M320 200V440', '#ffffff', 10, 0.35),
    inside(ovalPath(400, 472, 92, 16), ''),
  ),
}
