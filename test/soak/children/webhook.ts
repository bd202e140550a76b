// SPDX-License-Identifier: AGPL-3.0-or-later
// Serves a signed webhook as the program does, and keeps the most memory that it ever had. Says its port; asked for it,
// says how many posts were taken and how much memory there was.
import { createLog } from '../../../src/log.ts'
import { createMetrics } from '../../../src/web/metrics.ts'
import { createWeb, serveWeb } from '../../../src/web/web.ts'

const [, , signingKey = ''] = process.argv
let taken = 0
let mostBytes = 0
setInterval(() => (mostBytes = Math.max(mostBytes, process.memoryUsage.rss())), 5)
const webhook = {
  path: '/whatsapp',
  signingKey,
  bodyLimitBytes: 3_145_728,
  handle: () => Promise.resolve(void taken++),
}
const log = createLog('silent', [])
const { port } = await serveWeb(
  createWeb({ checks: [], metrics: createMetrics(), webhooks: [webhook], log }),
  '127.0.0.1',
  0,
)
process.on('message', () => {
  process.send?.({ taken, mostBytes, nowBytes: process.memoryUsage.rss() })
  mostBytes = 0
})
process.send?.({ port })
