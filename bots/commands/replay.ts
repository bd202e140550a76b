// SPDX-License-Identifier: AGPL-3.0-or-later
import { askAgain, setAsideThings } from '../../src/engine/set-aside.ts'
import { counted, inUnit, Refusal, runCommand, say, withStore } from './command.ts'

const help = `Mostra ciò che è stato messo da parte dopo tre tentativi falliti, e lo fa ripetere.

  npm run replay -- list
  npm run replay -- all
  npm run replay -- ID

list mostra che cosa c'è, ognuno con il suo ID; all li fa ripetere tutti, un ID uno solo. Li ripete il
programma in funzione, entro pochi secondi, o al prossimo avvio.`

await runCommand({
  name: 'replay',
  help,
  takes: 'word',
  options: {},
  async run({ word, config }) {
    return withStore<0>(config(), async store => {
      if (word === 'list') {
        const all = await inUnit(store, setAsideThings)
        // Only the kind of the error: what stands behind it may be somebody's words.
        for (const { id, at, error } of all)
          say(`${at.toISOString().slice(0, 16)}Z  ${id}  ${error.split(':')[0] ?? ''}`)
        say(all.length === 0 ? 'Niente è stato messo da parte.' : counted(all.length, 'cosa', 'cose'))
        return 0
      }
      const asked = await inUnit(store, work => askAgain(work, word))
      if (asked === 0 && word !== 'all') throw new Refusal(`Non c’è niente da parte con l’ID ${word}.`)
      say(`${counted(asked, 'cosa sarà ripetuta', 'cose saranno ripetute')} dal programma in funzione.`)
      return 0
    })
  },
})
