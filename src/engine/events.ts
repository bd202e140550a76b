// SPDX-License-Identifier: AGPL-3.0-or-later
import type { Audience } from '../db/stored.ts'
import type { Actor, OrderAction } from '../rules/order.ts'
import type { FreezeReason, RoleKind } from '../rules/role.ts'

/** A role, and where it is: of whom, what, in which town, in which shop. */
export interface RoleHeld {
  readonly roleId: string
  readonly personId: string
  readonly kind: RoleKind
  readonly municipalityId: string
  readonly shopId: string | null
}

/** Who did it; absent for the command line and for the program itself. */
interface Done {
  readonly by: string | null
}

/**
 * What commands note once it is done. `dialog/notices` turns it into messages for everyone concerned, `engine/audit.ts`
 * into the row that says who did it.
 */
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
  /** A shop takes no new orders until then, or takes them again. */
  | { readonly type: 'shop-paused'; readonly shopId: string; readonly until: Date | null; readonly by: string }
  | { readonly type: 'photo-changed'; readonly shopId: string; readonly productId: string; readonly by: string }
  /** A shop takes no orders of this person any more, or takes them again. */
  | {
      readonly type: 'person-refused' | 'person-accepted'
      readonly shopId: string
      readonly personId: string
      readonly by: string
    }
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
  /** All that was held about a person is gone; the chat in which they asked for it is told. */
  | { readonly type: 'person-erased'; readonly chatId: string }
  /** This chat is asked for the number that the other chat of a link shows. */
  | { readonly type: 'link-asked'; readonly linkId: string; readonly chatId: string }
  /** This chat is asked whether its person is the one whom the platform says to be here now. */
  | { readonly type: 'move-asked'; readonly linkId: string; readonly chatId: string }
  /** These chats belong to this person from now on; with `mutual` all that was theirs came along. */
  | ({
      readonly type: 'chats-linked'
      readonly linkId: string
      readonly personId: string
      readonly chats: readonly string[]
      readonly mutual: boolean
    } & Done)
  /** These chats no longer belong to this person. */
  | ({
      readonly type: 'chats-parted'
      readonly personId: string
      readonly chats: readonly string[]
      readonly because: 'undone' | 'unlinked' | 'role'
    } & Done)
  /** An attempt to join this person is over, and has changed nothing; both of its chats are told. */
  | ({
      readonly type: 'link-refused'
      readonly personId: string
      readonly chats: readonly string[]
      readonly because: 'wrong-number' | 'not-me' | 'role' | 'over'
    } & Done)
  | ({
      readonly type: 'invitation-made' | 'invitation-revoked'
      readonly invitationId: string
    } & Omit<RoleHeld, 'roleId' | 'personId'> &
      Done)
  /** Given by an invitation, which `by` made. */
  | ({ readonly type: 'role-granted' } & RoleHeld & Done)
  | ({ readonly type: 'role-removed' } & RoleHeld & Done)
  | ({ readonly type: 'role-confirmed' } & RoleHeld & Done)
  /** It gives no right until somebody who may give it has confirmed it. */
  | ({ readonly type: 'role-frozen'; readonly because: FreezeReason } & RoleHeld)
  | { readonly type: 'audit-exported'; readonly municipalityId: string; readonly by: string }
