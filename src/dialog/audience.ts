// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Audience as AudienceName } from '../channel.ts'
import { citizenAudience } from './citizen/index.ts'
import type { Audience } from './screen.ts'
import { staffAudience } from './staff/index.ts'

/** Who sees which screens. */
export const audiences: Readonly<Record<AudienceName, Audience>> = {
  citizen: citizenAudience,
  staff: staffAudience,
}
