// SPDX-License-Identifier: AGPL-3.0-or-later
// Reads a file as a municipality, alone in its process: how it ended, how much of the processor's time that took, and how much memory.
import { readFileSync } from 'node:fs'
import { jsonIn, JsonRefused } from '../../../src/engine/importing/json-reading.ts'
import { FileRefused } from '../../../src/engine/importing/municipality-file-checks.ts'
import { readMunicipalityFile } from '../../../src/engine/importing/municipality-file.ts'

const [path = ''] = process.argv.slice(2)
const bytes = readFileSync(path)
const before = process.resourceUsage().maxRSS
const begun = process.cpuUsage()
const ending = endingOf()
const { user, system } = process.cpuUsage(begun)
const ms = (user + system) / 1000
const extraMegabytes = (process.resourceUsage().maxRSS - before) / 1024
process.stdout.write(JSON.stringify({ ending, ms, extraMegabytes }))

function endingOf(): string {
  try {
    readMunicipalityFile(jsonIn(bytes))
    return 'accepted'
  } catch (error) {
    if (error instanceof JsonRefused) return error.reason
    if (error instanceof FileRefused) return `${error.problems.length} problems${error.stopped ? ' and others' : ''}`
    throw error
  }
}
