// SPDX-License-Identifier: AGPL-3.0-or-later
// Opens the store in the given directory, says so, and keeps it until it is killed.
import { openStore } from '../../../src/db/engines/connect.ts'

await openStore({ dataDir: process.argv[2] ?? '', prepare: true })
console.log('open')
setInterval(() => undefined, 1000)
