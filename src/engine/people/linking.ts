// SPDX-License-Identifier: AGPL-3.0-or-later
// Two chats of one person. Proof comes from both sides: a code that only the one chat showed, written in the other and
// confirmed there; the first is told, because its code may have been given away. Never by name.
import { createHash } from 'node:crypto'
import { and, asc, eq, gt, inArray, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import { statement, type Value } from '../../db/prepared.ts'
import {
  audit,
  bagLines,
  bags,
  chats,
  consents,
  erasures,
  invitations,
  invitationTries,
  linkCodes,
  orderEvents,
  orders,
  people,
  roles,
  shopRefusals,
} from '../../db/schema.ts'
import { done, refused, type Result } from '../../rules/result.ts'
import { mayTryCode, noteWrongCode } from './code-attempts.ts'
import type { Look, SoleWork, Work } from '../unit.ts'

const validMs = 15 * 60_000
/** Without the letters and digits that are taken for one another. */
const letters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const codeLength = 8

/** A code to be written in another chat of the same person, good for a quarter of an hour and for once. */
export async function showLinkCode(work: Pick<Work, 'db' | 'now' | 'below'>, chatId: string): Promise<string> {
  const code = Array.from({ length: codeLength }, () => letters[work.below(letters.length)]).join('')
  await work.db.delete(linkCodes).where(or(eq(linkCodes.chatId, chatId), lte(linkCodes.expiresAt, work.now)))
  await work.db
    .insert(linkCodes)
    .values({ codeHash: hashOf(code), chatId, expiresAt: new Date(work.now.getTime() + validMs) })
  return code
}

/** Who types or taps: a chat and its person. */
interface Joining {
  readonly chatId: string
  readonly personId: string
}

/** A code that was right when it was typed, by the chat that shows it: codes themselves are not kept. */
interface ShownIn {
  readonly shownIn: string
}

interface LinkCodeOwner {
  readonly chatId: string
  readonly name: string
  readonly account: string
}

function isCode(code: string | ShownIn): SQL {
  return typeof code === 'string' ? eq(linkCodes.codeHash, hashOf(code)) : eq(linkCodes.chatId, code.shownIn)
}

/** Whose a typed code is, so that one knows whom one joins. A wrong one counts: ten an hour. */
export async function linkCodeOwner(
  work: Work,
  code: string,
  joining: Joining,
): Promise<Result<LinkCodeOwner, 'link-code-unknown' | 'link-already' | 'too-many-tries'>> {
  if (!(await mayTryCode(work, joining.personId))) return refused('too-many-tries')
  const owner = await linkCodeShownBy(work, code, joining)
  if (!owner.ok && owner.reason === 'link-code-unknown') noteWrongCode(work, joining.personId)
  return owner
}

/** Who shows the code, looked up without counting: for a code that was right when it was typed. */
export async function linkCodeShownBy(
  look: Look,
  code: string | ShownIn,
  { chatId, personId }: Joining,
): Promise<Result<LinkCodeOwner, 'link-code-unknown' | 'link-already'>> {
  const [owner] = await look.db
    .select({ chatId: chats.id, personId: people.id, name: people.name, account: chats.account })
    .from(linkCodes)
    .innerJoin(chats, eq(chats.id, linkCodes.chatId))
    .innerJoin(people, eq(people.id, chats.personId))
    .where(and(isCode(code), isNull(linkCodes.usedAt), gt(linkCodes.expiresAt, look.now)))
  if (!owner) return refused('link-code-unknown')
  if (owner.chatId === chatId || owner.personId === personId) return refused('link-already')
  return done({ chatId: owner.chatId, name: owner.name, account: owner.account })
}

/** Makes both persons one: the one who showed the code. What the other had ordered, put into bags and may do comes along. */
export async function linkChat(
  work: SoleWork,
  code: string | ShownIn,
  { chatId, personId, account }: { readonly chatId: string; readonly personId: string; readonly account: string },
): Promise<Result<{ personId: string }, 'link-code-unknown' | 'link-already'>> {
  const { db, now } = work
  const [used] = await db
    .update(linkCodes)
    .set({ usedAt: now })
    .where(and(isCode(code), isNull(linkCodes.usedAt), gt(linkCodes.expiresAt, now), ne(linkCodes.chatId, chatId)))
    .returning({ chatId: linkCodes.chatId })
  if (!used) return refused('link-code-unknown')
  const [owner] = await db.select({ personId: chats.personId }).from(chats).where(eq(chats.id, used.chatId))
  if (!owner || owner.personId === personId) return refused('link-already')
  await mergePeople(work, personId, owner.personId)
  work.happened({ type: 'chat-linked', personId: owner.personId, chatId: used.chatId, account })
  return done({ personId: owner.personId })
}

/** Everything of one person becomes another's; every column that names a person is here. */
async function mergePeople(work: SoleWork, from: string, to: string): Promise<void> {
  const { db } = work
  // Of two bags for one shop the filled one of the person who stays is kept, with what else was in the other.
  await work.ask(moveBagLines({ from, to }))
  await db.delete(bagLines).where(sql`${bagLines.bagId} in (select gone.id from ${bags} gone
    join ${bags} kept on kept.shop_id = gone.shop_id where gone.person_id = ${from} and kept.person_id = ${to})`)
  await db
    .delete(bags)
    .where(
      and(
        eq(bags.personId, from),
        inArray(bags.shopId, db.select({ shopId: bags.shopId }).from(bags).where(eq(bags.personId, to))),
      ),
    )
  await db.update(bags).set({ personId: to }).where(eq(bags.personId, from))
  // A person whom a shop refuses stays refused.
  await work.ask(moveRefusals({ from, to }))
  await db.update(shopRefusals).set({ refusedBy: to }).where(eq(shopRefusals.refusedBy, from))
  await db.delete(shopRefusals).where(eq(shopRefusals.personId, from))
  await db.update(orders).set({ personId: to }).where(eq(orders.personId, from))
  await db.update(orderEvents).set({ personId: to }).where(eq(orderEvents.personId, from))
  await work.ask(dropDoubledRoles({ from, to }))
  await db.update(roles).set({ personId: to }).where(eq(roles.personId, from))
  await db.update(invitations).set({ invitedBy: to }).where(eq(invitations.invitedBy, from))
  await db.update(invitations).set({ usedBy: to }).where(eq(invitations.usedBy, from))
  await db.update(invitationTries).set({ personId: to }).where(eq(invitationTries.personId, from))
  await db.update(audit).set({ personId: to }).where(eq(audit.personId, from))
  await db.update(consents).set({ personId: to }).where(eq(consents.personId, from))
  await db.update(erasures).set({ personId: to }).where(eq(erasures.personId, from))
  await db.update(chats).set({ personId: to }).where(eq(chats.personId, from))
  await db.delete(people).where(eq(people.id, from))
}

const moveBagLines = statement(
  'move-bag-lines',
  {},
  (value: Value<'from' | 'to'>) => sql`
    update bag_lines set bag_id = kept.id from bags kept join bags gone on gone.shop_id = kept.shop_id
    where kept.person_id = ${value('to')}::uuid and gone.person_id = ${value('from')}::uuid
      and bag_lines.bag_id = gone.id and not exists (
        select from bag_lines there where there.bag_id = kept.id
          and (there.product_id = bag_lines.product_id or there.said = bag_lines.said))`,
)

const moveRefusals = statement(
  'move-shop-refusals',
  {},
  (value: Value<'from' | 'to'>) => sql`
    insert into shop_refusals (shop_id, person_id, refused_by, refused_at)
    select shop_id, ${value('to')}::uuid, refused_by, refused_at from shop_refusals
    where person_id = ${value('from')}::uuid on conflict do nothing`,
)

const dropDoubledRoles = statement(
  'drop-doubled-roles',
  {},
  (value: Value<'from' | 'to'>) => sql`
    delete from roles gone using roles kept
    where gone.person_id = ${value('from')}::uuid and kept.person_id = ${value('to')}::uuid
      and kept.kind = gone.kind and kept.municipality_id = gone.municipality_id
      and kept.shop_id is not distinct from gone.shop_id`,
)

/** A chat of a person's, as they see it. */
export interface LinkedChat {
  readonly chatId: string
  readonly account: string
  readonly lastInboundAt: Date
}

/** Every chat of this person. */
export function chatsOf(look: Look, personId: string): Promise<LinkedChat[]> {
  return look.db
    .select({ chatId: chats.id, account: chats.account, lastInboundAt: chats.lastInboundAt })
    .from(chats)
    .where(eq(chats.personId, personId))
    .orderBy(asc(chats.createdAt))
}

/** Gives chats of a person's to somebody new: what was ordered, and what may be done, stays with the person. */
export async function unlinkChats(
  work: SoleWork,
  personId: string,
  chatIds: readonly string[],
): Promise<Result<null, 'not-allowed'>> {
  const theirs = and(inArray(chats.id, [...chatIds]), eq(chats.personId, personId))
  const [chat] = await work.db
    .select({ name: people.name })
    .from(chats)
    .innerJoin(people, eq(people.id, chats.personId))
    .where(theirs)
    .limit(1)
  if (!chat) return refused('not-allowed')
  const stranger = work.newId()
  await work.db.insert(people).values({ id: stranger, name: chat.name, createdAt: work.now })
  await work.db.update(chats).set({ personId: stranger }).where(theirs)
  return done(null)
}

function hashOf(code: string): string {
  return createHash('sha256').update(code.toUpperCase()).digest('hex')
}
