// SPDX-License-Identifier: AGPL-3.0-or-later
// A real Chromium: the one of CHROMIUM, the one that comes as a development dependency (Linux on x64), or the system's.
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import bundled, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { chromiumOnMachine } from '../../bots/whatsapp/web-chromium.ts'

/** A Chromium that runs here, and what it wants in its environment. */
export interface BrowserProgram {
  readonly path: string
  readonly environment: Readonly<Record<string, string>>
}

/** In a container there is no user namespace to make a sandbox of, and often no room in /dev/shm. */
export const containerArguments = ['--no-sandbox', '--disable-dev-shm-usage']

/** Starts a browser of its own; the caller closes it. */
export async function openBrowser(): Promise<Browser> {
  const { path, environment } = await browserProgram()
  const env = { ...process.env, ...environment } as Record<string, string>
  const args = [...containerArguments, '--hide-scrollbars', '--font-render-hinting=none']
  return chromium.launch({ executablePath: path, args, env, timeout: 30_000 })
}

let program: Promise<BrowserProgram> | undefined

/** Finds a Chromium that can be started: tried out once in each process. */
export function browserProgram(): Promise<BrowserProgram> {
  return (program ??= findProgram())
}

async function findProgram(): Promise<BrowserProgram> {
  const given = process.env.CHROMIUM
  if (given !== undefined && given !== '') return { path: given, environment: {} }
  const refusals: unknown[] = []
  if (process.platform === 'linux' && process.arch === 'x64') {
    try {
      return await bundledProgram()
    } catch (error) {
      refusals.push(error)
    }
  }
  const system = chromiumOnMachine()
  if (system !== undefined) return { path: system, environment: {} }
  throw new AggregateError(refusals, 'no Chromium could be started: install one and name it in CHROMIUM')
}

/** It unpacks itself into the temporary directory, once (5 s). A bare machine lacks NSS, of which it carries a copy. */
async function bundledProgram(): Promise<BrowserProgram> {
  const program = { path: await bundled.executablePath(), environment: {} }
  try {
    await tryOut(program)
    return program
  } catch (error) {
    if (!String(error).includes('shared libraries')) throw error
    const package_ = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'))
    await inflate(join(package_, '..', 'bin', 'al2023.tar.br'))
    const withLibraries = { ...program, environment: { LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib') } }
    await tryOut(withLibraries)
    return withLibraries
  }
}

async function tryOut({ path, environment }: BrowserProgram): Promise<void> {
  await promisify(execFile)(path, ['--version'], { env: { ...process.env, ...environment }, timeout: 30_000 })
}
