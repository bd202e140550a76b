// SPDX-License-Identifier: AGPL-3.0-or-later
// What people with a role did, and what was done to roles: one row for each act, written with the act itself. Rows are
// only ever added.
import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import { records, statement, type Value } from '../db/prepared.ts'
import { audit, people } from '../db/schema.ts'
import type { OrderAction } from '../rules/order.ts'
import { municipalitiesAllowing } from './authority.ts'
import type { Happening } from './events.ts'
import type { Asker, Look, Work } from './unit.ts'

/** Acts besides the moves of orders. */
export const auditActions = [
  'shop-paused',
  'shop-resumed',
  'photo-changed',
  'person-refused',
  'person-accepted',
  'invitation-made',
  'invitation-revoked',
  'role-granted',
  'role-removed',
  'role-confirmed',
  'role-frozen',
  'audit-exported',
  'chats-linked',
  'chats-parted',
  'link-refused',
] as const

/** An act, and the town, shop or order by which its town is known. */
interface Act {
  readonly municipalityId?: string | undefined
  readonly shopId?: string | undefined
  readonly orderId?: string | undefined
  readonly personId: string | null
  readonly action: (typeof auditActions)[number] | `order-${OrderAction}`
  readonly subject: string
  readonly detail?: string | null
}

/** Writes the act that an event is, if it is one, in the unit that did it: both are committed, or neither. */
export function noteAct(work: Work, event: Happening): void {
  const act = actOf(event)
  if (act) work.lastly(writeActs, { ...act, id: work.newId(), at: work.now })
}

/** A new kind of event must say here whether it is somebody's act. */
function actOf(event: Happening): Act | undefined {
  switch (event.type) {
    case 'order-moved': {
      const { orderId, actor, action, personId } = event
      if (actor !== 'shopkeeper' || personId === undefined) return undefined
      return { orderId, personId, action: `order-${action}`, subject: `order:${orderId}` }
    }
    case 'shop-paused': {
      const { shopId, by, until } = event
      const action = until === null ? 'shop-resumed' : 'shop-paused'
      return { shopId, personId: by, action, subject: `shop:${shopId}`, detail: until?.toISOString() ?? null }
    }
    case 'photo-changed':
      return { shopId: event.shopId, personId: event.by, action: event.type, subject: `product:${event.productId}` }
    case 'person-refused':
    case 'person-accepted':
      return { shopId: event.shopId, personId: event.by, action: event.type, subject: `person:${event.personId}` }
    case 'invitation-made':
    case 'invitation-revoked': {
      const { municipalityId, by, type, invitationId, kind } = event
      return { municipalityId, personId: by, action: type, subject: `invitation:${invitationId}`, detail: kind }
    }
    case 'role-granted':
    case 'role-removed':
    case 'role-confirmed': {
      const { municipalityId, by, type, personId, kind } = event
      return { municipalityId, personId: by, action: type, subject: `person:${personId}`, detail: kind }
    }
    case 'role-frozen': {
      const { municipalityId, type, personId, because } = event
      return { municipalityId, personId: null, action: type, subject: `person:${personId}`, detail: because }
    }
    case 'audit-exported': {
      const { municipalityId, by, type } = event
      return { municipalityId, personId: by, action: type, subject: `municipality:${municipalityId}` }
    }
    // Of no town: whose chats a citizen's are is no business of a town hall.
    case 'chats-linked': {
      const { by, type, personId, chats, mutual } = event
      const subject = `person:${personId}`
      return { personId: by, action: type, subject, detail: [...(mutual ? ['mutual'] : []), ...chats].join(' ') }
    }
    case 'chats-parted': {
      const { by, type, personId, chats, because } = event
      return { personId: by, action: type, subject: `person:${personId}`, detail: [because, ...chats].join(' ') }
    }
    case 'link-refused': {
      const { by, type, personId, because } = event
      return { personId: by, action: type, subject: `person:${personId}`, detail: because }
    }
    // Its own table says that it was asked, and done.
    case 'person-erased':
    case 'order-placed':
    case 'order-reminded':
    case 'citizen-approaches':
    case 'notice-moved':
    case 'notice-undelivered':
    case 'account-trouble':
    case 'link-asked':
    case 'move-asked':
      return undefined
  }
}

function writeActs(acts: readonly (Act & { readonly id: string; readonly at: Date })[]) {
  return noteActs({ acts: records(acts) })
}

const noteActs = statement(
  'note-acts',
  {},
  (value: Value<'acts'>) => sql`
    insert into audit (id, municipality_id, person_id, at, action, subject, detail)
    select act.id,
      coalesce(act.municipality_id, (select municipality_id from shops where shops.id = act.shop_id),
        (select municipality_id from orders where orders.id = act.order_id)),
      act.person_id, act.at, act.action, act.subject, act.detail
    from jsonb_to_recordset(${value('acts')}::jsonb) as act (id uuid, municipality_id uuid, shop_id uuid, order_id uuid,
      person_id uuid, at timestamptz, action text, subject text, detail text)`,
)

/** An act as it is read again. */
export interface PastAct {
  readonly id: string
  readonly at: Date
  readonly action: string
  readonly subject: string | null
  /** What people call the subject: the code of an order, the name of a person, a shop or a product. */
  readonly about: string | null
  readonly detail: string | null
  /** Absent for the command line, and for the program itself. */
  readonly who: string | null
}

/** The acts of a town, the newest first, from before an act; none without the right to read them. */
export function actsOfTown(
  look: Look,
  municipalityId: string,
  by: Asker,
  { before, most }: { readonly before?: string | undefined; readonly most: number },
): Promise<PastAct[]> {
  const mayRead =
    by === 'command-line'
      ? undefined
      : inArray(audit.municipalityId, municipalitiesAllowing(look.db, 'read-audit', by.personId))
  return (
    look.db
      .select({
        id: audit.id,
        at: audit.at,
        action: audit.action,
        subject: audit.subject,
        about: calledNow,
        detail: audit.detail,
        who: people.name,
      })
      .from(audit)
      .leftJoin(people, eq(people.id, audit.personId))
      // Ids sort as they were made.
      .where(
        and(eq(audit.municipalityId, municipalityId), mayRead, before === undefined ? undefined : lt(audit.id, before)),
      )
      .orderBy(desc(audit.id))
      .limit(most)
  )
}

const subjectId = sql`split_part(${audit.subject}, ':', 2)::uuid`
const calledNow = sql<string | null>`case split_part(${audit.subject}, ':', 1)
  when 'order' then (select orders.code from orders where orders.id = ${subjectId})
  when 'person' then (select people.name from people where people.id = ${subjectId})
  when 'shop' then (select shops.name from shops where shops.id = ${subjectId})
  when 'product' then (select products.name from products where products.id = ${subjectId})
end`
