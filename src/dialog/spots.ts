// SPDX-License-Identifier: AGPL-3.0-or-later
// Where a chat can stand: the name of every screen and the shape of its state, one list for each audience. The types of
// `screen`, `go` and `link` come from here, and what is stored is parsed by it before use.
import { z } from 'zod'
import { roleKinds } from '../rules/role.ts'
import type { Audience } from '../channel.ts'
import { lineChange, linePosition } from '../rules/proposal.ts'

const stateless = z.object({})
const ofShop = z.object({ shopId: z.string() })
const ofOrder = z.object({ orderId: z.string() })
const ofLink = z.object({ linkId: z.string() })
const ofBagLine = z.object({ lineId: z.string(), shopId: z.string() })
const lost = z.object({ said: z.string().optional() })
/** The first entry of a list that is shown. */
const from = z.number().int().default(0)

/** So much of something, as states and arguments hold it. */
export const amountShape = z.object({ quantity: z.number().int().positive(), unit: z.enum(['piece', 'gram']) })

/** What a shopkeeper would change of an order, until it is sent. */
const changes = z.object({
  orderId: z.string(),
  changes: z.array(lineChange).default([]),
  /** On the way to accepting: what has no price yet is asked about first. */
  accepting: z.boolean().default(false),
  /** Positions of lines whose price is left to the counter. */
  skipped: z.array(linePosition).default([]),
  from,
})

const keptFile = z.object({ id: z.string(), name: z.string() })

/** Screens that citizens and staff share. */
export const sharedSpots = {
  language: stateless,
  link: stateless,
  'link-code': stateless,
  'link-accept': ofLink,
  'link-number': ofLink,
  'link-question': ofLink,
  'link-undo': ofLink,
  stop: stateless,
  erase: stateless,
  erased: stateless,
  privacy: stateless,
  'my-data': z.object({ files: z.array(keptFile) }),
}

export const citizenSpots = {
  ...sharedSpots,
  town: z.object({ from }),
  home: z.object({ from }),
  shop: ofShop,
  category: z.object({ shopId: z.string(), category: z.string(), from }),
  product: z.object({
    productId: z.string(),
    /** Where in its category the citizen came from. */
    from,
    /** Only the amount is asked for. */
    asking: z.boolean().default(false),
  }),
  ask: ofShop,
  unclear: z.object({ shopId: z.string(), said: z.string() }),
  'shop-card': ofShop,
  bag: z.object({ shopId: z.string().optional() }),
  'bag-edit': z.object({ shopId: z.string(), from }),
  'bag-line': ofBagLine,
  note: ofBagLine,
  gap: ofBagLine,
  handover: ofShop,
  address: z.object({ shopId: z.string(), fulfillment: z.enum(['delivery', 'shipment']) }),
  slots: z.object({
    shopId: z.string(),
    /** Local day, `YYYY-MM-DD`. */
    day: z.string().optional(),
    from,
    daysFrom: from,
    /** The time that was full or gone when it was chosen. */
    missed: z.iso.datetime().optional(),
  }),
  review: z.object({ shopId: z.string(), startsAt: z.iso.datetime().nullable() }),
  order: ofOrder,
  cancel: ofOrder,
  orders: stateless,
  help: z.object({ shopId: z.string().optional() }),
  lost,
  apology: stateless,
}

/** A shop, or a town itself. */
const ofPlace = z.object({ municipalityId: z.string(), shopId: z.string().optional() })

export const staffSpots = {
  ...sharedSpots,
  home: stateless,
  // Shopkeepers.
  today: z.object({ shopId: z.string().optional(), ahead: from }),
  'to-answer': ofShop,
  'shop-order': ofOrder,
  propose: z.object({ orderId: z.string(), from: z.number().int().optional() }),
  changes,
  'change-line': changes.extend({ position: linePosition }),
  decline: ofOrder,
  'decline-words': ofOrder,
  'refuse-person': ofOrder,
  'refused-people': ofShop,
  preparation: z.object({ shopId: z.string(), ahead: from }),
  pause: ofShop,
  // Those who work in a shop or for the town.
  people: ofPlace,
  worker: z.object({
    roleId: z.string(),
    /** Whether it is asked if the role shall end. */
    asking: z.boolean().default(false),
  }),
  invitation: ofPlace.extend({ kind: z.enum(roleKinds), invitationId: z.string() }),
  // The town hall.
  town: z.object({ municipalityId: z.string(), from }),
  'town-shop': z.object({ municipalityId: z.string(), shopId: z.string() }),
  audit: z.object({
    municipalityId: z.string(),
    /** The act from before which it is read. */
    before: z.string().optional(),
    /** The record as CSV, just drawn up. */
    file: keptFile.optional(),
  }),
  pairing: z.object({
    account: z.string(),
    /** The picture that was drawn last, and the text it holds. */
    drawn: z.object({ photoId: z.string(), of: z.string() }).optional(),
  }),
  help: stateless,
  lost,
  apology: stateless,
}

interface Spots {
  readonly citizen: typeof citizenSpots
  readonly staff: typeof staffSpots
}

/** The states of all screens of a list, by name. */
export type StatesOf<List> = { readonly [Name in keyof List]: z.output<List[Name]> }

/** What `go` and `link` are given for the screens of an audience: defaults may be left out. */
export type Given<For extends Audience> = { readonly [Name in keyof Spots[For]]: z.input<Spots[For][Name]> }

/** What `go` and `link` are given for screens that both audiences have: a state that fits both. */
export type GivenToBoth = {
  readonly [Name in keyof Given<'citizen'> & keyof Given<'staff'>]: Given<'citizen'>[Name] & Given<'staff'>[Name]
}

/** The state of one screen. */
export type CitizenState<Name extends keyof typeof citizenSpots> = z.output<(typeof citizenSpots)[Name]>
export type StaffState<Name extends keyof typeof staffSpots> = z.output<(typeof staffSpots)[Name]>
