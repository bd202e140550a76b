// SPDX-License-Identifier: AGPL-3.0-or-later
import { type Config, ConfigError, readConfig } from '../../src/config.ts'
import { type Command, counted, runCommand, say } from './command.ts'
import { databaseFindings } from './doctor-database.ts'
import { configFindings, environmentFindings, type Finding, roomFindings } from './doctor-machine.ts'
import { telegramFindings } from './doctor-telegram.ts'
import { whatsappFindings } from './doctor-whatsapp.ts'

const help = `Guarda la configurazione e il mondo intorno (codici dei bot, webhook, database, orologio, segreti)
e dice che cosa non va e come rimediare. Non cambia niente.

  npm run doctor

Esce con 1 se qualcosa non va.`

const signs = { good: '✓', note: '·', bad: '✗' } as const

const doctor: Command = {
  name: 'doctor',
  help,
  async run({ environment }) {
    const findings: Finding[] = [...environmentFindings(process.cwd())]
    const config = readOr(environment, problems => findings.push(...configFindings(problems)))
    if (config) {
      findings.push({ state: 'good', text: 'La configurazione è completa.' })
      const parts = [roomFindings(config), databaseFindings(config), telegramFindings(config), whatsappFindings(config)]
      for (const part of await Promise.all(parts)) findings.push(...part)
    }
    for (const { state, text, mend } of findings) {
      say(`${signs[state]} ${text}`)
      if (mend !== undefined) say(`    ${mend}`)
    }
    const bad = findings.filter(finding => finding.state === 'bad').length
    say(bad === 0 ? 'Tutto a posto.' : `${counted(bad, 'cosa non va', 'cose non vanno')}.`)
    return bad === 0 ? 0 : 1
  },
}

function readOr(
  environment: Parameters<typeof readConfig>[0],
  complain: (problems: ConfigError['problems']) => void,
): Config | undefined {
  try {
    return readConfig(environment)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    complain(error.problems)
    return undefined
  }
}

await runCommand(doctor)
