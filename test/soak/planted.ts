// SPDX-License-Identifier: AGPL-3.0-or-later
// Plants faults: a place of the source is changed as it is loaded, in this process and in those it starts. A check that
// stays green then proves nothing. Loaded with `--import`, so that it stands before everything else.
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** In this file, from the repository's root, the one place that reads `from` reads `to` instead. */
export interface Mutation {
  readonly file: string
  readonly from: string
  readonly to: string
}

const name = 'SPESA_PLANTED'
const root = new URL('../../', import.meta.url)

/** The environment of a process in which, and in whose children, these faults are planted. */
export function plantedEnvironment(mutations: readonly Mutation[]): NodeJS.ProcessEnv {
  const hooks = pathToFileURL(fileURLToPath(import.meta.url)).href
  return { ...process.env, [name]: JSON.stringify(mutations), NODE_OPTIONS: `--import=${hooks}` }
}

const given = process.env[name]
if (given !== undefined) {
  const mutations = JSON.parse(given) as readonly Mutation[]
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      const here = mutations.filter(({ file }) => new URL(file, root).href === url)
      if (here.length === 0) return loaded
      const text = loaded.source
      let source = typeof text === 'string' ? text : new TextDecoder().decode(text ?? undefined)
      for (const { file, from, to } of here) {
        if (source.split(from).length !== 2) throw new Error(`the planted fault no longer fits ${file}: ${from}`)
        source = source.replace(from, () => to)
      }
      return { ...loaded, source }
    },
  })
}
