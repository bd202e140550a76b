// SPDX-License-Identifier: AGPL-3.0-or-later
// A file that a person sent, fetched from a platform's server: at most so many bytes, counted as they come, and within
// so long. Only from the address that is given, since a token goes along: no redirection is followed. No error names the
// address, which may hold a token as well.
import { request } from 'undici'
import type { Download } from '../src/channel.ts'
import { TooLate, within } from '../src/turns.ts'
import { agent } from './network.ts'

export interface DownloadParts {
  readonly headers?: Readonly<Record<string, string>>
  readonly mostBytes: number
  readonly withinMs: number
}

export const tooLarge: Download = { ok: false, error: 'too large', again: false }
export const notFound: Download = { ok: false, error: 'not found', again: false }

/** Fetches what is behind an address; every ending is a Download. */
export async function downloaded(address: string, { headers, mostBytes, withinMs }: DownloadParts): Promise<Download> {
  try {
    return await within(withinMs, async signal => {
      const answer = await request(address, { ...(headers && { headers }), signal, dispatcher: agent })
      const { statusCode: status, headers: told, body } = answer
      // What is left unread is let go of together with its connection.
      body.on('error', () => undefined)
      const found = status === 200 && Number(told['content-length'] ?? 0) <= mostBytes
      const bytes = found ? await bytesWithin(body, mostBytes) : undefined
      body.destroy()
      if (bytes) return { ok: true, bytes, mime: mimeIn(told['content-type']) }
      if (status === 200) return tooLarge
      if (status === 404 || status === 410) return notFound
      // A redirection is for good; that we may not, or not now, may pass.
      return { ok: false, error: `HTTP ${status}`, again: status >= 400 }
    })
  } catch (error) {
    return { ok: false, error: error instanceof TooLate ? error.message : 'connection broken', again: true }
  }
}

async function bytesWithin(pieces: AsyncIterable<Uint8Array>, mostBytes: number): Promise<Uint8Array | undefined> {
  const all: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    size += piece.byteLength
    if (size > mostBytes) return undefined
    all.push(piece)
  }
  return Buffer.concat(all)
}

/** The kind of a file, where the server knows more of it than that it is one. */
function mimeIn(header: string | string[] | undefined): string | undefined {
  const said = typeof header === 'string' ? header.trim() : ''
  return said === '' || /^application\/octet-stream\b/i.test(said) ? undefined : said
}
