// SPDX-License-Identifier: AGPL-3.0-or-later
// Everything that is known to go wrong with WhatsApp Web, each to be struck with, and what must be seen of it: the
// transport comes back, or health tells the trouble.
import type { WebPerson } from './whatsapp-web-page/person.ts'
import type { WebWorld } from './whatsapp-web.ts'

export interface Failure {
  readonly name: string
  strike(world: WebWorld, person: WebPerson): Promise<unknown>
  /** What health must say of it. */
  readonly told?: RegExp
  /** What a person, or WhatsApp, must do before it comes back; without, it comes back by itself. */
  mend?(world: WebWorld): Promise<unknown>
  /** The page stays, so nothing is loaded again. */
  readonly stays?: true
}

const signal = (pids: readonly number[], name: NodeJS.Signals): void => {
  if (pids.length === 0) throw new Error('there is no such process')
  for (const pid of pids) process.kill(pid, name)
}
const killChild = (world: WebWorld): void => signal([world.child().pid], 'SIGKILL')
const pidsOf = (running: readonly { readonly pid: number }[]): number[] => running.map(({ pid }) => pid)
/** The page may be gone before it answers. */
const state = (world: WebWorld, name: string): Promise<unknown> =>
  Promise.race([world.page.call('state', name), new Promise(resolve => setTimeout(resolve, 200))]).catch(
    () => undefined,
  )

export const failures: readonly Failure[] = [
  {
    name: 'the browser is killed',
    strike: async world => signal(pidsOf(world.browsers()), 'SIGKILL'),
    told: /browser/,
  },
  {
    name: 'the page crashes',
    strike: async world => signal(pidsOf(world.renderers()), 'SIGKILL'),
    told: /crash/i,
  },
  {
    name: 'the page hangs',
    strike: async world => signal(pidsOf(world.renderers()), 'SIGSTOP'),
    told: /no answer/,
  },
  { name: 'the process of the browser is killed', strike: async world => killChild(world), told: /SIGKILL/ },
  {
    name: 'the process of the browser hangs',
    strike: async world => signal([world.child().pid], 'SIGSTOP'),
    told: /no answer/,
  },
  {
    name: 'the page synchronises before the library listens',
    async strike(world) {
      world.page.configure({ syncDelayMs: 0 })
      killChild(world)
    },
    told: /SIGKILL/,
  },
  {
    name: 'a module that the library hooks into is renamed',
    async strike(world) {
      world.page.configure({ drop: ['WAWebSyncGatingUtils'] })
      killChild(world)
    },
    told: /WAWebSyncGatingUtils/,
    mend: async world => world.page.configure({ drop: [] }),
  },
  {
    name: 'a module that the library starts with is renamed',
    async strike(world) {
      world.page.configure({ drop: ['WAWebSocketModel'] })
      killChild(world)
    },
    told: /WAWebSocketModel/,
    mend: async world => world.page.configure({ drop: [] }),
  },
  {
    name: 'the page is loaded again without a network',
    async strike(world) {
      await world.page.call('reload')
      world.page.goOffline(true)
    },
    told: /LOADING|auth timeout|net::ERR/,
    mend: async world => world.page.goOffline(false),
  },
  { name: 'the page is loaded again', strike: world => world.page.call('reload'), told: /LOADING/ },
  {
    name: 'WhatsApp Web is opened elsewhere (CONFLICT)',
    strike: world => state(world, 'CONFLICT'),
    told: /CONFLICT/,
  },
  { name: 'the device is unpaired (UNPAIRED)', strike: world => state(world, 'UNPAIRED'), told: /logged out/ },
  {
    name: 'the connection is away for a moment (TIMEOUT)',
    strike: world => state(world, 'TIMEOUT'),
    told: /TIMEOUT/,
    mend: world => state(world, 'CONNECTED'),
    stays: true,
  },
  {
    name: 'the connection stays away (TIMEOUT)',
    strike: world => state(world, 'TIMEOUT'),
    told: /TIMEOUT/,
  },
  {
    name: 'messages are no longer announced (deaf)',
    strike: async (world, person) => {
      await world.page.call('deafen')
      await person.says('mi senti?')
    },
    told: /not announced/,
  },
  {
    name: 'the person logs out on the telephone (LOGOUT)',
    strike: world => world.page.call('logout').catch(() => undefined),
    told: /logged out.*telephone/,
    async mend(world) {
      await world.until(() => world.channel.health().pairing?.qr !== undefined, 15_000, 'a new QR code')
      await world.page.call('scan')
    },
  },
]

/** How one failure went: seconds until health told it, until all was well again, and what was lost. */
export interface Rehearsal {
  readonly name: string
  readonly toldSeconds: number | undefined
  readonly backSeconds: number
  readonly lost: readonly string[]
}

/** Strikes, and writes before, meanwhile and afterwards. Fails when it is not told, or does not come back. */
export async function rehearse(
  world: WebWorld,
  person: WebPerson,
  failure: Failure,
  patienceMs = 90_000,
): Promise<Rehearsal> {
  const loads = world.page.loads()
  const ids = [await person.says(`prima che succeda: ${failure.name}`)]
  const struckAt = performance.now()
  const since = (): number => (performance.now() - struckAt) / 1000
  await failure.strike(world, person)
  let toldSeconds: number | undefined
  if (failure.told) {
    const { told } = failure
    await world.until(
      () => !world.channel.health().ok && told.test(world.channel.health().detail),
      60_000,
      failure.name,
    )
    toldSeconds = since()
  }
  // Only what the next page will bring.
  if (!failure.stays && world.page.loads() === loads)
    ids.push(world.page.keep({ from: person.address, body: 'mentre la pagina non c’è' }))
  const mendedAfter = failure.mend ? since() : 0
  await failure.mend?.(world)
  if (!failure.stays) await world.until(() => world.page.loads() > loads, patienceMs, 'a new page')
  await world.untilOk(patienceMs)
  const answer = await world.send(person.address, { words: `dopo: ${failure.name}` })
  if (answer.outcome !== 'delivered') throw new Error(`${failure.name}: the answer was ${JSON.stringify(answer)}`)
  const backSeconds = since() - mendedAfter
  ids.push(await person.says('e adesso?'))
  const isTaken = (id: string): boolean => world.taken.some(({ updateId }) => updateId === id)
  await world.until(() => ids.every(isTaken), 5000).catch(() => undefined)
  world.page.configure({ drop: [], syncDelayMs: 50 })
  return { name: failure.name, toldSeconds, backSeconds, lost: ids.filter(id => !isTaken(id)) }
}

/** The figures as lines of a table. */
export function tableOf(rehearsals: readonly Rehearsal[]): string {
  return rehearsals
    .map(
      ({ name, toldSeconds, backSeconds, lost }) =>
        `${name.padEnd(56)} told ${toldSeconds?.toFixed(1).padStart(5) ?? '    –'} s   back ${backSeconds.toFixed(1).padStart(5)} s   lost ${lost.length}`,
    )
    .join('\n')
}
