// SPDX-License-Identifier: AGPL-3.0-or-later
// What doctor hears from Meta: whose the token and the number are, and which texts are approved; and what an operator
// must know who speaks through WhatsApp Web instead.
import { existsSync } from 'node:fs'
import { z } from 'zod'
import type { Config, WhatsAppCloudConfig, WhatsAppWebConfig } from '../../src/config.ts'
import { alarmOf } from '../whatsapp/cloud-errors.ts'
import { type Graph, GraphFailure, graphOf } from '../whatsapp/graph.ts'
import { type TemplateText, templateTexts } from '../whatsapp/templates.ts'
import { chromiumOnMachine } from '../whatsapp/web-chromium.ts'
import { isWebLibraryInstalled } from '../whatsapp/web-library.ts'
import { counted } from './command.ts'
import type { Finding } from './doctor-machine.ts'

const number = z.object({ display_phone_number: z.string(), verified_name: z.string().optional() })
const approved = z.object({
  name: z.string(),
  language: z.string(),
  status: z.string(),
  category: z.string().optional(),
  components: z.array(z.object({ type: z.string(), text: z.string().optional(), buttons: z.unknown().optional() })),
})
type Approved = z.output<typeof approved>
const page = z.object({
  data: z.array(approved),
  paging: z.object({ cursors: z.object({ after: z.string() }).optional(), next: z.string().optional() }).optional(),
})
/** A page holds at most 100 texts, and an account 6,000. */
const pagesLimit = 60

export async function whatsappFindings(config: Config): Promise<Finding[]> {
  const { whatsappCloud: cloud, whatsappWeb: web, publicUrl } = config
  if (!cloud && !web) return [{ state: 'note', text: 'WhatsApp non è configurato.' }]
  return [...(cloud ? await cloudFindings(cloud, publicUrl) : []), ...(web ? webFindings(web) : [])]
}

async function cloudFindings(cloud: WhatsAppCloudConfig, publicUrl: string | undefined): Promise<Finding[]> {
  const graph = graphOf(cloud)
  const findings: Finding[] = []
  try {
    const fields = 'fields=display_phone_number,verified_name'
    const found = await graph.get(`${cloud.phoneNumberId}?${fields}`, number)
    const whose = found.verified_name === undefined ? '' : `, di «${found.verified_name}»`
    findings.push({ state: 'good', text: `Su WhatsApp risponde il numero ${found.display_phone_number}${whose}.` })
  } catch (error) {
    findings.push(refusalOf(cloud, error))
  }
  findings.push(
    publicUrl === undefined
      ? {
          state: 'bad',
          text: 'PUBLIC_URL manca: Meta non può consegnare i messaggi di WhatsApp.',
          mend: 'Impostate PUBLIC_URL con l’indirizzo https:// di questa macchina visto da fuori.',
        }
      : {
          state: 'note',
          text: `L’indirizzo del webhook da scrivere nel pannello di Meta è ${publicUrl}/whatsapp.`,
          mend: 'La parola di verifica è WHATSAPP_CLOUD_VERIFY_TOKEN, e il campo a cui iscriversi è “messages”.',
        },
  )
  // Where even the number is not to be had the texts would only say the same again.
  if (findings[0]?.state === 'good') findings.push(...(await templateFindings(cloud, graph)))
  return findings
}

function refusalOf({ apiRoot }: WhatsAppCloudConfig, error: unknown): Finding {
  if (!(error instanceof GraphFailure)) throw error
  const { host } = new URL(apiRoot)
  const { code, status, details } = error.problem
  if (status === undefined)
    return {
      state: 'bad',
      text: `${host} non risponde.`,
      mend: 'Controllate la rete, il firewall e WHATSAPP_CLOUD_API_ROOT.',
    }
  if (code === undefined)
    return { state: 'bad', text: `${host} risponde, ma non come Meta.`, mend: 'Controllate WHATSAPP_CLOUD_API_ROOT.' }
  const alarm = alarmOf(error.problem)
  return {
    state: 'bad',
    text: alarm ? `WhatsApp è fermo: ${alarm.words}.` : `Meta rifiuta (${code}): ${details}.`,
    mend:
      code === 100
        ? 'Controllate WHATSAPP_CLOUD_PHONE_NUMBER_ID.'
        : 'Controllate WHATSAPP_CLOUD_ACCESS_TOKEN e l’account nel pannello di Meta.',
  }
}

/** Without approved texts nobody hears of their order a day after they last wrote. */
async function templateFindings({ businessAccountId }: WhatsAppCloudConfig, graph: Graph): Promise<Finding[]> {
  if (businessAccountId === undefined)
    return [
      {
        state: 'note',
        text: 'Senza WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID non si vede quali testi Meta ha approvato.',
        mend: 'È l’identificativo dell’account WhatsApp Business, nel pannello di Meta.',
      },
    ]
  const theirs: Approved[] = []
  try {
    for (let after: string | undefined = '', pages = 0; after !== undefined && pages < pagesLimit; pages++) {
      const query: string = `fields=name,language,status,category,components&limit=100${after && `&after=${after}`}`
      const { data, paging } = await graph.get(`${businessAccountId}/message_templates?${query}`, page)
      theirs.push(...data)
      after = paging?.next === undefined ? undefined : paging.cursors?.after
    }
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error
    return [
      {
        state: 'bad',
        text: `I testi approvati da Meta non si lasciano leggere: ${error.problem.details}.`,
        mend: 'Controllate WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID; al token serve il permesso whatsapp_business_management.',
      },
    ]
  }
  const ours = templateTexts()
  const findings = ours.flatMap(text => templateFinding(text, theirs) ?? [])
  if (findings.length > 0) return findings
  return [{ state: 'good', text: `${counted(ours.length, 'testo è approvato', 'testi sono approvati')} da Meta.` }]
}

/** What is wrong with one of our texts there; undefined when it is approved as we have it. */
function templateFinding(ours: TemplateText, theirs: readonly Approved[]): Finding | undefined {
  const name = `«${ours.name}» (${ours.language})`
  const file = `bots/whatsapp/templates/${ours.name}.${ours.language}.json`
  const found = theirs.find(each => each.name === ours.name && each.language === ours.language)
  if (!found)
    return {
      state: 'bad',
      text: `Il testo ${name} non è stato consegnato a Meta.`,
      mend: `Consegnate ${file} per l’approvazione, nel pannello di Meta.`,
    }
  if (found.status === 'PENDING') return { state: 'note', text: `Il testo ${name} aspetta l’approvazione di Meta.` }
  if (found.status !== 'APPROVED')
    return {
      state: 'bad',
      text: `Il testo ${name} non è approvato (${found.status}).`,
      mend: 'Leggete nel pannello di Meta perché, e consegnatelo di nuovo.',
    }
  if (wordsIn(found.components) !== wordsIn(ours.components))
    return {
      state: 'bad',
      text: `Il testo ${name} approvato da Meta è diverso dal nostro.`,
      mend: `Consegnate di nuovo ${file}.`,
    }
  if (found.category !== undefined && found.category !== ours.category)
    return {
      state: 'bad',
      text: `Meta ha messo il testo ${name} tra i ${found.category}: costa di più, e chi non vuole pubblicità non lo riceve.`,
      mend: 'Chiedetene la revisione nel pannello di Meta.',
    }
  return undefined
}

/** What a person reads of a text: the body and the titles of the buttons. */
function wordsIn(components: Approved['components']): string {
  const button = z.array(z.object({ text: z.string() }))
  return components
    .filter(({ type }) => type === 'BODY' || type === 'BUTTONS')
    .map(
      ({ type, text, buttons }) =>
        `${type} ${text ?? ''} ${
          button
            .safeParse(buttons)
            .data?.map(each => each.text)
            .join() ?? ''
        }`,
    )
    .sort()
    .join('\n')
}

function webFindings({ chromium }: WhatsAppWebConfig): Finding[] {
  const warning: Finding = {
    state: 'note',
    text: 'WHATSAPP_WEB è on: WhatsApp non permette programmi non ufficiali, e può bloccare il numero senza avviso.',
    mend: 'Usate un numero dedicato, mai quello personale; per un servizio vero usate i valori WHATSAPP_CLOUD_….',
  }
  return [warning, libraryFinding(), chromiumFinding(chromium ?? chromiumOnMachine())]
}

function libraryFinding(): Finding {
  return isWebLibraryInstalled()
    ? { state: 'good', text: 'La libreria whatsapp-web.js è installata.' }
    : {
        state: 'bad',
        text: 'Per WHATSAPP_WEB serve la libreria whatsapp-web.js, e non è installata: il programma non parte.',
        mend: 'Installatela con npm ci --include=optional, o scrivete WHATSAPP_WEB=off.',
      }
}

function chromiumFinding(program: string | undefined): Finding {
  if (program === undefined)
    return {
      state: 'bad',
      text: 'Per WHATSAPP_WEB serve Chromium, e su questa macchina non si trova.',
      mend: 'Installate Chromium, o scrivete il suo percorso in WHATSAPP_WEB_CHROMIUM.',
    }
  return existsSync(program)
    ? { state: 'good', text: `Chromium c’è: ${program}.` }
    : { state: 'bad', text: `${program} non esiste.`, mend: 'Correggete WHATSAPP_WEB_CHROMIUM.' }
}
