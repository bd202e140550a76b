// SPDX-License-Identifier: AGPL-3.0-or-later
// The cable between the program and its database, to be pulled out and put back.
import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'

export interface Cable {
  /** The database's address through the cable. */
  readonly url: string
  pull(): void
  plugIn(): Promise<void>
  remove(): Promise<void>
}

export async function cableTo(databaseUrl: string): Promise<Cable> {
  const target = new URL(databaseUrl)
  const ends = new Set<net.Socket>()
  const server = net.createServer(here => {
    const there = net.connect(Number(target.port), target.hostname)
    for (const [end, other] of [
      [here, there],
      [there, here],
    ] as const) {
      ends.add(end)
      end.pipe(other)
      end.on('error', () => other.destroy())
      end.on('close', () => {
        ends.delete(end)
        other.destroy()
      })
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = new URL(databaseUrl)
  url.port = String(port)
  const pull = (): void => {
    server.close()
    for (const end of ends) end.destroy()
  }
  return {
    url: url.href,
    pull,
    async plugIn() {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    },
    async remove() {
      pull()
      await new Promise(resolve => setImmediate(resolve))
    },
  }
}
