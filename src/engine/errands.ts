// SPDX-License-Identifier: AGPL-3.0-or-later
// Work that needs the network or the processor between two units: asked for in one unit, done by `post/errands.ts`, and
// its result read in another.
import { and, eq } from 'drizzle-orm'
import { files } from '../db/schema.ts'
import { writingErrands } from '../db/statements/errands.ts'
import type { StoredErrand } from '../db/stored.ts'
import type { Work } from './unit.ts'

/** Asks for an errand for a chat. Its result comes back to that chat as an input, once. */
export function askErrand(
  work: Work,
  { id: chatId, account }: { readonly id: string; readonly account: string },
  request: StoredErrand,
): void {
  work.lastly(writingErrands, { id: work.newId(), chatId, account, request, createdAt: work.now })
}

/** A file that a person sent, as it was fetched. */
export interface SentFile {
  readonly id: string
  readonly chatId: string
  readonly mime: string
  readonly name: string | null
  readonly bytes: Uint8Array
}

/** Keeps a fetched file until a screen takes it; the same id again changes nothing. */
export async function keepFile(work: Work, file: SentFile): Promise<void> {
  await work.db
    .insert(files)
    .values({ ...file, createdAt: work.now })
    .onConflictDoNothing()
}

/** Takes a file that was sent in this chat: it is given once, and not kept. */
export async function takeFile(work: Work, chatId: string, fileId: string): Promise<SentFile | undefined> {
  const [file] = await work.db
    .delete(files)
    .where(and(eq(files.id, fileId), eq(files.chatId, chatId)))
    .returning()
  return file
}
