// SPDX-License-Identifier: AGPL-3.0-or-later
// A file that came with a message, out of the page and in the way in which the library fetches it. The page has no way
// to fetch a part only: a file that says that it is too large is not fetched, and one that turns out to be is not handed
// over. As text: it runs in the browser.
import { z } from 'zod'
import type { Page } from './web-page.ts'
import { type Fetched, sentenceOf } from './web-protocol.ts'

const found = z.union([
  z.object({ base64: z.string(), mime: z.string().nullish(), name: z.string().nullish() }),
  z.object({ error: z.string(), again: z.boolean() }),
])

/** Fetches the file of a message, by the message's whole id; every ending is an answer. */
export async function fileIn(page: Page, id: string, mostBytes: number, withinMs: number): Promise<Fetched> {
  try {
    const file = found.parse(await page.evaluate(scriptFor(id, mostBytes, withinMs), withinMs))
    if ('error' in file) return { ok: false, ...file }
    return { ok: true, base64: file.base64, mime: file.mime ?? undefined, name: file.name ?? undefined }
  } catch (error) {
    // A page that is away comes back, and modules that were renamed come back with another version of ours.
    return { ok: false, error: sentenceOf(error), again: true }
  }
}

function scriptFor(id: string, mostBytes: number, withinMs: number): string {
  // The address in an id may have changed since from a number to a hidden one.
  const bareId = id.split('_').at(2) ?? id
  const given = [id, bareId, mostBytes, withinMs].map(each => JSON.stringify(each)).join(', ')
  return `(async (id, bareId, most, withinMs) => {
    const no = (error, again) => ({ error, again })
    const { Msg } = window.require('WAWebCollections')
    const message = Msg.get(id) ?? Msg.getModelsArray().find(each => each.id.id === bareId) ??
      (await Msg.getMessagesById([id]))?.messages?.[0]
    if (!message?.mediaData) return no('not found', false)
    if (message.size > most) return no('too large', false)
    const stage = () => message.mediaData.mediaStage
    if (stage() !== 'RESOLVED' && stage() !== 'REUPLOADING')
      await message.downloadMedia({ downloadEvenIfExpensive: true, rmrReason: 1 })
    if (stage() === 'REUPLOADING' || stage() === 'FETCHING') return no('not there yet', true)
    if (stage().includes('ERROR')) return no('not found', false)
    const { directPath, encFilehash, filehash, mediaKey, mediaKeyTimestamp, type, mimetype, filename } = message
    const downloadQpl = { addAnnotations() { return this }, addPoint() { return this } }
    try {
      const bytes = await window.require('WAWebDownloadManager').downloadManager.downloadAndMaybeDecrypt({
        directPath, encFilehash, filehash, mediaKey, mediaKeyTimestamp, type, downloadQpl,
        signal: AbortSignal.timeout(withinMs),
      })
      if (bytes.byteLength > most) return no('too large', false)
      return { base64: await window.WWebJS.arrayBufferToBase64Async(bytes), mime: mimetype, name: filename }
    } catch (error) {
      if (error.status === 404 || error.status === 410) return no('not found', false)
      throw error
    }
  })(${given})`
}
