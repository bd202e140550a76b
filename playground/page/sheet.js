// SPDX-License-Identifier: AGPL-3.0-or-later
// The sheet that a list's button pulls up: rows to choose one of. What lies below it waits, Escape puts it away, and the
// focus goes back to where it came from.

/** Opens the sheet of a seat; `choose` is told the number of the row. */
export function openSheet({ seat, list, language, closeWord, opener, choose }) {
  closeSheet(seat)
  const sheet = seat.querySelector('.sheet')
  const card = element('div', 'sheet-card')
  const head = element('div', 'sheet-head')
  const title = element('h3', '', list.button)
  title.id = `${seat.id}-sheet`
  title.lang = language
  const close = element('button', 'sheet-close')
  close.type = 'button'
  close.setAttribute('aria-label', closeWord)
  head.append(close, title)
  const body = element('div', 'sheet-rows')
  body.lang = language
  const rows = []
  for (const section of list.sections) {
    if (section.title) body.append(element('h4', '', section.title))
    for (const row of section.rows) {
      const button = element('button', 'sheet-row')
      button.type = 'button'
      button.append(element('span', 'sheet-title', row.title))
      if (row.description) button.append(element('span', 'sheet-description', row.description))
      const number = rows.push(button) - 1
      button.addEventListener('click', () => {
        closeSheet(seat)
        choose(number)
      })
      body.append(button)
    }
  }
  card.append(head, body)
  sheet.replaceChildren(card)
  sheet.setAttribute('aria-labelledby', title.id)
  sheet.opener = opener
  sheet.hidden = false
  for (const other of below(sheet)) other.inert = true
  close.addEventListener('click', () => closeSheet(seat))
  rows[0]?.focus({ preventScroll: true })
}

/** Puts it away, if it is there. */
export function closeSheet(seat) {
  const sheet = seat.querySelector('.sheet')
  if (sheet.hidden) return
  for (const other of below(sheet)) other.inert = false
  const hadFocus = sheet.contains(document.activeElement)
  sheet.hidden = true
  sheet.replaceChildren()
  if (hadFocus) sheet.opener?.focus({ preventScroll: true })
}

/** Once for each seat. */
export function wireSheet(seat) {
  const sheet = seat.querySelector('.sheet')
  sheet.addEventListener('click', event => {
    if (event.target === sheet) closeSheet(seat)
  })
  sheet.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      event.stopPropagation()
      closeSheet(seat)
      return
    }
    const rows = [...sheet.querySelectorAll('.sheet-row')]
    const at = rows.indexOf(document.activeElement)
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(at - 1, 0), Home: 0, End: rows.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    rows[Math.min(to, rows.length - 1)]?.focus()
  })
}

function below(sheet) {
  return [...sheet.parentElement.children].filter(each => each !== sheet)
}

function element(tag, className, text) {
  const made = document.createElement(tag)
  if (className) made.className = className
  if (text !== undefined) made.textContent = text
  return made
}
