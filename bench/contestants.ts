// SPDX-License-Identifier: AGPL-3.0-or-later
// The bots that are measured against each other, each in its own process, with its own database on the same server.
import { existsSync } from 'node:fs'
import type { Bot, TelegramEmulator } from '../playground/telegram/emulator.ts'
import { administer, databaseUrl } from '../test/support/postgres.ts'
import type { EchoPart } from './bots/echo.ts'
import type { OurPart } from './bots/ours.ts'
import { type Child, startChild } from './child.ts'

/** Where everything happens. */
export interface Ground {
  readonly emulator: TelegramEmulator
  /** Of a database server, as a superuser. */
  readonly serverUrl: string
  readonly quick: boolean
  /** Where the bots leave their profiles, if they shall. */
  readonly profileDir: string | undefined
}

/** A bot that people can write to. */
export interface Contestant {
  readonly bot: Bot
  readonly child: Child
  readonly shops: number
  readonly databaseUrl: string
}

let databases = 0

/** A new, empty database, or a copy of another one. */
export async function newDatabase(platform: Ground, name: string, template = 'template1'): Promise<string> {
  const database = `bench_${name.replaceAll(/\W/g, '_')}_${databases++}`
  await administer(platform.serverUrl, `create database ${database} template ${template}`)
  return databaseUrl(platform.serverUrl, database)
}

/** What autovacuum does within a minute or so; runs are shorter than that, and plans made for empty tables are slow. */
export async function vacuum({ databaseUrl }: { databaseUrl: string }): Promise<void> {
  if (databaseUrl !== '') await administer(databaseUrl, 'vacuum (analyze)')
}

const shopCount = 16

/** Ours, with a shopkeeper in each shop. On a database that is given, or a new one. */
export async function startOurs(
  platform: Ground,
  more: { name?: string; databaseUrl?: string; shops?: number; products?: number; still?: boolean } = {},
): Promise<Contestant> {
  const { emulator } = platform
  const { name = 'ours', shops = shopCount, products = 24, still = false } = more
  const [bot, staff] = [
    emulator.addBot({ username: `${name}_bot` }),
    emulator.addBot({ username: `${name}_shops_bot` }),
  ]
  const url = more.databaseUrl ?? (await newDatabase(platform, name))
  const part: OurPart = {
    databaseUrl: url,
    apiRoot: emulator.apiRoot,
    citizenToken: bot.token,
    staffToken: staff.token,
    shops,
    products,
    still,
  }
  const child = await startChild('bots/ours.ts', part, platform.profileDir)
  for (const { slug, token } of child.hello as { slug: string; token: string }[]) {
    const shopkeeper = emulator.addUser({ first_name: `Fornaio ${slug}`, language_code: 'it' }).chatWith(staff)
    const welcomed = shopkeeper.waitForMessage()
    shopkeeper.start(`i-${token}`)
    await welcomed
  }
  return { bot, child, shops, databaseUrl: url }
}

/** A bot that only echoes. */
export async function startEcho({ emulator, profileDir }: Ground): Promise<Contestant> {
  const bot = emulator.addBot({ username: 'echo_bot' })
  const part: EchoPart = { apiRoot: emulator.apiRoot, token: bot.token }
  const child = await startChild('bots/echo.ts', part, profileDir)
  return { bot, child, shops: shopCount, databaseUrl: '' }
}

/** What one would pick instead. */
export const peers = ['conversations', 'scenes'] as const

/** The packages of the peers, which are not ours, are installed by hand. */
export function peersMissing(): string | undefined {
  return existsSync(new URL('peers/node_modules', import.meta.url))
    ? undefined
    : 'The peers are not installed: npm ci --prefix bench/peers'
}

/** A peer that does the same walk, with a shopkeeper in each shop. */
export async function startPeer(platform: Ground, peer: (typeof peers)[number]): Promise<Contestant> {
  const { emulator } = platform
  const bot = emulator.addBot({ username: `${peer}_bot` })
  const url = await newDatabase(platform, peer)
  const part = { databaseUrl: url, apiRoot: emulator.apiRoot, token: bot.token }
  const child = await startChild(`peers/${peer}.js`, part, platform.profileDir)
  for (let at = 0; at < shopCount; at++) {
    const shopkeeper = emulator.addUser({ first_name: `Fornaio ${at}`, language_code: 'it' }).chatWith(bot)
    const welcomed = shopkeeper.waitForMessage()
    shopkeeper.start(`k-forno-${at + 1}`)
    await welcomed
  }
  return { bot, child, shops: shopCount, databaseUrl: url }
}
