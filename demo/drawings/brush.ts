// SPDX-License-Identifier: AGPL-3.0-or-later
// The few strokes every drawing is made of: flat shapes with one crescent of shade and one glint of light.
// Nothing here is random, so a drawing is the same bytes on every machine and a photo is stored once.

/** Where on the picture, in its 800 by 600 units. */
export type Point = readonly [x: number, y: number]

const whole = (value: number) => Math.round(value * 10) / 10

/** Mixes a `#rrggbb` colour with black (amount below 0) or white (above 0), by that share. */
export function tone(colour: string, amount: number): string {
  const target = amount < 0 ? 0 : 255
  const channels = [1, 3, 5].map(from => {
    const channel = Number.parseInt(colour.slice(from, from + 2), 16)
    return Math.round(channel + (target - channel) * Math.abs(amount))
      .toString(16)
      .padStart(2, '0')
  })
  return `#${channels.join('')}`
}

/** A filled outline. */
export const path = (d: string, fill: string, opacity = 1): string =>
  `<path d="${d}" fill="${fill}"${opacity < 1 ? ` opacity="${String(opacity)}"` : ''}/>`

/** A line of even width with round ends. */
export const line = (d: string, colour: string, width: number, opacity = 1): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${String(width)}" stroke-linecap="round" stroke-linejoin="round"${opacity < 1 ? ` opacity="${String(opacity)}"` : ''}/>`

/** The outline of an ellipse. */
export const ovalPath = (x: number, y: number, rx: number, ry = rx): string =>
  `M${String(whole(x - rx))} ${String(whole(y))}a${String(rx)} ${String(ry)} 0 1 0 ${String(rx * 2)} 0a${String(rx)} ${String(ry)} 0 1 0 ${String(-rx * 2)} 0z`

/** The outline of a rectangle with round corners. */
export const boxPath = (x: number, y: number, width: number, height: number, r = 0): string =>
  `M${String(x + r)} ${String(y)}h${String(width - 2 * r)}a${String(r)} ${String(r)} 0 0 1 ${String(r)} ${String(r)}v${String(height - 2 * r)}a${String(r)} ${String(r)} 0 0 1 ${String(-r)} ${String(r)}h${String(2 * r - width)}a${String(r)} ${String(r)} 0 0 1 ${String(-r)} ${String(-r)}v${String(2 * r - height)}a${String(r)} ${String(r)} 0 0 1 ${String(r)} ${String(-r)}z`

/** A filled ellipse. */
export const oval = (x: number, y: number, rx: number, ry: number, fill: string, opacity = 1): string =>
  path(ovalPath(x, y, rx, ry), fill, opacity)

/** A filled circle. */
export const disc = (x: number, y: number, r: number, fill: string, opacity = 1): string =>
  oval(x, y, r, r, fill, opacity)

/** A filled rectangle with round corners. */
export const box = (
  x: number,
  y: number,
  width: number,
  height: number,
  r: number,
  fill: string,
  opacity = 1,
): string => path(boxPath(x, y, width, height, r), fill, opacity)

/** Moves, turns (degrees) and scales parts drawn around the origin. */
export const put = ([x, y]: Point, turn: number, scale: number, ...parts: string[]): string =>
  `<g transform="translate(${String(whole(x))} ${String(whole(y))}) rotate(${String(whole(turn))}) scale(${String(scale)})">${parts.join('')}</g>`

/** Shows the parts only inside the outline. The id is made from the outline, so equal ids mean equal outlines. */
export function inside(d: string, ...parts: string[]): string {
  let hash = 7
  for (const character of d) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 2147483647
  const id = `c${hash.toString(36)}`
  return `<clipPath id="${id}"><path d="${d}"/></clipPath><g clip-path="url(#${id})">${parts.join('')}</g>`
}

/** A body: the outline in its colour, with a crescent of shade below right, as wide as `depth`. */
export const body = (d: string, fill: string, depth = 20): string =>
  inside(
    d,
    path(d, tone(fill, -0.16)),
    `<g transform="translate(${String(-depth * 0.7)} ${String(-depth)})">${path(d, fill)}</g>`,
  )

/** A round body with a glint. */
export const ball = (x: number, y: number, r: number, fill: string): string =>
  body(ovalPath(x, y, r), fill, r * 0.2) +
  `<g transform="rotate(-38 ${String(whole(x))} ${String(whole(y))})">${oval(x, y - r * 0.62, r * 0.3, r * 0.12, '#ffffff', 0.45)}</g>`

/** Soft shade on the table. */
export const shadow = (x: number, y: number, rx: number): string =>
  oval(x, y, rx, Math.max(10, rx * 0.13), '#3b2a1a', 0.13)

/** Points of a sunflower's head: evenly spread, never in rows, the same every time. */
export const sunflower = (count: number, rx: number, ry = rx): Point[] =>
  Array.from({ length: count }, (_, index) => {
    const reach = Math.sqrt((index + 0.5) / count)
    const angle = index * 2.399963
    return [whole(Math.cos(angle) * reach * rx), whole(Math.sin(angle) * reach * ry)] as const
  })

/** Points on a ring, with the angle (degrees) that looks outwards. */
export const ring = (count: number, rx: number, ry = rx, from = 0): { point: Point; turn: number }[] =>
  Array.from({ length: count }, (_, index) => {
    const angle = ((from + (360 / count) * index) * Math.PI) / 180
    return { point: [whole(Math.cos(angle) * rx), whole(Math.sin(angle) * ry)] as const, turn: (angle * 180) / Math.PI }
  })

const tints = {
  sand: '#f6e7cf',
  butter: '#fbeec1',
  sage: '#dfead6',
  sky: '#d9e8f2',
  rose: '#f8dfdb',
  lilac: '#e8e0f1',
  mint: '#d6ece4',
  peach: '#fce2cc',
} as const
type Tint = keyof typeof tints

/** The whole picture: a soft wall, a lighter round of light, the table's edge, and the goods. */
export function picture(tint: Tint, ...parts: string[]): string {
  const wall = tints[tint]
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 600" width="800" height="600">',
    `<rect width="800" height="600" fill="${wall}"/>`,
    `<rect y="430" width="800" height="170" fill="${tone(wall, -0.07)}"/>`,
    disc(400, 290, 250, '#ffffff', 0.38),
    ...parts,
    '</svg>',
  ].join('')
}
