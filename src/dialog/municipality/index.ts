// SPDX-License-Identifier: AGPL-3.0-or-later
import { auditScreen } from './audit.ts'
import { pairingScreen } from './pairing.ts'
import { townScreen } from './town.ts'
import { townShopScreen } from './town-shop.ts'

/** What the town hall sees. */
export const municipalityScreens = [townScreen, townShopScreen, auditScreen, pairingScreen]
