// SPDX-License-Identifier: AGPL-3.0-or-later
// Given to a program by --import: whatsapp-web.js is not found, as where npm could not install it.
import { registerHooks } from 'node:module'

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (specifier !== 'whatsapp-web.js') return nextResolve(specifier, context)
    throw Object.assign(new Error(`Cannot find package '${specifier}'`), { code: 'ERR_MODULE_NOT_FOUND' })
  },
})
