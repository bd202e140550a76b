// SPDX-License-Identifier: AGPL-3.0-or-later
// One message: its picture or its document, its words, its time, its keys.
import { makeKeys, setKeys } from './keys.js'
import { languageNow, w } from './words.js'

/** An element for a message; `does` is what its keys and links do. */
export function makeMessage(message, does) {
  const element = document.createElement('article')
  element.className = `message ${message.mine ? 'mine' : 'theirs'}`
  element.dataset.id = message.id
  element.tabIndex = -1
  const bubble = document.createElement('div')
  bubble.className = 'bubble'
  element.append(bubble)
  if (!message.mine) {
    if (does.answer) element.append(answerButton(element))
    element.append(
      makeKeys((place, key) =>
        message.list ? does.list(message, key) : does.press({ message: message.id, ...place }),
      ),
    )
  }
  element.message = message
  element.does = does
  drawMessage(element, message)
  return element
}

/** Draws the message as it is now. Answers whether the focus was lost with a key. */
export function drawMessage(element, message) {
  element.message = message
  const bubble = element.firstElementChild
  const parts = []
  if (message.quote) parts.push(quoted(message.quote, element.does.us()))
  if (message.photo) parts.push(picture(message, bubble.querySelector('img')))
  if (message.file) parts.push(download(message.file))
  const text = document.createElement('p')
  text.className = 'text'
  text.append(...textNodes(message, element.does))
  const footer = message.footer === undefined ? undefined : document.createElement('p')
  if (footer) {
    footer.className = 'footer'
    footer.textContent = message.footer
  }
  const last = footer ?? text
  last.append(stamp(message))
  parts.push(text, ...(footer ? [footer] : []))
  bubble.replaceChildren(...parts)
  bubble.classList.toggle('photo-alone', Boolean(message.photo) && message.text === '')
  const keys = element.querySelector('.keys')
  return keys ? setKeys(keys, message.list ? [[{ text: message.list.button, menu: true }]] : message.rows) : false
}

/** Of what the bot says; the time and the mark are the page's. */
export function setMessageLanguage(element, language) {
  element.querySelector('.text').lang = language
  const keys = element.querySelector('.keys')
  if (keys) keys.lang = language
}

/** In the page's language again. */
export function redrawStamp(element) {
  element.querySelector('.stamp')?.replaceWith(stamp(element.message))
  const answer = element.querySelector('.answer')
  if (answer) putAnswerWords(answer)
}

/** Lets the next line answer this very message. */
function answerButton(element) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'answer'
  putAnswerWords(button)
  button.addEventListener('click', () => element.does.answer(element.message))
  return button
}
function putAnswerWords(button) {
  button.setAttribute('aria-label', w().answer)
  button.title = w().answer
}

function quoted({ mine, text }, us) {
  const quote = document.createElement('blockquote')
  quote.className = 'quote'
  const who = document.createElement('b')
  who.textContent = mine ? w().you : us
  who.lang = languageNow()
  const line = document.createElement('span')
  line.textContent = text
  quote.append(who, line)
  return quote
}

function stamp({ atMs, edited, reach }) {
  const span = document.createElement('span')
  span.className = 'stamp'
  span.lang = languageNow()
  const time = document.createElement('time')
  time.dateTime = new Date(atMs).toISOString()
  time.textContent = timeText(atMs)
  span.append(...(edited ? [w().edited, ' '] : []), time)
  if (reach !== undefined) span.append(ticks(reach))
  return span
}

/** One tick for a message that is out, two for one that arrived, in colour once it was read. */
function ticks(reach) {
  const mark = document.createElement('span')
  mark.className = `ticks ${reach}`
  mark.setAttribute('role', 'img')
  mark.setAttribute('aria-label', w().reach[reach])
  return mark
}

const timezone = { name: 'Europe/Rome' }
export function setTimezone(name) {
  timezone.name = name
}
export function timeText(ms) {
  return format(ms, { hour: '2-digit', minute: '2-digit' })
}
export function dayText(ms) {
  return format(ms, { weekday: 'long', day: 'numeric', month: 'long' })
}
export function clockText(ms) {
  const day = format(ms, { weekday: 'short', day: 'numeric', month: 'short' })
  return `${day}, ${timeText(ms)}`
}
function format(ms, options) {
  const locale = languageNow() === 'it' ? 'it-IT' : 'en-GB'
  return new Intl.DateTimeFormat(locale, { timeZone: timezone.name, ...options }).format(ms)
}

function picture({ photo, text }, there) {
  // The same picture is not loaded, and does not flicker, when only its caption changes.
  const image = there?.getAttribute('src') === photo.src ? there : new Image(photo.width, photo.height)
  if (image !== there) image.src = photo.src
  image.alt = `${w().photo}: ${text.split('\n')[0]}`
  return image
}

/** A document, to be saved under its name. */
function download({ name, src }) {
  const link = document.createElement('a')
  link.className = 'file'
  link.href = src
  link.download = name
  link.textContent = name
  link.setAttribute('aria-label', `${w().file}: ${name}`)
  return link
}

/** The text with its entities, which may lie inside one another. */
function textNodes({ text, entities }, does, from = 0, to = text.length) {
  const nodes = []
  let at = from
  const inside = entities.filter(entity => entity.offset >= from && entity.offset + entity.length <= to)
  inside.forEach((entity, index) => {
    if (entity.offset < at) return
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset))
    const end = entity.offset + entity.length
    const element = elementOf(entity, text.slice(entity.offset, end), does)
    element.append(...textNodes({ text, entities: inside.slice(index + 1) }, does, entity.offset, end))
    nodes.push(element)
    at = end
  })
  if (at < to) nodes.push(text.slice(at, to))
  return nodes
}

const tags = {
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strikethrough: 's',
  code: 'code',
  pre: 'code',
  blockquote: 'q',
}

function elementOf({ type, url, opens }, text, does) {
  if (opens !== undefined) return inside(() => does.open({ url: opens }))
  if (type === 'bot_command') return inside(() => does.text({ text }))
  if (type === 'text_link' || type === 'url') {
    const link = document.createElement('a')
    link.href = /^https?:\/\//.test(url ?? text) ? (url ?? text) : `https://${url ?? text}`
    link.target = '_blank'
    link.rel = 'noopener noreferrer'
    return link
  }
  const element = document.createElement(tags[type] ?? 'span')
  if (type === 'item') element.className = 'item'
  return element
}

/** A link that leads on within the chats. */
function inside(onPress) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'inside'
  button.addEventListener('click', () => void onPress())
  return button
}
