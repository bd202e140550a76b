// SPDX-License-Identifier: AGPL-3.0-or-later
// Each name of the environment by itself: what its value must look like, what it becomes, what to say if it is wrong.
import { z } from 'zod'

const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Whether a host name, as a URL writes it, is this machine's own. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)

export function urlOf(value: string): URL | undefined {
  return URL.canParse(value) ? new URL(value) : undefined
}

function isPostgresAddress(value: string): boolean {
  const url = urlOf(value)
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return false
  try {
    decodeURIComponent(url.username + url.password)
    return true
  } catch {
    return false
  }
}

function isWebAddress(value: string): boolean {
  const url = urlOf(value)
  if (!url || url.username || url.password || url.search || url.hash) return false
  // In the clear only where nobody is between.
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))
}

const withoutEndSlash = (value: string): string => value.replace(/\/+$/, '')
const webAddress = z.string().refine(isWebAddress).transform(withoutEndSlash)
const text = z.string()
const word = z.string().regex(/^\S+$/)
// The secret's length is left open: local servers and emulators hand out short ones.
const botToken = z
  .string()
  .regex(/^[1-9]\d*:[A-Za-z0-9_-]+$/)
  .max(80)
/** So long that nobody guesses it, and not one sign repeated. */
const secretWord = word.min(32).refine(value => new Set(value).size >= 8)
const howSecret = 'almeno 32 caratteri a caso (openssl rand -hex 32)'
const switched = z.enum(['on', 'off']).transform(value => value === 'on')

export interface Rule {
  readonly schema: z.ZodType
  readonly right: string
  readonly secret?: true
}

const tokenRule = {
  schema: botToken.optional(),
  right: 'il codice dato da @BotFather, cifre:lettere',
  secret: true,
} as const
export const rules = {
  DATABASE_URL: {
    schema: z.string().refine(isPostgresAddress).optional(),
    right: 'postgres://utente:password@host:5432/database, o niente per il database incorporato',
    secret: true,
  },
  DATABASE_PREPARE: {
    schema: z
      .enum(['true', 'false'])
      .transform(value => value === 'true')
      .default(true),
    right: 'true o false',
  },
  DATA_DIR: { schema: text.default('./data'), right: 'una cartella' },
  HOST: {
    schema: z
      .string()
      .regex(/^[A-Za-z0-9.:_-]+$/)
      .default('127.0.0.1'),
    right: 'un indirizzo, come 127.0.0.1 o 0.0.0.0',
  },
  PORT: {
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .refine(port => port <= 65535)
      .default(3000),
    right: 'un numero da 0 a 65535',
  },
  PUBLIC_URL: {
    schema: z.string().refine(isWebAddress).transform(withoutEndSlash).optional(),
    right: 'un indirizzo https:// senza ? né # (http:// solo verso questa stessa macchina, come http://127.0.0.1:3000)',
  },
  TELEGRAM_CITIZEN_TOKEN: tokenRule,
  TELEGRAM_STAFF_TOKEN: tokenRule,
  TELEGRAM_API_ROOT: {
    schema: webAddress.default('https://api.telegram.org'),
    right: 'un indirizzo https:// (http:// solo verso questa stessa macchina), di norma https://api.telegram.org',
  },
  TELEGRAM_UPDATES: { schema: z.enum(['polling', 'webhook']).default('polling'), right: 'polling o webhook' },
  TELEGRAM_WEBHOOK_SECRET: {
    schema: secretWord
      .max(256)
      .regex(/^[A-Za-z0-9_-]+$/)
      .optional(),
    right: `${howSecret}, al più 256: lettere senza accenti, cifre, _ o -`,
    secret: true,
  },
  WHATSAPP_CLOUD_PHONE_NUMBER_ID: {
    schema: z.string().regex(/^\d+$/).optional(),
    right: "l'identificativo numerico del numero di telefono, dal pannello di Meta",
  },
  WHATSAPP_CLOUD_ACCESS_TOKEN: {
    schema: word.optional(),
    right: 'il token di accesso permanente, senza spazi',
    secret: true,
  },
  WHATSAPP_CLOUD_APP_SECRET: {
    schema: secretWord.optional(),
    right: "la chiave segreta dell'app di Meta, 32 caratteri senza spazi",
    secret: true,
  },
  WHATSAPP_CLOUD_VERIFY_TOKEN: {
    schema: secretWord.optional(),
    right: `la parola di verifica scelta da voi per il webhook: ${howSecret}, senza spazi`,
    secret: true,
  },
  WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID: {
    schema: z.string().regex(/^\d+$/).optional(),
    right: "l'identificativo numerico dell'account WhatsApp Business",
  },
  WHATSAPP_CLOUD_API_ROOT: {
    schema: webAddress.default('https://graph.facebook.com/v24.0'),
    right:
      'un indirizzo https:// (http:// solo verso questa stessa macchina), di norma https://graph.facebook.com/v24.0',
  },
  WHATSAPP_WEB: { schema: switched.default(false), right: 'on o off' },
  WHATSAPP_WEB_CHROMIUM: { schema: text.optional(), right: 'il percorso del programma Chromium' },
  WHATSAPP_WEB_CHROMIUM_ARGS: {
    schema: z
      .string()
      .transform(value => value.split(/\s+/))
      .default([]),
    right: 'opzioni di Chromium separate da spazi',
  },
  WHATSAPP_WEB_PHONE: {
    schema: z
      .string()
      .regex(/^\+?[\d .-]+$/)
      .transform(value => value.replace(/\D/g, ''))
      .refine(value => /^[1-9]\d{6,14}$/.test(value))
      .optional(),
    right: 'il numero da collegare, con il prefisso internazionale, come +39 333 1234567',
  },
  PLAYGROUND: { schema: switched.optional(), right: 'on o off' },
  PLAYGROUND_KEY: { schema: secretWord.optional(), right: `${howSecret}, senza spazi`, secret: true },
  METRICS_KEY: { schema: secretWord.optional(), right: `${howSecret}, senza spazi`, secret: true },
  LOG_LEVEL: { schema: z.enum(logLevels).default('info'), right: logLevels.join(', ') },
} satisfies Record<string, Rule>

export type Name = keyof typeof rules
