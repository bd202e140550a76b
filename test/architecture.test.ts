// SPDX-License-Identifier: AGPL-3.0-or-later
// The direction of the house, read from the imports: every arrow points down, and the nevers hold.
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
    'src/pictures/',
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

/** The folders of screens, one for each actor, and what the screens in them are made with. */
const actors: Readonly<Record<string, string>> = {
  citizen: 'for-citizens.ts',
  shopkeeper: 'for-staff.ts',
  municipality: 'for-staff.ts',
  staff: 'for-staff.ts',
  shared: 'for-both.ts',
}

/** The list of all that staff see names the screens of shopkeepers and of the town hall. */
const listOfStaff = 'src/dialog/staff/index.ts'

/** One actor's screens never import another's, nor what another's are made with; what several need is in shared/. */
function strayScreens(all: readonly Source[]): string[] {
  return all.flatMap(source => {
    const actor = actorOf(source.path)
    if (actor === undefined) return []
    return importsOf(source)
      .filter(target => {
        const other = actorOf(target)
        if (other !== undefined)
          return other !== actor && other !== 'shared' && !(source.path === listOfStaff && target.endsWith('/index.ts'))
        const kit = /^src\/dialog\/(for-\w+\.ts)$/.exec(target)?.[1]
        return kit !== undefined && kit !== actors[actor]
      })
      .map(target => `${source.path} -> ${target}`)
  })
}

function actorOf(path: string): string | undefined {
  const [, room] = /^src\/dialog\/(\w+)\//.exec(path) ?? []
  return room !== undefined && room in actors ? room : undefined
}

/** Rooms whose statements stand in db/statements/ or in the engine. */
const withoutSql = /^src\/(dialog|post|schedule)\//
/** To be mended with the inbox and the outbox themselves. */
const stillWithSql: readonly string[] = ['src/post/inbox.ts', 'src/post/outbox.ts']

/** The nevers of the house, each as what it would be to break it. */
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
        (path.startsWith('src/') && (/^(bots|playground|demo)\//.test(target) || botLibraries.test(target))) ||
        (withoutSql.test(path) &&
          !stillWithSql.includes(path) &&
          /^drizzle-orm(\/|$)|^src\/db\/(prepared|schema)\b/.test(target))
      if (wrong) broken.push(`${path} imports ${target}`)
    }
    const asksTheTime =
      /new Date\(\)|Date\.now\(|DateTime\.(now|local)\(|Math\.random\(|randomUUID|randomBytes|randomInt/
    if (path.startsWith('src/') && path !== 'src/system.ts' && asksTheTime.test(code)) {
      broken.push(`${path} asks for the time or throws dice`)
    }
    if (withoutSql.test(path) && !stillWithSql.includes(path) && /\bsql`/.test(code)) broken.push(`${path} writes SQL`)
    if (path.startsWith('src/dialog/') && path !== 'src/dialog/resolving.ts' && /\baloneIn\(/.test(code)) {
      broken.push(`${path} asks for a transaction of its own in its middle`)
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

test("one actor's screens import no other's", () => {
  const all = sources(['src/dialog'])
  expect(new Set(all.flatMap(({ path }) => actorOf(path) ?? []))).toEqual(new Set(Object.keys(actors)))
  expect(strayScreens(all)).toEqual([])
})

test('the nevers hold', () => {
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
  const strays = [
    plant('src/dialog/shopkeeper/x.ts', "import { orderCard } from '../citizen/order.ts'"),
    plant('src/dialog/citizen/list/x.ts', "import { todayScreen } from '../../shopkeeper/today.ts'"),
    plant('src/dialog/staff/home.ts', "import { townScreen } from '../municipality/town.ts'"),
    plant('src/dialog/staff/index.ts', "import { townScreen } from '../municipality/town.ts'"),
    plant('src/dialog/shared/x.ts', "import { orderCard } from '../citizen/order.ts'"),
    plant('src/dialog/municipality/x.ts', "import { go } from '../for-citizens.ts'"),
    plant('src/dialog/shared/x.ts', "import { go } from '../for-staff.ts'"),
  ]
  for (const stray of strays) expect(strayScreens([stray]), stray.text).toHaveLength(1)
  const nevers = [
    plant('src/dialog/x.ts', "import { eq } from 'drizzle-orm'"),
    plant('src/dialog/citizen/x.ts', "import { statement } from '../../db/prepared.ts'"),
    plant('src/post/x.ts', "import { inbox } from '../db/schema.ts'"),
    plant('src/schedule/x.ts', 'const due = sql`select id from orders`'),
    plant('src/dialog/citizen/x.ts', 'await cancelOrder(aloneIn(work), orderId)'),
    plant('src/rules/x.ts', "import type { A } from '../db/store.ts'"),
    plant('src/understanding/x.ts', "import { texts } from '../text/text.ts'"),
    plant('src/engine/x.ts', "import { texts } from '../text/text.ts'"),
    plant('src/app.ts', "import { Bot } from 'grammy'"),
    plant('src/dialog/x.ts', 'const now = new Date()'),
    plant('src/engine/x.ts', "await fetch('http://127.0.0.1')"),
  ]
  for (const never of nevers) expect(brokenNevers([never]), never.text).toHaveLength(1)
})
