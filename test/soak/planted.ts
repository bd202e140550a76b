// SPDX-License-Identifier: AGPL-3.0-or-later
// Plants faults as modules are loaded, in this process and in those it starts. A check that stays green then proves
// nothing. A plant names what it breaks, a statement by its name or a function that a module exports, and not how that
// is written. Loaded with `--import`, so that it stands before everything else.
import { registerHooks } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Plant } from './planting.ts'
import { type PlantName, plants } from './plants.ts'

const name = 'SPESA_PLANTED'
const root = new URL('../../', import.meta.url)
/** A module as it is written, beside the one that stands in for it. */
const genuine = '?genuine'

/** The environment of a process in which, and in whose children, these faults are planted. */
export function plantedEnvironment(planted: readonly PlantName[]): NodeJS.ProcessEnv {
  const hooks = pathToFileURL(fileURLToPath(import.meta.url)).href
  const options = [process.env.NODE_OPTIONS, `--import=${hooks}`].filter(Boolean).join(' ')
  return { ...process.env, [name]: JSON.stringify(planted), NODE_OPTIONS: options }
}

const given = process.env[name]
if (given !== undefined) {
  const stands = standIns(JSON.parse(given) as readonly PlantName[])
  registerHooks({
    load(url, context, nextLoad) {
      const source = stands.get(url)
      return source === undefined ? nextLoad(url, context) : { format: 'module', source, shortCircuit: true }
    },
  })
}

/** The text of the modules that stand in for those of which something is broken, by URL. */
function standIns(planted: readonly PlantName[]): Map<string, string> {
  const broken = planted.flatMap(each => {
    const plant: Plant = plants[each]
    if (plant.kind === 'library') plant.atStart()
    return plant.kind === 'library' ? [] : plant.exports.map(exported => ({ plant: each, file: plant.file, exported }))
  })
  return new Map(
    [...Map.groupBy(broken, ({ file }) => file)].map(([file, here]) => {
      const url = new URL(file, root).href
      return [url, standIn(url, here)]
    }),
  )
}

/** A module that hands on all that the genuine one exports, but for what is broken. */
function standIn(url: string, broken: readonly { plant: PlantName; exported: string }[]): string {
  const quoted = (text: string): string => JSON.stringify(text)
  const lines = [...Map.groupBy(broken, ({ exported }) => exported)].map(([exported, here]) => {
    const before = `given(${quoted(exported)})`
    const after = here.reduce((made, { plant }) => `plants[${quoted(plant)}].by(${made})`, before)
    return `export const ${exported} = ${after}`
  })
  return `
    export * from ${quoted(url + genuine)}
    import * as genuine from ${quoted(url + genuine)}
    import { plants } from ${quoted(new URL('./plants.ts', import.meta.url).href)}
    function given(name) {
      if (!(name in genuine)) throw new Error('the planted fault no longer fits ${url}: ' + name)
      return genuine[name]
    }
    ${lines.join('\n')}`
}
