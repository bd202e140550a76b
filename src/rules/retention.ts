// SPDX-License-Identifier: AGPL-3.0-or-later
// How long what is personal is kept, and why. Every column of every table stands here, in a class or as not personal; a
// test reads the database and fails on a column that does not. The sweeps of `engine/retention/` apply the times, and
// the tables of docs/privacy.md and docs/register-of-processing.md are compared with them.

/** A class of personal data. */
interface Retention {
  /** So many days after `since`; absent: for as long as `since` says. */
  readonly days?: number
  /** What the days are counted from, or how long it is kept. */
  readonly since: string
  /** What becomes of it then. */
  readonly end: 'emptied' | 'deleted' | 'made nameless' | 'kept'
}

export const retention = {
  /**
   * What was said in a chat. 30 days: the platforms and we retry for days at the most, an order's time lies within
   * weeks, and who complains of a message does so within a month. The card of an order under way stays until it ends.
   */
  conversation: { days: 30, since: 'the message', end: 'emptied' },
  /**
   * That there was a message, without its content: enough to recognise a repetition and an old button, and to explain
   * an outage. 90 days.
   */
  trace: { days: 90, since: 'the message', end: 'deleted' },
  /** Work for a chat, with the caption of what was sent. As the message that asked for it. */
  errand: { days: 30, since: 'the request', end: 'deleted' },
  /** Files that people sent and no screen took, and documents on their way. A platform delivers within days. */
  file: { days: 7, since: 'the file', end: 'deleted' },
  /**
   * Codes that let somebody in, tries with wrong ones, and links between chats: a try counts for an hour, a code is valid
   * for a quarter, a link can be undone for a day, and where somebody has moved to is known for thirty.
   */
  code: { days: 1, since: 'the try, or the end of the code or link', end: 'deleted' },
  /** A bag that nobody has touched: prices and seasons have changed. */
  bag: { days: 90, since: 'the last change', end: 'deleted' },
  /**
   * What of an order names or describes a person. 730 days: the shop must be able to answer for what it sold for as
   * long as the legal guarantee runs (24 months, art. 133 of the Italian consumer code). Lines, sums and times stay.
   */
  order: { days: 730, since: 'the end of the order', end: 'made nameless' },
  /** A person and their chats: as long as they use the service, and as long afterwards as their orders have a name. */
  person: { days: 730, since: 'the last message of the person', end: 'deleted' },
  /** What somebody may do here. */
  role: { since: 'as long as the role lasts', end: 'deleted' },
  /** Who let whom in: as long as the acts that followed from it are kept. */
  invitation: { days: 730, since: 'the end of the invitation', end: 'deleted' },
  /** What people with a role did. Two years to account for it; afterwards nobody has asked. */
  audit: { days: 730, since: 'the act', end: 'deleted' },
  /**
   * Proof of consent, of its withdrawal, and of erasures done. 1,825 days: a breach of the rules can be fined for five
   * years (art. 28 of law 689/1981). The newest row of each person stays, because it says what holds.
   */
  proof: { days: 1825, since: 'the day when something newer was said, or the erasure', end: 'deleted' },
  /** What a shop publishes of itself: of a sole trader it is personal, and public on purpose. */
  storefront: { since: 'as long as the shop takes part', end: 'kept' },
} as const satisfies Record<string, Retention>

export type RetentionClass = keyof typeof retention

type Assigned = Partial<Record<RetentionClass | 'none', string>>

/** Each table's columns by their names in the database; `none`: nothing personal stands there. */
export const columnClasses: Readonly<Record<string, Assigned>> = {
  people: { person: 'id name created_at' },
  chats: {
    person: `id account address aliases audience person_id municipality_id language last_inbound_at closed_at greeted_at user_id
      created_at`,
    conversation: 'spot',
    none: 'leaving_at',
  },
  bags: { bag: 'id municipality_id person_id shop_id fulfillment address note unclear updated_at' },
  bag_lines: { bag: 'id bag_id product_id said unit quantity note created_at' },
  orders: {
    order: 'person_id address note decline_reason approaching_at',
    none: `id municipality_id shop_id code pickup_code state fulfillment starts_at ends_at proposed_starts_at
      proposed_ends_at accept_by cancel_by closes_at estimated_cents final_cents fee_cents proposed_cents reminded_at
      placed_at ended_at updated_at cleared_at`,
  },
  order_lines: {
    order: 'name note proposed',
    none: `order_id position product_id sold_by unit quantity price_cents estimated_cents final_cents stock_taken
      struck`,
  },
  order_events: { order: 'person_id detail', none: 'id order_id at action state actor' },
  inbox: { trace: 'account update_id received_at', conversation: 'error incoming replay_at' },
  messages: {
    conversation: 'spot view choices toast error external_ids',
    trace: `id position municipality_id chat_id account audience priority card choices_state replaces rings delivery
      reached undelivered_at attempts due_at wait_scope created_at settled_at emptied_at`,
    none: 'claimed_by',
  },
  errands: {
    errand: 'id chat_id account request state attempts due_at error created_at done_at',
    none: 'claimed_by',
  },
  files: { file: 'id chat_id mime name bytes created_at' },
  sweep_failures: { trace: 'sweep subject attempts error retry_at set_aside_at' },
  roles: {
    role: `id municipality_id person_id kind shop_id granted_by frozen_at frozen_because proven_at created_at`,
  },
  invitations: {
    invitation:
      'id token_hash municipality_id kind shop_id invited_by created_at expires_at used_at used_by revoked_at',
  },
  invitation_tries: { code: 'id person_id at' },
  link_codes: { code: 'code_hash chat_id expires_at used_at' },
  links: {
    code: `id showing_chat_id showing_person_id typing_chat_id typing_person_id state number numbers moved to_address
      to_user_id created_at expires_at`,
  },
  audit: { audit: 'id municipality_id person_id at action subject detail' },
  consents: { proof: 'id person_id municipality_id shop_id purpose decision account wording at' },
  erasures: { proof: 'id person_id account chat_id asked_at revoked_at done_at' },
  shops: {
    storefront: 'name address hamlet phone description',
    none: `id municipality_id slug category slot_minutes slot_capacity lead_minutes horizon_days cutoff_time
      cutoff_days_before accept_within_minutes auto_accept cancel_until_minutes pickup delivery shipment payment
      own_words max_live_orders paused_until hidden_at created_at`,
  },
  shop_refusals: { person: 'shop_id person_id refused_by refused_at' },
  deployment: { none: 'only demo play_seed created_at' },
  municipalities: {
    none: 'id slug name istat province postcodes timezone patron_day hamlets privacy_url created_at',
  },
  opening_hours: { none: 'id shop_id fulfillment weekday opens closes' },
  closures: { none: 'id shop_id first_day last_day reason' },
  special_openings: { none: 'id shop_id day opens closes' },
  photos: { none: 'id municipality_id hash mime bytes' },
  photo_uploads: { none: 'photo_id account file_id' },
  products: {
    none: `id municipality_id shop_id sku name description category sold_by price_cents piece_grams step_grams minimum
      maximum stock allergens minimum_age lead_minutes photo_id position hidden_at`,
  },
  slots: { none: 'municipality_id shop_id fulfillment starts_at capacity booked' },
  processes: { none: 'id seen_at' },
  account_states: { none: 'account process_id ok detail pairing since' },
  account_alarms: { none: 'account trouble told_at' },
}

/** The class of each column of a table, by the column's name. */
export function classesOf(table: string): ReadonlyMap<string, RetentionClass | 'none'> {
  const assigned = Object.entries(columnClasses[table] ?? {}) as [RetentionClass | 'none', string][]
  return new Map(assigned.flatMap(([name, columns]) => columns.split(/\s+/).map(column => [column, name] as const)))
}

/** Tables in which something personal stands, with the classes that occur there. */
export function personalTables(): ReadonlyMap<string, readonly RetentionClass[]> {
  const personal = Object.keys(columnClasses).flatMap(table => {
    const classes = [...new Set(classesOf(table).values())].filter(each => each !== 'none')
    return classes.length > 0 ? [[table, classes] as const] : []
  })
  return new Map(personal)
}

type Timed = {
  [Name in RetentionClass]: (typeof retention)[Name] extends { days: number } ? Name : never
}[RetentionClass]

/** The instant up to which what is of this class has had its time. */
export function endOf(name: Timed, now: Date): Date {
  return new Date(now.getTime() - retention[name].days * 86_400_000)
}
