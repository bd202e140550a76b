// SPDX-License-Identifier: AGPL-3.0-or-later
// A file that came with a message, out of the page. Modes: fetched by the page, in the way of the library; then handed
// over in slices, so that whoever asks the page whether it still lives is answered between two of them (20 MB at once
// keep it busy for five seconds, on a small machine for longer than it is given); then forgotten by the page.
//
// The page has no way to fetch a part only: a file that says that it is too large is not fetched, and one that turns out
// to be is not handed over. The scripts are text: they run in the browser.
import { z } from 'zod'
import { within } from '../../src/turns.ts'
import type { Page } from './web-page.ts'
import { type Fetched, sentenceOf } from './web-protocol.ts'

/** Divisible by three: the slices' base64 makes one text. */
const sliceBytes = 768 * 1024

const found = z.union([
  z.object({ size: z.number(), mime: z.string().nullish(), name: z.string().nullish() }),
  z.object({ error: z.string(), again: z.boolean() }),
])

/** Fetches the file of a message, by the message's whole id; every ending is an answer. */
export async function fileIn(page: Page, id: string, mostBytes: number, withinMs: number): Promise<Fetched> {
  const key = JSON.stringify(id)
  try {
    return await within(withinMs, async (): Promise<Fetched> => {
      const file = found.parse(await page.evaluate(fetchScript(id, mostBytes, withinMs), withinMs))
      if ('error' in file) return { ok: false, ...file }
      const slices: string[] = []
      for (let from = 0; from < file.size; from += sliceBytes)
        slices.push(z.string().parse(await page.evaluate(sliceScript(key, from))))
      return { ok: true, base64: slices.join(''), mime: file.mime ?? undefined, name: file.name ?? undefined }
    })
  } catch (error) {
    // A page that is away comes back, and modules that were renamed come back with another version of ours.
    return { ok: false, error: sentenceOf(error), again: true }
  } finally {
    page.evaluate(`void window.spesaFiles?.delete(${key})`).catch(() => undefined)
  }
}

function fetchScript(id: string, mostBytes: number, withinMs: number): string {
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
      window.spesaFiles ??= new Map()
      window.spesaFiles.set(id, bytes)
      return { size: bytes.byteLength, mime: mimetype, name: filename }
    } catch (error) {
      if (error.status === 404 || error.status === 410) return no('not found', false)
      throw error
    }
  })(${given})`
}

function sliceScript(key: string, from: number): string {
  return `window.WWebJS.arrayBufferToBase64Async(window.spesaFiles.get(${key}).slice(${from}, ${from + sliceBytes}))`
}
