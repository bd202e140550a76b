// SPDX-License-Identifier: AGPL-3.0-or-later
// Bytes that strangers make this process hold: of bodies whose signature is not known yet, in all requests together.

/** Two of Meta's largest posts, which have 3 MB; its usual ones have some kB. */
const mostBytes = 8_388_608
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
