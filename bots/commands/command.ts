// SPDX-License-Identifier: AGPL-3.0-or-later
// What every command does alike: help, the configuration, one plain sentence for whatever goes wrong, and exit codes
// 0 (done), 1 (failed), 2 (wrong usage).
import { resolve } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { type Config, ConfigError, type Environment, readConfig, readEnvironment, secretsOf } from '../../src/config.ts'
import {
  DatabaseDamaged,
  DatabaseInUse,
  DatabaseRefused,
  DatabaseTooNew,
  isUnavailable,
} from '../../src/db/failures.ts'
import type { Store } from '../../src/db/store.ts'
import { FileRefused } from '../../src/engine/importing/municipality-file-checks.ts'
import type { SoleWork } from '../../src/engine/unit.ts'
import { scrubber } from '../../src/log.ts'
import { systemChance, systemClock } from '../../src/system.ts'

type Options = NonNullable<ParseArgsConfig['options']>

export interface Call {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  /** The file it is about; empty for a command that takes none. */
  readonly file: string
  /** The argument as it was typed, or the arguments. */
  readonly word: string
  readonly words: readonly string[]
  readonly environment: Environment
  /** A path as seen from where the command was typed. */
  readonly place: (path: string) => string
  /** Reads the configuration, when the command wants it. */
  readonly config: () => Config
}

export interface Command {
  readonly name: string
  readonly help: string
  readonly options?: Options
  /**
   * It takes exactly one argument: a file, as seen from where the command was typed, or a word as it stands. Or one or
   * two words: what to do, and with what.
   */
  readonly takes?: 'file' | 'word' | 'words'
  /** Resolves to the exit code. */
  run(call: Call): Promise<0 | 1>
}

/** Typed wrongly: exit code 2. */
export class UsageError extends Error {}
/** Cannot be done, for a reason that one sentence tells: exit code 1. */
export class Refusal extends Error {}

export const say = (text: string): void => void process.stdout.write(`${text}\n`)
const complain = (text: string): void => void process.stderr.write(`${text}\n`)

/** Problems beyond these are only counted: nobody reads the thousandth. */
const problemsShown = 50

/** Runs the command of this process. */
export async function runCommand(command: Command): Promise<void> {
  let environment: Environment = process.env
  try {
    environment = readEnvironment(process.cwd())
    const call = callOf(command, environment)
    process.exitCode = call ? await command.run(call) : 0
  } catch (error) {
    for (const line of sentencesFor(error, command, environment)) complain(line)
    if (environment.LOG_LEVEL === 'debug' && error instanceof Error) complain(clean(error.stack ?? '', environment))
    process.exitCode = error instanceof UsageError ? 2 : 1
  }
}

function callOf(command: Command, environment: Environment): Call | undefined {
  const options: Options = { ...command.options, help: { type: 'boolean', short: 'h' } }
  let parsed
  try {
    parsed = parseArgs({ options, allowPositionals: command.takes !== undefined, strict: true })
  } catch (error) {
    throw new UsageError(`non capisco gli argomenti: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (parsed.values.help === true) {
    say(command.help)
    return undefined
  }
  const { length } = parsed.positionals
  if (command.takes && (length < 1 || length > (command.takes === 'words' ? 2 : 1)))
    throw new UsageError(
      length === 0
        ? `manca ${command.takes === 'file' ? 'il file' : 'che cosa'}`
        : `${command.takes === 'file' ? 'un file' : 'una cosa'} alla volta`,
    )
  // npm runs scripts from the project's folder, wherever the command was typed.
  const from = environment.npm_lifecycle_event === command.name ? environment.INIT_CWD : undefined
  const place = (path: string): string => resolve(from ?? '.', path)
  return {
    values: parsed.values as Call['values'],
    file: place(parsed.positionals[0] ?? ''),
    word: parsed.positionals[0] ?? '',
    words: parsed.positionals,
    place,
    environment,
    config: () => readConfig(environment),
  }
}

/** Opens the configured database, and closes it whatever happens. Loaded only here: it takes half a second. */
export async function withStore<T>(config: Config, fn: (store: Store) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir, databasePrepare: prepare } = config
  const { openStore } = await import('../../src/db/engines/connect.ts')
  const store = await openStore({ databaseUrl, dataDir, prepare, poolSize: 2, warn: complain })
  try {
    return await fn(store)
  } finally {
    await store.close()
  }
}

/** One unit of work outside the bots: with no account, nobody is told of what happens in it. */
export async function inUnit<T>(store: Store, fn: (work: SoleWork) => Promise<T>): Promise<T> {
  // Loaded only here: it takes half a second.
  const { transact } = await import('../../src/transact.ts')
  const platform = {
    store,
    clock: systemClock,
    chance: systemChance,
    accounts: new Map(),
    processId: systemChance.id(systemClock.now()),
    deliver: () => undefined,
  }
  return transact(platform, ({ work }) => fn(work))
}

function sentencesFor(error: unknown, command: Command, environment: Environment): string[] {
  if (error instanceof UsageError)
    return [`${command.name}: ${error.message}`, `Come si usa: npm run ${command.name} -- --help`]
  if (error instanceof Refusal) return [error.message]
  if (error instanceof ConfigError) return ['La configurazione non va bene:', ...error.problems.map(problemLine)]
  if (error instanceof FileRefused) {
    const lines = error.problems.slice(0, problemsShown).map(({ path, problem }) => `  ${path}: ${problem}`)
    const more = error.problems.length - lines.length
    const many = `${error.stopped ? 'più di ' : ''}${counted(error.problems.length, 'problema', 'problemi')}`
    const rest = error.stopped ? '  … e altri' : `  … e altri ${more}`
    return [`Il file ha ${many} e non è stato importato niente:`, ...lines, ...(more > 0 ? [rest] : [])]
  }
  return [
    databaseSentence(error) ??
      `Qualcosa non ha funzionato: ${clean(error instanceof Error ? error.message : String(error), environment).split('\n')[0] ?? ''}`,
  ]
}

/** One problem of the configuration as a line. */
function problemLine({ name, wrong, right }: ConfigError['problems'][number]): string {
  return `  ${name}: ${wrong}. Serve ${right}.`
}

const refusals: readonly (readonly [RegExp, string])[] = [
  [/is not a demo/, 'Questo database non è di prova: non è stato svuotato niente.'],
  [/is running on this database/, 'Il programma sta usando questo database: fermatelo, poi riprovate.'],
  [
    /backup is of a demo/,
    'La copia è di un database di prova e questo database è vero: non è stato ripristinato niente. Una copia di prova va in un database nuovo.',
  ],
  [
    /backup is of a real/,
    'La copia è di un comune vero e questo database è di prova: non è stato ripristinato niente. «npm run forget-demo» lo svuota e ne fa un database vero.',
  ],
  [/not empty/, 'Il database non è vuoto: una copia si ripristina solo in un database nuovo.'],
  [/^The backup .* is damaged/, 'La copia è rovinata: non è stato ripristinato niente.'],
  [
    /^The backup was made by a newer/,
    'La copia viene da una versione più nuova del programma: aggiornate il programma.',
  ],
  [/^PostgreSQL 15/, 'Serve PostgreSQL 15 o più nuovo: aggiornate il server.'],
]

/** What is the matter with the database, if that is it. */
export function databaseSentence(error: unknown): string | undefined {
  if (error instanceof DatabaseInUse) {
    const who = error.pid === undefined ? 'un altro processo' : `il processo ${error.pid}`
    return `Il database incorporato è in uso (${who}): fermate prima il programma, poi riprovate.`
  }
  if (error instanceof DatabaseDamaged)
    return 'Il database incorporato è rovinato e non è stato toccato: spostate via la sua cartella e ripristinate l’ultima copia con npm run restore -- FILE.'
  if (error instanceof DatabaseTooNew)
    return 'Il database è di una versione più nuova del programma: aggiornate il programma.'
  if (error instanceof DatabaseRefused) return refusals.find(([form]) => form.test(error.message))?.[1] ?? error.message
  return isUnavailable(error)
    ? 'Il database non risponde: controllate DATABASE_URL e che il server sia acceso.'
    : undefined
}

function clean(text: string, environment: Environment): string {
  try {
    return scrubber(secretsOf(readConfig(environment)))(text)
  } catch {
    // The configuration is wrong as well: what has the form of a secret is still taken out.
    return scrubber([])(text)
  }
}

/** `1 problema`, `3 problemi`. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
