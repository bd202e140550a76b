// SPDX-License-Identifier: AGPL-3.0-or-later
// Who waits for whom, and for how long.
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { oneByOne, TooLate, turnsByKey, within, workInHand } from '../src/turns.ts'

const never = <T = never>(): Promise<T> => new Promise(() => undefined)

test('what answers in time is answered, and what fails in time fails', async () => {
  expect(await within(1000, Promise.resolve('ecco'))).toBe('ecco')
  expect(await within(1000, wait(5, 'ecco'), 'tardi')).toBe('ecco')
  await expect(within(1000, Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(within(1000, Promise.reject(new Error('no')), 'tardi')).rejects.toThrow('no')
  await expect(
    within(1000, () => {
      throw new Error('not even begun')
    }),
  ).rejects.toThrow('not even begun')
})

test('what does not answer is too late, or is answered with what was to stand for it, also with nothing', async () => {
  await expect(within(20, never())).rejects.toThrow(new TooLate(20))
  await expect(within(20, never())).rejects.toBeInstanceOf(TooLate)
  expect(await within(20, never(), 'tardi')).toBe('tardi')
  expect(await within(20, never(), undefined)).toBeUndefined()
  expect(new TooLate(1500).message).toBe('no answer for 1.5 s')
})

test('the limit is told to the work, which may stop; that it fails then is nobody’s business', async () => {
  const told: unknown[] = []
  const stopping = (tooLate: AbortSignal): Promise<never> =>
    new Promise((_, reject) =>
      tooLate.addEventListener('abort', () => {
        told.push(tooLate.reason)
        reject(new Error('stopped'))
      }),
    )
  await expect(within(10, stopping)).rejects.toBeInstanceOf(TooLate)
  expect(await within(10, stopping, 'tardi')).toBe('tardi')
  expect(told).toEqual([new TooLate(10), new TooLate(10)])
  let signal: AbortSignal | undefined
  expect(await within(10, async given => ((signal = given), 'ecco'))).toBe('ecco')
  await wait(30)
  expect(signal?.aborted).toBe(false)
})

test('no timer stays behind, however it ends', async () => {
  vi.useFakeTimers()
  try {
    await within(60_000, Promise.resolve())
    await within(60_000, Promise.reject(new Error('no'))).catch(() => undefined)
    await within(60_000, () => {
      throw new Error('no')
    }).catch(() => undefined)
    const late = within(60_000, never(), 'tardi')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await late).toBe('tardi')
    expect(vi.getTimerCount()).toBe(0)
  } finally {
    vi.useRealTimers()
  }
})

test('one by one: whoever asks while one is under way gets the next, also after a failure', async () => {
  const order: string[] = []
  const run = oneByOne(async (mine: number) => {
    order.push(`begins ${mine}`)
    await wait(20)
    order.push(`ends ${mine}`)
    if (mine === 1) throw new Error('no')
    return mine
  })
  const [first, second] = [run(1), run(2)]
  await expect(first).rejects.toThrow('no')
  expect(await second).toBe(2)
  expect(order).toEqual(['begins 1', 'ends 1', 'begins 2', 'ends 2'])
})

test('in one chat one after another, in two chats side by side', async () => {
  const turns = turnsByKey<string>()
  const order: string[] = []
  const say = (chat: string, text: string, ms: number) =>
    turns.take(chat, async () => {
      order.push(`${text} begins`)
      await wait(ms)
      order.push(`${text} ends`)
      return text
    })
  expect(await Promise.all([say('a', 'a1', 40), say('a', 'a2', 0), say('b', 'b1', 10)])).toEqual(['a1', 'a2', 'b1'])
  expect(order).toEqual(['a1 begins', 'b1 begins', 'b1 ends', 'a1 ends', 'a2 begins', 'a2 ends'])
})

test('each knows how the one ahead in its chat ended, and a failure does not end the line', async () => {
  const turns = turnsByKey<number>()
  const ahead: unknown[] = []
  const take = (work: () => Promise<number>) =>
    turns.take('a', before => {
      ahead.push(before?.status === 'rejected' ? (before.reason as Error).message : before?.value)
      return work()
    })
  const all = [take(async () => 1), take(() => Promise.reject(new Error('no'))), take(async () => 3)]
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  // The line is empty: whoever comes now has nobody ahead.
  await take(async () => 4)
  expect(ahead).toEqual([undefined, 1, 'no', undefined])
})

test('idle is when nobody is left, not even those who came meanwhile', async () => {
  const turns = turnsByKey<void>()
  const ended: string[] = []
  const work = (name: string, after?: () => void) => async () => {
    await wait(10)
    after?.()
    ended.push(name)
  }
  void turns.take(
    'a',
    work('first', () => void turns.take('b', work('meanwhile'))),
  )
  void turns.take('a', work('second'))
  await turns.idle()
  expect(ended.toSorted()).toEqual(['first', 'meanwhile', 'second'])
  await turns.idle()
})

test('work in hand is waited for, however it ends, and answers as before', async () => {
  const { keep, idle } = workInHand()
  const ended: string[] = []
  const one = keep(wait(10).then(() => ended.push('one')))
  const failing = keep(wait(5).then(() => Promise.reject(new Error('no'))))
  failing.catch(() => keep(wait(20).then(() => ended.push('after it failed'))))
  await idle()
  expect(ended).toEqual(['one', 'after it failed'])
  expect(await one).toBe(1)
  await expect(failing).rejects.toThrow('no')
  await idle()
})
