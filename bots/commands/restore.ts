// SPDX-License-Identifier: AGPL-3.0-or-later
import { existsSync } from 'node:fs'
import { counted, Refusal, runCommand, say, withStore } from './command.ts'

const help = `Riporta nel database una copia fatta con npm run backup.

  npm run restore -- FILE

Il database deve essere nuovo: se contiene già qualcosa, non viene toccato. O torna tutto o non torna niente.`

await runCommand({
  name: 'restore',
  help,
  takes: 'file',
  async run({ file, config }) {
    if (!existsSync(file)) throw new Refusal(`Il file ${file} non c'è.`)
    const { restoreFrom } = await import('../../src/db/copies/backup.ts')
    const { rows } = await withStore(config(), store => restoreFrom(store, file))
    say(`Ripristinate ${counted(rows, 'riga', 'righe')} da ${file}.`)
    return 0
  },
})
