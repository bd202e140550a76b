// SPDX-License-Identifier: AGPL-3.0-or-later
import { openEmbedded } from './embedded.ts'
import { openPostgres } from './postgres.ts'
import type { Store } from '../store.ts'

/** Opens the database, PostgreSQL where there is a URL and the embedded one in `dataDir` otherwise, up to date. */
export async function openStore(options: {
  databaseUrl?: string | undefined
  dataDir: string
  /** `false` behind a pooler that cannot keep prepared statements. */
  prepare: boolean
  poolSize?: number | undefined
  /** Told, in a sentence, what is not as safe as it should be. */
  warn?: ((sentence: string) => void) | undefined
}): Promise<Store> {
  const {
    databaseUrl: url,
    dataDir,
    prepare,
    poolSize = 10,
    warn = sentence => process.emitWarning(sentence),
  } = options
  return url === undefined ? openEmbedded({ dataDir, warn }) : openPostgres({ url, prepare, poolSize })
}
