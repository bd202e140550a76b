// SPDX-License-Identifier: AGPL-3.0-or-later
// What the files for running it name is there, and what they leave out is not needed; and they give away nothing that
// was taken away from them.
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { configNames } from '../../src/config.ts'
import { freshDatabase } from '../support/postgres.ts'
import { bareEnvironment } from '../support/processes.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const dockerfile = read('Dockerfile')
const lines = dockerfile.replaceAll('\\\n', ' ').split('\n')

/** The paths that are copied out of the repository, without those of an earlier stage. */
const copied = lines
  .filter(line => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap(line => line.split(/\s+/).slice(1, -1))

test('every path that the image copies is there, and the ignore file lets it through', () => {
  const allowed = read('.dockerignore')
    .split('\n')
    .filter(line => line.startsWith('!'))
    .map(line => line.slice(1))
  expect(copied.length).toBeGreaterThan(7)
  for (const path of copied) {
    expect(existsSync(join(root, path)), path).toBe(true)
    expect(allowed).toContain(path)
  }
  expect(read('.dockerignore').split('\n')).toContain('*')
})

test('the image runs as nobody in particular, keeps its data in a volume, and is asked how it is', () => {
  const last = lines.slice(lines.findLastIndex(line => line.startsWith('FROM ')))
  const user = last.findLastIndex(line => line.startsWith('USER '))
  expect(last[user]).toBe('USER node')
  expect(last.findIndex(line => line.startsWith('CMD '))).toBeGreaterThan(user)
  expect(last).toContain('VOLUME /data')
  expect(last.find(line => line.startsWith('HEALTHCHECK'))).toContain('/healthz')
  expect(dockerfile).toMatch(/FROM node:24-slim\n/)
  expect(dockerfile).not.toMatch(/TOKEN|SECRET|PASSWORD/)
})

test('the program starts with nothing but what the image holds', { timeout: 120_000 }, async () => {
  const image = mkdtempSync(join(tmpdir(), 'spesa-image-'))
  const database = await freshDatabase()
  try {
    for (const path of copied) cpSync(join(root, path), join(image, path), { recursive: true })
    symlinkSync(join(root, 'node_modules'), join(image, 'node_modules'))
    const command = JSON.parse((lines.find(line => line.startsWith('CMD ')) ?? '').slice(4)) as string[]
    expect(command[0]).toBe('node')
    const child = spawn(process.execPath, command.slice(1), {
      cwd: image,
      env: {
        ...bareEnvironment(),
        ...{ HOST: '127.0.0.1', PORT: '0', DATABASE_URL: database.url, DATA_DIR: join(image, 'data') },
      },
    })
    let said = ''
    let asked = false
    const hear = (text: string): void => {
      said += text
      if (!asked && said.includes('"event":"started"')) asked = child.kill('SIGTERM')
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    const code = await new Promise(resolve => child.once('close', resolve))
    expect(code, said).toBe(0)
    expect(said).toContain('/playground')
  } finally {
    await database.drop()
    rmSync(image, { recursive: true })
  }
})

interface Service {
  readonly [key: string]: unknown
  readonly ports?: readonly string[]
}

test('both services of compose.yaml have a read-only root, no new privileges, no capabilities and a limit', () => {
  const file = load(read('compose.yaml')) as {
    services: Record<string, Service>
    networks: Record<string, { internal?: boolean }>
    volumes: Record<string, unknown>
  }
  const { program, database } = file.services
  for (const service of [program, database]) {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      mem_limit: expect.stringMatching(/^\dg$/) as string,
      env_file: expect.stringMatching(/^\.env/) as string,
    })
    expect(JSON.stringify(service)).not.toMatch(/"[A-Z_]*(TOKEN|SECRET|PASSWORD|KEY)"/)
  }
  expect(program?.ports?.every(port => port.startsWith('127.0.0.1:'))).toBe(true)
  expect(database?.ports).toBeUndefined()
  expect(file.networks.inside?.internal).toBe(true)
  expect(database?.networks).toEqual(['inside'])
  for (const name of Object.keys(program?.environment as object)) expect(configNames).toContain(name)
})

test('the unit for systemd starts what is there and closes what it does not need', () => {
  const unit = new Map(
    read('deploy/spesa.service')
      .split('\n')
      .filter(line => /^\w+=/.test(line))
      .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  )
  expect(Object.fromEntries(unit)).toMatchObject({
    ...{ UMask: '0077', NoNewPrivileges: 'yes', ProtectSystem: 'strict', PrivateTmp: 'yes', MemoryMax: '1G' },
    ...{ ReadWritePaths: '/var/lib/spesa', StateDirectoryMode: '0700', User: 'spesa', KillSignal: 'SIGTERM' },
    CapabilityBoundingSet: '',
  })
  const paths = (unit.get('ExecStart') ?? '').match(/\S+\.ts/g) ?? []
  expect(paths).toHaveLength(2)
  for (const path of paths) expect(existsSync(join(root, path))).toBe(true)
  expect(dirname(unit.get('ExecStart')?.split(' ')[0] ?? '')).toBe('/srv/spesa/node_modules/.bin')
})

test('npm run sbom lists what the program is made of, without what only its tests use', { timeout: 60_000 }, () => {
  const { stdout, status } = spawnSync('npm', ['run', '--silent', 'sbom'], { cwd: root, encoding: 'utf8' })
  expect(status).toBe(0)
  const listed = JSON.parse(stdout) as { bomFormat: string; components: { name: string; version: string }[] }
  expect(listed.bomFormat).toBe('CycloneDX')
  const names = listed.components.map(({ name, version }) => `${name}@${version}`)
  const named = (list: Record<string, string> = {}): string[] => Object.entries(list).map(pair => pair.join('@'))
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
  expect(names).toEqual(expect.arrayContaining(named(dependencies)))
  expect(named(devDependencies).filter(name => names.includes(name))).toEqual([])
})
