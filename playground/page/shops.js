// SPDX-License-Identifier: AGPL-3.0-or-later
// What the shopkeeper's seat has besides: which shop it is, and which other one has news.
import { w } from './words.js'

/** The shops to choose from, in the place of the seat's heading. */
export function putSelect(seat, choose) {
  const select = document.createElement('select')
  select.lang = 'it'
  select.addEventListener('change', () => choose(select.value))
  seat.querySelector('h2').classList.add('visually-hidden')
  const pick = document.createElement('span')
  pick.className = 'pick'
  pick.append(select)
  seat.querySelector('.who-text').prepend(pick)
  return select
}

/** A line that says that another shop has news. */
export function putElsewhere(seat, show) {
  const line = document.createElement('p')
  line.className = 'elsewhere'
  line.hidden = true
  const words = document.createElement('span')
  const button = document.createElement('button')
  button.type = 'button'
  line.append(words, button)
  seat.querySelector('.top').after(line)
  let id
  let name = ''
  const putWords = () => {
    words.textContent = w().newIn(name)
    button.textContent = w().show
  }
  button.addEventListener('click', () => show(id))
  return {
    putWords,
    show(itsId, itsName) {
      id = itsId
      name = itsName ?? ''
      line.hidden = itsId === undefined
      putWords()
    },
  }
}
