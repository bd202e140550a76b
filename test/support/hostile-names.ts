// SPDX-License-Identifier: AGPL-3.0-or-later
// Three hundred names that break careless software, one kind a room. Each is a name somebody could type: not empty
// after trim, no U+0000 (PostgreSQL refuses it), no lone surrogate (it is not text). Outside emoji, invisible characters
// stand as escapes, so that this file reads the same in every editor.

const markup = [
  ['<b>', '</b>', '<b>Pane</b>', '<i><b>Pane</i></b>', '<br>', '<a href="https://example.com">Pane</a>'],
  ['<a href="tg://user?id=1">Pane</a>', '<code>Pane', '<pre language="x">Pane</pre>'],
  ['<tg-spoiler>Pane</tg-spoiler>', '<tg-emoji emoji-id="1">x</tg-emoji>', '<blockquote expandable>Pane'],
  ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg/onload=alert(1)>'],
  ['<style>*{display:none}</style>', '<!-- Pane -->', '<![CDATA[Pane]]>', '<?xml version="1.0"?>'],
  ['</textarea><script>alert(1)</script>', '"><script>alert(1)</script>', "' onmouseover='alert(1)"],
  ['javascript:alert(1)', '<3 Pane & Co_*', 'Pane < Focaccia > Pizza', '<', '>', '<<>>', '< b >', '&'],
  ['&amp;', '&amp;amp;', '&lt;b&gt;', '&quot;Pane&quot;', '&#60;b&#62;', '&#x3C;b&#x3E;', '&#0;'],
  ['&#1114112;', '&nbsp;Pane', '&egrave;', 'Rossi & Figli', 'R&B', '&lt'],
].flat()

const markdown = [
  ['_*[]()~`>#+-=|{}.!', '*Pane*', '**Pane**', '_Pane_', '__Pane__', '~~Pane~~', '||Pane||', '`Pane`'],
  ['``` Pane', '```js\nPane\n```', '[Pane](https://example.com)', '[Pane](tg://user?id=1)', '![Pane](x)'],
  ['> Pane', '# Pane', '- Pane', '1. Pane', '\\', '\\*Pane\\*', 'C:\\Pane\\nuovo'],
  ['pane_casereccio_1kg', '3.50!'],
].flat()

const rightToLeft = [
  ['مخبز روسي', 'خبز ١ كغ', 'מאפיית רוסי', 'לחם (טרי)', 'نان سنگک', 'Forno مخبز Rossi', '(مخبز) Rossi 12'],
  ['\u202eenaP', 'Pane\u202e kg 1', '\u202dPane\u202c', '\u202a\u202b\u202cPane', '\u2066Pane\u2069'],
  ['\u2067Pane', '\u2068Pane\u2069\u2069\u2069', 'Pane\u200f', '\u200ePane\u200e!'],
  ['\u061cPane', 'Prezzo \u202e054,4 €'],
].flat()

const invisible = [
  ['Pa\u200bne', '\u200bPane', 'Pane\u200b', 'Pa\u200cne', 'Pa\u200dne', '\ufeffPane', 'Pane\ufeff'],
  ['Foc\u00adac\u00adcia', 'Pa\u2060ne', 'Pane\u2063Latte', 'Pa\u034fne', 'Pane\u180e', 'Pane\u115f\u1160'],
  ['Pane\u3164', 'Pane\ufe0e', 'Pane\ufe0f', 'Pane\u{e0101}', 'Pane\u{e0041}\u{e0042}'],
].flat()

// 4,000 characters is what one Telegram message can hold beside a little text; 4,097 is one more than it can alone.
const long = [
  ['P'.repeat(4000), 'Pane '.repeat(800) + '.', 'è'.repeat(4000), '🥖'.repeat(2000)],
  ['<b>'.repeat(1333) + '!', '&'.repeat(4000), '_'.repeat(4000), '\\'.repeat(4000), 'مخبز'.repeat(1000)],
  ['a\u0301'.repeat(2000), 'P\n'.repeat(1999) + 'PP', 'パ'.repeat(4097)],
  ['Supercalifragilistichespiralidoso'.repeat(9), 'Panettonepandoropandolceveneziana'.repeat(33)],
].flat()

const emoji = [
  ['🥖', 'Forno 🥐 Rossi', '👨‍👩‍👧‍👦', '👩🏽‍🍳', '👍🏿', '👋🏻👋🏼👋🏽👋🏾👋🏿', '🏳️‍🌈'],
  ['🏴‍☠️', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '🇮🇹', '🇮🇹🇪🇺🇫', '❤️‍🔥', '☕︎', '1️⃣', '#️⃣', '*️⃣'],
  ['👩‍❤️‍💋‍👨', '🧑🏻‍🤝‍🧑🏿', '🧔‍♀️', '👁️‍🗨️', '\u200d👩', '👩\u200d', '🏻'],
  ['🫨🫷🏼', '©®™'],
].flat()

const databases = [
  ["'; drop table orders;--", '"; drop table orders;--', "' or '1'='1", "1' or 1=1 --", "O'Brien"],
  ["Robert'); DROP TABLE students;--", '1; select pg_sleep(10)', '$$ || current_user || $$', '%', '_'],
  ['%%_%%', '$1', ':name', '?', "E'\\x41'", "\\'; --", '/* Pane */', '{1,2,NULL}'],
].flat()

const sheets = [
  ['=HYPERLINK("http://x","y")', '=1+1', "=cmd|' /C calc'!A0", '+1', '-1', '@SUM(A1:A9)', '+39 0331 555012'],
  ['@SUM', '\t=1+1', '\r=1+1', '＝1+1', ';=1+1', '"Pane","Latte"', 'Pane;Latte', 'Pane,Latte', '"', '""'],
].flat()

const templates = [
  ['{n}', '{ $name }', '{$name}', '{ $code -> [one] x *[other] y }', '{', '}', '{{x}}', '${x}', '${7*7}'],
  ['#{x}', '<%= x %>', '%s', '%(name)s', '%00', '%3Cb%3E', '\\u0041', '\\n', '$&', "$`$'", '-term = x'],
  ['.attr = x', '{""}', '`${process.env}`'],
].flat()

const spaces = [
  [' Pane', 'Pane ', '  Pane  ', 'Pane  casereccio', 'Pane\ncasereccio', 'Pane\r\ncasereccio'],
  ['Pane\rcasereccio', '\nPane\n', 'Pane\tcasereccio', 'Pane\u00a0casereccio', 'Pane\u2028casereccio'],
  ['Pane\u2029casereccio', 'Pane\u0085casereccio', '\u3000Pane\u3000'],
  ['Pane\u001b[31m rosso\u001b[0m', 'Pane\u0007'],
].flat()

const combining = [
  ['Z̸̡̢a̵͓͐l̶̳̈g̴̗̑o̸͚͌', 'P\u0300\u0301\u0302\u0303\u0304ane', '\u0301Pane', 'Caff\u00e8', 'Caffe\u0300'],
  ['A\u030angstrom', '\u212bngstrom', 'ﬁnocchio', 'İstanbul ı', 'Straße ẞ', 'ΣΊΣΥΦΟΣ ς'],
].flat()

const numbers = [
  ['2', '1kg', '0', '-0', '007', '1e308', '0x10', '1,5', '1.000,00', '½', '²', '٣', '２', 'Ⅳ', '①'],
  ['∞', '2)'],
].flat()

const words = [
  ['menu', 'stop', 'Stop!', 'annulla', 'aiuto', 'help', '/start', '/start s-forno-rossi', '/oggi'],
  ['s-forno-rossi', 'i-AAAA'],
].flat()

const values = [
  ['null', 'undefined', 'NaN', 'true', '__proto__', 'constructor', 'toString', '[object Object]'],
  ['{"sku":"x"}', '[]', 'CON'],
].flat()

const links = [
  ['https://example.com', 'example.com', 't.me/example', 'tg://resolve?domain=example'],
  ['wa.me/390331555012', 'mailto:pane@example.com', '@forno_rossi', '#pane', '$EUR'],
  ['0331 555012', '../../etc/passwd'],
].flat()

const scripts = [
  ['面包店', '麵包店・羅西', 'パン屋さん', '빵집', 'ร้านขนมปัง', 'रोटी की दुकान', 'Пекарня', 'Fоrnо Rоssі'],
  ['Φούρνος', '𝐅𝐨𝐫𝐧𝐨', '𝔉𝔬𝔯𝔫𝔬 ℝ𝕠𝕤𝕤𝕚', 'Ｆｏｒｎｏ', '𠮷野家', 'ꦥꦤꦺ'],
].flat()

const quotes = [
  ["L'Angolo dell'Olio", 'L’Angolo', '‘Pane’', '“Pane”', '«Pane»', 'Pane´s', '`', "''", '‹Pane›'],
  ['…', '—Pane—'],
].flat()

/** Exactly 300 distinct names that must be harmless on every surface: shown as given, never acted on. */
export const hostileNames: string[] = [
  ...markup,
  ...markdown,
  ...rightToLeft,
  ...invisible,
  ...long,
  ...emoji,
  ...databases,
  ...sheets,
  ...templates,
  ...spaces,
  ...combining,
  ...numbers,
  ...words,
  ...values,
  ...links,
  ...scripts,
  ...quotes,
]
