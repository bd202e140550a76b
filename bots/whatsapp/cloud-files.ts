// SPDX-License-Identifier: AGPL-3.0-or-later
// What people send to a number on the Cloud API: its id leads to a link for five minutes, which wants the access token.
import { z } from 'zod'
import type { Download } from '../../src/channel.ts'
import { downloaded, notFound, tooLarge } from '../downloading.ts'
import { actionOf } from './cloud-errors.ts'
import { type Graph, GraphFailure, type Problem } from './graph.ts'

export interface FileParts {
  readonly graph: Graph
  readonly apiRoot: string
  readonly accessToken: string
  readonly withinMs: number
}

const media = z.object({
  url: z.string(),
  mime_type: z.string().optional().catch(undefined),
  file_size: z.coerce.number().optional().catch(undefined),
})

/** Fetches a file by its media id. */
export async function fileOf(parts: FileParts, mediaId: string, mostBytes: number): Promise<Download> {
  const { graph, apiRoot, accessToken, withinMs } = parts
  if (!/^[\w-]+$/.test(mediaId)) return notFound
  let found: z.output<typeof media>
  try {
    found = await graph.get(mediaId, media)
  } catch (error) {
    if (!(error instanceof GraphFailure)) throw error
    return refusalOf(error.problem)
  }
  if ((found.file_size ?? 0) > mostBytes) return tooLarge
  if (!mayHaveToken(found.url, apiRoot)) return { ok: false, error: 'a link that leads elsewhere', again: false }
  const headers = { authorization: `Bearer ${accessToken}` }
  const file = await downloaded(found.url, { headers, mostBytes, withinMs })
  return file.ok ? { ...file, mime: found.mime_type ?? file.mime } : file
}

/** The token travels encrypted, or to where it goes anyway. */
function mayHaveToken(link: string, apiRoot: string): boolean {
  const url = URL.parse(link)
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && url.host === new URL(apiRoot).host)
}

function refusalOf(problem: Problem): Download {
  const { code, status, details } = problem
  // Of a media id this means that there is no such file, or none any more.
  if (code === 100 || actionOf(problem) === 'media') return notFound
  return { ok: false, error: `${code ?? status ?? ''} ${details}`.trim(), again: true }
}
