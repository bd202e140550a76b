// SPDX-License-Identifier: AGPL-3.0-or-later
// Files of ours that go out as documents: an export, a list. They lie beside the files that people sent, and go with
// the same class of `rules/retention.ts`.
import { and, eq } from 'drizzle-orm'
import { files } from '../db/schema.ts'
import type { Db } from '../db/store.ts'
import type { KeptFile } from '../db/stored.ts'
import type { Work } from './unit.ts'

/** A file as it was drawn up. */
export interface Document {
  /** What it is called where it arrives, such as `dati.html`. */
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array | string
}

/** Keeps a document for a chat, in the place of one of the same name; the answer is what a view carries: `{ ...view(text), file }`. */
export async function keepDocument(work: Work, chatId: string, { name, mime, bytes }: Document): Promise<KeptFile> {
  const id = work.newId()
  await work.db.delete(files).where(and(eq(files.chatId, chatId), eq(files.name, name), eq(files.mime, mime)))
  await work.db.insert(files).values({
    ...{ id, chatId, mime, name, createdAt: work.now },
    bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
  })
  return { id, name }
}

/** The bytes of a kept file. */
export async function fileOf(db: Db, id: string): Promise<{ bytes: Uint8Array; mime: string } | undefined> {
  const [file] = await db.select({ bytes: files.bytes, mime: files.mime }).from(files).where(eq(files.id, id))
  return file
}
