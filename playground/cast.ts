// SPDX-License-Identifier: AGPL-3.0-or-later
// Who plays: two bots and a number on WhatsApp, two citizens, the town hall, and one shopkeeper per shop, each with both
// apps on their telephone. All of them are the same ones at every start, because the database may remember them while
// the emulator and the stub begin anew.
import { createHash } from 'node:crypto'
import type { BotInfo } from './telegram/bots.ts'
import type { PersonInfo } from './telegram/world.ts'

export const citizenToken = '7000000001:AAF-Spesa-in-Comune-citizens-play-1'
export const staffToken = '7000000002:AAF-Spesa-in-Comune-shops-playing-2'

export const citizenBotInfo: BotInfo = {
  token: citizenToken,
  id: 7_000_000_001,
  username: 'SpesaInComuneBot',
  first_name: 'Spesa in Comune',
}
export const staffBotInfo: BotInfo = {
  token: staffToken,
  id: 7_000_000_002,
  username: 'SpesaInComuneNegoziBot',
  first_name: 'Spesa in Comune · Negozi',
}

/** Our one number, which serves citizens and staff alike. */
export const whatsappNumber = {
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
  displayPhoneNumber: '+39 0331 555 0100',
  verifiedName: 'Spesa in Comune',
}

export const anna: PersonInfo = { id: 710_000_001, first_name: 'Anna', last_name: 'Bianchi', language_code: 'it' }
export const luigi: PersonInfo = { id: 710_000_002, first_name: 'Luigi', last_name: 'Moretti', language_code: 'it' }
export const operator: PersonInfo = { id: 710_000_003, first_name: 'Giulia', last_name: 'Ferrari', language_code: 'it' }

/** The shop that the newcomer meets first: its poster hangs in Anna's street. */
export const firstShop = 'forno-rossi'
/** The demo town, which is preferred where the database knows several. */
export const firstTown = 'borgo-sereno'

const keepers: Readonly<Record<string, readonly [string, string]>> = {
  'forno-rossi': ['Marco', 'Rossi'],
  'la-primizia': ['Samira', 'Haddad'],
  'salumeria-brambilla': ['Piero', 'Brambilla'],
  'macelleria-colombo': ['Elena', 'Colombo'],
  'edicola-stazione': ['Beppe', 'Galli'],
  'fiori-di-campo': ['Chiara', 'Riva'],
  'trattoria-del-ponte': ['Nadia', 'Fumagalli'],
  'caseificio-san-rocco': ['Davide', 'Locatelli'],
}

/** What they are called, and found by, on WhatsApp. */
export function onWhatsApp({ id, first_name, last_name }: PersonInfo): { name: string; phone: string } {
  return {
    name: last_name === undefined ? first_name : `${first_name} ${last_name}`,
    phone: `39320${String((id ?? 0) % 10_000_000).padStart(7, '0')}`,
  }
}

/** Who keeps a shop: by the shop's slug always the same person. */
export function keeperOf(shopSlug: string): PersonInfo {
  const [first_name, last_name] = keepers[shopSlug] ?? ['Negoziante', '']
  const id = 1_000_000_000 + (createHash('sha256').update(shopSlug).digest().readUInt32BE() % 1_000_000_000)
  return { id, first_name, ...(last_name !== '' && { last_name }), language_code: 'it' }
}
