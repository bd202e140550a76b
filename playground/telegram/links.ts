// SPDX-License-Identifier: AGPL-3.0-or-later
// Links as Telegram takes them: in buttons, in a person's deep link, and for webhooks.
import { bad } from './errors.ts'

/** What is wrong with a button's link, or undefined. A host without a dot (http://localhost) is refused. */
export function linkFault(raw: string, { httpsOnly = false } = {}): string | undefined {
  const link = /^[a-z][a-z0-9+.-]*:/i.test(raw) ? raw : `http://${raw}`
  if (!URL.canParse(link)) return 'Wrong HTTP URL'
  const url = new URL(link)
  const isTelegram = ['tg:', 'ton:', 'tonsite:'].includes(url.protocol)
  if (!isTelegram && url.protocol !== 'http:' && url.protocol !== 'https:') return 'Unsupported URL protocol'
  if (httpsOnly && url.protocol !== 'https:') return 'Only HTTPS links are allowed'
  if (!isTelegram && !url.hostname.includes('.') && !url.hostname.startsWith('[')) return 'Wrong HTTP URL'
  return undefined
}

const START_PARAMETER = /^[A-Za-z0-9_-]{0,64}$/

/** The text a START press sends. A parameter Telegram would not carry is a fault of the link. */
export function startText(parameter: string): string {
  if (!START_PARAMETER.test(parameter)) {
    throw new Error(`deep link parameter must be 0-64 of A-Z a-z 0-9 _ -: ${JSON.stringify(parameter)}`)
  }
  return parameter === '' ? '/start' : `/start ${parameter}`
}

/** Reads `t.me/BOT?start=PARAM` or `tg://resolve?domain=BOT&start=PARAM`. */
export function readDeepLink(link: string): { botUsername: string; parameter: string } {
  const url = new URL(link)
  const botUsername = url.protocol === 'tg:' ? (url.searchParams.get('domain') ?? '') : url.pathname.slice(1)
  return { botUsername: botUsername.toLowerCase(), parameter: url.searchParams.get('start') ?? '' }
}

/** Whether a host is this machine. */
export function isLoopback(hostname: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
}

/**
 * The address a webhook will be posted to. With `localMode`, as the server's `--local`: http, any port, loopback; without
 * it the public rules are checked, but nothing leaves this machine, so nothing will be delivered.
 */
export function webhookUrl(given: string, localMode: boolean): string {
  const link = /^https?:\/\//.test(given) ? given : `https://${given}`
  if (!URL.canParse(link)) throw bad('invalid webhook URL specified')
  const { protocol, port, hostname } = new URL(link)
  if (localMode) {
    if (!isLoopback(hostname)) throw bad('bad webhook: this emulator calls loopback only')
  } else {
    if (protocol !== 'https:') throw bad('bad webhook: An HTTPS URL must be provided for webhook')
    if (!['', '443', '88', '80', '8443'].includes(port)) {
      throw bad('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443')
    }
  }
  return link
}
