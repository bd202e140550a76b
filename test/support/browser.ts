// SPDX-License-Identifier: AGPL-3.0-or-later
// A real Chromium: the one of CHROMIUM, the one that comes as a development dependency (Linux on x64), or the system's.
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import bundled, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const systems = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Starts a browser of its own; the caller closes it. */
export async function openBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM
  if (given !== undefined && given !== '') return start(given)
  const refusals: unknown[] = []
  if (process.platform === 'linux' && process.arch === 'x64') {
    try {
      return await startBundled()
    } catch (error) {
      refusals.push(error)
    }
  }
  const system = systems.find(existsSync)
  if (system !== undefined) return start(system)
  throw new AggregateError(refusals, 'no Chromium could be started: install one and name it in CHROMIUM')
}

/** It unpacks itself into the temporary directory, once (5 s). A bare machine lacks NSS, of which it carries a copy. */
async function startBundled(): Promise<Browser> {
  const path = await bundled.executablePath()
  try {
    return await start(path)
  } catch (error) {
    if (!String(error).includes('shared libraries')) throw error
    const package_ = dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium'))
    await inflate(join(package_, '..', 'bin', 'al2023.tar.br'))
    return start(path, { LD_LIBRARY_PATH: join(tmpdir(), 'al2023', 'lib') })
  }
}

function start(executablePath: string, environment: Record<string, string> = {}): Promise<Browser> {
  const env = { ...process.env, ...environment } as Record<string, string>
  // In a container there is no user namespace to make a sandbox of, and often no room in /dev/shm.
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--hide-scrollbars', '--font-render-hinting=none']
  return chromium.launch({ executablePath, args, env, timeout: 30_000 })
}
