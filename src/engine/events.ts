// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Audience } from '../db/stored.ts'
import type { Actor, OrderAction } from '../rules/order.ts'
import type { RoleKind } from '../rules/role.ts'

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
  /** A notice that goes to another chat of its reader. */
  | { readonly type: 'notice-moved'; readonly messageId: string; readonly toChatId: string }
  /** A notice that nobody will see for now. */
  | {
      readonly type: 'notice-undelivered'
      readonly municipalityId: string
      readonly personId: string
      readonly audience: Audience
    }
  /** An account of ours cannot speak, or can again. */
  | { readonly type: 'account-trouble'; readonly account: string; readonly trouble: 'silent' | 'pairing' | 'over' }
  /** Another chat belongs to the same person from now on. */
  | { readonly type: 'chat-linked'; readonly personId: string; readonly chatId: string; readonly account: string }
  /** All that was held about a person is gone; the chat in which they asked for it is told. */
  | { readonly type: 'person-erased'; readonly chatId: string }
  | {
      readonly type: 'role-granted'
      readonly personId: string
      readonly kind: RoleKind
      readonly municipalityId: string
      readonly shopId: string | null
    }
