// SPDX-License-Identifier: AGPL-3.0-or-later
// Every method by its name in lower case (names are case-insensitive), with the few that read updates, chats and files.
import { bad, tooMany } from '../errors.ts'
import { webhookUrl } from '../links.ts'
import { realMs } from '../../loopback/time.ts'
import { memberOf } from '../world.ts'
import { Batch, Described } from './content.ts'
import type { Call, Method } from './content.ts'
import { editingMethods } from './editing.ts'
import { profileMethods } from './profile.ts'
import { sendingMethods } from './sending.ts'

async function getUpdates({ bot, args, onClose }: Call): Promise<Batch> {
  return new Batch(await bot.delivery.read(args, onClose))
}

function setWebhook(call: Call): Described {
  const { world, bot, args } = call
  const { delivery } = bot
  const { localMode } = world.options
  const given = args.text('url')
  if (given === '') return deleteWebhook(call)
  const now = realMs()
  if (now < delivery.nextSetWebhookMs) throw tooMany(1)
  delivery.nextSetWebhookMs = now + 1000
  const url = webhookUrl(given, localMode)
  const secretToken = args.text('secret_token')
  if (secretToken.length > 256) throw bad('secret token is too long')
  if (!/^[A-Za-z0-9_-]*$/.test(secretToken)) throw bad('secret token contains unallowed characters')
  const maxConnections = args.int('max_connections', 40, 1, localMode ? 100_000 : 100)
  const isDropping = args.bool('drop_pending_updates')
  const old = delivery.webhook?.target
  const isSame =
    old?.url === url && old.secretToken === secretToken && old.maxConnections === maxConnections && !isDropping
  if (args.has('allowed_updates')) delivery.allow(args.json('allowed_updates'))
  if (isSame) return new Described(true, 'Webhook is already set')
  delivery.closeWebhook()
  if (isDropping) delivery.dropPending()
  delivery.setWebhook({ url, secretToken, maxConnections })
  return new Described(true, 'Webhook was set')
}

function deleteWebhook({ bot, args }: Call): Described {
  const wasSet = bot.delivery.webhook !== undefined
  bot.delivery.closeWebhook()
  if (args.bool('drop_pending_updates')) bot.delivery.dropPending()
  return new Described(true, wasSet ? 'Webhook was deleted' : 'Webhook is already deleted')
}

function getWebhookInfo({ bot }: Call) {
  const { webhook, pending, allowed } = bot.delivery
  const { lastError, target } = webhook ?? {}
  return {
    url: target?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: pending,
    ...(target && { max_connections: target.maxConnections, ip_address: '127.0.0.1' }),
    ...(lastError && { last_error_date: lastError.date, last_error_message: lastError.message }),
    ...(allowed && { allowed_updates: [...allowed] }),
  }
}

function getFile({ world, bot, args }: Call) {
  if (!args.has('file_id')) throw bad('file_id not specified')
  return world.files.open(bot.id, args.text('file_id'))
}

function getChat({ world, bot, args }: Call) {
  const chat = world.chatFor(bot, args, 'chat_id', { toWrite: false })
  return { ...chat.public, accent_color_id: 0, max_reaction_count: 11 }
}

function leaveChat({ world, bot, args }: Call): true {
  const chat = world.chatFor(bot, args)
  if (chat.type === 'private') throw bad("chat member status can't be changed in private chats")
  const old = chat.bots.get(bot.id) ?? 'left'
  chat.bots.set(bot.id, 'left')
  const [old_chat_member, new_chat_member] = [memberOf(bot, old), memberOf(bot, 'left')]
  const change = { chat: chat.public, from: bot.user, date: world.nowSeconds, old_chat_member, new_chat_member }
  bot.push('my_chat_member', change, `my:${chat.id}`)
  return true
}

const METHODS = new Map<string, Method>(
  Object.entries({
    ...profileMethods,
    ...sendingMethods,
    ...editingMethods,
    getupdates: getUpdates,
    setwebhook: setWebhook,
    deletewebhook: deleteWebhook,
    getwebhookinfo: getWebhookInfo,
    getfile: getFile,
    getchat: getChat,
    leavechat: leaveChat,
  }),
)

/** The method of this name, if the emulator has it. */
export function methodNamed(name: string): Method | undefined {
  return METHODS.get(name)
}
