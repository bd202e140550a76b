// SPDX-License-Identifier: AGPL-3.0-or-later
// What doctor sees on this machine: the .env file, the folder of the data, the disk.
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { type Config, type ConfigError, configNames } from '../../src/config.ts'
import { openToOthers } from '../../src/db/engines/private-directory.ts'

/** One thing seen: good, worth knowing, or bad; and how to mend it. */
export interface Finding {
  readonly state: 'good' | 'note' | 'bad'
  readonly text: string
  readonly mend?: string
}

const roomWantedBytes = 500_000_000

/** The problems of the configuration, one by one. */
export function configFindings(problems: ConfigError['problems']): Finding[] {
  return problems.map(({ name, wrong, right }) => ({
    state: 'bad',
    text: `${name}: ${wrong}.`,
    mend: `Serve ${right}.`,
  }))
}

/** Who may read `.env`, and names in it that nothing reads. */
export function environmentFindings(dir: string): Finding[] {
  const path = join(dir, '.env')
  if (!existsSync(path)) return [{ state: 'note', text: 'Non c’è un file .env: vale solo l’ambiente.' }]
  const findings: Finding[] = []
  // Windows has no such permissions.
  if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0)
    findings.push({
      state: 'bad',
      text: 'Il file .env, con i suoi segreti, può essere letto da altri utenti.',
      mend: 'chmod 600 .env',
    })
  const known: readonly string[] = configNames
  for (const name of Object.keys(parseEnv(readFileSync(path, 'utf8'))))
    if (!known.includes(name))
      findings.push({ state: 'bad', text: `Nel file .env c'è ${name}, che nessuno legge.`, mend: nearest(name) })
  return findings.length > 0
    ? findings
    : [{ state: 'good', text: 'Il file .env è leggibile solo da voi, e ogni nome è conosciuto.' }]
}

function nearest(name: string): string {
  const parts = name.toUpperCase().split('_')
  const likeness = (other: string): number => other.split('_').filter(part => parts.includes(part)).length
  const best = [...configNames].sort((a, b) => likeness(b) - likeness(a))[0]
  return best !== undefined && likeness(best) > 0
    ? `Forse volevate scrivere ${best}? Altrimenti toglietelo.`
    : 'Toglietelo.'
}

/** The folder of the data: who may read it, and its room. */
export async function roomFindings(config: Config): Promise<Finding[]> {
  const findings: Finding[] = []
  const dir = existingFolder(resolve(config.dataDir))
  try {
    accessSync(dir, constants.W_OK)
  } catch {
    findings.push({
      state: 'bad',
      text: `Nella cartella ${dir} (DATA_DIR) non si può scrivere.`,
      mend: 'Date il permesso di scrivere all’utente che avvia il programma.',
    })
  }
  findings.push(...privacyFindings(resolve(config.dataDir)))
  const { bavail, bsize } = await statfs(dir)
  const freeBytes = bavail * bsize
  const room = `Sul disco di ${dir} ci sono ${(freeBytes / 1e9).toFixed(1).replace('.', ',')} GB liberi`
  findings.push(
    freeBytes < roomWantedBytes
      ? { state: 'bad', text: `${room}: pochi.`, mend: 'Fate posto, o spostate DATA_DIR su un altro disco.' }
      : { state: 'good', text: `${room}.` },
  )
  return findings
}

/** Whether another user may read or write what lies in DATA_DIR. */
function privacyFindings(dir: string): Finding[] {
  // Windows has no such permissions.
  if (process.platform === 'win32' || !existsSync(dir)) return []
  const open = openToOthers(dir)
  if (open.length === 0) return [{ state: 'good', text: 'La cartella dei dati (DATA_DIR) è solo vostra.' }]
  const more = open.length > 1 ? ` e altri ${open.length - 1}` : ''
  return [
    {
      state: 'bad',
      text: `Altri utenti possono leggere o scrivere nella cartella dei dati (DATA_DIR): ${open[0]}${more}.`,
      mend: `chmod -R go-rwx ${dir}`,
    },
  ]
}

function existingFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingFolder(dirname(path))
}
