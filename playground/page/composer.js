// SPDX-License-Identifier: AGPL-3.0-or-later

/** What one writes with: the line, what it answers, the commands, START. */
export function wireComposer(seat, does) {
  const form = seat.querySelector('.composer')
  const commands = seat.querySelector('.commands')
  const slash = seat.querySelector('.slash')
  const showCommands = isShown => {
    commands.hidden = !isShown
    slash.setAttribute('aria-expanded', String(isShown))
    if (isShown) commands.querySelector('button')?.focus()
  }
  form.addEventListener('submit', event => {
    event.preventDefault()
    const text = form.elements.text.value.trim()
    if (text === '') return
    form.reset()
    const { quoting } = seat.dataset
    showAnswering(seat)
    void does().text({ text, ...(quoting !== undefined && { quoting: Number(quoting) }) })
  })
  seat.querySelector('.answering button').addEventListener('click', () => {
    showAnswering(seat)
    form.elements.text.focus()
  })
  slash.addEventListener('click', () => showCommands(commands.hidden))
  commands.addEventListener('click', event => {
    const command = event.target.closest('button')?.dataset.command
    if (command === undefined) return
    showCommands(false)
    form.elements.text.focus()
    void does().text({ text: command })
  })
  seat.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    if (!commands.hidden) {
      showCommands(false)
      slash.focus()
    } else if (seat.dataset.quoting !== undefined) showAnswering(seat)
  })
  seat.querySelector('.begin').addEventListener('click', () => void does().start())
}

/** The message that the next line answers, above the line; none without a message. */
export function showAnswering(seat, message, who) {
  const bar = seat.querySelector('.answering')
  bar.hidden = message === undefined
  if (message === undefined) {
    delete seat.dataset.quoting
    return
  }
  seat.dataset.quoting = message.id
  bar.querySelector('b').textContent = who
  bar.querySelector('span').textContent = message.text.split('\n')[0]
  seat.querySelector('.composer input').focus()
}
