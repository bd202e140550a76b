// SPDX-License-Identifier: AGPL-3.0-or-later
// Bytes that strangers make this process hold: of bodies whose signature is not known yet, in all requests together.

/** Meta's largest post has 3 MB, and its usual ones some kB. */
const mostBytes = 12_582_912
let heldBytes = 0

/** Takes so many bytes, if they are to be had; what was taken must be given back. */
export function holdBytes(bytes: number): boolean {
  if (heldBytes + bytes > mostBytes) return false
  heldBytes += bytes
  return true
}

/** Gives back what was taken. */
export function letBytesGo(bytes: number): void {
  heldBytes -= bytes
}
