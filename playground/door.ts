// SPDX-License-Identifier: AGPL-3.0-or-later
// Who may see the playground: this machine alone, or people with the key; and only under a name of its own, because a
// web page elsewhere can have its own name lead to this machine.
import { createHmac } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie, setCookie } from 'hono/cookie'
import { isLoopback } from '../src/config-rules.ts'
import { isSame } from '../src/web/secrets.ts'

export interface DoorParts {
  /** Without a key everyone on this machine may play. */
  readonly key?: string | undefined
  /** The one name beside this machine's own. */
  readonly publicUrl?: string | undefined
}

/** The longest line that can be written has 4,096 characters. */
const bodyLimitBytes = 65_536
const cookie = 'spesa_playground'

/** What every request to the playground passes before anything of it is answered. */
export function guardsOf({ key, publicUrl }: DoorParts): MiddlewareHandler[] {
  return [named(publicUrl), ...(key === undefined ? [] : [keyed(key, publicUrl)]), limited]
}

const limited = bodyLimit({ maxSize: bodyLimitBytes, onError: context => context.text('too large\n', 413) })

function named(publicUrl: string | undefined): MiddlewareHandler {
  const publicName = publicUrl === undefined ? undefined : new URL(publicUrl).hostname
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : ''
    if (isLoopback(name) || (name !== '' && name === publicName)) return next()
    return context.text('the playground answers to localhost and to the host of PUBLIC_URL only\n', 421)
  }
}

function keyed(key: string, publicUrl: string | undefined): MiddlewareHandler {
  // Not the key itself: a browser keeps it.
  const pass = createHmac('sha256', key).update(cookie).digest('base64url')
  const secure = publicUrl?.startsWith('https:') === true
  return async (context, next) => {
    const given = context.req.query('key')
    if (given !== undefined && isSame(given, key)) {
      setCookie(context, cookie, pass, { path: '/playground', httpOnly: true, sameSite: 'Lax', secure })
      return context.redirect('/playground')
    }
    if (isSame(getCookie(context, cookie) ?? '', pass)) return next()
    return context.text('the playground needs its key: open /playground?key=…\n', 401)
  }
}
