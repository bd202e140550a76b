// SPDX-License-Identifier: AGPL-3.0-or-later
// npm run soak -- [NAME …] [--quick] [--seed N] [--planted]
// Runs the proofs at full size, prints one table, keeps the figures in results.json. `--planted` plants the faults
// instead, each in a process of its own, and expects red. Ends with 1 when something is not as it should be.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openPlatforms } from './platforms.ts'
import { plantedEnvironment } from './planted.ts'
import type { Fault, Figure, Proof, Run } from './proof.ts'
import { proofs } from './proofs.ts'
import { freshSeed, randomOf } from './random.ts'

const { values, positionals } = options()

function options() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        seed: { type: 'string' },
        planted: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
        /** Used by `--planted` itself: this fault, in this process. */
        fault: { type: 'string' },
      },
    })
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage()}`)
    process.exit(2)
  }
}

function usage(): string {
  const list = proofs.map(proof => `  ${proof.name.padEnd(12)} ${proof.promise}`).join('\n')
  return `npm run soak -- [NAME …] [--quick] [--seed N] [--planted]\n${list}\n`
}
const size: Run['size'] = values.quick ? 'quick' : 'full'
const seed = values.seed === undefined ? freshSeed() : Number(values.seed)
const results = new URL('./results.json', import.meta.url)

interface Line extends Figure {
  readonly proof: string
}

async function main(): Promise<number> {
  const unknown = positionals.find(name => !proofs.some(proof => proof.name === name))
  if (values.help) {
    process.stdout.write(usage())
    return 0
  }
  if (unknown !== undefined || !Number.isSafeInteger(seed)) {
    process.stderr.write(usage())
    return 2
  }
  const chosen = proofs.filter(proof => positionals.length === 0 || positionals.includes(proof.name))
  const close = await openPlatforms()
  try {
    if (values.planted) return await plantAll(chosen)
    process.stdout.write(`seed ${seed}\n`)
    const lines: Line[] = []
    for (const proof of chosen) {
      const begun = performance.now()
      const figures = await proof.run(runOf(proof))
      process.stdout.write(`${proof.name}: ${((performance.now() - begun) / 1000).toFixed(1)} s\n`)
      lines.push(...figures.map(figure => ({ ...figure, proof: proof.name })))
      if (size === 'full' && values.fault === undefined) keep(proof, figures)
    }
    print(lines)
    const fault = chosen.flatMap(proof => proof.faults).find(each => each.name === values.fault)
    if (values.fault !== undefined) return turnedRed(lines, fault) ? 0 : 1
    return lines.every(line => line.ok) ? 0 : 1
  } finally {
    await close()
  }
}

function runOf(proof: Proof): Run {
  return {
    size,
    random: randomOf(seed),
    fault: values.fault,
    say: line => void process.stdout.write(`  ${proof.name}: ${line.slice(0, 2000)}\n`),
  }
}

/** Every fault of these proofs; answers how the program is to end. */
async function plantAll(chosen: readonly Proof[]): Promise<number> {
  const rows: string[][] = [['proof', 'planted fault', 'verdict']]
  for (const proof of chosen) {
    for (const fault of proof.faults) {
      const red = await plant(proof, fault)
      rows.push([proof.name, fault.name, red ? 'turned red, as it should' : 'STAYED GREEN'])
    }
  }
  table(rows)
  return rows.some(row => row[2] === 'STAYED GREEN') ? 1 : 0
}

function plant(proof: Proof, fault: Fault): Promise<boolean> {
  const script = fileURLToPath(import.meta.url)
  const child = spawn(
    process.execPath,
    [script, proof.name, '--quick', '--seed', String(seed), '--fault', fault.name],
    {
      env: plantedEnvironment(fault.plants ?? []),
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  )
  return new Promise(resolve => child.once('close', code => resolve(code === 0)))
}

function turnedRed(lines: readonly Line[], fault: Fault | undefined): boolean {
  if (!fault) throw new Error(`no such fault: ${values.fault}`)
  const red = lines.filter(line => !line.ok && line.what.startsWith(fault.reddens))
  process.stdout.write(red.length > 0 ? 'red, as it should be\n' : `«${fault.reddens}» stayed green\n`)
  return red.length > 0
}

function print(lines: readonly Line[]): void {
  table([
    ['proof', 'figure', 'is', 'aim', 'verdict'],
    ...lines.map(({ proof, what, shown, aim, ok }) => [proof, what, shown, aim, aim === '' ? '' : ok ? 'ok' : 'RED']),
  ])
}

function table(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  for (const row of rows) {
    process.stdout.write(
      `${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
  }
}

/** The figures of this proof, beside those of the others. */
function keep(proof: Proof, figures: readonly Figure[]): void {
  const known = existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as Record<string, unknown>) : {}
  const on = { cores: availableParallelism(), node: process.version, day: new Date().toISOString().slice(0, 10) }
  const entry = {
    promise: proof.promise,
    seed,
    on,
    figures: figures.map(({ what, shown, aim, ok }) => ({ what, shown, aim, ok })),
  }
  writeFileSync(results, `${JSON.stringify({ ...known, [proof.name]: entry }, undefined, 2)}\n`)
}

process.exitCode = await main()
