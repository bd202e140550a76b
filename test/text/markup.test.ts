// SPDX-License-Identifier: AGPL-3.0-or-later
import { expect, test } from 'vitest'
import { escape, join, type Markup, plain, spans } from '../../src/text/markup.ts'
import { hostileNames } from '../support/hostile-names.ts'

const markup = (text: string) => text as Markup

test('a name is shown exactly as given, and as one plain run', () => {
  for (const name of hostileNames) expect(spans(escape(name))).toEqual([{ text: name }])
})

test('a name within emphasis neither ends nor widens it', () => {
  for (const name of hostileNames) {
    const runs = spans(markup(`<b>${escape(name)}</b> · <i>«${escape(name)}»</i>.`))
    expect(runs).toEqual([
      { text: name, style: 'bold' },
      { text: ' · ' },
      { text: `«${name}»`, style: 'italic' },
      { text: '.' },
    ])
  }
})

test('a link keeps its address and its words, whatever signs they hold', () => {
  for (const name of hostileNames) {
    const runs = spans(markup(`<a href="${escape(`https://x.example/?q=${name}`)}">${escape(name)}</a>`))
    expect(runs).toEqual([{ text: name, style: 'link', href: `https://x.example/?q=${name}` }])
  }
})

test('what is no tag of ours is shown as it stands', () => {
  expect(plain(markup('3 < 4 <br> <B>'))).toBe('3 < 4 <br> <B>')
  expect(plain(markup('&nbsp;&lt;&#60;'))).toBe('&nbsp;<&#60;')
})

test('plain text is the same words without the emphasis', () => {
  expect(plain(markup('<b>Ordine C-4821</b> inviato. <a href="https://x.example">Come</a>'))).toBe(
    'Ordine C-4821 inviato. Come',
  )
})

test('escaping is undone once and not twice', () => {
  expect(plain(escape('&amp;lt;'))).toBe('&amp;lt;')
  expect(plain(escape(escape('<b>')))).toBe('&lt;b&gt;')
})

test('lines are joined, and those that are not there leave no gap', () => {
  expect(join([markup('uno'), undefined, false, markup(''), markup('due')])).toBe('uno\ndue')
  expect(join([markup('uno'), markup('due')], '\n\n')).toBe('uno\n\ndue')
  expect(join([])).toBe('')
})
