// SPDX-License-Identifier: AGPL-3.0-or-later
// Who plays: two bots and a number on WhatsApp, two citizens, the town hall, and one shopkeeper per shop, each with both
// apps on their telephone. The people are the same ones at every start over one database, which remembers them while the
// emulator and the stub begin anew; over another database they are others.
import { createHmac } from 'node:crypto'
import type { PersonInfo } from './telegram/world.ts'

export const citizenBotInfo = { username: 'SpesaInComuneBot', first_name: 'Spesa in Comune' }
export const staffBotInfo = { username: 'SpesaInComuneNegoziBot', first_name: 'Spesa in Comune · Negozi' }

/** Our one number, which serves citizens and staff alike. */
export const whatsappNumber = {
  phoneNumberId: '106540352242922',
  businessAccountId: '102290129340398',
  displayPhoneNumber: '+39 0331 555 0100',
  verifiedName: 'Spesa in Comune',
}

/** The shop that the newcomer meets first: its poster hangs in Anna's street. */
export const firstShop = 'forno-rossi'

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

/** What they are called, and found by, on WhatsApp: the ten digits of a mobile number that no Italian network gives out. */
export function onWhatsApp({ id, first_name, last_name }: PersonInfo): { name: string; phone: string } {
  return {
    name: last_name === undefined ? first_name : `${first_name} ${last_name}`,
    phone: `3930${String((id ?? 0) % 100_000_000).padStart(8, '0')}`,
  }
}

/** The people of one database. */
export interface Cast {
  readonly anna: PersonInfo
  readonly luigi: PersonInfo
  readonly operator: PersonInfo
  /** Who keeps a shop: by the shop's slug always the same person. */
  keeperOf(shopSlug: string): PersonInfo
}

/**
 * The people made from a database's seed: the same ones at every start over that database, and others over every other
 * one. The ids lie beyond those that Telegram gives to people and within the 52 bits that Telegram promises.
 */
export function castOf(seed: string): Cast {
  const person = (part: string, first_name: string, last_name: string): PersonInfo => {
    const drawn = createHmac('sha256', seed).update(part).digest().readUIntBE(0, 6)
    const id = 4_000_000_000_000_000 + (drawn % 400_000_000_000_000)
    return { id, first_name, ...(last_name !== '' && { last_name }), language_code: 'it' }
  }
  return {
    anna: person('anna', 'Anna', 'Bianchi'),
    luigi: person('luigi', 'Luigi', 'Moretti'),
    operator: person('operator', 'Giulia', 'Ferrari'),
    keeperOf: shopSlug => person(`shop:${shopSlug}`, ...(keepers[shopSlug] ?? (['Negoziante', ''] as const))),
  }
}
