// SPDX-License-Identifier: AGPL-3.0-or-later
// The keyboard under a message. When the message is edited its keys are kept by their place, so that the one in focus
// stays in focus.

const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }

export function makeKeys(onKey) {
  const keys = document.createElement('div')
  keys.className = 'keys'
  keys.addEventListener('click', event => {
    const key = event.target.closest('.key')
    if (!key || key.dataset.href !== undefined) return
    event.preventDefault()
    if (key.getAttribute('aria-busy') === 'true') return
    key.setAttribute('aria-busy', 'true')
    void Promise.resolve(onKey(placeOf(key), key)).finally(() => key.removeAttribute('aria-busy'))
  })
  keys.addEventListener('keydown', event => {
    const move = moves[event.key]
    const key = event.target.closest('.key')
    if (!move || !key) return
    event.preventDefault()
    const { row, column } = placeOf(key)
    const next = keys.children[row + move[0]]
    next?.children[Math.min(column + move[1], next.children.length - 1)]?.focus()
  })
  return keys
}

/** Shows these rows. Answers whether the key in focus had to go. */
export function setKeys(keys, rows) {
  const focused = keys.contains(document.activeElement) ? document.activeElement : undefined
  while (keys.children.length > rows.length) keys.lastChild.remove()
  rows.forEach((row, at) => {
    const line = keys.children[at] ?? keys.appendChild(newRow())
    while (line.children.length > row.length) line.lastChild.remove()
    row.forEach((button, column) => {
      const there = line.children[column]
      const key = there && isLink(there) === isOutside(button) ? there : newKey(button)
      if (!there) line.append(key)
      else if (key !== there) there.replaceWith(key)
      key.removeAttribute('aria-busy')
      if (key.textContent !== button.text) key.textContent = button.text
      if (isOutside(button)) {
        key.href = button.href
        key.dataset.href = button.href
      }
    })
  })
  if (!focused || focused.isConnected) return false
  const nearest = keys.querySelector('.key')
  nearest?.focus({ preventScroll: true })
  return !nearest
}

function newRow() {
  const row = document.createElement('div')
  row.className = 'row'
  return row
}

function isOutside(button) {
  return button.href !== undefined && button.opens === undefined
}

function isLink(key) {
  return key.tagName === 'A'
}

function newKey(button) {
  const key = document.createElement(isOutside(button) ? 'a' : 'button')
  key.className = button.menu ? 'key menu' : 'key'
  if (button.menu) key.setAttribute('aria-haspopup', 'dialog')
  if (isOutside(button)) {
    key.target = '_blank'
    key.rel = 'noopener noreferrer'
  } else key.type = 'button'
  return key
}

function placeOf(key) {
  const line = key.parentElement
  return { row: [...line.parentElement.children].indexOf(line), column: [...line.children].indexOf(key) }
}
