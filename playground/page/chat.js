// SPDX-License-Identifier: AGPL-3.0-or-later
// One chat: its messages in order, what is written below them, and where the focus goes.
import { showAnswering } from './composer.js'
import { dayText, drawMessage, makeMessage, redrawStamp, setMessageLanguage } from './message.js'
import { closeSheet, openSheet } from './sheet.js'
import { putWords, w } from './words.js'

const toastMs = 3200
const typingMs = 4500

/** Fills a seat with a chat. `does` sends what the newcomer does: press, text, start, open. */
export class Chat {
  constructor(seat, data, does) {
    this.seat = seat
    this.data = data
    this.does = data.app === 'whatsapp' ? this.whatsappDoes(does) : does
    this.messages = new Map()
    this.log = seat.querySelector('.log')
    this.input = seat.querySelector('.composer input')
    seat.dataset.app = data.app
    this.log.replaceChildren()
    this.update(data)
    this.resizing = new ResizeObserver(() => this.toEnd(false))
    this.resizing.observe(this.log)
  }

  /** What WhatsApp's messages can do besides: they are answered one by one, and their lists open. */
  whatsappDoes(does) {
    return {
      ...does,
      us: () => this.data.us,
      press: place => {
        this.pressed = place.message
        return does.press(place)
      },
      answer: message => showAnswering(this.seat, message, this.data.us),
      list: (message, opener) =>
        openSheet({
          seat: this.seat,
          list: message.list,
          language: this.data.language,
          closeWord: w().close,
          opener,
          choose: row => void this.does.press({ message: message.id, row, column: 0 }),
        }),
    }
  }

  /** Writes what a link has written for the person, who has only to send it. */
  draft(text) {
    this.input.value = text
    this.input.focus()
  }

  /** Gives the seat up to another chat. */
  leave() {
    closeSheet(this.seat)
    showAnswering(this.seat)
    this.seat.querySelector('.composer').reset()
    this.seat.querySelector('.commands').hidden = true
    this.resizing.disconnect()
    clearTimeout(this.typingTimer)
    this.seat.classList.remove('typing')
  }

  /** The chat as it stands; what is there already is changed in place. */
  update(data) {
    this.data = data
    const ids = new Set(data.messages.map(message => message.id))
    for (const id of this.messages.keys()) if (!ids.has(id)) this.remove(id)
    for (const message of data.messages) this.put(message)
    this.putWords()
    this.toEnd(false)
  }

  putWords() {
    const { seat, data } = this
    const name = data.person
    this.log.setAttribute('aria-label', w().log(name))
    seat.querySelector('.bot').textContent = data.us
    if (!seat.classList.contains('typing')) seat.querySelector('.state').textContent = this.restingState()
    this.input.placeholder = w().message
    this.input.setAttribute('aria-label', w().write(name))
    seat.querySelector('.answering button').setAttribute('aria-label', w().close)
    seat.querySelector('.send').setAttribute('aria-label', w().send)
    seat.querySelector('.slash').setAttribute('aria-label', w().commands)
    this.putCommands()
    this.putEmpty()
    putWords(seat.querySelector('.phone'))
    for (const element of this.messages.values()) redrawStamp(element)
    this.putDays()
  }

  restingState() {
    return w().us[this.data.app]
  }

  /** What comes from now on is in another language, and so is what told of the change. */
  setLanguage() {
    const last = [...this.messages.values()].at(-1)
    if (last) setMessageLanguage(last, this.data.language)
    this.putCommands()
  }

  putCommands() {
    const list = this.seat.querySelector('.commands')
    this.seat.querySelector('.slash').hidden = this.data.commands.length === 0
    list.setAttribute('aria-label', w().commands)
    list.replaceChildren(
      ...this.data.commands.map(({ command, description }) => {
        const button = document.createElement('button')
        button.type = 'button'
        button.dataset.command = `/${command}`
        button.lang = this.data.language
        const name = document.createElement('b')
        name.textContent = `/${command}`
        button.append(name, ' ', description)
        return button
      }),
    )
  }

  /** A chat without messages waits for its START; on WhatsApp for the line that the link has written. */
  putEmpty() {
    const { seat, data } = this
    const isEmpty = this.messages.size === 0
    const needsStart = isEmpty && data.app === 'telegram'
    const hadFocus = document.activeElement === seat.querySelector('.begin')
    seat.querySelector('.composer').hidden = needsStart
    seat.querySelector('.begin').hidden = !needsStart
    const empty = seat.querySelector('.empty')
    empty.hidden = !isEmpty
    if (isEmpty) {
      const title = document.createElement('strong')
      title.textContent = w().emptyTitle[data.app]
      const words = w().empty[data.app]
      empty.replaceChildren(title, words[data.place] ?? words[data.kind])
      if (this.input.value === '') this.input.value = this.drafted = data.draft
    } else {
      if (this.drafted !== undefined && this.input.value === this.drafted) this.input.value = ''
      this.drafted = undefined
      if (hadFocus) this.log.focus({ preventScroll: true })
    }
  }

  put(message) {
    const there = this.messages.get(message.id)
    if (there) {
      if (JSON.stringify(there.message) === JSON.stringify(message)) return
      const isNewest = message.id === [...this.messages.keys()].at(-1)
      const lost = drawMessage(there, message)
      setMessageLanguage(there, this.data.language)
      if (lost) this.focusNear(there)
      if (isNewest) this.toEnd()
      return
    }
    const element = makeMessage(message, this.does)
    setMessageLanguage(element, this.data.language)
    // The numbers of a chat only grow, and what is told comes in order.
    this.log.append(element)
    this.messages.set(message.id, element)
    element.querySelector('img')?.addEventListener('load', () => this.toEnd(), { once: true })
    const waiting = document.activeElement
    if (!element.querySelector('.key') || !this.isWaiting(waiting)) return
    this.pressed = undefined
    this.focusNear(waiting)
  }

  /** The focus rests on a message that was answered, or has no key any more: it follows to the next menu that comes. */
  isWaiting(element) {
    const message = this.log.contains(element) ? element.closest('.message') : null
    if (!message) return false
    return message.message.id === this.pressed || (message === element && !message.querySelector('.key'))
  }

  remove(id) {
    const element = this.messages.get(id)
    if (!element) return
    this.messages.delete(id)
    const hadFocus = element.contains(document.activeElement)
    element.remove()
    if (hadFocus) this.focusNear(undefined)
    this.putDays()
  }

  /** To the newest keys below, else to the message itself. */
  focusNear(element) {
    const keyed = [...this.messages.values()].reverse().find(each => each.querySelector('.key'))
    const isNewer = keyed && (!element?.message || keyed.message.id >= element.message.id)
    const target = isNewer ? keyed.querySelector('.key') : (element ?? this.log)
    target.focus({ preventScroll: true })
  }

  /** A line between one day and the next. */
  putDays() {
    for (const line of this.log.querySelectorAll('.day')) line.remove()
    let day
    for (const element of this.log.querySelectorAll('.message')) {
      const its = dayText(element.message.atMs)
      if (its !== day) {
        const line = document.createElement('p')
        line.className = 'day'
        line.textContent = its
        element.before(line)
      }
      day = its
    }
  }

  hear(message) {
    this.typing(false)
    const isNew = !this.messages.has(message.id)
    const wasMine = message.mine
    this.put(message)
    if (isNew) {
      this.putEmpty()
      this.putDays()
      this.toEnd()
    }
    return isNew && !wasMine
  }

  typing(isTyping) {
    clearTimeout(this.typingTimer)
    this.seat.classList.toggle('typing', isTyping)
    this.seat.querySelector('.state').textContent = isTyping ? w().typing : this.restingState()
    if (isTyping) this.typingTimer = setTimeout(() => this.typing(false), typingMs)
  }

  /** Only if the answer takes long enough to be waited for. */
  typingSoon() {
    clearTimeout(this.typingTimer)
    this.typingTimer = setTimeout(() => this.typing(true), 250)
  }

  toast(text) {
    const toast = this.seat.querySelector('.toast')
    toast.textContent = text
    toast.lang = this.data.language
    toast.classList.add('shown')
    clearTimeout(this.toastTimer)
    this.toastTimer = setTimeout(() => {
      toast.classList.remove('shown')
      toast.textContent = ''
    }, toastMs)
  }

  /** To the newest message: to its end, or to its beginning if it is taller than the view. */
  toEnd(smoothly = true) {
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const last = [...this.messages.values()].at(-1)
    const isTall = last && last.offsetHeight > this.log.clientHeight - 16
    const top = isTall ? last.offsetTop - this.log.offsetTop - 8 : this.log.scrollHeight
    this.log.scrollTo({ top, behavior: smoothly && !still ? 'smooth' : 'instant' })
  }
}
