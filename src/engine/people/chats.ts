// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, arrayOverlaps, desc, eq, inArray, isNotNull, isNull, ne, or, sql } from 'drizzle-orm'
import { records, statement, type Value } from '../../db/prepared.ts'
import { chats, municipalities, people } from '../../db/schema.ts'
import type { RecognisedRow } from '../../db/statements/recognising.ts'
import type { Statement } from '../../db/store.ts'
import type { Audience, StoredSpot } from '../../db/stored.ts'
import type { Look, Work } from '../unit.ts'
import { goneAddress, meetMoved, type Whereabouts } from './whereabouts.ts'
import { freezeRoles } from './roles.ts'

/** A chat as a unit of work holds it, locked. */
export interface ChatRow {
  readonly id: string
  readonly account: string
  readonly address: string
  readonly audience: Audience
  readonly personId: string
  readonly personName: string
  readonly municipalityId: string | null
  readonly timezone: string | null
  readonly language: string
  readonly spot: StoredSpot | null
  readonly greeted: boolean
}

/** The chat of what was found of an update, if it is known. */
export function chatOf(row: RecognisedRow): ChatRow | undefined {
  const { id, account, address, audience, personId, personName, municipalityId, timezone, language, spot } = row
  const greeted = row.greetedAt !== null
  if (!id || !account || !address || !audience || !personId || personName === null || !language) return undefined
  return { id, account, address, audience, personId, personName, municipalityId, timezone, language, spot, greeted }
}

/** Who wrote, as the platform tells it. */
export interface Newcomer {
  readonly account: string
  readonly channel: string
  /** As whom a chat of this account begins. */
  readonly audience: Audience
  readonly address: string
  /** The platform's own id of the person, where the address may pass to somebody else. */
  readonly userId?: string | undefined
  /** Other addresses that the platform gives for the same chat. */
  readonly aliases: readonly string[]
  readonly name: string
  readonly language?: string | undefined
}

/**
 * A chat written in for the first time, or one whose address has changed: a number is hidden behind a name now, or is
 * seen again. The person is one we know if another account of the same channel knows the address: the platform vouches
 * for it. Never by name.
 *
 * Who writes under an id of their own from a number that was somebody else's takes the number from that chat: it keeps
 * its own id and its person, whose roles rest until somebody who may give them has confirmed them.
 */
export async function meet(work: Work, newcomer: Newcomer): Promise<ChatRow> {
  const known = await knownChat(work, newcomer)
  if (newcomer.userId !== undefined) await takeNumber(work, newcomer, known?.id)
  if (known) return readdressed(work, known, newcomer)
  const chat = await begun(work, newcomer)
  // Only platforms that know people by ids of their own say where somebody has gone.
  if (newcomer.userId !== undefined) await meetMoved(work, chat, newcomer)
  return chat
}

/** The chat that is known by this id, or, of one whose id is not known, by another of these addresses. */
export async function knownChat(
  work: Work,
  { account, address, userId, aliases = [] }: Whereabouts & Pick<Newcomer, 'account'> & { aliases?: readonly string[] },
): Promise<ChatRow | undefined> {
  const names = [address, ...aliases].filter(name => name !== undefined)
  const named = or(inArray(chats.address, names), arrayOverlaps(chats.aliases, names))
  const [found] = await work.db
    .select({ id: chats.id })
    .from(chats)
    .where(
      and(
        eq(chats.account, account),
        isNull(chats.leavingAt),
        userId === undefined
          ? named
          : or(eq(chats.userId, userId), eq(chats.address, userId), and(isNull(chats.userId), named)),
      ),
    )
    .orderBy(sql`${chats.userId} = ${userId ?? null} desc nulls last`, desc(chats.lastInboundAt))
    .limit(1)
  return found && chatById(work, found.id)
}

/** Takes the number from whoever else had it. A chat without an id of its own can no longer be written to. */
async function takeNumber(work: Work, { account, address, aliases }: Newcomer, own: string | undefined): Promise<void> {
  const names = [address, ...aliases]
  const losing = await work.db
    .update(chats)
    .set({
      address: sql`case when ${inArray(chats.address, names)} then coalesce(${chats.userId}, ${goneAddress}) else ${chats.address} end`,
      aliases: sql`array(select unnest(${chats.aliases}) except select unnest(${sql.param(names)}::text[]))`,
      closedAt: sql`case when ${chats.userId} is null then ${work.now.toISOString()}::timestamptz else ${chats.closedAt} end`,
    })
    .where(
      and(
        eq(chats.account, account),
        own === undefined ? undefined : ne(chats.id, own),
        or(inArray(chats.address, names), arrayOverlaps(chats.aliases, names)),
      ),
    )
    .returning({ personId: chats.personId })
  for (const { personId } of losing) await freezeRoles(work, personId, 'number')
}

/** The chat that the platform has called by another address so far. */
async function readdressed(work: Work, known: ChatRow, { address, userId }: Newcomer): Promise<ChatRow> {
  await work.db
    .update(chats)
    .set({
      address,
      userId: sql`coalesce(${chats.userId}, ${userId ?? null})`,
      aliases: sql`case when ${chats.address} = ${address} then ${chats.aliases}
        else array_append(array_remove(${chats.aliases}, ${chats.address}), ${chats.address}) end`,
      lastInboundAt: work.now,
      closedAt: null,
    })
    .where(eq(chats.id, known.id))
  return { ...known, address }
}

/** Whether there is still the chat of a person who was just erased. */
export async function isLeaving(look: Look, account: string, address: string): Promise<boolean> {
  const [chat] = await look.db
    .select({ id: chats.id })
    .from(chats)
    .where(and(eq(chats.account, account), eq(chats.address, address), isNotNull(chats.leavingAt)))
  return chat !== undefined
}

/** A chat as the inbox would find it. */
async function chatById(work: Work, id: string): Promise<ChatRow | undefined> {
  const [row] = await work.db
    .select({ chat: chats, personName: people.name, timezone: municipalities.timezone })
    .from(chats)
    .innerJoin(people, eq(people.id, chats.personId))
    .leftJoin(municipalities, eq(municipalities.id, chats.municipalityId))
    .where(eq(chats.id, id))
  return (
    row && { ...row.chat, personName: row.personName, timezone: row.timezone, greeted: row.chat.greetedAt !== null }
  )
}

async function begun(work: Work, newcomer: Newcomer): Promise<ChatRow> {
  const { account, audience, address, userId, aliases, name, language } = newcomer
  const sameChannel = `${newcomer.channel}:%`
  const [[known], towns] = await Promise.all([
    work.db
      .select({ personId: chats.personId, municipalityId: chats.municipalityId })
      .from(chats)
      .where(and(eq(chats.address, address), isNull(chats.leavingAt), sql`${chats.account} like ${sameChannel}`))
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
        userId,
        aliases: [...aliases],
        audience,
        personId,
        municipalityId,
        language: language ?? 'it',
        lastInboundAt: work.now,
        createdAt: work.now,
      })
      // Two first updates at once: the later one finds the chat of the earlier, locked until that is done. The chat of
      // an erased person that has not gone yet becomes that of the new one.
      .onConflictDoUpdate({
        target: [chats.account, chats.address],
        set: {
          lastInboundAt: work.now,
          personId: sql`case when ${chats.leavingAt} is null then ${chats.personId} else excluded.person_id end`,
          leavingAt: null,
        },
      })
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
  spot?: StoredSpot
  language?: string
  municipalityId?: string
  audience?: Audience
  greetedAt?: Date
}

/** Travels with the commit: nothing in the unit reads it back. */
export function changeChat(work: Work, id: string, change: ChatChange): void {
  if (Object.keys(change).length > 0) work.lastly(changing, { id, ...change })
}

function changing(changes: readonly ({ readonly id: string } & ChatChange)[]): Statement {
  return changeRows({ rows: records(changes), ids: changes.map(({ id }) => id) })
}

const changeRows = statement(
  'change-chats',
  {},
  (value: Value<'rows' | 'ids'>) => sql`
    update chats set spot = coalesce(news.spot, chats.spot), language = coalesce(news.language, chats.language),
      municipality_id = coalesce(news.municipality_id, chats.municipality_id),
      audience = coalesce(news.audience, chats.audience), greeted_at = coalesce(news.greeted_at, chats.greeted_at)
    from jsonb_populate_recordset(null::chats, ${value('rows')}::jsonb) as news
    where chats.id = news.id and chats.id = any(${value('ids')}::uuid[])`,
)
