// SPDX-License-Identifier: AGPL-3.0-or-later
// The ledger of consent: what people have said about messages that are not about their own orders. Rows are only ever
// added; nothing said means no.
import { and, desc, eq, isNull, or } from 'drizzle-orm'
import { consents } from '../../db/schema.ts'
import type { ConsentPurpose } from '../../rules/consent.ts'
import type { Look, Work } from '../unit.ts'

/** Whose messages: one shop's, a town's, or everybody's where neither is named. */
interface Sender {
  readonly municipalityId?: string | undefined
  readonly shopId?: string | undefined
}

/** What was said. */
interface Said {
  readonly personId: string
  readonly purpose: ConsentPurpose
  readonly decision: 'given' | 'withdrawn'
  /** The account on which it was said. */
  readonly account: string
  /** Which words were agreed to. */
  readonly wording: string
  readonly from?: Sender | undefined
}

/** Adds a row to the ledger. */
export async function noteConsent(work: Work, { from = {}, ...said }: Said): Promise<void> {
  await work.db.insert(consents).values({ id: work.newId(), ...said, ...from, at: work.now })
}

/** What holds now: the newest row about this sender, or about everybody; undefined where nothing was said. */
export async function consentOf(
  look: Look,
  personId: string,
  purpose: ConsentPurpose,
  { municipalityId, shopId }: Sender = {},
): Promise<'given' | 'withdrawn' | undefined> {
  const about = [
    and(isNull(consents.municipalityId), isNull(consents.shopId)),
    ...(municipalityId === undefined
      ? []
      : [and(eq(consents.municipalityId, municipalityId), isNull(consents.shopId))]),
    ...(shopId === undefined ? [] : [eq(consents.shopId, shopId)]),
  ]
  const [newest] = await look.db
    .select({ decision: consents.decision })
    .from(consents)
    .where(and(eq(consents.personId, personId), eq(consents.purpose, purpose), or(...about)))
    .orderBy(desc(consents.at), desc(consents.id))
    .limit(1)
  return newest?.decision
}
