// SPDX-License-Identifier: AGPL-3.0-or-later
// The playground's page: the clock, the four seats, and the stream of what happens.
import { Chat } from './chat.js'
import { clockText, setTimezone } from './message.js'
import { makeSeats } from './seats.js'
import { languageNow, putWords, setLanguage, w } from './words.js'

const wide = matchMedia('(min-width: 70rem)')
const element = id => document.getElementById(id)
const chats = new Map()
let town = { ready: false, town: '', timezone: 'Europe/Rome', nowMs: 0, firstShop: '', shops: [], chats: [], apps: {} }
let heardAt = 0

/** Sends what the newcomer does; follows where it leads. */
async function send(deed, body) {
  const response = await fetch(`/playground/${deed}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined)
  if (!response?.ok) {
    chats.get(body.chat)?.toast(w().failed)
    return
  }
  const { href, chat, draft } = await response.json()
  if (href !== undefined) open(href, '_blank', 'noopener,noreferrer')
  if (chat !== undefined && chat !== body.chat) seats.show(chat)
  if (draft !== undefined) chats.get(chat)?.draft(draft)
}

const seats = makeSeats({
  wide,
  sit: chat => void send('sit', { chat }),
  draw: (seat, id) => {
    const data = town.chats.find(each => each.id === id)
    if (!data) return
    for (const [its, chat] of chats) {
      if (chat.seat !== seat) continue
      chat.leave()
      chats.delete(its)
    }
    chats.set(id, new Chat(seat, data, doesOf(id)))
  },
  doesOf,
})

function doesOf(chat) {
  return {
    press: body => send('press', { chat, ...body }),
    open: body => send('open', { chat, ...body }),
    text: body => {
      chats.get(chat)?.typingSoon()
      return send('text', { chat, ...body })
    },
    start: () => send('start', { chat }),
  }
}

function hear(event) {
  const chat = seats.isShown(event.chat) ? chats.get(event.chat) : undefined
  const data = town.chats.find(each => each.id === event.chat)
  switch (event.type) {
    case 'snapshot':
      setTown(event.snapshot)
      break
    case 'message':
    case 'edit':
      if (data) keep(data.messages, event.message)
      chat?.hear(event.message)
      if (event.type === 'message' && !event.message.mine) seats.notice(event.chat)
      break
    case 'delete':
      if (data) data.messages = data.messages.filter(each => each.id !== event.id)
      chat?.remove(event.id)
      break
    case 'typing':
      chat?.typing(true)
      break
    case 'toast':
      chat?.toast(event.text)
      break
    case 'language':
      if (data) Object.assign(data, { language: event.language, commands: event.commands })
      chat?.setLanguage()
      break
    case 'app':
      seats.play(event.place, event.app)
      break
    case 'clock':
      setClock(event.nowMs)
      element('moved').textContent = w().moved(clockText(event.nowMs))
      break
  }
}

/** Messages by their number. */
function keep(messages, message) {
  const at = messages.findIndex(each => each.id >= message.id)
  if (at < 0) messages.push(message)
  else if (messages[at].id === message.id) messages[at] = message
  else messages.splice(at, 0, message)
}

function setTown(snapshot) {
  town = snapshot
  setTimezone(town.timezone)
  setClock(town.nowMs)
  seats.setTown(town)
  for (const [id, chat] of chats) {
    const data = town.chats.find(each => each.id === id)
    if (data && seats.isShown(id)) chat.update(data)
  }
  document.body.classList.toggle('ready', town.ready)
  putTown()
}

function putTown() {
  element('town').textContent = town.ready ? w().town(town.town) : w().opening
}

/** The clock runs on at its own pace between two words from the server. */
function setClock(nowMs) {
  heardAt = performance.now()
  town.nowMs = nowMs
  tick()
}
function tick() {
  const nowMs = town.nowMs + performance.now() - heardAt
  const time = element('now')
  const text = clockText(nowMs)
  if (time.textContent === text) return
  time.textContent = text
  time.dateTime = new Date(nowMs).toISOString()
}

function putAllWords() {
  putWords(document)
  const { language, languageOf } = w()
  element('language').textContent = language
  element('language').lang = languageOf
  putTown()
  element('now').textContent = ''
  tick()
  seats.putWords()
  for (const [id, chat] of chats) if (seats.isShown(id)) chat.putWords()
}

for (const button of document.querySelectorAll('.pushes button')) {
  button.addEventListener('click', () => {
    const { minutes, to } = button.dataset
    void send('clock', to === undefined ? { minutes: Number(minutes) } : { to })
  })
}

const helpButton = element('help-button')
function showHelp(isShown) {
  element('help').hidden = !isShown
  helpButton.setAttribute('aria-expanded', String(isShown))
}
helpButton.addEventListener('click', () => showHelp(element('help').hidden))
showHelp(wide.matches && localStorage.getItem('help') !== 'closed')
helpButton.addEventListener('click', () => {
  localStorage.setItem('help', element('help').hidden ? 'closed' : 'open')
})

element('language').addEventListener('click', () => {
  setLanguage(w().languageOf)
  localStorage.setItem('language', languageNow())
  putAllWords()
})

setLanguage(localStorage.getItem('language') ?? 'it')
putAllWords()
setInterval(tick, 1000)

const events = new EventSource('/playground/events')
events.addEventListener('message', ({ data }) => hear(JSON.parse(data)))
events.addEventListener('open', () => (element('offline').textContent = ''))
events.addEventListener('error', () => (element('offline').textContent = w().offline))
