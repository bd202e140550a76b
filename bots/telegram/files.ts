// SPDX-License-Identifier: AGPL-3.0-or-later
// What people send to a bot. Telegram opens a file for an hour, under a path that only the token completes.
import { z } from 'zod'
import type { Download } from '../../src/channel.ts'
import { downloaded, notFound, tooLarge } from '../downloading.ts'
import { CallFailure, type TelegramApi } from './api.ts'

export interface FileParts {
  readonly api: TelegramApi
  readonly apiRoot: string
  readonly token: string
  readonly withinMs: number
}

const opened = z.object({ file_path: z.string(), file_size: z.number().optional() })
/** A server of one's own may answer with a path on its disk: from elsewhere that cannot be had. */
const relativePath = /^(?!.*\.\.)[\w-][\w./-]*$/

/** Fetches a file by the id that this bot has for it. */
export async function fileOf(parts: FileParts, fileId: string, mostBytes: number): Promise<Download> {
  const { api, apiRoot, token, withinMs } = parts
  let answer: unknown
  try {
    answer = await api.call('getFile', { file_id: fileId })
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error
    return refusalOf(error)
  }
  const { data: file } = opened.safeParse(answer)
  if (!file || !relativePath.test(file.file_path))
    return { ok: false, error: 'a path that cannot be had', again: false }
  if ((file.file_size ?? 0) > mostBytes) return tooLarge
  return downloaded(`${apiRoot}/file/bot${token}/${file.file_path}`, { mostBytes, withinMs })
}

function refusalOf({ code, message }: CallFailure): Download {
  if (/file is too big/i.test(message)) return tooLarge
  if (code === 400 && !/temporarily/.test(message)) return notFound
  // All the others are about us and not about the file: no answer, a wait, a server in trouble, a wrong token.
  return { ok: false, error: code === 0 ? message : `${code} ${message}`, again: true }
}
