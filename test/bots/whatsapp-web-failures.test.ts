// SPDX-License-Identifier: AGPL-3.0-or-later
// What goes wrong with WhatsApp Web most often, done to the real library in a real Chromium. All sixteen failures that
// are known take a minute: `npm run soak -- whatsapp-web`.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { descendants, processes } from '../support/processes.ts'
import { failures, rehearse, type Rehearsal, tableOf } from '../support/whatsapp-web-failures.ts'
import type { WebPerson } from '../support/whatsapp-web-page/person.ts'
import { type WebWorld, webWorld } from '../support/whatsapp-web.ts'

let world: WebWorld
let anna: WebPerson
let unhandled = 0
const count = (): void => void unhandled++
const rehearsals: Rehearsal[] = []

beforeAll(async () => {
  process.on('unhandledRejection', count)
  world = await webWorld()
  anna = world.person('393331112233@c.us')
  await world.link()
})
afterAll(async () => {
  process.stdout.write(`${tableOf(rehearsals)}\n`)
  await world.close()
  process.off('unhandledRejection', count)
  expect(rehearsals.length).toBeGreaterThanOrEqual(often.length)
  expect(unhandled).toBe(0)
  expect(descendants(process.pid).filter(each => each.command.includes(world.dataDir))).toEqual([])
})

/** By a part of their names. */
const often = ['the browser is killed', 'the page crashes', 'the page synchronises', 'CONFLICT', 'LOGOUT']

test.each(failures.filter(({ name }) => often.some(part => name.includes(part))))(
  '$name: it is told, and all comes back',
  { timeout: 60_000 },
  async failure => {
    const rehearsal = await rehearse(world, anna, failure)
    rehearsals.push(rehearsal)
    expect(rehearsal.lost).toEqual([])
    expect(rehearsal.toldSeconds ?? 0).toBeLessThan(60)
    expect(rehearsal.backSeconds).toBeLessThan(60)
  },
)

test(
  'a browser that dies in the middle of a crowd loses nothing that the page delivered',
  { timeout: 60_000 },
  async () => {
    const people = Array.from({ length: 4 }, (_, index) => world.person(`39333000000${index}@c.us`, `P${index}`))
    const delivered: string[] = []
    const writing = people.map(async person => {
      for (let line = 0; line < 25; line++) delivered.push(await person.says(`riga ${line}`))
    })
    await world.until(() => delivered.length >= 30)
    const [browser] = world.browsers()
    if (!browser) throw new Error('no browser')
    process.kill(browser.pid, 'SIGKILL')
    // What the page has not confirmed waits on WhatsApp's side, and comes with the next page.
    await Promise.allSettled(writing)
    await world.untilOk()
    const missing = (): string[] => delivered.filter(id => !world.taken.some(({ updateId }) => updateId === id))
    await world.until(() => missing().length === 0, 8000, 'every line').catch(() => undefined)
    expect(missing()).toEqual([])
    expect(delivered.length).toBeGreaterThanOrEqual(30)
  },
)

test('a number that WhatsApp has blocked is told, and not tried again', { timeout: 60_000 }, async () => {
  await Promise.race([world.page.call('state', 'TOS_BLOCK'), new Promise(resolve => setTimeout(resolve, 200))])
  await world.until(() => /blocked/.test(world.channel.health().detail), 8000, 'the trouble')
  const loads = world.page.loads()
  await new Promise(resolve => setTimeout(resolve, 1500))
  expect(world.page.loads()).toBe(loads)
  expect(world.channel.health().ok).toBe(false)
})

test('when the program is killed no browser stays behind', { timeout: 60_000 }, async () => {
  const owner = fork(new URL('children/whatsapp-web-owner.ts', import.meta.url), { execArgv: [] })
  const [{ dataDir }] = (await once(owner, 'message')) as [{ dataDir: string }]
  const below = descendants(owner.pid ?? 0)
  expect(below.filter(each => each.command.includes(dataDir)).length).toBeGreaterThan(0)
  owner.kill('SIGKILL')
  const alive = (): number => processes().filter(({ pid }) => below.some(each => each.pid === pid)).length
  await world.until(() => alive() === 0, 8000, 'the end of the browser')
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 })
})
