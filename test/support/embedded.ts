// SPDX-License-Identifier: AGPL-3.0-or-later
// Data directories with an embedded database. To make one takes 4 to 8 s of processor time, to copy it 0.1 s: one is
// made in each run, by the process that first needs it.
import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { pause } from '../../src/system.ts'

/**
 * For a process that uses the embedded database a few times: V8 compiles its 9 MB of WebAssembly without optimising
 * them, which halves the processor time of a first start.
 */
export const compiledPlainly = '--liftoff-only'

/** A data directory of one's own with an embedded database, migrated; only within the test run. */
export async function freshDirectory(): Promise<{ dataDir: string; remove(): void }> {
  const folder = process.env.SPESA_TEST_FOLDER
  if (folder === undefined) throw new Error('freshDirectory() works under vitest only')
  const template = join(folder, 'embedded')
  while (!existsSync(template)) if (!(await make(template))) await pause(50)
  const dataDir = mkdtempSync(join(folder, 'data-'))
  cpSync(template, dataDir, { recursive: true })
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true, force: true }) }
}

/** False while another process is making it. */
async function make(template: string): Promise<boolean> {
  const draft = `${template}-being-made`
  try {
    mkdirSync(draft)
  } catch {
    return false
  }
  try {
    const script = fileURLToPath(new URL('../db/children/open.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [compiledPlainly, script, draft])
    if (stdout !== 'opened\n') throw new Error(`the embedded database could not be made: ${stdout}`)
    renameSync(draft, template)
    return true
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}
