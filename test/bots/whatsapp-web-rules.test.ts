// SPDX-License-Identifier: AGPL-3.0-or-later
// What WhatsApp Web needs no browser for: whom we write to, how fast, and what a message of the page is.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { freeProfile } from '../../bots/whatsapp/web-chromium.ts'
import { type Letter, letterOf, unreadableOf } from '../../bots/whatsapp/web-heard.ts'
import { openHearing } from '../../bots/whatsapp/web-hearing.ts'
import { sweepOf } from '../../bots/whatsapp/web-sweeping.ts'
import { mayWrite, paceOf, troubleOf } from '../../bots/whatsapp/web-writing.ts'

const now = new Date('2026-11-24T10:00:00Z')
const daysAgo = (days: number): { lastHeardAt: Date } => ({ lastHeardAt: new Date(now.getTime() - days * 86_400_000) })

test('who wrote to us is written to; who never did, or not for half a year, is not', () => {
  expect(mayWrite(daysAgo(0), now)).toBeUndefined()
  expect(mayWrite(daysAgo(179), now)).toBeUndefined()
  expect(mayWrite(daysAgo(181), now)).toContain('half a year')
  expect(mayWrite({ lastHeardAt: new Date(0) }, now)).toContain('never written')
  expect(mayWrite({ lastHeardAt: new Date(NaN) }, now)).toContain('never written')
})

test('twenty messages go in a minute, and no minute sees more than forty', () => {
  const pace = paceOf(20)
  let sent = 0
  const at: number[] = []
  for (let ms = 0; ms < 600_000; ms += 100) if (pace.waitMs(1, ms) === 0) at[sent++] = ms
  // Twenty at once after a rest, then one every three seconds.
  expect(sent).toBe(20 + 199)
  const worst = Math.max(...at.map(from => at.filter(ms => ms >= from && ms < from + 60_000).length))
  expect(worst).toBeLessThanOrEqual(40)
  expect(pace.waitMs(3, 600_000)).toBeGreaterThan(0)
})

test('a message of more parts than a minute allows is not put off for ever', () => {
  const pace = paceOf(5)
  expect(pace.waitMs(9, 0)).toBe(0)
  expect(pace.waitMs(9, 1)).toBeLessThanOrEqual(60_000)
})

test('a call that the page never carried out is not called unknown', () => {
  const failed = (error: string) => troubleOf({ outcome: 'failed', error })
  expect(failed('wid error: invalid wid x')).toMatchObject({ outcome: 'refused' })
  expect(failed('No LID for user')).toMatchObject({ outcome: 'refused' })
  expect(failed('Requiring unknown module "WAWebSendMsgChatAction"')).toMatchObject({
    outcome: 'later',
    scope: 'account',
  })
  expect(failed('Attempted to use detached Frame')).toMatchObject({ outcome: 'unknown' })
  expect(troubleOf(undefined)).toMatchObject({ outcome: 'unknown' })
  expect(troubleOf({ outcome: 'sent', externalId: '3EB0' })).toBeUndefined()
})

const raw = { id: { id: '3A1', fromMe: false, remote: '393331112233@c.us' }, type: 'chat', t: 1, body: 'ciao' }

test('a page that changes a field does not make us deaf to the others', () => {
  const letter = letterOf({ ...raw, quotedStanzaID: 7, notifyName: null, t: 'now', lat: {} })
  expect(letter).toMatchObject({
    id: '3A1',
    chat: '393331112233@c.us',
    name: '',
    input: { kind: 'text', text: 'ciao' },
  })
  expect(letterOf({ ...raw, body: undefined })).toMatchObject({ input: { kind: 'other' } })
  expect(letterOf({ ...raw, id: { ...raw.id, remote: { _serialized: '1@lid' } } })).toMatchObject({ chat: '1@lid' })
  for (const nothing of [undefined, null, 'x', {}, { ...raw, id: '3A1' }]) expect(letterOf(nothing)).toBeUndefined()
})

test('what stays unreadable is an update of its own, so that the text is not lost should it come after all', () => {
  expect(unreadableOf({ ...raw, type: 'ciphertext' })).toMatchObject({ id: '3A1:unreadable', input: { kind: 'other' } })
  expect(unreadableOf({ ...raw, type: 'ciphertext', id: { ...raw.id, remote: '1@g.us' } })).toBeUndefined()
})

test.each([
  ['TEL;type=CELL;waid=393334445566:+39 333 444 5566', '+393334445566'],
  ['item1.TEL:+39 0331 123456', '+39 0331 123456'],
  ['tel;type=work:0331/123456', '0331/123456'],
])('the number of a vCard: %s', (line, phone) => {
  const body = `BEGIN:VCARD\nFN:Luigi\n${line}\nEND:VCARD`
  expect(letterOf({ ...raw, type: 'vcard', body })?.input).toEqual({ kind: 'contact', phone })
})

test('a profile locked by a browser long gone is free again; another program with its number lives on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'spesa-profile-'))
  for (const owner of [`another-machine-${process.pid}`, `${hostname()}-${process.pid}`]) {
    symlinkSync(owner, join(folder, 'SingletonLock'))
    writeFileSync(join(folder, 'SingletonCookie'), '')
    mkdirSync(join(folder, 'Default'), { recursive: true })
    freeProfile(folder)
    expect(readdirSync(folder)).toEqual(['Default'])
  }
  rmSync(folder, { recursive: true })
})

test('a sweep takes what is unread and what is recent, and leaves old chats in peace', async () => {
  const nowSeconds = Math.floor(Date.now() / 1000)
  const written = (id: string, ageSeconds: number) => ({ ...raw, id: { ...raw.id, id }, t: nowSeconds - ageSeconds })
  const messages = [written('old', 7 * 86_400), written('read', 3000), written('unread', 30), written('last', 10)]
  const swept = async (unread: number, since: number | undefined): Promise<string[]> => {
    const page = {
      evaluate: async () => [
        { id: '393331112233@c.us', unread },
        { id: '1@g.us', unread: 3 },
      ],
    }
    const lastOf = async (_chat: string, count: number) => messages.slice(-count)
    return sweepOf({ page, lastOf, hear: () => true, since })()
  }
  expect(await swept(2, undefined)).toEqual(['unread', 'last'])
  expect(await swept(4, undefined)).toEqual(['read', 'unread', 'last'])
  expect(await swept(0, nowSeconds)).toEqual(['unread', 'last'])
})

test('no message overtakes one of its chat that is not safe yet, and a chat is seen when all of it is', async () => {
  const handed: string[] = []
  const seen: string[] = []
  const hearing = openHearing({
    correspondent: async () => ({ aliases: ['1@lid'], name: 'Anna' }),
    hand: ({ id }) => void handed.push(id),
    seen: async chat => void seen.push(chat),
    resendMs: 100,
  })
  const letter = (id: string, chat: string): Letter => ({ id, chat, at: 0, name: '', input: { kind: 'other' } })
  for (const each of [letter('one', 'a'), letter('two', 'a'), letter('three', 'b')]) hearing.hear(each)
  const handedAgain = async (...ids: string[]): Promise<void> => {
    handed.length = 0
    await vi.waitFor(() => expect(handed).toEqual(expect.arrayContaining(ids)), { timeout: 5000, interval: 5 })
    expect(new Set(handed)).toEqual(new Set(ids))
  }
  await handedAgain('one', 'three')
  hearing.taken('one')
  expect(handed.at(-1)).toBe('two')
  expect(seen).toEqual([])
  await handedAgain('two', 'three')
  hearing.taken('one')
  hearing.taken('two')
  hearing.taken('three')
  expect(seen).toEqual(['a', 'b'])
  hearing.stop()
})
