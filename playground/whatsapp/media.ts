// SPDX-License-Identifier: AGPL-3.0-or-later
// Files: uploaded by the business, sent by people, or lying behind a link. An id lives for 30 days (7 when a person
// sent it), a link made from it for 5 minutes, both by the clock that was given.
import crypto from 'node:crypto'
import { imageSize } from '../loopback/images.ts'
import type { Clock } from '../loopback/time.ts'
import { GraphError } from './errors.ts'

const MB = 1 << 20
const UPLOADED_LIVES_MS = 30 * 24 * 3600_000
const SENT_LIVES_MS = 7 * 24 * 3600_000
const LINK_LIVES_MS = 5 * 60_000

type MediaKind = 'image' | 'video' | 'audio' | 'sticker' | 'document'

/** What each kind may hold, and how large. */
const ACCEPTED: readonly { mimes: RegExp; kind: MediaKind; most: number }[] = [
  { mimes: /^image\/(jpeg|png)$/, kind: 'image', most: 5 * MB },
  { mimes: /^image\/webp$/, kind: 'sticker', most: MB / 2 },
  { mimes: /^video\/(mp4|3gpp?)$/, kind: 'video', most: 16 * MB },
  { mimes: /^audio\/(aac|amr|mpeg|mp4|ogg)/, kind: 'audio', most: 16 * MB },
  {
    mimes: /^(text\/plain|application\/(pdf|msword|vnd\.(ms-excel|ms-powerpoint|openxmlformats-officedocument\..+)))$/,
    kind: 'document',
    most: 100 * MB,
  },
]

export type MediaFile = {
  readonly id: string
  readonly mime: string
  readonly bytes: Buffer
  readonly sha256: string
  readonly name: string | undefined
  expiresAtMs: number
}

/** Every file there is. */
export class Media {
  readonly #clock: Clock
  readonly #files = new Map<string, MediaFile>()
  readonly #links = new Map<string, { file: MediaFile; expiresAtMs: number }>()
  readonly #web = new Map<string, { bytes: Buffer; mime: string }>()
  /** How many files the business uploaded. */
  uploads = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The business uploads a file. */
  upload(bytes: Buffer, mime: string, name: string | undefined): MediaFile {
    const kind = ACCEPTED.find(each => each.mimes.test(mime))
    if (!kind) throw new GraphError(100, `Param file must be a file with one of the accepted types, not ${mime}`)
    if (bytes.length === 0) throw new GraphError(131053, 'The file is empty')
    if (bytes.length > kind.most) throw new GraphError(131053, `File size is over ${kind.most} bytes`)
    if (kind.kind === 'image' && !imageSize(bytes)) throw new GraphError(131053, 'The image could not be read')
    this.uploads++
    return this.#keep(bytes, mime, name, UPLOADED_LIVES_MS)
  }

  /** A person sends a file. */
  receive(bytes: Buffer, mime: string, name?: string): MediaFile {
    return this.#keep(bytes, mime, name, SENT_LIVES_MS)
  }

  /** A file by its id, if it still lives. */
  file(id: string): MediaFile | undefined {
    const file = this.#files.get(id)
    return file && file.expiresAtMs > this.#nowMs ? file : undefined
  }

  forget(id: string): boolean {
    return this.#files.delete(id)
  }

  /** Ends the life of one id, or of all. */
  expire(id?: string): void {
    for (const file of this.#files.values()) if (id === undefined || file.id === id) file.expiresAtMs = this.#nowMs
  }

  /** Puts bytes behind a link; nothing is ever fetched from the network. */
  serve(url: string, bytes: Buffer, mime: string): void {
    this.#web.set(url, { bytes, mime })
  }

  /** What a message points to, if it is of a kind that may stand there. */
  resolve(
    kind: MediaKind,
    given: { id?: string | undefined; link?: string | undefined },
  ): { bytes: Buffer; mime: string } {
    const found = given.id === undefined ? this.#web.get(given.link ?? '') : this.file(given.id)
    if (!found) {
      const where = given.id === undefined ? `the link ${given.link}` : `media id ${given.id} (unknown or expired)`
      throw new GraphError(given.id === undefined ? 131052 : 131053, `Unable to download the media from ${where}`)
    }
    const fits = ACCEPTED.some(each => each.mimes.test(found.mime) && (each.kind === kind || kind === 'document'))
    if (!fits) throw new GraphError(131053, `A file of ${found.mime} cannot be sent as ${kind}`)
    return found
  }

  /** A short-lived address for a file: the last part of its path. */
  link(file: MediaFile): string {
    const token = crypto.randomBytes(12).toString('base64url')
    this.#links.set(token, { file, expiresAtMs: this.#nowMs + LINK_LIVES_MS })
    return token
  }

  behind(token: string): MediaFile | undefined {
    const link = this.#links.get(token)
    return link && link.expiresAtMs > this.#nowMs ? link.file : undefined
  }

  get #nowMs(): number {
    return this.#clock.now().getTime()
  }

  #keep(bytes: Buffer, mime: string, name: string | undefined, livesMs: number): MediaFile {
    const id = String(crypto.randomInt(1e14, 2e14))
    const sha256 = crypto.createHash('sha256').update(bytes).digest('hex')
    const file = { id, mime, bytes, sha256, name, expiresAtMs: this.#nowMs + livesMs }
    this.#files.set(id, file)
    return file
  }
}
