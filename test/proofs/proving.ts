// SPDX-License-Identifier: AGPL-3.0-or-later
// The proofs of test/soak at their quick size, and their planted faults.
import { expect } from 'vitest'
import { plantedEnvironment } from '../soak/planted.ts'
import type { Figure, Proof, Run } from '../soak/proof.ts'
import { freshSeed, randomOf } from '../soak/random.ts'
import type { WalkedTown } from '../soak/views-walk.ts'

/** Long enough for a machine that is busy with everything else. */
export const patienceMs = 240_000

/** Every figure is as it must be; SOAK_SEED replays the dice of an earlier run. */
export async function holds(proof: Proof, walked?: WalkedTown): Promise<void> {
  const { figures, said } = await runOf(proof, { ...(walked && { walked }) })
  const red = figures.filter(figure => !figure.ok).map(({ what, shown, aim }) => `${what}: ${shown}, not ${aim}`)
  expect(red, said).toEqual([])
}

/** With a fault planted by the proof itself, or in the processes that it starts, the same check turns red. */
export async function turnsRed(proof: Proof, name: string): Promise<void> {
  const fault = proof.faults.find(each => each.name === name)
  if (!fault) throw new Error(`no such fault: ${name}`)
  const environment = plantedEnvironment(fault.plants ?? [])
  const { figures, said } = await runOf(proof, { fault: name, environment })
  const red = figures.filter(figure => !figure.ok).map(({ what }) => what)
  expect(
    red.some(what => what.startsWith(fault.reddens)),
    said,
  ).toBe(true)
}

async function runOf(proof: Proof, more: Partial<Run>): Promise<{ figures: Figure[]; said: string }> {
  const seed = Number(process.env.SOAK_SEED ?? freshSeed())
  const lines = [`SOAK_SEED=${seed}`]
  const say = (line: string): void => void lines.push(line)
  const figures = await proof.run({ size: 'quick', random: randomOf(seed), fault: undefined, say, ...more })
  return { figures, said: lines.join('\n') }
}
