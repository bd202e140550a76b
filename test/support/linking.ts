// SPDX-License-Identifier: AGPL-3.0-or-later
// Linking two chats as one person does who holds both telephones.
import type { Person } from './person.ts'

/** The code that a chat shows. */
export async function codeIn(person: Person): Promise<string> {
  await person.says('collega')
  await person.tap("Collega un'altra chat")
  return /k-[2-9A-Z]{8}/.exec(person.sees())?.[0] ?? ''
}

/** The number that a chat shows. */
export function numberIn(person: Person): string {
  const [, number] = /Il numero è (\d\d)/.exec(person.sees()) ?? []
  if (number === undefined) throw new Error(`no number\n${person.transcript()}`)
  return number
}

/** Types the code of one chat in the other and says yes: now the first is asked for the number. */
export async function typeCode(from: Person, to: Person): Promise<string> {
  await to.says(await codeIn(from))
  await to.tap('Sì, sono io')
  await from.hears('quale numero vedi')
  return numberIn(to)
}

/** `to` joins `from`; where `to` has a history too, both ways. */
export async function link(from: Person, to: Person): Promise<void> {
  await from.tap(await typeCode(from, to))
  if (from.sees().includes('Manca un passo') || from.sees().includes('Il numero è')) {
    await to.hears('diventerebbero una cosa sola')
    await to.tap(numberIn(from))
    await from.hears('è collegata alla tua')
  } else await to.hears('questa chat è collegata')
}
