// SPDX-License-Identifier: AGPL-3.0-or-later
import { createInterface } from 'node:readline/promises'
import { Refusal, runCommand, say, UsageError, withStore } from './command.ts'

const help = `Svuota il database di prova, con il paese inventato, e ne fa un database vero.

  npm run forget-demo
  npm run forget-demo -- --yes

Prima chiede conferma; negli script serve --yes. Di un database che non è di prova non tocca niente.`

const word = 'svuota'

/** Whether the person who typed the command confirms it; a script cannot be asked. */
async function confirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError('serve --yes, perché qui non si può chiedere conferma')
  const asking = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await asking.question(
      `Il database di prova sarà svuotato del tutto. Scrivete «${word}» per confermare: `,
    )
    return answer.trim().toLowerCase() === word
  } finally {
    asking.close()
  }
}

await runCommand({
  name: 'forget-demo',
  help,
  options: { yes: { type: 'boolean' } },
  async run({ values, config: readConfig }) {
    const config = readConfig()
    if (values.yes !== true && !(await confirmed())) throw new Refusal('Non è stato svuotato niente.')
    const { forgetDemo } = await import('../../src/db/deployment.ts')
    const { systemClock } = await import('../../src/system.ts')
    await withStore(config, store => forgetDemo(store, systemClock.now()))
    say(
      'Il database di prova è stato svuotato: adesso è un database vero. Importate il comune con npm run import -- FILE.',
    )
    return 0
  },
})
