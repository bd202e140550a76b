// SPDX-License-Identifier: AGPL-3.0-or-later
// Loaded before everything else with `--import`. drizzle-orm's package.json names each of its files twice; Node 24 reads
// that map anew for every import inside the package, which took a start 1.5 s of processor time and 150 MB. An import
// of a file beside the importing one needs no map.
import { registerHooks } from 'node:module'

const inside = '/node_modules/drizzle-orm/'

registerHooks({
  resolve(specifier, context, nextResolve) {
    const { parentURL } = context
    if (specifier.startsWith('.') && specifier.endsWith('.js') && parentURL?.includes(inside))
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
    return nextResolve(specifier, context)
  },
})
