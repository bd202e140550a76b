// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect, test } from 'vitest'
import { commandIn, deepLinkIn, type Meaning, meaningOf, meanings } from '../../src/dialog/commands.ts'
import { normalised } from '../../src/dialog/typed.ts'
import { languages, texts } from '../../src/text/text.ts'
import { hostileNames } from '../support/hostile-names.ts'

test.each<[string, Meaning]>([
  ['negozi', 'home'],
  ['Menù', 'home'],
  ['menu', 'home'],
  ['AIUTO!', 'help'],
  ['come funziona?', 'help'],
  ['I miei ordini', 'orders'],
  ['annulla', 'orders'],
  ['la mia  busta', 'bag'],
  ['Stop.', 'stop'],
  ['STOP', 'stop'],
  ['BASTA!!!', 'stop'],
  ['Disiscrivimi', 'stop'],
  ['disicrivimi', 'stop'],
  ['unsubscribe', 'stop'],
  ['please unsubscribe', 'stop'],
  ['non scrivetemi più', 'stop'],
  ['CANCELLAMI', 'erase'],
  ['canccellami', 'erase'],
  ['Cancella i miei dati, grazie', 'erase'],
  ['voglio cancellare i miei dati', 'erase'],
  ['eliminami', 'erase'],
  ['delete my data', 'erase'],
  ['Delete me', 'erase'],
  ['I MIEI DATI', 'my-data'],
  ['vorrei i miei dati per favore', 'my-data'],
  ['esporta i mei dati', 'my-data'],
  ['my data', 'my-data'],
  ['Can I have my data, please', 'my-data'],
  ['export my data', 'my-data'],
  ['Privacy', 'privacy'],
  ['informativa', 'privacy'],
  ['oggi', 'today'],
  ['help', 'help'],
  ['My orders', 'orders'],
  ['today', 'today'],
  ['language', 'language'],
])('«%s» means %s on every screen', (text, meaning) => expect(meaningOf(text)).toBe(meaning))

test.each([
  '',
  'cancella',
  'cancella il pane',
  'vorrei il pane',
  'tutti i miei dati di fatto',
  'vorrei il menu',
  'stop al pane',
  'una busta di latte',
  'oggi 10:15',
  'pane',
])('«%s» means none of them', text => expect(meaningOf(text)).toBeUndefined())

test('every meaning has its words in every language, and no word has two', () => {
  const taken = new Map<string, Meaning>()
  for (const language of languages) {
    for (const meaning of meanings) {
      const words = texts(language, 'Europe/Rome', new Date(0)).plain(`words-${meaning}`).split(',')
      for (const word of words) {
        expect(normalised(word), `${meaning} in ${language}`).not.toBe('')
        expect(taken.get(normalised(word)) ?? meaning, word).toBe(meaning)
        taken.set(normalised(word), meaning)
        expect(meaningOf(word)).toBe(meaning)
      }
    }
  }
})

test.each([
  ['/negozi', 'home'],
  ['/Oggi', 'today'],
  [' /busta ', 'bag'],
  ['/ordini@spesa_bot', 'orders'],
  ['/help', 'help'],
  ['/stop', 'stop'],
  ['/privacy', 'privacy'],
  ['/cancellami', 'erase'],
  ['/lingua', 'language'],
  ['/start', 'start'],
  ['/start s-forno-rossi', 'start'],
  ['/qualcosa', 'qualcosa'],
])('the command «%s» is %s', (text, command) => expect(commandIn(text)).toBe(command))

test.each(['', 'oggi', '/', '/3', 'pane /oggi', '1/2 chilo'])('«%s» is no command', text =>
  expect(commandIn(text)).toBeUndefined(),
)

const token = 'Ab_9-'.repeat(6)

test.each([
  ['/start s-forno-rossi', 's-forno-rossi'],
  ['/start m-castellanza ', 'm-castellanza'],
  [`/start i-${token}`, `i-${token}`],
  ['s-forno-rossi', 's-forno-rossi'],
  ['S-forno-rossi', 's-forno-rossi'],
  ['Ciao! s-forno-rossi', 's-forno-rossi'],
  ['Vorrei ordinare da s-forno-rossi, grazie', 's-forno-rossi'],
  ['m-castellanza.', 'm-castellanza'],
  [`I-${token}`, `i-${token}`],
  [`Codice d'invito: i-${token}`, `i-${token}`],
  [`https://t.me/spesa_bot?start=i-${token}`, `i-${token}`],
  ['https://t.me/spesa_bot?start=s-forno-rossi', 's-forno-rossi'],
])('«%s» brings the code of a link', (text, code) => expect(deepLinkIn(text)).toBe(code))

test.each([
  '',
  'pane',
  'Ciao',
  '/start',
  'taglia m-l',
  'scala s-2, citofono Rossi',
  'vado con la S-Bahn',
  'forno-s-rossi',
  'i-breve',
  `i-${'A'.repeat(63)}`,
  '/start due parole',
  '/start <b>',
])('«%s» brings none', text => expect(deepLinkIn(text)).toBeUndefined())

test('the code of an invitation keeps its capitals', () => {
  const mixed = 'aB'.repeat(13)
  expect(deepLinkIn(`i-${mixed}`)).toBe(`i-${mixed}`)
})

test('a name is a command, a word or a code only where it is one', () => {
  const meant = hostileNames.filter(name => commandIn(name) ?? meaningOf(name) ?? deepLinkIn(name))
  expect(meant).toEqual([
    'menu',
    'stop',
    'Stop!',
    'annulla',
    'aiuto',
    'help',
    '/start',
    '/start s-forno-rossi',
    '/oggi',
    's-forno-rossi',
  ])
})
