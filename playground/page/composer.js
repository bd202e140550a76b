// SPDX-License-Identifier: AGPL-3.0-or-later

/** What one writes with: the line, the commands, START. */
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
    void does().text({ text })
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
    if (event.key !== 'Escape' || commands.hidden) return
    showCommands(false)
    slash.focus()
  })
  seat.querySelector('.begin').addEventListener('click', () => void does().start())
}
