// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Actor, OrderAction } from '../rules/order.ts'

/** What commands note and `dialog/notices.ts` turns into messages for everyone concerned. */
export type Happening =
  | { readonly type: 'order-placed'; readonly orderId: string }
  | {
      readonly type: 'order-moved'
      readonly orderId: string
      readonly action: OrderAction
      readonly actor: Actor
      /** The person who did it; absent for the clock and for automatic acceptance. */
      readonly personId?: string | undefined
    }
  | { readonly type: 'order-reminded'; readonly orderId: string }
  | { readonly type: 'citizen-approaches'; readonly orderId: string }
  | {
      readonly type: 'role-granted'
      readonly personId: string
      readonly kind: 'shopkeeper' | 'operator'
      readonly municipalityId: string
      readonly shopId: string | null
    }
