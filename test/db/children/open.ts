// SPDX-License-Identifier: AGPL-3.0-or-later
// Opens and closes the store; an argument that is a URL is a server's. Says what happened.
import { openStore } from '../../../src/db/engines/connect.ts'

const [, , where = ''] = process.argv
const isUrl = where.startsWith('postgres')
try {
  const store = await openStore({ databaseUrl: isUrl ? where : undefined, dataDir: where, prepare: true })
  await store.close()
  console.log('opened')
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : 'something was thrown')
}
