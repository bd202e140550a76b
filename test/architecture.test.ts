// SPDX-License-Identifier: AGPL-3.0-or-later
// The direction of the house, read from the imports: every arrow points down, and the five nevers hold.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

interface Source {
  /** Relative to the top, with `/`. */
  readonly path: string
  readonly text: string
}

/** Floors of the house: a file may import from its own floor and from those below, never from above. */
const floors: readonly (readonly string[])[] = [
  ['bots/'],
  ['playground/'],
  ['demo/', 'src/web/'],
  ['src/app.ts'],
  ['src/post/', 'src/schedule/'],
  ['src/transact.ts'],
  ['src/dialog/'],
  ['src/engine/'],
  ['src/db/'],
  ['src/understanding/'],
  ['src/rules/'],
  [
    'src/channel.ts',
    'src/config.ts',
    'src/config-rules.ts',
    'src/log.ts',
    'src/text/',
    'src/system.ts',
    'src/turns.ts',
  ],
]

function sources(folders = ['src', 'bots', 'playground', 'demo']): Source[] {
  return folders.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.includes('node_modules'))
      .map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') })),
  )
}

/** What a file imports: ours as a path from the top, a library by its name. */
function importsOf({ path, text }: Source): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => {
    if (!fileName.startsWith('.')) return fileName
    return join(dirname(path), fileName).replaceAll('\\', '/')
  })
}

function floorOf(path: string): number {
  return floors.findIndex(rooms => rooms.some(room => (room.endsWith('/') ? path.startsWith(room) : path === room)))
}

/** Ground is underneath everything, so it may be used from everywhere: rules and the ground are told apart below. */
const ground = floors.length - 1

function wrongWays(all: readonly Source[]): string[] {
  return all.flatMap(source =>
    importsOf(source)
      .filter(target => {
        const [from, to] = [floorOf(source.path), floorOf(target)]
        return from >= 0 && to >= 0 && to < from && !(from === ground && to === ground - 1)
      })
      .map(target => `${source.path} -> ${target}`),
  )
}

function circles(all: readonly Source[]): string[] {
  const graph = new Map(all.map(source => [source.path, importsOf(source).filter(target => target.endsWith('.ts'))]))
  const done = new Set<string>()
  const found: string[] = []
  const walk = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) found.push([...trail.slice(at), path].join(' -> '))
    if (at >= 0 || done.has(path)) return
    for (const target of graph.get(path) ?? []) walk(target, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) walk(path, [])
  return found
}

const botLibraries = /^(grammy|telegraf|whatsapp-web\.js)(\/|$)/

/** The five nevers of the house, each as what it would be to break it. */
function brokenNevers(all: readonly Source[]): string[] {
  const broken: string[] = []
  for (const source of all) {
    const { path } = source
    // Without comments: speaking of a thing is not doing it.
    const code = source.text.replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
    for (const target of importsOf(source)) {
      const wrong =
        (path.startsWith('src/rules/') && target.startsWith('src/') && !target.startsWith('src/rules/')) ||
        (path.startsWith('src/understanding/') && /^src\/(?!understanding\/|rules\/)/.test(target)) ||
        (path.startsWith('src/engine/') && /^src\/(dialog|text)\/|^src\/channel\.ts/.test(target)) ||
        (path.startsWith('src/') && (/^(bots|playground|demo)\//.test(target) || botLibraries.test(target)))
      if (wrong) broken.push(`${path} imports ${target}`)
    }
    const asksTheTime =
      /new Date\(\)|Date\.now\(|DateTime\.(now|local)\(|Math\.random\(|randomUUID|randomBytes|randomInt/
    if (path.startsWith('src/') && path !== 'src/system.ts' && asksTheTime.test(code)) {
      broken.push(`${path} asks for the time or throws dice`)
    }
    const inTransaction = path.startsWith('src/engine/') || path.startsWith('src/dialog/')
    if (
      inTransaction &&
      (/\bfetch\(|\bpause\(/.test(code) || importsOf(source).some(each => /^(node:)?(http|https|net)$/.test(each)))
    ) {
      broken.push(`${path} may await a network inside a transaction`)
    }
  }
  return broken
}

test('every import points down the house, and none goes in a circle', () => {
  const all = sources()
  // A check that sees no files would be green for ever.
  expect(all.length).toBeGreaterThan(100)
  expect(all.flatMap(importsOf).length).toBeGreaterThan(400)
  expect(wrongWays(all)).toEqual([])
  expect(circles(all)).toEqual([])
})

test('the five nevers hold', () => {
  expect(brokenNevers(sources())).toEqual([])
})

test('every file of the house has a floor and says its licence', () => {
  const all = sources(['src', 'bots', 'playground', 'demo', 'test', 'bench'])
  expect(
    all.filter(({ text }) => !text.startsWith('// SPDX-License-Identifier: AGPL-3.0-or-later')).map(each => each.path),
  ).toEqual([])
  expect(
    sources(['src'])
      .filter(({ path }) => floorOf(path) < 0)
      .map(each => each.path),
  ).toEqual([])
})

test('a planted violation turns each check red', () => {
  const plant = (path: string, text: string): Source => ({ path, text })
  expect(wrongWays([plant('src/engine/x.ts', "import { a } from '../dialog/screen.ts'")])).toHaveLength(1)
  expect(wrongWays([plant('src/dialog/x.ts', "import { a } from '../transact.ts'")])).toHaveLength(1)
  expect(
    circles([
      plant('src/a.ts', "import './b.ts'"),
      plant('src/b.ts', "import './c.ts'"),
      plant('src/c.ts', "import './a.ts'"),
    ]),
  ).toHaveLength(1)
  const nevers = [
    plant('src/rules/x.ts', "import type { A } from '../db/store.ts'"),
    plant('src/understanding/x.ts', "import { texts } from '../text/text.ts'"),
    plant('src/engine/x.ts', "import { texts } from '../text/text.ts'"),
    plant('src/app.ts', "import { Bot } from 'grammy'"),
    plant('src/dialog/x.ts', 'const now = new Date()'),
    plant('src/engine/x.ts', "await fetch('http://127.0.0.1')"),
  ]
  for (const never of nevers) expect(brokenNevers([never]), never.text).toHaveLength(1)
})
