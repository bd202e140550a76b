// SPDX-License-Identifier: AGPL-3.0-or-later
// Props that several shelves share.
import { body, box, boxPath, disc, inside, line, oval, ovalPath, path, put, ring, shadow, tone } from './brush.ts'
import type { Point } from './brush.ts'

/** A leaf of basil. */
export const basil = (x: number, y: number, turn: number) =>
  put([x, y], turn, 0.8, path('M0 0C10-30 50-36 76-14C56 14 20 18 0 0Z', '#5b9a45'), line('M4-1L66-13', '#3f7a30', 3))

/** A round flower with open petals. */
export const daisy = (at: Point, scale: number, petal: string, heart = '#f4c542', petals = 14) =>
  put(
    at,
    0,
    scale,
    ...ring(petals, 46).map(({ point: [x, y], turn }, index) =>
      put([x, y], turn, 1, oval(0, 0, 36, 15, index % 2 ? petal : tone(petal, -0.08))),
    ),
    disc(0, 0, 26, tone(heart, -0.15)),
    disc(-2, -3, 23, heart),
  )

/** A leaf with its rib, as between flowers. */
export const green = (at: Point, turn: number, scale: number) =>
  put(
    at,
    turn,
    scale,
    path('M0 0C20-50 90-60 134-26C102 24 38 32 0 0Z', '#6eae55'),
    line('M6-2Q64-22 118-25', '#4c8a3b', 4),
  )

/** The chopping board, with goods on it. */
export const board = (...goods: string[]) =>
  [
    shadow(400, 478, 300),
    body(boxPath(110, 250, 580, 212, 34), '#c9955c', 14),
    box(110, 244, 580, 202, 34, '#dcae76'),
    line('M160 300H420M300 408H610M480 280H640', '#c9955c', 4, 0.6),
    disc(640, 345, 15, '#b98546'),
    ...goods,
  ].join('')

/** The white of ham, lard and marbling. */
export const fat = '#fbeee6'

/** A slice of something round: flesh, rim, and what is strewn in it. */
export const round = (x: number, y: number, r: number, flesh: string, rim: string, ...spots: string[]) =>
  [
    body(ovalPath(x, y, r, r * 0.94), rim, r * 0.12),
    inside(ovalPath(x, y, r, r * 0.94), disc(x - 2, y - 3, r * 0.9, flesh), put([x, y], 0, r / 100, ...spots)),
  ].join('')
