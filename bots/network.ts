// SPDX-License-Identifier: AGPL-3.0-or-later
// Connections to the platforms' servers: kept open between calls, and given up soon when they cannot be made. A call
// whose connection was never made has had no effect; every other call without an answer may have had one.
import { Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import { Agent } from 'undici'

const connectWithinMs = 5000
/** A handshake takes longer than a call; web servers let go of a silent connection after a minute or more. */
const keepAliveMs = 30_000

/** For calls by undici. */
export const agent = new Agent({ keepAliveTimeout: keepAliveMs, connect: { timeout: connectWithinMs } })

/** The codes of errors that come before a connection is made. */
const unconnected = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|(UND_)?ERR_CONNECT_TIMEOUT|.*CERT.*)$/

/** Whether an error with this code says that the connection was never made. */
export function neverConnected(code: string): boolean {
  return unconnected.test(code)
}

/** For calls by Node's own client, which by itself waits for a connection as long as the system does. */
class ImpatientAgent extends HttpsAgent {
  override createConnection(...[options, done]: Parameters<HttpsAgent['createConnection']>): Duplex | null | undefined {
    const socket = super.createConnection(options, done)
    if (!socket) return socket
    const timer = setTimeout(
      () => socket.destroy(Object.assign(new Error('no connection'), { code: 'ERR_CONNECT_TIMEOUT' })),
      connectWithinMs,
    )
    const over = (): void => clearTimeout(timer)
    socket.once('secureConnect', over).once('close', over)
    return socket
  }
}

export const httpsAgent = new ImpatientAgent({ keepAlive: true, keepAliveMsecs: 10_000 })
