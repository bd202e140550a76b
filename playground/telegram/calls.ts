// SPDX-License-Identifier: AGPL-3.0-or-later
// Running one call of a method: finding it, counting it, logging it on demand.
import { parseArgs } from './args.ts'
import type { Args } from './args.ts'
import type { Bot } from './bots.ts'
import { ApiError } from './errors.ts'
import { methodNamed } from './methods/table.ts'
import { realMs } from '../loopback/time.ts'
import type { WebhookReply } from './webhook.ts'
import type { World } from './world.ts'

/** Runs a method by its lower-case name; refusals come as ApiError. */
export async function runMethod(
  world: World,
  bot: Bot,
  name: string,
  args: Args,
  onClose: (step: () => void) => void,
): Promise<unknown> {
  try {
    const method = methodNamed(name)
    if (!method) throw new ApiError(404, 'Not Found: method not found')
    const result: unknown = await method({ world, bot, args, onClose })
    record(world, bot, name, args, undefined)
    return result
  } catch (e) {
    record(world, bot, name, args, e)
    throw e
  }
}

/** Counts a call, and logs it if a log is kept. getUpdates is counted only: it comes all the time. */
export function record(world: World, bot: Bot, method: string, args: Args, failure: unknown): void {
  bot.counts.set(method, (bot.counts.get(method) ?? 0) + 1)
  const error = failure === undefined ? undefined : failure instanceof Error ? failure.message : 'unknown'
  if (error !== undefined) bot.errors.set(error, (bot.errors.get(error) ?? 0) + 1)
  const keep = world.options.callLog
  if (keep <= 0 || method === 'getupdates') return
  bot.calls.push({ atMs: realMs(), method, args: args.values, error })
  if (bot.calls.length > keep * 2) bot.calls = bot.calls.slice(-keep)
}

const NOT_IN_REPLIES = new Set(['setwebhook', 'deletewebhook', 'close', 'logout'])

/** A method call in the body of a webhook response: it is made, and its result and its errors are lost to the bot. */
export function runReply(world: World, bot: Bot, reply: WebhookReply): void {
  let args: Args
  try {
    args = parseArgs('', reply.headers['content-type'] ?? 'application/json', reply.body)
  } catch {
    return
  }
  const method = args.text('method').toLowerCase()
  if (method === '' || method.startsWith('get') || NOT_IN_REPLIES.has(method)) return
  bot.delivery.stats.webhookReplies++
  runMethod(world, bot, method, args, () => {}).catch(() => {})
}
