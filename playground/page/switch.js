// SPDX-License-Identifier: AGPL-3.0-or-later
// The two apps on a person's telephone: one of them is in view, the other may have news.
import { w } from './words.js'

const names = { telegram: 'Telegram', whatsapp: 'WhatsApp' }

/** Fills the seat's switch; `choose` is told which app is wanted. */
export function makeSwitch(seat, choose) {
  const group = seat.querySelector('.switch')
  const buttons = Object.entries(names).map(([app, name]) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.dataset.app = app
    button.textContent = name
    button.addEventListener('click', () => choose(app))
    return button
  })
  group.replaceChildren(...buttons)
  return {
    show(app, unread) {
      group.setAttribute('aria-label', w().app)
      for (const button of buttons) {
        const hasNews = unread.includes(button.dataset.app)
        button.setAttribute('aria-pressed', String(button.dataset.app === app))
        button.classList.toggle('unread', hasNews)
        const name = names[button.dataset.app]
        if (hasNews) button.setAttribute('aria-label', `${name} (${w().unread})`)
        else button.removeAttribute('aria-label')
      }
    },
  }
}
