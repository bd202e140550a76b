// SPDX-License-Identifier: AGPL-3.0-or-later
import { toBuffer } from 'qrcode'

/** A QR code of the text as a PNG of 512 by 512 pixels with a quiet zone of four modules, as readers want it. */
export function qrCode(text: string): Promise<Uint8Array> {
  return toBuffer(text, { width: 512, margin: 4 })
}
