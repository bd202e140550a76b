// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, eq, sql } from 'drizzle-orm'
import { statement, type Value } from '../db/prepared.ts'
import { chats, municipalities, people } from '../db/schema.ts'
import type { StoredPlace } from '../db/stored.ts'
import type { Work } from './work.ts'

/** A chat as a unit of work holds it, locked. */
export interface ChatRow {
  readonly id: string
  readonly account: string
  readonly address: string
  readonly personId: string
  readonly personName: string
  readonly municipalityId: string | null
  readonly timezone: string | null
  readonly language: string
  readonly place: StoredPlace | null
  readonly greeted: boolean
}

/** A row of the inbox's own statement, in the database's names. */
export function chatOf(row: Record<string, unknown>): ChatRow {
  return {
    id: row.id as string,
    account: row.account as string,
    address: row.address as string,
    personId: row.person_id as string,
    personName: row.person_name as string,
    municipalityId: row.municipality_id as string | null,
    timezone: row.timezone as string | null,
    language: row.language as string,
    place: row.place as StoredPlace | null,
    greeted: row.greeted_at !== null,
  }
}

/** Who wrote, as the platform tells it. */
export interface Newcomer {
  readonly account: string
  readonly channel: string
  readonly address: string
  readonly name: string
  readonly language?: string | undefined
}

/**
 * A chat written in for the first time. The person is one we know if another account of the same channel knows the
 * address: the platform vouches for it. Never by name.
 */
export async function meet(work: Work, newcomer: Newcomer): Promise<ChatRow> {
  const { account, address, name, language } = newcomer
  const sameChannel = `${newcomer.channel}:%`
  const [[known], towns] = await Promise.all([
    work.db
      .select({ personId: chats.personId, municipalityId: chats.municipalityId })
      .from(chats)
      .where(and(eq(chats.address, address), sql`${chats.account} like ${sameChannel}`))
      .limit(1),
    // Where there is one town only, nobody is asked for theirs.
    work.db.select({ id: municipalities.id }).from(municipalities).limit(2),
  ])
  const personId = known?.personId ?? work.newId()
  const municipalityId = known?.municipalityId ?? (towns.length === 1 ? (towns[0]?.id ?? null) : null)
  const person = { id: personId, name: name.trim() || '?', createdAt: work.now }
  const [, [chat], [town]] = await Promise.all([
    work.db.insert(people).values(person).onConflictDoNothing(),
    work.db
      .insert(chats)
      .values({
        id: work.newId(),
        account,
        address,
        personId,
        municipalityId,
        language: language ?? 'it',
        lastInboundAt: work.now,
        createdAt: work.now,
      })
      // Two first updates at once: the later one finds the chat of the earlier, locked until that is done.
      .onConflictDoUpdate({ target: [chats.account, chats.address], set: { lastInboundAt: work.now } })
      .returning(),
    work.db
      .select({ timezone: municipalities.timezone })
      .from(municipalities)
      .where(sql`${municipalities.id} = ${municipalityId}`),
  ])
  if (!chat) throw new Error('the chat was neither made nor found')
  return { ...chat, personName: person.name, timezone: town?.timezone ?? null, greeted: chat.greetedAt !== null }
}

/** What of a chat changes with a turn. */
export interface ChatChange {
  place?: StoredPlace
  language?: string
  municipalityId?: string
  greetedAt?: Date
}

/** Travels with the commit: nothing in the unit reads it back. */
export function changeChat(work: Work, chatId: string, change: ChatChange): void {
  if (Object.keys(change).length === 0) return
  const { place, language, municipalityId, greetedAt } = change
  work.lastly(
    changeRow({
      chatId,
      place: place ? JSON.stringify(place) : null,
      language: language ?? null,
      municipalityId: municipalityId ?? null,
      greetedAt: greetedAt ?? null,
    }),
  )
}

const changeRow = statement(
  (value: Value<'chatId' | 'place' | 'language' | 'municipalityId' | 'greetedAt'>) => sql`
    update chats set place = coalesce(${value('place')}::jsonb, place),
      language = coalesce(${value('language')}, language),
      municipality_id = coalesce(${value('municipalityId')}::uuid, municipality_id),
      greeted_at = coalesce(${value('greetedAt')}::timestamptz, greeted_at)
    where id = ${value('chatId')}`,
)
