// SPDX-License-Identifier: AGPL-3.0-or-later
import { existsSync } from 'node:fs'
import { counted, Refusal, runCommand, say, withStore } from './command.ts'

const help = `Copia tutto il database in un file.

  npm run backup -- FILE

Vale per PostgreSQL e per il database incorporato, anche dall'uno all'altro. Il file contiene dati personali:
conservatelo come il database. Un file che c'è già non viene sovrascritto.`

await runCommand({
  name: 'backup',
  help,
  takes: 'file',
  async run({ file, config }) {
    if (existsSync(file)) throw new Refusal(`${file} c'è già: scegliete un altro nome.`)
    const { backupTo } = await import('../../src/db/copies/backup.ts')
    const { rows } = await withStore(config(), store => backupTo(store, file))
    say(`Copiate ${counted(rows, 'riga', 'righe')} in ${file}.`)
    return 0
  },
})
