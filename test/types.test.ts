// SPDX-License-Identifier: AGPL-3.0-or-later
// Mistakes that must not compile: each stands as a small file of the dialog beside its corrected twin.
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** A mistake: what is wrong with it, where it would stand, and the one place that makes it right. */
interface Mistake {
  readonly what: string
  readonly room: 'citizen' | 'shopkeeper' | 'shared'
  readonly code: string
  readonly wrong: string
  readonly right: string
  /** Words of the compiler's complaint, so that it complains of this and of nothing else. */
  readonly complaint: string
}

const citizens = `
import { cancelOrder } from '../../engine/orders/moving.ts'
import { placeOrder } from '../../engine/orders/placing.ts'
import { emptyBag } from '../../engine/bags.ts'
import { go, link, screen } from '../for-citizens.ts'
import { alone, besideOrders, taking } from '../screen.ts'
import { choice, view } from '../view.ts'
import { z } from 'zod'
`
const keepers = `
import { go, link, screen } from '../for-staff.ts'
import { moveOrder } from '../../engine/orders/moving.ts'
import { alone } from '../screen.ts'
import { view } from '../view.ts'
`
const by = `{ actor: 'citizen', personId: '' }`

const mistakes: readonly Mistake[] = [
  {
    what: 'a screen that does not exist',
    room: 'citizen',
    code: `${citizens} export const to = go('slotz', { shopId: '1' })`,
    wrong: `'slotz'`,
    right: `'slots'`,
    complaint: `'"slotz"' is not assignable`,
  },
  {
    what: 'a state that the screen does not have',
    room: 'citizen',
    code: `${citizens} export const to = go('slots', { shopID: '1' })`,
    wrong: 'shopID',
    right: 'shopId',
    complaint: `'shopID' does not exist`,
  },
  {
    what: 'a state of another type',
    room: 'citizen',
    code: `${citizens} export const to = go('review', { shopId: 1, startsAt: null })`,
    wrong: 'shopId: 1',
    right: `shopId: '1'`,
    complaint: `'number' is not assignable to type 'string'`,
  },
  {
    what: 'a state left out where the screen needs one',
    room: 'citizen',
    code: `${citizens} export const to = link('Ordini', 'order')`,
    wrong: `'order'`,
    right: `'orders'`,
    complaint: 'Expected 3',
  },
  {
    what: "a citizen's screen named among staff without saying whose it is",
    room: 'shopkeeper',
    code: `${keepers} export const to = link('Busta', 'bag', {}, 'staff')`,
    wrong: `'staff'`,
    right: `'citizen'`,
    complaint: `'"bag"' is not assignable`,
  },
  {
    what: "a state that the other audience's screen does not have",
    room: 'shopkeeper',
    code: `${keepers} export const to = link('Negozio', 'shop', { shopID: '1' }, 'citizen')`,
    wrong: 'shopID',
    right: 'shopId',
    complaint: `'shopID' does not exist`,
  },
  {
    what: 'a screen of one audience named from a screen of both',
    room: 'shared',
    code: `import { go } from '../for-both.ts'; export const to = go('bag')`,
    wrong: `'bag'`,
    right: `'home'`,
    complaint: `'"bag"' is not assignable`,
  },
  {
    what: 'a choice whose action the screen does not define',
    room: 'citizen',
    code: `${citizens} export const made = screen('cancel', {
      show: async ({ t }) => view(t('cancel-ask'), choice(t.plain('cancel-yes'), 'cancell')),
      commits: { cancel: () => go('orders') },
    })`,
    wrong: `'cancell'`,
    right: `'cancel'`,
    complaint: `Shown<"cancell">`,
  },
  {
    what: 'a write from what a screen shows',
    room: 'citizen',
    code: `${citizens} export const made = screen('bag-edit', {
      show: async ({ work, state, t, viewer }) => {
        await emptyBag(work, viewer.personId, state.shopId)
        return view(t('bag-edit-title'))
      },
    })`,
    wrong: 'await emptyBag(work, viewer.personId, state.shopId)',
    right: 'await Promise.resolve([work, viewer.personId, state.shopId])',
    complaint: `'Look' is not assignable to parameter of type 'Work'`,
  },
  {
    what: 'a write from an action that only looks',
    room: 'citizen',
    code: `${citizens} export const made = screen('bag-edit', {
      show: async ({ t }) => view(t('bag-edit-title'), choice(t.plain('empty-bag'), 'empty')),
      views: {
        async empty({ work, state, viewer }) {
          await emptyBag(work, viewer.personId, state.shopId)
          return go('bag')
        },
      },
    })`,
    wrong: 'views: {',
    right: 'changes: {',
    complaint: `'Look' is not assignable to parameter of type 'Work'`,
  },
  {
    what: 'a command that must be alone, called from a change',
    room: 'citizen',
    code: `${citizens} export const made = screen('cancel', {
      show: async ({ t }) => view(t('cancel-ask'), choice(t.plain('cancel-yes'), 'cancel')),
      changes: {
        async cancel({ work, state }) {
          await cancelOrder(work, state.orderId, ${by})
          return go('order', state)
        },
      },
    })`,
    wrong: 'changes: {',
    right: 'commits: {',
    complaint: `'Work' is not assignable to parameter of type 'SoleWork'`,
  },
  {
    what: 'a command that must be alone, called beside orders',
    room: 'citizen',
    code: `${citizens} export const made = screen('cancel', {
      show: async ({ t }) => view(t('cancel-ask'), choice(t.plain('cancel-yes'), 'cancel')),
      commits: {
        cancel: besideOrders(async ({ work, state }) => {
          await cancelOrder(work, state.orderId, ${by})
          return go('order', state)
        }),
      },
    })`,
    wrong: `cancelOrder(work, state.orderId, ${by})`,
    right: `placeOrder(work, '', state.orderId, null)`,
    complaint: `'Work' is not assignable to parameter of type 'SoleWork'`,
  },
  {
    what: 'a command that must be alone, called for typed words',
    room: 'shopkeeper',
    code: `${keepers} export const made = screen('decline-words', {
      show: async ({ t }) => view(t('decline-words')),
      typed: async scene => move(scene),
    })
    const move = async ({ work, state }: Parameters<Parameters<typeof alone<{ orderId: string }>>[0]>[0]) => {
      await moveOrder(work, state.orderId, 'accept', { actor: 'shopkeeper', personId: '' })
      return go('shop-order', state)
    }`,
    wrong: 'async scene => move(scene)',
    right: 'async () => alone(move)',
    complaint: `'Scene<{ orderId: string; }, Work>' is not assignable`,
  },
  {
    what: 'a stored argument used without being parsed',
    room: 'citizen',
    code: `${citizens} export const made = screen('category', {
      show: async ({ t }) => view(t('category-empty'), choice(t.plain('more'), 'more', 10)),
      views: { more: ({ state }, from) => go('category', { ...state, from }) },
    })`,
    wrong: '({ state }, from) => go',
    right: 'taking(z.number(), ({ state }, from) => go',
    complaint: `'unknown' is not assignable to type 'number`,
  },
]

/** Each twin closes what it opens. */
function corrected({ code, wrong, right }: Mistake): string {
  const made = code.replace(wrong, () => right)
  return right.startsWith('taking(') ? made.replace('from }) },', 'from })) },') : made
}

test('what must not compile does not, and its corrected twin does', () => {
  const config = ts.readConfigFile(`${root}tsconfig.json`, name => ts.sys.readFile(name))
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const files = new Map(
    mistakes.flatMap((mistake, at) => [
      [`${root}src/dialog/${mistake.room}/mistake-${at}.ts`, mistake.code] as const,
      [`${root}src/dialog/${mistake.room}/corrected-${at}.ts`, corrected(mistake)] as const,
    ]),
  )
  const complaints = complaintsOf([...files], { ...options, noUnusedLocals: false })
  for (const [at, mistake] of mistakes.entries()) {
    const { what, room, code, wrong, complaint } = mistake
    expect(code.split(wrong), `${what}: ${wrong} stands once`).toHaveLength(2)
    expect(complaints.get(`${root}src/dialog/${room}/mistake-${at}.ts`)?.join('\n'), what).toContain(complaint)
    expect(complaints.get(`${root}src/dialog/${room}/corrected-${at}.ts`), `${what}, corrected`).toEqual([])
  }
}, 120_000)

/** What the compiler says of each of these files, as if they stood in the house. */
function complaintsOf(
  files: readonly (readonly [string, string])[],
  options: ts.CompilerOptions,
): ReadonlyMap<string, readonly string[]> {
  const host = ts.createCompilerHost(options)
  const texts = new Map(files)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = name => texts.has(name) || fileExists(name)
  host.readFile = name => texts.get(name) ?? readFile(name)
  host.getSourceFile = (name, languageVersion, ...rest) => {
    const text = texts.get(name)
    return text === undefined
      ? getSourceFile(name, languageVersion, ...rest)
      : ts.createSourceFile(name, text, languageVersion, true)
  }
  const program = ts.createProgram([...texts.keys()], options, host)
  return new Map(
    [...texts.keys()].map(name => {
      const said = ts.getPreEmitDiagnostics(program, program.getSourceFile(name))
      return [name, said.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))]
    }),
  )
}
