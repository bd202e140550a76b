// SPDX-License-Identifier: AGPL-3.0-or-later
// Given to a program by --import: writes the address of each module that the program loads, a line each, into the file
// that LOADED_MODULES names.
import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'

const file = process.env.LOADED_MODULES
if (file === undefined) throw new Error('LOADED_MODULES names no file')
registerHooks({
  load(url, context, nextLoad) {
    appendFileSync(file, `${url}\n`)
    return nextLoad(url, context)
  },
})
