// SPDX-License-Identifier: AGPL-3.0-or-later
// Strings first, then one pure function to a typed configuration. An empty value counts as absent, so that
// `.env.example` can be copied and filled in where needed.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import type { z } from 'zod'
import { type LogLevel, type Name, type Rule, rules, urlOf } from './config-rules.ts'

export type { LogLevel } from './config-rules.ts'

/** How updates come in. A webhook cannot be written without the two things it needs. */
export type TelegramUpdates =
  { readonly by: 'polling' } | { readonly by: 'webhook'; readonly publicUrl: string; readonly secret: string }

export interface TelegramConfig {
  /** At least one of the two tokens is there. */
  readonly citizenToken: string | undefined
  readonly staffToken: string | undefined
  readonly apiRoot: string
  readonly updates: TelegramUpdates
}

export interface WhatsAppCloudConfig {
  readonly phoneNumberId: string
  readonly accessToken: string
  readonly appSecret: string
  readonly verifyToken: string
  readonly businessAccountId: string | undefined
  readonly apiRoot: string
}

export interface WhatsAppWebConfig {
  readonly chromium: string | undefined
  readonly chromiumArguments: readonly string[]
  /** Digits only: linked by a code for this number instead of a QR code. */
  readonly phone: string | undefined
}

export interface Config {
  readonly databaseUrl: string | undefined
  readonly databasePrepare: boolean
  readonly dataDir: string
  readonly host: string
  readonly port: number
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined
  readonly telegram: TelegramConfig | undefined
  readonly whatsappCloud: WhatsAppCloudConfig | undefined
  readonly whatsappWeb: WhatsAppWebConfig | undefined
  /** Undefined where the database decides: a demo is played. Never true beside a channel. */
  readonly playground: boolean | undefined
  readonly playgroundKey: string | undefined
  readonly metricsKey: string | undefined
  readonly logLevel: LogLevel
}

export type Environment = Readonly<Record<string, string | undefined>>

/** A name of the environment, what is wrong with its value, and what would be right. Never the value of a secret. */
export interface ConfigProblem {
  readonly name: string
  readonly wrong: string
  readonly right: string
}

/** Every problem of the environment at once. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ name, wrong, right }) => `${name}: ${wrong}; serve ${right}`).join('\n'))
    this.name = 'ConfigError'
    this.problems = problems
  }
}

type Values = { readonly [N in Name]: z.output<(typeof rules)[N]['schema']> }

/** Every name that is looked at, for a hint at misspelt ones. */
export const configNames = Object.keys(rules) as readonly Name[]

/** Checks the whole environment. Throws a ConfigError that names every problem. */
export function readConfig(environment: Environment): Config {
  const problems: ConfigProblem[] = []
  const values = Object.fromEntries(
    configNames.map(name => {
      const rule: Rule = rules[name]
      const given = environment[name]?.trim() || undefined
      const parsed = rule.schema.safeParse(given)
      if (parsed.success) return [name, parsed.data]
      problems.push({
        name,
        wrong: rule.secret ? 'non ha la forma giusta' : `«${given}» non va bene`,
        right: rule.right,
      })
      // Judged as if it were absent, so that the other names are judged as well.
      return [name, rule.schema.parse(undefined)]
    }),
  ) as Values
  const seen = new Set(problems.map(problem => problem.name))
  const complain = (name: Name, wrong: string, right: string = rules[name].right): void => {
    if (!seen.has(name)) problems.push({ name, wrong, right })
    seen.add(name)
  }
  const telegram = telegramOf(values, complain)
  const whatsappCloud = whatsappCloudOf(values, seen, complain)
  refuseEqualSecrets(values, complain)
  const hasChannel = telegram !== undefined || whatsappCloud !== undefined || values.WHATSAPP_WEB
  if (hasChannel && values.PLAYGROUND === true)
    complain('PLAYGROUND', 'è on, e c’è anche un canale vero', 'off, oppure nessun canale')
  if (problems.length > 0) throw new ConfigError(problems)
  const whatsappWeb = values.WHATSAPP_WEB
    ? {
        chromium: values.WHATSAPP_WEB_CHROMIUM,
        chromiumArguments: values.WHATSAPP_WEB_CHROMIUM_ARGS,
        phone: values.WHATSAPP_WEB_PHONE,
      }
    : undefined
  return {
    databaseUrl: values.DATABASE_URL,
    databasePrepare: values.DATABASE_PREPARE,
    dataDir: values.DATA_DIR,
    host: values.HOST,
    port: values.PORT,
    publicUrl: values.PUBLIC_URL,
    telegram,
    whatsappCloud,
    whatsappWeb,
    playground: hasChannel ? false : values.PLAYGROUND,
    playgroundKey: values.PLAYGROUND_KEY,
    metricsKey: values.METRICS_KEY,
    logLevel: values.LOG_LEVEL,
  }
}

/** Who knows one secret would know the other: one is told to Telegram, another to Meta, another to who reads metrics. */
function refuseEqualSecrets(values: Values, complain: Complain): void {
  const owners = new Map<unknown, Name>()
  for (const name of configNames) {
    const rule: Rule = rules[name]
    const value = values[name]
    if (rule.secret !== true || value === undefined) continue
    const owner = owners.get(value)
    if (owner === undefined) owners.set(value, name)
    else complain(name, `è uguale a ${owner}`, 'un segreto diverso da ogni altro')
  }
}

/** Each bot's own webhook secret, made from the one that is configured: who learns the one cannot pass for the other. */
export function webhookSecretsOf(secret: string): Readonly<Record<'citizen' | 'staff', string>> {
  const secretOf = (bot: string): string => createHmac('sha256', secret).update(`telegram:${bot}`).digest('base64url')
  return { citizen: secretOf('citizen'), staff: secretOf('staff') }
}

type Complain = (name: Name, wrong: string, right?: string) => void

function telegramOf(values: Values, complain: Complain): TelegramConfig | undefined {
  const citizenToken = values.TELEGRAM_CITIZEN_TOKEN
  const staffToken = values.TELEGRAM_STAFF_TOKEN
  // The digits are the bot: two tokens of one bot are no two bots, even if one is an old token of it.
  if (citizenToken && staffToken && citizenToken.split(':')[0] === staffToken.split(':')[0])
    complain(
      'TELEGRAM_STAFF_TOKEN',
      'è dello stesso bot di TELEGRAM_CITIZEN_TOKEN',
      'il codice di un secondo bot, creato con @BotFather',
    )
  const secret = values.TELEGRAM_WEBHOOK_SECRET
  const publicUrl = values.PUBLIC_URL
  if (values.TELEGRAM_UPDATES === 'webhook') {
    if (!publicUrl) complain('PUBLIC_URL', 'manca, e TELEGRAM_UPDATES=webhook ne ha bisogno')
    if (!secret) complain('TELEGRAM_WEBHOOK_SECRET', 'manca, e TELEGRAM_UPDATES=webhook ne ha bisogno')
  }
  if (!citizenToken && !staffToken) return undefined
  const updates: TelegramUpdates =
    values.TELEGRAM_UPDATES === 'webhook' && publicUrl && secret
      ? { by: 'webhook', publicUrl, secret }
      : { by: 'polling' }
  return { citizenToken, staffToken, apiRoot: values.TELEGRAM_API_ROOT, updates }
}

function whatsappCloudOf(
  values: Values,
  seen: ReadonlySet<string>,
  complain: Complain,
): WhatsAppCloudConfig | undefined {
  const phoneNumberId = values.WHATSAPP_CLOUD_PHONE_NUMBER_ID
  const accessToken = values.WHATSAPP_CLOUD_ACCESS_TOKEN
  const appSecret = values.WHATSAPP_CLOUD_APP_SECRET
  const verifyToken = values.WHATSAPP_CLOUD_VERIFY_TOKEN
  if (phoneNumberId && accessToken && appSecret && verifyToken)
    return {
      phoneNumberId,
      accessToken,
      appSecret,
      verifyToken,
      businessAccountId: values.WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID,
      apiRoot: values.WHATSAPP_CLOUD_API_ROOT,
    }
  const together = [
    'WHATSAPP_CLOUD_PHONE_NUMBER_ID',
    'WHATSAPP_CLOUD_ACCESS_TOKEN',
    'WHATSAPP_CLOUD_APP_SECRET',
    'WHATSAPP_CLOUD_VERIFY_TOKEN',
  ] as const
  if (together.some(name => values[name] !== undefined || seen.has(name)))
    for (const name of together)
      if (values[name] === undefined) complain(name, 'manca, e gli altri valori WHATSAPP_CLOUD_… ci sono')
  return undefined
}

/** The values that must never be seen in a log: tokens, keys, the database's password. */
export function secretsOf(config: Config): string[] {
  const { telegram, whatsappCloud, databaseUrl } = config
  const password = databaseUrl === undefined ? undefined : urlOf(databaseUrl)?.password
  return [
    databaseUrl,
    password,
    password === undefined ? undefined : decodeURIComponent(password),
    telegram?.citizenToken,
    telegram?.staffToken,
    ...(telegram?.updates.by === 'webhook'
      ? [telegram.updates.secret, ...Object.values(webhookSecretsOf(telegram.updates.secret))]
      : []),
    whatsappCloud?.accessToken,
    whatsappCloud?.appSecret,
    whatsappCloud?.verifyToken,
    config.playgroundKey,
    config.metricsKey,
  ].filter((secret): secret is string => secret !== undefined && secret !== '')
}

/** The process's environment, with what `.env` of that folder adds to it. */
export function readEnvironment(dir: string, environment: Environment = process.env): Environment {
  try {
    return { ...parseEnv(readFileSync(join(dir, '.env'), 'utf8')), ...environment }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return environment
    throw new ConfigError([
      {
        name: '.env',
        wrong: 'c’è, ma non si lascia leggere',
        right: 'un file di testo leggibile da chi avvia il programma',
      },
    ])
  }
}
