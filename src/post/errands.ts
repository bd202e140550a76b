// SPDX-License-Identifier: AGPL-3.0-or-later
// What needs the network or the processor between two units: fetching a file that somebody sent, drawing a picture.
//
// Modes of an errand: queued -> claimed by one process -> done, its result brought in through the inbox as an input of
// its chat -> or, after a failure, queued again for later -> after three failures set aside, and the person is told.
// Whatever is done is bounded in bytes and in seconds, outside any transaction. An errand that is done twice, because a
// process died in between, brings its result in once: the inbox knows the update.
import { fileTypeFromBuffer } from 'file-type'
import {
  type Channel,
  type Download,
  type ErrandResult,
  type Incoming,
  mostDownloadBytes,
  type Receipt,
} from '../channel.ts'
import { type ClaimedErrand, claimingErrands, failing, finishing } from '../db/statements/errands.ts'
import type { StoredErrand } from '../db/stored.ts'
import { keepFile } from '../engine/errands.ts'
import { keepPhoto, PhotoUnreadable, safePhoto } from '../engine/photos.ts'
import { gistOf } from '../engine/set-aside.ts'
import type { Log } from '../log.ts'
import { qrCode } from '../pictures/qr-code.ts'
import { type Platform, transact } from '../transact.ts'
import { oneByOne, within, workInHand } from '../turns.ts'

export interface Errands {
  /** Claims what is due and begins it; answers how many that were. */
  sweep(): Promise<number>
  /** Resolves when nothing that this process has claimed is under way. */
  idle(): Promise<void>
}

interface ErrandsParts {
  readonly platform: Platform
  readonly channels: ReadonlyMap<string, Channel>
  /** Brings a result in. */
  receive(incoming: Incoming): Promise<Receipt>
  readonly log: Log
}

const atOnce = 4
const mostMs = 60_000
const mostAttempts = 3
/** How long after its first and its second failure an errand is tried again. */
const waitSeconds = [2, 20]

/** An errand cannot be done, however often it is tried: the file is gone, or too large. */
class ErrandRefused extends Error {
  override name = 'ErrandRefused'
}

export function openErrands({ platform, channels, receive, log }: ErrandsParts): Errands {
  const inHand = workInHand()

  const bringIn = ({ account, address, personName, id }: ClaimedErrand, suffix: string, input: ErrandResult) =>
    receive({ account, updateId: `errand:${id}${suffix}`, from: { address, name: personName }, input })

  const doOne = async (errand: ClaimedErrand): Promise<void> => {
    try {
      const result = await within(mostMs, resultOf(platform, channels, errand))
      await bringIn(errand, '', result)
      await platform.store.read((_, { ask }) => ask(finishing({ id: errand.id })))
    } catch (error) {
      const [ended] = await platform.store.read((_, { ask }) =>
        ask(
          failing({
            id: errand.id,
            error: gistOf(error),
            mostAttempts,
            final: error instanceof ErrandRefused,
            waitSeconds: waitSeconds[errand.attempts] ?? 0,
          }),
        ),
      )
      log.warn('errand', { kind: errand.request.kind, account: errand.account, setAside: ended?.setAside, error })
      if (ended?.setAside) await bringIn(errand, ':failed', { kind: 'errand-failed', errand: errand.request.kind })
    }
  }

  return {
    sweep: oneByOne(async () => {
      const claimed = await platform.store.read((_, { ask }) =>
        ask(claimingErrands({ process: platform.processId, accounts: [...channels.keys()], most: atOnce })),
      )
      for (const errand of claimed)
        void inHand.keep(doOne(errand)).catch((error: unknown) => log.error('errand', { error }))
      return claimed.length
    }),
    idle: inHand.idle,
  }
}

/** Does what an errand asks for; answers what its chat is to hear. */
async function resultOf(
  platform: Platform,
  channels: ReadonlyMap<string, Channel>,
  errand: ClaimedErrand,
): Promise<ErrandResult> {
  const { request } = errand
  switch (request.kind) {
    case 'fetch':
      return fetched(platform, await downloadOf(channels.get(errand.account), request.fileId), errand, request)
    case 'draw-pairing': {
      const photo = await safePhoto(await qrCode(request.qr))
      const photoId = await transact(platform, ({ work }) => keepPhoto(work, request.municipalityId, photo))
      return { kind: 'drawn', errand: request.kind, photoId, of: request.qr }
    }
  }
}

async function downloadOf(channel: Channel | undefined, fileId: string): Promise<Download> {
  if (!channel) throw new ErrandRefused('the account is not set up')
  return channel.download(fileId, mostDownloadBytes)
}

/** Keeps a file that was fetched. The errand's own id is the file's: fetched twice, it is kept once. */
async function fetched(
  platform: Platform,
  download: Download,
  { id, chatId }: ClaimedErrand,
  request: Extract<StoredErrand, { kind: 'fetch' }>,
): Promise<ErrandResult> {
  if (!download.ok) {
    if (download.again) throw new Error(download.error)
    throw new ErrandRefused(download.error)
  }
  const name = download.name ?? request.name ?? null
  const { mime, bytes } = request.as === 'photo' ? await safely(download.bytes) : await looked(download.bytes)
  await transact(platform, ({ work }) => keepFile(work, { id, chatId, mime, name, bytes }))
  return { kind: 'file', as: request.as, fileId: id, mime, name: name ?? undefined, caption: request.caption }
}

/** A photo without what it carried besides pixels. */
async function safely(bytes: Uint8Array): Promise<{ mime: string; bytes: Uint8Array }> {
  const photo = await safePhoto(bytes).catch((error: unknown) => {
    throw error instanceof PhotoUnreadable ? new ErrandRefused(error.message) : error
  })
  return { mime: 'image/jpeg', bytes: photo.bytes }
}

/** A document as it came, with what its bytes are, whatever was said of them. */
async function looked(bytes: Uint8Array): Promise<{ mime: string; bytes: Uint8Array }> {
  return { mime: (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream', bytes }
}
