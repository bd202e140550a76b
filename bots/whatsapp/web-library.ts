// SPDX-License-Identifier: AGPL-3.0-or-later
// whatsapp-web.js is an optional dependency: an installation without it is complete for every other channel.

/** Whether the library of WhatsApp Web is installed. Finds it without loading it, which would take half a second. */
export function isWebLibraryInstalled(): boolean {
  try {
    import.meta.resolve('whatsapp-web.js')
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND') return false
    throw error
  }
}
