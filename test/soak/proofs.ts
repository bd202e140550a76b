// SPDX-License-Identifier: AGPL-3.0-or-later
import { canaries } from './canaries.ts'
import { floods } from './floods.ts'
import { forgeries } from './forgeries.ts'
import { fresh } from './fresh.ts'
import { identity } from './identity.ts'
import { kills } from './kills.ts'
import { names } from './names.ts'
import { floodOfPosts } from './posts.ts'
import type { Proof } from './proof.ts'
import { repeats } from './repeats.ts'
import { seats } from './seats.ts'
import { staff } from './staff.ts'
import { taps } from './taps.ts'
import { updates } from './updates.ts'
import { views } from './views.ts'
import { whatsappWeb } from './whatsapp-web.ts'

/** What must hold, each with a figure. */
export const proofs: readonly Proof[] = [
  seats,
  repeats,
  taps,
  kills,
  forgeries,
  names,
  views,
  staff,
  identity,
  whatsappWeb,
  floodOfPosts,
  fresh,
  floods,
  updates,
  canaries,
]
