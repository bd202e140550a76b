// SPDX-License-Identifier: AGPL-3.0-or-later
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CloudStub } from '../../playground/whatsapp/cloud-stub.ts'
import { whatsappFindings } from '../../bots/commands/doctor-whatsapp.ts'
import { templateTexts } from '../../bots/whatsapp/templates.ts'
import { type Environment, readConfig } from '../../src/config.ts'

let stub: CloudStub
beforeAll(async () => {
  stub = await CloudStub.start({ displayPhoneNumber: '+39 0331 000000' })
})
afterAll(() => stub.stop())
beforeEach(() => {
  stub.clearFaults()
  for (const text of templateTexts()) stub.addTemplate({ ...text, status: 'APPROVED' })
})

/** What doctor says, a line for each finding. */
async function said(more: Environment = {}): Promise<string> {
  const { phoneNumberId, businessAccountId, accessToken } = stub.world.options
  const config = readConfig({
    PUBLIC_URL: 'https://spesa.example.it',
    WHATSAPP_CLOUD_PHONE_NUMBER_ID: phoneNumberId,
    WHATSAPP_CLOUD_ACCESS_TOKEN: accessToken,
    WHATSAPP_CLOUD_APP_SECRET: '0123456789abcdef0123456789abcdef',
    WHATSAPP_CLOUD_VERIFY_TOKEN: 'una-parola-che-nessuno-indovina-mai',
    WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID: businessAccountId,
    WHATSAPP_CLOUD_API_ROOT: stub.apiRoot,
    ...more,
  })
  const findings = await whatsappFindings(config)
  return findings.map(({ state, text, mend }) => `${state} ${text} ${mend ?? ''}`).join('\n')
}

test('doctor finds nothing wrong where the number answers and every text is approved as we have it', async () => {
  const found = await said()
  expect(found).toContain('good Su WhatsApp risponde il numero +39 0331 000000, di «Spesa in Comune».')
  expect(found).toContain('https://spesa.example.it/whatsapp')
  expect(found).toContain('good 12 testi sono approvati da Meta.')
  expect(found).not.toContain('bad ')
})

test('doctor names each text that is missing, waits, was refused, reads otherwise, or was made advertising', async () => {
  const [one, two, three, four, five] = templateTexts()
  if (!one || !two || !three || !four || !five) throw new Error('no texts')
  stub.world.templates.remove(one.name, one.language)
  stub.addTemplate({ ...two, status: 'PENDING' })
  stub.addTemplate({ ...three, status: 'REJECTED' })
  const [body, buttons] = four.components
  stub.addTemplate({ ...four, status: 'APPROVED', components: [{ ...body, text: `${body.text}!` }, buttons] })
  stub.addTemplate({ ...five, status: 'APPROVED', category: 'MARKETING' })
  const found = await said()
  const about = ({ name, language }: typeof one): string | undefined =>
    found.split('\n').find(line => line.includes(`«${name}» (${language})`))
  expect(about(one)).toMatch(/^bad .*non è stato consegnato.*order_news\.it\.json/)
  expect(about(two)).toMatch(/^note .*aspetta/)
  expect(about(three)).toMatch(/^bad .*REJECTED/)
  expect(about(four)).toMatch(/^bad .*diverso/)
  expect(about(five)).toMatch(/^bad .*MARKETING/)
  expect(found.split('\n').filter(line => line.includes('Il testo') || line.includes('Meta ha messo'))).toHaveLength(5)
})

test('doctor finds our texts among many others', async () => {
  const other = templateTexts()[0]
  if (!other) throw new Error('no texts')
  for (let at = 0; at < 250; at++) stub.addTemplate({ ...other, name: `other_${at}`, status: 'APPROVED' })
  for (const text of templateTexts()) stub.world.templates.remove(text.name, text.language)
  expect((await said()).match(/non è stato consegnato/g)).toHaveLength(12)
  for (const text of templateTexts()) stub.addTemplate({ ...text, status: 'APPROVED' })
  expect(await said()).toContain('12 testi sono approvati')
  for (let at = 0; at < 250; at++) stub.world.templates.remove(`other_${at}`, other.language)
})

test('doctor says what is wrong with the token, the number, the address and the account', async () => {
  const token = 'EAAsomebodyelses0token'
  const wrongToken = await said({ WHATSAPP_CLOUD_ACCESS_TOKEN: token })
  expect(wrongToken).toContain('bad WhatsApp è fermo: il token di accesso non vale più')
  expect(wrongToken).not.toContain(token)
  expect(await said({ WHATSAPP_CLOUD_PHONE_NUMBER_ID: '999' })).toContain('Controllate WHATSAPP_CLOUD_PHONE_NUMBER_ID')
  expect(await said({ WHATSAPP_CLOUD_API_ROOT: 'http://127.0.0.1:9' })).toContain('bad 127.0.0.1:9 non risponde.')
  expect(await said({ WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID: '999' })).toContain('non si lasciano leggere')
  expect(await said({ WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID: '' })).toContain(
    'note Senza WHATSAPP_CLOUD_BUSINESS_ACCOUNT_ID',
  )
  expect(await said({ PUBLIC_URL: '' })).toContain('bad PUBLIC_URL manca')
})

test('doctor warns plainly of unofficial clients, and looks for the browser', async () => {
  const none = Object.fromEntries(
    ['PHONE_NUMBER_ID', 'ACCESS_TOKEN', 'APP_SECRET', 'VERIFY_TOKEN'].map(name => [`WHATSAPP_CLOUD_${name}`, '']),
  )
  expect(await said(none)).toBe('note WhatsApp non è configurato. ')
  const found = await said({ ...none, WHATSAPP_WEB: 'on', WHATSAPP_WEB_CHROMIUM: process.execPath })
  expect(found).toMatch(/^note .*non permette programmi non ufficiali, e può bloccare il numero/)
  expect(found).toContain('good La libreria whatsapp-web.js è installata.')
  expect(found).toContain('good Chromium c’è')
  expect(await said({ ...none, WHATSAPP_WEB: 'on', WHATSAPP_WEB_CHROMIUM: '/nowhere/chromium' })).toContain(
    'bad /nowhere/chromium non esiste.',
  )
})
