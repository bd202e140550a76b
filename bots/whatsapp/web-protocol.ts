// SPDX-License-Identifier: AGPL-3.0-or-later
// What this process and the one that holds the browser say to each other. Both sides check every word: the other one
// repeats what a page of somebody else's has told it.
import { z } from 'zod'

const milliseconds = z.number().nonnegative()

/** How long the child waits for what. */
const childTimings = z.object({
  /** For the page to load. */
  loadWithinMs: milliseconds,
  /** For any call into the page. */
  callWithinMs: milliseconds,
  /** For a file to be fetched and read. */
  downloadWithinMs: milliseconds,
  /** For who somebody is: the message does not wait longer. */
  nameWithinMs: milliseconds,
  /** After this long connected without a word of it, the page is asked once more to say that it is ready. */
  nudgeAfterMs: milliseconds,
  /** A QR code that nobody has scanned is renewed. */
  qrStaleMs: milliseconds,
  /** What was not acknowledged is handed over again. */
  resendMs: milliseconds,
  /** Between two searches for messages that no event spoke of. */
  sweepEveryMs: milliseconds,
})
export type ChildTimings = z.infer<typeof childTimings>

export const toChild = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('begin'),
    /** Folder of LocalAuth. */
    dataPath: z.string(),
    executablePath: z.string(),
    chromiumArguments: z.array(z.string()),
    /** Pair by a code for this number instead of a QR code. */
    phone: z.string().optional(),
    /** Seconds: messages since then are looked through although they may have been read. */
    since: z.number().optional(),
    timings: childTimings,
  }),
  z.object({
    kind: z.literal('send'),
    call: z.number(),
    chat: z.string(),
    text: z.string(),
    photo: z.object({ mime: z.string(), base64: z.string() }).optional(),
    /** Goes alone, without words. */
    document: z.object({ mime: z.string(), base64: z.string(), name: z.string() }).optional(),
    typingMs: milliseconds,
  }),
  /** A file that a person sent, by the whole id of its message. */
  z.object({ kind: z.literal('download'), call: z.number(), id: z.string(), mostBytes: z.number() }),
  z.object({ kind: z.literal('probe'), call: z.number() }),
  /** The message is safe with us. */
  z.object({ kind: z.literal('taken'), id: z.string() }),
  z.object({ kind: z.literal('end') }),
])
export type ToChild = z.infer<typeof toChild>

/** What a person wrote, in the terms of the port. */
const heardInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), quoted: z.string().optional() }),
  z.object({ kind: z.literal('contact'), phone: z.string() }),
  z.object({ kind: z.literal('location'), latitude: z.number(), longitude: z.number() }),
  z.object({ kind: z.literal('photo'), fileId: z.string(), caption: z.string() }),
  z.object({
    kind: z.literal('document'),
    fileId: z.string(),
    caption: z.string(),
    name: z.string().optional(),
  }),
  z.object({ kind: z.literal('other') }),
])
export type HeardInput = z.infer<typeof heardInput>

const heard = z.object({
  /** The message's bare id, the same in every address of its chat. */
  id: z.string(),
  chat: z.string(),
  aliases: z.array(z.string()),
  name: z.string(),
  /** When it was sent, in seconds since 1970, if the page tells. */
  at: z.number().optional(),
  input: heardInput,
})
export type Heard = z.infer<typeof heard>

/** Why a browser is no longer of use; the words of WhatsApp's own states where it has them. */
export const goneReasons = [
  'browser',
  'renderer',
  'library',
  'deaf',
  'CONFLICT',
  'LOGOUT',
  'UNPAIRED',
  'TOS_BLOCK',
  'other',
] as const
export type GoneReason = (typeof goneReasons)[number]

/** What became of a call to send. `unreachable`: nobody has WhatsApp there. */
const sending = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('sent'), externalId: z.string() }),
  z.object({ outcome: z.literal('unreachable') }),
  z.object({ outcome: z.literal('failed'), error: z.string() }),
])
export type Sending = z.infer<typeof sending>

/** What became of a file. */
const fetched = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    base64: z.string(),
    mime: z.string().optional(),
    name: z.string().optional(),
  }),
  z.object({ ok: z.literal(false), error: z.string(), again: z.boolean() }),
])
export type Fetched = z.infer<typeof fetched>

export const fromChild = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('browser'), pid: z.number() }),
  z.object({ kind: z.literal('qr'), qr: z.string() }),
  z.object({ kind: z.literal('code'), code: z.string() }),
  z.object({ kind: z.literal('authenticated') }),
  z.object({ kind: z.literal('ready'), number: z.string() }),
  /** The state of the connection, in the words of the page. */
  z.object({ kind: z.literal('state'), state: z.string() }),
  /** Modules that the library wants and the page has no longer. */
  z.object({ kind: z.literal('missing'), modules: z.array(z.string()) }),
  z.object({ kind: z.literal('heard'), heard }),
  z.object({ kind: z.literal('ack'), externalId: z.string(), ack: z.number() }),
  z.object({ kind: z.literal('probed'), call: z.number(), state: z.string().optional() }),
  z.object({ kind: z.literal('sending'), call: z.number(), sending }),
  z.object({ kind: z.literal('fetched'), call: z.number(), fetched }),
  z.object({ kind: z.literal('note'), event: z.string(), error: z.string() }),
  z.object({ kind: z.literal('gone'), reason: z.enum(goneReasons), detail: z.string() }),
])
export type FromChild = z.infer<typeof fromChild>

/** Short, and without the page's own stack. */
export function sentenceOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error)
  return (said.split('\n')[0] ?? '').slice(0, 300)
}
