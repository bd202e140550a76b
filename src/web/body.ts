// SPDX-License-Identifier: AGPL-3.0-or-later
// Reading a request's body in bounded memory.
import type { IncomingMessage } from 'node:http'
import { ReadableStream } from 'node:stream/web'
import type { Context } from 'hono'
import { holdBytes, letBytesGo } from './budget.ts'

/** A body up to this size is read whatever else is held: so that small posts get through while large ones must wait. */
const alwaysBytes = 65_536

/**
 * Reads a body and hands it to `use`, which must prove it: until then its bytes count against those of all requests
 * together. `busy` where there is no room: the sender must come again.
 */
export async function withBody<T>(
  context: Context,
  limitBytes: number,
  use: (bytes: Uint8Array) => T,
): Promise<T | 'too-large' | 'broken' | 'busy'> {
  // What was really sent counts, whatever the request says about its length.
  if (Number(context.req.header('content-length') ?? 0) > limitBytes) return 'too-large'
  const pieces: Uint8Array[] = []
  let sizeBytes = 0
  let held = 0
  try {
    for await (const piece of piecesOf(context)) {
      sizeBytes += piece.byteLength
      if (sizeBytes > limitBytes) return 'too-large'
      const more = Math.max(0, sizeBytes - alwaysBytes) - held
      if (more > 0 && !holdBytes(more)) return 'busy'
      held += more > 0 ? more : 0
      pieces.push(piece)
    }
    return use(Buffer.concat(pieces))
  } catch {
    return 'broken'
  } finally {
    letBytesGo(held)
  }
}

/**
 * Straight from Node's request where there is one: as a stream of the web's kind a body costs a tenth of a whole
 * update. What is left of a body that is too large stays unread, so that its sender still gets the answer.
 */
function piecesOf(context: Context): AsyncIterable<Uint8Array> {
  const { incoming } = (context.env ?? {}) as { readonly incoming?: IncomingMessage }
  if (incoming) return incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
  return (context.req.raw.body as AsyncIterable<Uint8Array> | null) ?? ReadableStream.from<Uint8Array>([])
}
