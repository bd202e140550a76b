// SPDX-License-Identifier: AGPL-3.0-or-later
// The browser that WhatsApp Web runs in: where machines keep it, and how one that was left behind is put away.
import { existsSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

const programs: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
    'C:/Program Files (x86)/Google/Chrome/Application/chrome.exe',
    'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
  ],
}

/** The Chromium (or Chrome) of this machine, where it is kept by custom. */
export function chromiumOnMachine(): string | undefined {
  return programs[process.platform]?.find(existsSync)
}

/** Kills a browser with all its processes: it was started as the head of a group of its own. */
export function killBrowser(pid: number): void {
  for (const target of process.platform === 'win32' ? [pid] : [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL')
    } catch {
      // It is gone.
    }
  }
}

/**
 * Frees a profile for the next start. A browser whose owner was killed may live on; and where the machine's name has
 * changed (a new container over the same volume) Chromium refuses a profile for the sake of a browser long gone.
 */
export function freeProfile(folder: string): void {
  const lock = join(folder, 'SingletonLock')
  try {
    const [, host, pid] = /^(.*)-(\d+)$/.exec(readlinkSync(lock)) ?? []
    if (host === hostname() && pid !== undefined && commandOf(Number(pid)).includes(folder)) killBrowser(Number(pid))
  } catch {
    // No lock, or a system without such links.
  }
  for (const name of ['SingletonLock', 'SingletonSocket', 'SingletonCookie'])
    rmSync(join(folder, name), { force: true })
}

/** Numbers of processes are given again: only one that works on this profile is its browser. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
