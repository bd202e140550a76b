// SPDX-License-Identifier: AGPL-3.0-or-later
// What doctor hears from Telegram: whose the tokens are, where the updates go, what time it is there.
import type { Config, TelegramConfig } from '../../src/config.ts'
import { systemClock } from '../../src/system.ts'
import type { Finding } from './doctor-machine.ts'
import { type Answer, askWebhook, askWho, type WebhookInfo } from './telegram.ts'

/** Slots and reminders are told to the minute. Telegram's own clock is given to the second, and an answer takes time. */
const clockToleranceMs = 30_000
const recentMs = 3_600_000
const manyPending = 100

export async function telegramFindings(config: Config): Promise<Finding[]> {
  const { telegram } = config
  if (!telegram) return [{ state: 'note', text: 'Nessun bot di Telegram è configurato.' }]
  const findings: Finding[] = []
  const bots = [
    ['citizen', 'TELEGRAM_CITIZEN_TOKEN', telegram.citizenToken],
    ['staff', 'TELEGRAM_STAFF_TOKEN', telegram.staffToken],
  ] as const
  for (const [audience, name, token] of bots) {
    if (token === undefined) {
      findings.push({
        state: 'note',
        text: `${name} manca: il bot ${audience === 'citizen' ? 'dei cittadini' : 'di negozi e comune'} non parte.`,
      })
      continue
    }
    const who = await askWho(telegram.apiRoot, token)
    if (!who.ok) {
      findings.push(refusalOf(name, telegram.apiRoot, who))
      continue
    }
    findings.push({ state: 'good', text: `${name} è di @${who.result.username}.` })
    if (!findings.some(finding => finding.text.startsWith('L’orologio'))) findings.push(...clockFindings(who.date))
    const webhook = await askWebhook(telegram.apiRoot, token)
    if (webhook.ok) findings.push(...webhookFindings(telegram, audience, who.result.username, webhook.result))
    else findings.push(refusalOf(name, telegram.apiRoot, webhook))
  }
  return findings
}

function refusalOf(name: string, apiRoot: string, { why }: Extract<Answer<unknown>, { ok: false }>): Finding {
  if (why === 'token-refused')
    return {
      state: 'bad',
      text: `${name} non è riconosciuto da Telegram.`,
      mend: 'Copiate di nuovo il codice da @BotFather (comando /token).',
    }
  const { host } = new URL(apiRoot)
  if (why === 'unreachable')
    return {
      state: 'bad',
      text: `${host} non risponde.`,
      mend: 'Controllate la rete, il firewall e TELEGRAM_API_ROOT.',
    }
  return { state: 'bad', text: `${host} risponde, ma non come Telegram.`, mend: 'Controllate TELEGRAM_API_ROOT.' }
}

function clockFindings(theirs: Date | undefined): Finding[] {
  if (!theirs) return []
  const ahead = Math.round((systemClock.now().getTime() - theirs.getTime()) / 1000)
  if (Math.abs(ahead) * 1000 <= clockToleranceMs) return [{ state: 'good', text: 'L’orologio va bene.' }]
  const how = ahead > 0 ? 'avanti' : 'indietro'
  return [
    {
      state: 'bad',
      text: `L’orologio di questa macchina va ${how} di ${Math.abs(ahead)} secondi.`,
      mend: 'Accendete la sincronizzazione dell’ora (timedatectl set-ntp true).',
    },
  ]
}

function webhookFindings(telegram: TelegramConfig, audience: string, username: string, info: WebhookInfo): Finding[] {
  const findings: Finding[] = []
  const { updates } = telegram
  if (updates.by === 'polling') {
    if (info.url !== '')
      findings.push({
        state: 'bad',
        text: `@${username} manda gli aggiornamenti a un webhook (${hostOf(info.url)}), ma TELEGRAM_UPDATES è polling.`,
        mend: 'L’avvio del programma lo toglie. Se invece è un altro programma a usare questo bot, createne uno nuovo.',
      })
  } else if (info.url !== `${updates.publicUrl}/telegram/${audience}`)
    findings.push({
      state: 'bad',
      text:
        info.url === ''
          ? `@${username} non ha ancora un webhook.`
          : `Il webhook di @${username} porta altrove (${hostOf(info.url)}).`,
      mend: 'L’avvio del programma lo registra con PUBLIC_URL: avviatelo, o riavviatelo.',
    })
  const failedAt = info.last_error_date
  if (updates.by === 'webhook' && failedAt !== undefined && systemClock.now().getTime() - failedAt * 1000 < recentMs)
    findings.push({
      state: 'bad',
      text: `Nell'ultima ora Telegram non è riuscito a consegnare a @${username}: ${errorIn(info)}.`,
      mend: 'Controllate che PUBLIC_URL si apra da fuori, con un certificato valido, e che il segreto sia lo stesso.',
    })
  if (info.pending_update_count > manyPending)
    findings.push({
      state: 'bad',
      text: `${info.pending_update_count} aggiornamenti per @${username} aspettano di essere presi.`,
      mend: 'Controllate che il programma sia acceso, e nei suoi log che non si sia fermato.',
    })
  return findings.length > 0
    ? findings
    : [{ state: 'good', text: `Gli aggiornamenti di @${username} arrivano (${updates.by}).` }]
}

const errorIn = (info: WebhookInfo): string => info.last_error_message?.slice(0, 200) ?? 'senza dire perché'

/** Only the host: somebody else's address may carry a secret. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '?'
}
