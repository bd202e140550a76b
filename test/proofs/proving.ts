// SPDX-License-Identifier: AGPL-3.0-or-later
// The proofs of test/soak at their quick size, and their planted faults.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { plantedEnvironment } from '../soak/planted.ts'
import type { Proof } from '../soak/proof.ts'
import { freshSeed, randomOf } from '../soak/random.ts'
import type { WalkedTown } from '../soak/views-walk.ts'

/** Long enough for a machine that is busy with everything else. */
export const patienceMs = 240_000

/** Every figure is as it must be; SOAK_SEED replays the dice of an earlier run. */
export async function holds(proof: Proof, walked?: WalkedTown): Promise<void> {
  const seed = Number(process.env.SOAK_SEED ?? freshSeed())
  const said: string[] = []
  const say = (line: string): void => void said.push(line)
  const figures = await proof.run({
    size: 'quick',
    random: randomOf(seed),
    fault: undefined,
    say,
    ...(walked && { walked }),
  })
  const red = figures.filter(figure => !figure.ok).map(({ what, shown, aim }) => `${what}: ${shown}, not ${aim}`)
  expect(red, `SOAK_SEED=${seed}\n${said.join('\n')}`).toEqual([])
}

/** With the fault planted, in a process of its own, the same check turns red. */
export async function turnsRed(proof: Proof, name: string): Promise<void> {
  const fault = proof.faults.find(each => each.name === name)
  const script = fileURLToPath(new URL('../soak/run.ts', import.meta.url))
  const child = spawn(process.execPath, [script, proof.name, '--quick', '--fault', name], {
    env: plantedEnvironment(fault?.plants ?? []),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void (said += text))
  }
  const code = await new Promise(resolve => child.once('close', resolve))
  expect(code, said).toBe(0)
}
