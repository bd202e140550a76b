// SPDX-License-Identifier: AGPL-3.0-or-later
// What doctor sees on this machine: the .env file, the secrets, the disk.
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { type Config, type ConfigError, configNames } from '../../src/config.ts'

/** One thing seen: good, worth knowing, or bad; and how to mend it. */
export interface Finding {
  readonly state: 'good' | 'note' | 'bad'
  readonly text: string
  readonly mend?: string
}

const roomWantedBytes = 500_000_000
const secretWanted = 32

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

/** Secrets that could be guessed, and the folder of the data. */
export async function roomFindings(config: Config): Promise<Finding[]> {
  const findings: Finding[] = []
  const updates = config.telegram?.updates
  const secrets = [
    ['TELEGRAM_WEBHOOK_SECRET', updates?.by === 'webhook' ? updates.secret : undefined],
    ['WHATSAPP_CLOUD_VERIFY_TOKEN', config.whatsappCloud?.verifyToken],
  ] as const
  for (const [name, secret] of secrets)
    if (secret !== undefined && (secret.length < secretWanted || new Set(secret).size < 10))
      findings.push({
        state: 'bad',
        text: `${name} si può indovinare.`,
        mend: `Sceglietene uno a caso di almeno ${secretWanted} caratteri: openssl rand -hex 32`,
      })
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

function existingFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existingFolder(dirname(path))
}
