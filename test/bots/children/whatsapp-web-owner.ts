// SPDX-License-Identifier: AGPL-3.0-or-later
// A program with WhatsApp Web, for a test to kill.
import { webWorld } from '../../support/whatsapp-web.ts'

const world = await webWorld()
await world.link()
process.send?.({ dataDir: world.dataDir })
