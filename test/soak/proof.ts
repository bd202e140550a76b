// SPDX-License-Identifier: AGPL-3.0-or-later
// What a proof is: a promise, figures that show it kept, and planted faults that must turn one of the figures red.
import type { PlantName } from './plants.ts'
import type { Random } from './random.ts'
import type { WalkedTown } from './views-walk.ts'

/** One printed figure. */
export interface Figure {
  readonly what: string
  readonly shown: string
  /** Empty where the figure is only told. */
  readonly aim: string
  readonly ok: boolean
}

/** A guard taken away: by what is planted as modules are loaded, or by the proof itself. */
export interface Fault {
  readonly name: string
  readonly plants?: readonly PlantName[]
  /** The figure that must turn red, by the beginning of its name. */
  readonly reddens: string
}

export interface Run {
  /** Quick within `npm test`, full for the figures that are quoted. */
  readonly size: 'quick' | 'full'
  readonly random: Random
  /** Name of the fault that is planted in this run. */
  readonly fault: string | undefined
  /** A line for whoever is waiting. */
  say(line: string): void
  /** Of the processes that the proof starts: with a fault planted, if one is. */
  readonly environment?: NodeJS.ProcessEnv
  /** A town that was walked over already, for a proof that would otherwise walk over one of its own. */
  readonly walked?: WalkedTown
}

export interface Proof {
  readonly name: string
  readonly promise: string
  run(run: Run): Promise<Figure[]>
  readonly faults: readonly Fault[]
}

/** Must be exactly so many. */
export function exactly(what: string, value: number, aim: number): Figure {
  return { what, shown: format(value), aim: format(aim), ok: value === aim }
}

/** Must be so many at the most. */
export function atMost(what: string, value: number, aim: number, unit = ''): Figure {
  return { what, shown: format(value) + unit, aim: `≤ ${format(aim)}${unit}`, ok: value <= aim }
}

/** Must be so many at least. */
export function atLeast(what: string, value: number, aim: number, unit = ''): Figure {
  return { what, shown: format(value) + unit, aim: `≥ ${format(aim)}${unit}`, ok: value >= aim }
}

/** Only told. */
export function told(what: string, value: number | string, unit = ''): Figure {
  return { what, shown: (typeof value === 'number' ? format(value) : value) + unit, aim: '', ok: true }
}

/** The middle of some values; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** The sum of some values. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function format(value: number): string {
  // Never «-0».
  return Number.isInteger(value)
    ? (value + 0).toLocaleString('en')
    : value.toLocaleString('en', { maximumFractionDigits: 2 })
}
