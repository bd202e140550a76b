// SPDX-License-Identifier: AGPL-3.0-or-later
import { and, eq, gt, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { chats, links, people } from '../../db/schema.ts'
import type { Look } from '../unit.ts'
import { hasHistory } from './joining.ts'

/** A link as one of its two chats sees it. */
export interface LinkSeen {
  readonly id: string
  /** The chat that looks has shown the code; else it has typed it. */
  readonly shows: boolean
  readonly state: typeof links.$inferSelect.state
  /** Who is in the other chat, and on which account of ours. */
  readonly name: string
  readonly account: string
  readonly number: number | null
  readonly numbers: readonly number[]
  /** The chat that joins has a history of its own, which would come along. */
  readonly mutual: boolean
  /** No code was typed: the platform says that the person is here now. */
  readonly moved: boolean
}

/** A link that can still go on, or still be undone; undefined where it is over, or of other chats. */
export async function linkSeenBy(look: Look, linkId: string, chatId: string): Promise<LinkSeen | undefined> {
  const [showing, typing] = [alias(chats, 'showing'), alias(chats, 'typing')]
  const [shower, typer] = [alias(people, 'shower'), alias(people, 'typer')]
  const [found] = await look.db
    .select({ link: links, showing, typing, shower: shower.name, typer: typer.name })
    .from(links)
    .innerJoin(showing, eq(showing.id, links.showingChatId))
    .innerJoin(typing, eq(typing.id, links.typingChatId))
    .innerJoin(shower, eq(shower.id, links.showingPersonId))
    .innerJoin(typer, eq(typer.id, links.typingPersonId))
    .where(
      and(
        eq(links.id, linkId),
        gt(links.expiresAt, look.now),
        or(eq(links.showingChatId, chatId), eq(links.typingChatId, chatId)),
      ),
    )
  if (!found) return undefined
  const { link } = found
  const shows = link.showingChatId === chatId
  return {
    id: link.id,
    shows,
    state: link.state,
    name: shows ? found.typer : found.shower,
    account: (shows ? found.typing : found.showing).account,
    number: link.number,
    numbers: link.numbers,
    moved: isMoved(link),
    mutual: link.typingPersonId !== null && (await hasHistory(look, link.typingPersonId)),
  }
}

/** Whether the link comes from the platform's word and not from a code. */
export function isMoved({ toAddress, toUserId }: typeof links.$inferSelect): boolean {
  return toAddress !== null || toUserId !== null
}
