// SPDX-License-Identifier: AGPL-3.0-or-later
import type http from 'node:http'

/** The body of a request, read to its end; undefined if it is larger than that. */
export async function bodyWithin(request: http.IncomingMessage, limitBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= limitBytes) chunks.push(chunk)
  }
  return size > limitBytes ? undefined : Buffer.concat(chunks)
}
