// SPDX-License-Identifier: AGPL-3.0-or-later
// The texts whose ids are put together in code, each family with all its members: taken from the code where a list
// stands there, else from its types, so that a new state or refusal without a text is found.
import { auditActions } from '../../src/engine/audit.ts'
import { freezeReasons, roleKinds } from '../../src/rules/role.ts'
import type { ChannelName } from '../../src/channel.ts'
import { commandsOf } from '../../bots/telegram/commands.ts'
import { declineReasons } from '../../src/dialog/shared/decline-reasons.ts'
import { meanings } from '../../src/dialog/commands.ts'
import type { OpenPrice } from '../../src/dialog/shared/order-lines.ts'
import type { chooseFulfillment, PutRefusal } from '../../src/engine/bags.ts'
import type { invite, redeemInvitation } from '../../src/engine/people/invitations.ts'
import type { removeRole } from '../../src/engine/people/roles.ts'
import type { agreeToLink, answerLink, refuseLink, typeLinkCode } from '../../src/engine/people/linking.ts'
import { allergens } from '../../src/engine/importing/municipality-file.ts'
import type { cancelOrder, MoveRefusal } from '../../src/engine/orders/moving.ts'
import type { agreeToProposal, ProposeRefusal } from '../../src/engine/orders/proposing.ts'
import type { PlaceRefusal, StandingRefusal } from '../../src/engine/orders/placing.ts'
import type { pauseShop } from '../../src/engine/shops.ts'
import { fulfillments, isAddressed, isSlotted } from '../../src/rules/fulfillment.ts'
import { actionsFor, orderStates } from '../../src/rules/order.ts'
import type { SoldBy } from '../../src/rules/quantity.ts'
import type { Refused } from '../../src/rules/result.ts'
import { personalTables, retention } from '../../src/rules/retention.ts'
import { paymentMethods } from '../../src/rules/shop.ts'

type RefusalOf<Command extends (...args: never[]) => unknown> =
  Awaited<ReturnType<Command>> extends infer Answer ? (Answer extends Refused<infer Reason> ? Reason : never) : never

type Refusal =
  // Those that stand whatever the bag are told with the shop's name.
  | Exclude<PlaceRefusal, StandingRefusal>
  | MoveRefusal
  | ProposeRefusal
  | PutRefusal
  | RefusalOf<typeof agreeToProposal>
  | RefusalOf<typeof cancelOrder>
  | RefusalOf<typeof chooseFulfillment>
  | RefusalOf<typeof invite>
  | RefusalOf<typeof agreeToLink>
  | RefusalOf<typeof answerLink>
  | RefusalOf<typeof refuseLink>
  | RefusalOf<typeof typeLinkCode>
  | RefusalOf<typeof pauseShop>
  | RefusalOf<typeof redeemInvitation>
  | RefusalOf<typeof removeRole>

/** The compiler misses a refusal that is not here. */
const refusals: Record<Refusal, true> = {
  'address-missing': true,
  'address-too-far': true,
  'bag-changed': true,
  'bag-empty': true,
  'change-unfit': true,
  'delivery-minimum': true,
  'fulfillment-unknown': true,
  'invitation-expired': true,
  'invitation-revoked': true,
  'invitation-unknown': true,
  'invitation-used': true,
  'last-publisher': true,
  'link-already': true,
  'link-code-unknown': true,
  'link-over': true,
  'link-role': true,
  'link-wrong-number': true,
  'municipality-unknown': true,
  'not-allowed': true,
  'nothing-left': true,
  'order-moved': true,
  'own-words-alone': true,
  'own-words-no': true,
  'product-gone': true,
  'product-stock': true,
  'quantity-changed': true,
  'quantity-step': true,
  'quantity-too-large': true,
  'quantity-too-small': true,
  'quantity-unit': true,
  'shop-gone': true,
  'shop-paused': true,
  'shop-unknown': true,
  'slot-full': true,
  'slot-gone': true,
  'too-late': true,
  'too-many-tries': true,
}
const openPrices: Record<OpenPrice, true> = { open: true, counter: true, shop: true }
const channels: Record<ChannelName, true> = { telegram: true, 'whatsapp-cloud': true, 'whatsapp-web': true }
const waysOfSelling: Record<SoldBy, true> = { piece: true, weight: true }

const shopkeeperActions = [...new Set(orderStates.flatMap(state => actionsFor(state, 'shopkeeper')))]
const brought = fulfillments.filter(isAddressed)
const timed = fulfillments.filter(isSlotted)

/** Every family of ids and what may stand for the `*`. */
export const families: Readonly<Record<string, readonly string[]>> = {
  'audit-*': [...auditActions, ...shopkeeperActions.map(action => `order-${action}`)],
  'account-*': ['silent', 'pairing', 'over'],
  'address-ask-*': brought,
  'allergen-*': allergens,
  'card-*': orderStates,
  'channel-*': Object.keys(channels),
  'choose-time-*': fulfillments,
  'command-*': (['citizen', 'staff'] as const).flatMap(audience =>
    commandsOf(audience).flatMap(({ commands }) => commands.map(({ command }) => command)),
  ),
  'class-*': Object.keys(retention),
  'decline-*': declineReasons,
  'do-*': shopkeeperActions.filter(action => action !== 'fulfill'),
  'do-fulfill-*': fulfillments,
  'fee-*': fulfillments,
  'first-*': timed,
  'handover-*': fulfillments,
  'handover-*-label': fulfillments,
  'handover-*-label-fee': brought,
  'held-*': [...personalTables().keys()],
  'how-much-*': Object.keys(waysOfSelling),
  'line-asked-*': Object.keys(openPrices),
  'notice-frozen-*': freezeReasons,
  'order-*': orderStates,
  'pay-*': fulfillments,
  'payment-*': paymentMethods,
  'refused-*': Object.keys(refusals),
  'role-*': roleKinds,
  'slots-choose-*': timed,
  'state-*': orderStates,
  'words-*': meanings,
  'worker-frozen-*': freezeReasons,
}

/** The ids that an id of the code stands for: itself, or the whole family. */
export function membersOf(id: string): string[] {
  if (!id.includes('*')) return [id]
  const members = families[id]
  if (!members) throw new Error(`no family ${id}`)
  return members.map(member => id.replace('*', member))
}
