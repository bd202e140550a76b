// SPDX-License-Identifier: AGPL-3.0-or-later
// Files. A file_id belongs to one bot and one kind; file_unique_id is the file's for every bot. A path given by
// getFile opens for an hour, for the bot that asked.
import crypto from 'node:crypto'
import type { Args } from './args.ts'
import { ApiError, bad } from './errors.ts'
import { imageSize } from '../loopback/images.ts'
import type { ImageSize } from '../loopback/images.ts'
import { realMs } from '../loopback/time.ts'
import type { FileObject, PhotoSize } from './wire.ts'

export type FileKind = 'photo' | 'document' | 'voice' | 'sticker'

export type StoredFile = {
  readonly uniqueId: string
  readonly kind: FileKind
  readonly data: Buffer
  readonly mime: string | undefined
  readonly name: string | undefined
  readonly size: ImageSize | undefined
  readonly path: string
  readonly openUntilMs: Map<number, number>
}

const UNIQUE_ID_LENGTH = 15
const PATH_OPENS_MS = 3_600_000
const MAX_PHOTO_BYTES = 10 << 20
const MAX_DOWNLOAD_BYTES = 20 << 20

/** Every file that was sent. */
export class Files {
  /** Bytes behind links that bots may send by URL. */
  readonly web = new Map<string, Buffer>()
  readonly #byUniqueId = new Map<string, StoredFile>()
  readonly #byPath = new Map<string, StoredFile>()
  readonly #checkImages: boolean

  constructor(checkImages: boolean) {
    this.#checkImages = checkImages
  }

  add(kind: FileKind, data: Buffer, { mime, name }: { mime?: string | undefined; name?: string | undefined } = {}) {
    const uniqueId = `AQAD${crypto.randomBytes(8).toString('base64url')}`
    const extension = kind === 'photo' ? 'jpg' : (name?.split('.').pop() ?? 'bin')
    const path = `${kind}s/file_${this.#byUniqueId.size}.${extension}`
    const size = imageSize(data)
    const file: StoredFile = { uniqueId, kind, data, mime, name, size, path, openUntilMs: new Map() }
    this.#byUniqueId.set(uniqueId, file)
    this.#byPath.set(path, file)
    return file
  }

  /** The bytes behind a file_unique_id (of the whole or of its thumbnail). */
  bytes(uniqueId: string): Buffer | undefined {
    return this.#byUniqueId.get(uniqueId.slice(0, UNIQUE_ID_LENGTH))?.data
  }

  /** The file a bot means by its file_id. */
  byId(botId: number, fileId: string): StoredFile | undefined {
    const [owner, uniqueId = ''] = Buffer.from(fileId, 'base64url').toString().split('|')
    const file = this.#byUniqueId.get(uniqueId)
    return file && Number(owner) === botId ? file : undefined
  }

  /** What getFile answers. */
  open(
    botId: number,
    fileId: string,
  ): { file_id: string; file_unique_id: string; file_size: number; file_path: string } {
    const file = this.byId(botId, fileId)
    if (!file) throw bad('invalid file_id')
    if (file.data.length > MAX_DOWNLOAD_BYTES) throw bad('file is too big')
    file.openUntilMs.set(botId, realMs() + PATH_OPENS_MS)
    return { file_id: fileId, file_unique_id: file.uniqueId, file_size: file.data.length, file_path: file.path }
  }

  /** The bytes behind a path that this bot opened. */
  download(botId: number, path: string): Buffer {
    const file = this.#byPath.get(path)
    if (!file || (file.openUntilMs.get(botId) ?? 0) <= realMs()) throw new ApiError(404, 'Not Found')
    return file.data
  }

  /** The file a call means: uploaded under this field or as attach://, by link, or by file_id. */
  input(botId: number, args: Args, given: string, field: string, kind: FileKind): StoredFile | undefined {
    const isAttached = given.startsWith('attach://')
    const upload = args.files.get(field) ?? (isAttached ? args.files.get(given.slice(9)) : undefined)
    if (upload) {
      this.#checkUpload(upload.data, kind)
      return this.add(kind, upload.data, { mime: upload.mime, name: kind === 'photo' ? undefined : upload.name })
    }
    if (given === '') return undefined
    if (isAttached) throw bad('Wrong file identifier/HTTP URL specified')
    if (/^https?:\/\//.test(given)) {
      const data = this.web.get(given)
      if (!data) throw bad('Failed to get HTTP URL content')
      return this.add(kind, data, { name: kind === 'photo' ? undefined : given.split('/').pop() })
    }
    const file = this.byId(botId, given)
    if (!file) throw bad('Wrong file identifier/HTTP URL specified')
    if (file.kind !== kind) throw bad(`Can't use file of type ${kindName(file.kind)} as ${kindName(kind)}`)
    return file
  }

  #checkUpload(data: Buffer, kind: FileKind): void {
    if (data.length === 0) throw bad('File must be non-empty')
    if (kind !== 'photo') return
    if (data.length > MAX_PHOTO_BYTES) {
      throw bad(`File of size ${data.length} bytes is too big for a photo; the maximum size is 10485760 bytes`)
    }
    const size = imageSize(data)
    if (!size) {
      if (this.#checkImages) throw bad('IMAGE_PROCESS_FAILED') // [server]
      return
    }
    const { width, height } = size
    if (width + height > 10_000 || Math.max(width / height, height / width) > 20) {
      throw bad('PHOTO_INVALID_DIMENSIONS') // [server]
    }
  }
}

function fileId(botId: number, file: StoredFile, thumbnail = ''): string {
  return Buffer.from(`${botId}|${file.uniqueId}|${file.kind}|${thumbnail}`).toString('base64url')
}

/** A file as one bot sees it. */
export function fileObject(botId: number, file: StoredFile): FileObject {
  return {
    file_id: fileId(botId, file),
    file_unique_id: file.uniqueId,
    file_size: file.data.length,
    ...(file.mime !== undefined && { mime_type: file.mime }),
    ...(file.name !== undefined && { file_name: file.name }),
  }
}

/** A photo as one bot sees it: a thumbnail, then the whole. */
export function photoSizes(botId: number, file: StoredFile): PhotoSize[] {
  const { width, height } = file.size ?? { width: 1280, height: 960 }
  const scale = Math.min(1, 90 / Math.max(width, height))
  const sized = (by: number, thumbnail: string): PhotoSize => ({
    file_id: fileId(botId, file, thumbnail),
    file_unique_id: file.uniqueId + thumbnail,
    file_size: file.data.length,
    width: Math.max(1, Math.round(width * by)),
    height: Math.max(1, Math.round(height * by)),
  })
  return [sized(scale, 's'), sized(1, '')]
}

function kindName(kind: FileKind): string {
  return kind.charAt(0).toUpperCase() + kind.slice(1)
}
