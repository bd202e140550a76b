// SPDX-License-Identifier: AGPL-3.0-or-later
// Which channels run in this process: those that are configured, or the playground's. Nothing starts here.
import type { Playground } from '../playground/playground.ts'
import type { Channel, PhotoStore } from '../src/channel.ts'
import { type Config, ConfigError, type TelegramConfig, webhookSecretsOf } from '../src/config.ts'
import type { Log } from '../src/log.ts'
import type { Clock } from '../src/system.ts'
import type { Webhook } from '../src/web/webhook.ts'
import { citizenBot } from './telegram/citizen.ts'
import { staffBot } from './telegram/staff.ts'
import { whatsappCloudChannel } from './whatsapp/cloud.ts'
import { isWebLibraryInstalled } from './whatsapp/web-library.ts'

/** A channel, and where its platform posts to if it does. */
export type RunningChannel = Channel & { readonly webhook?: Webhook | undefined }

interface Parts {
  readonly photos: PhotoStore
  readonly log: Log
  readonly clock: Clock
  readonly prefix?: string | undefined
}

/** Throws a ConfigError when a channel is configured whose library is not installed. */
export function checkLibraries({ whatsappWeb }: Config): void {
  if (!whatsappWeb || isWebLibraryInstalled()) return
  throw new ConfigError([
    {
      name: 'WHATSAPP_WEB',
      wrong: 'è on, ma la libreria whatsapp-web.js non è installata',
      right: '«npm ci --include=optional», oppure WHATSAPP_WEB=off',
    },
  ])
}

/** What is configured; or the playground's, which never runs beside real channels. */
export async function channelsOf(
  config: Config,
  playground: Playground | undefined,
  parts: Parts,
): Promise<RunningChannel[]> {
  if (playground) return playgroundChannels(playground, parts)
  const { telegram, whatsappCloud, whatsappWeb, dataDir } = config
  const channels: RunningChannel[] = telegram ? telegramChannels(telegram, parts) : []
  if (whatsappCloud) channels.push(whatsappCloudChannel({ ...whatsappCloud, ...parts }))
  if (whatsappWeb) {
    // Whoever does without it does not load it.
    const { whatsappWebChannel } = await import('./whatsapp/web.ts')
    channels.push(whatsappWebChannel({ ...whatsappWeb, ...parts, dataDir }))
  }
  return channels
}

/**
 * What the names of the playground's accounts begin with: a chat or a role that is written for one of them is never
 * found by a real account.
 */
const playPrefix = 'play:'

/** Two bots and a number, whose servers are ours. */
export function playgroundChannels(playground: Playground, parts: Parts): RunningChannel[] {
  return [
    ...telegramChannels({ ...playground.telegram, updates: { by: 'polling' } }, { ...parts, prefix: playPrefix }),
    whatsappCloudChannel({ ...playground.whatsapp, ...parts, prefix: playPrefix }),
  ]
}

function telegramChannels(config: TelegramConfig, { photos, log, prefix }: Parts): RunningChannel[] {
  const { citizenToken, staffToken, apiRoot, updates } = config
  const of = (bot: 'citizen' | 'staff'): TelegramConfig['updates'] =>
    updates.by === 'polling' ? updates : { ...updates, secret: webhookSecretsOf(updates.secret)[bot] }
  const parts = { apiRoot, photos, log, prefix }
  return [
    ...(citizenToken === undefined ? [] : [citizenBot({ ...parts, updates: of('citizen'), token: citizenToken })]),
    ...(staffToken === undefined ? [] : [staffBot({ ...parts, updates: of('staff'), token: staffToken })]),
  ]
}

const names = { telegram: 'Telegram', 'whatsapp-cloud': 'WhatsApp', 'whatsapp-web': 'WhatsApp Web' } as const

/** What whoever started it wants to know first, for people and not as log lines. */
export function announcement(channels: readonly RunningChannel[]): string[] {
  const lines = channels.map(({ account, health }) => {
    const { ok, detail, pairing } = health()
    const name = names[account.channel]
    if (ok) return `${name}: ${detail}`
    return pairing ? `${name}: aspetta di essere collegato a un telefono` : `${name}: non ancora pronto (${detail})`
  })
  if (channels.some(({ account }) => account.channel === 'whatsapp-web'))
    lines.push(
      'Attenzione: WhatsApp non ammette i programmi non ufficiali come questo e può bloccare il numero, anche per sempre.',
    )
  return lines
}
