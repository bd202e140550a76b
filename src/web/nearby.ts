// SPDX-License-Identifier: AGPL-3.0-or-later
// Whether somebody may see how this process is from inside: from this machine itself, or with the key.
import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import { isLoopback } from '../config-rules.ts'
import { isSame } from './secrets.ts'

/** What a proxy on this machine adds to the request of somebody who is elsewhere. */
const proxied = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via']

/** A bearer of the key; or a request from this machine to this machine by its own name, which no proxy has passed on. */
export function mayLookInside(context: Context, key: string | undefined): boolean {
  const bearer = /^Bearer (\S+)$/.exec(context.req.header('authorization') ?? '')?.[1]
  if (key !== undefined && bearer !== undefined && isSame(bearer, key)) return true
  if (proxied.some(name => context.req.header(name) !== undefined)) return false
  const { incoming } = (context.env ?? {}) as { readonly incoming?: IncomingMessage }
  const from = (incoming?.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  // A page elsewhere can have its own name lead to this machine, but not change the name that the browser asks for.
  return (from === '::1' || isLoopback(from)) && isLoopback(new URL(context.req.url).hostname)
}
