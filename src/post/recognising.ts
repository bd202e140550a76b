// SPDX-License-Identifier: AGPL-3.0-or-later
// What the inbox finds when updates come in: whether each is new, its chat, and the menu that it is about.
import { type Incoming, isUnsaid } from '../channel.ts'
import {
  type Among,
  type MenuLookup,
  menuIn,
  recognising,
  type RecognisedRow,
  type Recognition,
  type Sharing,
  type UpdateRow,
} from '../db/statements/recognising.ts'
import { aboutOf, type Menu, menuOf } from '../dialog/menus.ts'
import { type ChatRow, chatOf, isLeaving, knownChat, meet } from '../engine/people/chats.ts'
import { NotShareable, type Work } from '../engine/unit.ts'
import type { Platform } from '../transact.ts'

export type { Among, Sharing } from '../db/statements/recognising.ts'

/** A new update: the chat it came in, locked, and the menu it is about. */
export interface Arrived {
  readonly chat: ChatRow
  readonly menu: Menu | undefined
}

/** The chat of an update that is new, or was set aside and is done `again`; undefined for a repetition. */
export async function arrival(
  work: Work,
  platform: Platform,
  incoming: Incoming,
  again: boolean,
): Promise<Arrived | undefined> {
  const { by } = aboutOf(incoming.input)
  const [row] = await work.ask(recognising(updateRows([incoming]), { by, again }, work.now))
  if (!row?.fresh) return undefined
  const known = arrivedIn(row)
  if (known) return known
  const { account: name, from, input } = incoming
  // Nobody becomes known to us by blocking us, nor by a second tap on the yes that erased them.
  if (input.kind === 'closed' || (input.kind === 'choice' && (await isLeaving(work, name, from.address))))
    return undefined
  const account = platform.accounts.get(name)
  if (!account) throw new Error(`no account ${name}`)
  const { aliases = [] } = from
  const newcomer = { account: name, channel: account.channel, audience: account.audiences[0], ...from, aliases }
  // A chat that nobody has written in has nobody in it who could be elsewhere.
  const chat = incoming.input.kind === 'moved' ? await knownChat(work, newcomer) : await meet(work, newcomer)
  return chat && { chat, menu: undefined }
}

/** One of several updates: its index among them, and what it was found to be. */
export interface Recognised {
  readonly at: number
  readonly incoming: Incoming
  readonly found: Arrived | 'repeated' | Among
}

/**
 * The chats of updates that are to share a transaction. An update that may not share with these stays untouched; it is
 * answered with whom it may share instead.
 */
export async function arrivals(work: Work, incomings: readonly Incoming[], among: Sharing): Promise<Recognised[]> {
  const rows = await work.ask(recognising(updateRows(incomings), sharing[among], work.now))
  return rows.flatMap((row): Recognised[] => {
    const { at, among, ours, fresh } = row
    const incoming = incomings[at]
    if (!incoming) return []
    if (!ours) return [{ at, incoming, found: among }]
    const found = fresh ? arrivedIn(row) : 'repeated'
    // The chat's person has come to be another one at this very moment, whom the statement could not see yet.
    if (!found) throw new NotShareable()
    return [{ at, incoming, found }]
  })
}

function arrivedIn(row: RecognisedRow): Arrived | undefined {
  const [chat, menu] = [chatOf(row), menuIn(row)]
  return chat && { chat, menu: menu && menuOf(menu) }
}

function updateRows(incomings: readonly Incoming[]): UpdateRow[] {
  return incomings.map(({ account, updateId, from, input }, at) => {
    const { address, userId = null, aliases = [], name } = from
    const { by, tapped, quoted, index } = aboutOf(input)
    const about = { tapped, quoted, newest: by.includes('newest'), index }
    return {
      at,
      account,
      update_id: updateId,
      address,
      user_id: userId,
      aliases,
      name: name.trim(),
      closes: input.kind === 'closed',
      own: isUnsaid(input),
      ...about,
    }
  })
}

const everyWay: readonly MenuLookup[] = ['tapped', 'quoted', 'newest']
const sharing: Record<Sharing, Recognition> = {
  changes: { by: everyWay, again: false, only: ['changes'] },
  orders: { by: everyWay, again: false, only: ['changes', 'orders'] },
}
