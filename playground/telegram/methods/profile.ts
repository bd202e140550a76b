// SPDX-License-Identifier: AGPL-3.0-or-later
// The methods about the bot itself: who it is, its commands, its texts, its menu button.
import { isRecord } from '../args.ts'
import type { Args } from '../args.ts'
import { bad } from '../errors.ts'
import { linkFault } from '../links.ts'
import { codePoints } from '../texts.ts'
import type { Call, Method } from './content.ts'

function getMe({ bot }: Call) {
  return {
    ...bot.user,
    can_join_groups: true,
    can_read_all_group_messages: bot.canReadAllGroupMessages,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
  }
}

function scopeKey(args: Args): string {
  return `${args.text('scope') || '{"type":"default"}'}|${args.text('language_code')}`
}

function setMyCommands({ bot, args }: Call): true {
  const given = args.json('commands') ?? []
  if (!Array.isArray(given)) throw bad('Expected an Array of BotCommand')
  const commands = given.map(readCommand)
  if (commands.length > 100) throw bad('BOT_COMMANDS_TOO_MUCH') // [server]
  bot.commands.set(scopeKey(args), commands)
  return true
}

function readCommand(given: unknown): { command: string; description: string } {
  if (!isRecord(given)) throw bad("Can't parse BotCommand: expected an Object")
  const field = (name: string): string => {
    const value = given[name]
    if (typeof value !== 'string') throw bad(`Can't parse BotCommand: Can't find field "${name}"`)
    return value.trim()
  }
  const command = field('command').replace(/^\//, '')
  const description = field('description')
  if (command === '') throw bad('Command must be non-empty')
  if (codePoints(command) > 32) throw bad('Command length must not exceed 32')
  if (description === '') throw bad('Command description must be non-empty')
  if (codePoints(description) > 256) throw bad('Command description length must not exceed 256')
  if (!/^[a-z0-9_]+$/.test(command)) throw bad('BOT_COMMAND_INVALID') // [server]
  return { command, description }
}

type TextKind = 'name' | 'description' | 'short_description'

function setText(kind: TextKind, max: number): Method {
  return ({ bot, args }) => {
    const text = args.text(kind)
    if (codePoints(text) > max) throw bad(`${kind.toUpperCase()}_TOO_LONG`) // [server] constant not verified
    bot.texts[kind].set(args.text('language_code'), text)
    return true
  }
}

function getText(kind: TextKind): Method {
  return ({ bot, args }) => {
    const texts = bot.texts[kind]
    return { [kind]: texts.get(args.text('language_code')) ?? texts.get('') ?? '' }
  }
}

function setChatMenuButton({ bot, args }: Call): true {
  const button = args.json('menu_button', 'menu button') ?? { type: 'default' }
  const type = isRecord(button) ? button['type'] : undefined
  if (!isRecord(button) || (type !== 'default' && type !== 'commands' && type !== 'web_app')) {
    throw bad("Can't parse menu button: MenuButton has unsupported type")
  }
  if (type === 'web_app') {
    const url = isRecord(button['web_app']) ? String(button['web_app']['url']) : ''
    const fault = linkFault(url, { httpsOnly: true })
    if (fault !== undefined) throw bad(`Menu button Web App URL '${url}' is invalid: ${fault}`)
  }
  bot.menuButton = button
  return true
}

export const profileMethods: Record<string, Method> = {
  getme: getMe,
  setmycommands: setMyCommands,
  getmycommands: ({ bot, args }) => bot.commands.get(scopeKey(args)) ?? [],
  deletemycommands: ({ bot, args }) => {
    bot.commands.delete(scopeKey(args))
    return true
  },
  setmyname: setText('name', 64),
  getmyname: getText('name'),
  setmydescription: setText('description', 512),
  getmydescription: getText('description'),
  setmyshortdescription: setText('short_description', 120),
  getmyshortdescription: getText('short_description'),
  setchatmenubutton: setChatMenuButton,
  getchatmenubutton: ({ bot }) => bot.menuButton,
}
