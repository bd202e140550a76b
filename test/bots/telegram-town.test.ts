// SPDX-License-Identifier: AGPL-3.0-or-later
// The whole program in a town whose Telegram is in trouble: nothing is lost or said twice, the order of a chat is kept,
// and Telegram is left alone where it asks for that.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Conversation } from '../../playground/telegram/emulator.ts'
import { telegramChat } from '../support/telegram-street.ts'
import { type Town, town } from '../support/town.ts'

let here: Town
beforeAll(async () => {
  here = await town()
})
afterAll(() => here.close())

const said = (chat: Conversation) => chat.fromBot.map(each => each.text ?? each.caption ?? '')

/** Which answer a text is, of the words that were written. */
const answers = { aiuto: /Come funziona/, ordini: /ordin/i, lingua: /lingua/i } as const

test('a chat that was told to wait gets its answers afterwards, in their order, and is not called about before', async () => {
  const { emulator, app } = here
  const anna = here.citizen('Anna')
  await anna.says('negozi')
  const chat = telegramChat(anna)
  const [bot] = emulator.bots
  emulator.failNext({ type: '429', method: 'editMessageReplyMarkup', retryAfterSeconds: 2, chatId: chat.person.id })
  await anna.says('aiuto')
  expect(emulator.faultsLeft).toBe(0)
  const before = said(chat).length
  chat.sendText('ordini')
  chat.sendText('lingua')
  chat.sendText('aiuto')
  await expect.poll(() => said(chat).length, { timeout: 10_000 }).toBe(before + 3)
  await app.idle()
  const [first, second, third] = said(chat).slice(-3)
  expect(first).toMatch(answers.ordini)
  expect(second).toMatch(answers.lingua)
  expect(third).toMatch(answers.aiuto)
  expect(bot?.flood.violations.ignoredWait).toBe(0)
})

test.each(['garbage', '500'] as const)('while Telegram’s servers are in trouble nothing is lost: %s', async type => {
  const { emulator, app } = here
  const people = ['Bice', 'Carla', 'Dora'].map(name => here.citizen(name))
  for (const person of people) await person.says('negozi')
  const chats = people.map(telegramChat)
  emulator.failNext({ type, method: 'sendMessage', times: 5 })
  for (const chat of chats) chat.sendText('aiuto')
  await expect
    .poll(() => chats.every(chat => answers.aiuto.test(said(chat).at(-1) ?? '')), { timeout: 15_000 })
    .toBe(true)
  await app.idle()
  for (const chat of chats) expect(said(chat).filter(text => answers.aiuto.test(text))).toHaveLength(1)
  expect(emulator.faultsLeft).toBe(0)
})

test('typing, tapping twice and opening what has no buttons provokes no "message is not modified"', async () => {
  const { baker, later, app } = here
  const anna = here.citizen('Anna')
  await anna.ordersBread()
  await baker.taps('Accetta')
  await later(0)
  await baker.taps('Pronta')
  await anna.says('ordini')
  await anna.says('negozi')
  await anna.says('aiuto')
  await baker.taps('Consegnata')
  await anna.says('busta')
  await baker.says('oggi')
  await baker.says('aiuto')
  // The collected order, opened by a double tap.
  await anna.says('ordini')
  const [on, chat] = [anna.last(), telegramChat(anna)]
  const wire = on.offers[0]?.wire ?? ''
  await Promise.all([chat.pressData(Number(on.id), wire).answer, chat.pressData(Number(on.id), wire).answer])
  await app.idle()
  expect(anna.sees()).toContain('Forno Rossi')
  const errors = here.emulator.bots.flatMap(bot => [...bot.errors.keys()])
  expect(errors.filter(error => error.includes('not modified'))).toEqual([])
})
