// SPDX-License-Identifier: AGPL-3.0-or-later
// What the shop would have otherwise about the lines of an order, and the citizen's yes to whatever was proposed.
//
// Stock: what a proposal needs beyond what the order holds, of the same or of another product, is taken when the
// proposal is made; what the order no longer needs is given back when the citizen agrees. So the lines always say what
// is held (`heldStock`), and an order that ends in between gives back just that. The order's row is locked throughout.
import { and, asc, eq } from 'drizzle-orm'
import { orderLines, products } from '../../db/schema.ts'
import {
  applied,
  beyond,
  frozenGoods,
  heldStock,
  type LineChange,
  onceAgreed,
  type ProposedLine,
  whileWaiting,
} from '../../rules/proposal.ts'
import type { Goods } from '../../rules/quantity.ts'
import { refused, type Result } from '../../rules/result.ts'
import { productById, type ProductRow, shopById } from '../shops.ts'
import { releaseSlots } from '../slots.ts'
import { putBack, takeStock } from '../stock.ts'
import type { Look, SoleWork } from '../unit.ts'
import { isNear, lockedOrder, move, type Mover, seatOf } from './moving.ts'
import { answerDeadline, type OrderRow } from './placing.ts'
import { orderOf, type OrderSheet } from './reading.ts'

/** Why a proposal is refused; `change-unfit`: no change, or one that its line does not allow. */
export type ProposeRefusal = 'order-moved' | 'change-unfit' | 'nothing-left' | 'product-stock'

/** An order as it would be with some changes. */
export interface OrderDraft {
  /** Its lines carry what is proposed for them. */
  readonly order: OrderSheet
  /** What it would come to. */
  readonly cents: number
  /** What the lines are sold as, by their position; the citizen's own words are not among them. */
  readonly goods: ReadonlyMap<number, Goods>
}

/** The order as a shopkeeper of its shop would have it; changes that do not fit are left out. Nothing is written. */
export async function orderDraft(
  work: Look,
  orderId: string,
  personId: string,
  changes: readonly LineChange[],
): Promise<OrderDraft | undefined> {
  const [order, found] = await Promise.all([
    orderOf(work, orderId, { as: 'shopkeeper', personId }),
    linesOf(work, orderId),
  ])
  if (!order) return undefined
  const proposals = await Promise.all(changes.map(change => proposalFor(work, order, found, change)))
  const lines = order.lines.map(line => ({
    ...line,
    proposed: proposals.find(each => each?.line.position === line.position)?.proposed ?? null,
  }))
  const goods = new Map<number, Goods>()
  for (const { line, product } of found) {
    const frozen = frozenGoods(line, product)
    if (frozen) goods.set(line.position, frozen)
  }
  return {
    order: { ...order, lines },
    cents: sumOf(
      order,
      lines.map(line => line.proposed ?? line),
    ),
    goods,
  }
}

type LineRow = typeof orderLines.$inferSelect

interface Found {
  readonly line: LineRow
  readonly product: ProductRow | null
}

interface Proposal extends Found {
  readonly proposed: ProposedLine
}

/** What a change makes of the line that it is about; undefined where there is no such line, or it does not fit. */
async function proposalFor(
  look: Pick<Look, 'load'>,
  { shopId }: Pick<OrderRow, 'shopId'>,
  found: readonly Found[],
  change: LineChange,
): Promise<Proposal | undefined> {
  const at = found.find(({ line }) => line.position === change.position)
  const other = change.kind === 'substitute' ? await look.load(productById, change.productId) : undefined
  if (!at || (other && other.shopId !== shopId)) return undefined
  const proposed = applied(at.line, change, { own: at.product, other })
  return proposed && { ...at, proposed }
}

/**
 * The shop offers the order with other lines, at most one change a line; nothing is changed until the citizen agrees.
 * What is offered of another product is frozen at its price of now.
 */
export async function proposeLines(
  work: SoleWork,
  orderId: string,
  by: Mover,
  changes: readonly LineChange[],
): Promise<Result<OrderRow, ProposeRefusal>> {
  const order = await lockedOrder(work, orderId, 'propose', by)
  if (!order) return refused('order-moved')
  const [found, shop] = await Promise.all([linesOf(work, orderId), work.load(shopById, order.shopId)])
  const fitting = await Promise.all(changes.map(change => proposalFor(work, order, found, change)))
  const proposals = fitting.filter(proposal => proposal !== undefined)
  const positions = new Set(proposals.map(({ line }) => line.position))
  if (proposals.length === 0 || positions.size < changes.length) return refused('change-unfit')
  const after = found.map(({ line }) => proposals.find(each => each.line === line)?.proposed ?? line)
  if (after.every(line => line.struck)) return refused('nothing-left')
  const waiting = proposals.map(({ line, proposed }) => whileWaiting(line, proposed))
  const more = beyond(heldStock(waiting), heldStock(proposals.map(({ line }) => line)))
  if (!(await takeStock(work, more))) return refused('product-stock')
  await Promise.all(waiting.map(line => writeLine(work, line)))
  const slot = order.startsAt && order.endsAt && { startsAt: order.startsAt, endsAt: order.endsAt }
  const news = {
    proposedCents: sumOf(order, after),
    acceptBy: answerDeadline(work.now, Math.max(shop?.acceptWithinMinutes ?? 0, 60), slot),
  }
  return move(work, orderId, 'propose', by, news, { detail: JSON.stringify(proposals.map(told)) })
}

/** The citizen takes what was proposed: the other time, or the other lines. */
export async function agreeToProposal(
  work: SoleWork,
  orderId: string,
  by: Mover,
): Promise<Result<OrderRow, 'order-moved'>> {
  const order = await lockedOrder(work, orderId, 'agree', by)
  if (!order) return refused('order-moved')
  if (order.proposedCents !== null) {
    await takeLines(work, orderId)
    return move(work, orderId, 'agree', by, {
      estimatedCents: order.proposedCents,
      proposedCents: null,
      // Of what was agreed on within the hour nobody need be reminded.
      remindedAt: order.remindedAt ?? (isNear(work, order) ? work.now : null),
    })
  }
  const shop = await work.load(shopById, order.shopId)
  if (!order.proposedStartsAt) return refused('order-moved')
  const agreed = await move(work, orderId, 'agree', by, {
    startsAt: order.proposedStartsAt,
    endsAt: order.proposedEndsAt,
    proposedStartsAt: null,
    proposedEndsAt: null,
    cancelBy: new Date(order.proposedStartsAt.getTime() - (shop?.cancelUntilMinutes ?? 0) * 60_000),
    remindedAt: null,
  })
  // The old seat is given back, the proposed one is the order's.
  if (agreed.ok && order.startsAt) await releaseSlots(work, [seatOf(order, order.startsAt)])
  return agreed
}

function linesOf(work: Look, orderId: string): Promise<Found[]> {
  return work.db
    .select({ line: orderLines, product: products })
    .from(orderLines)
    .leftJoin(products, eq(products.id, orderLines.productId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.position))
}

/** What an order with these lines comes to; what has no price counts nothing. */
function sumOf(order: OrderRow, lines: readonly Pick<ProposedLine, 'struck' | 'estimatedCents'>[]): number {
  return lines.reduce((cents, line) => cents + (line.struck ? 0 : (line.estimatedCents ?? 0)), order.feeCents)
}

/** The proposed lines become the order's; what they no longer need goes back. */
async function takeLines(work: SoleWork, orderId: string): Promise<void> {
  const lines = (await linesOf(work, orderId)).map(({ line }) => line)
  for (const line of lines.filter(({ proposed }) => proposed)) await writeLine(work, onceAgreed(line))
  await putBack(work, beyond(heldStock(lines), heldStock(lines.map(onceAgreed))))
}

/** Writes what a line is, and what is proposed for it. */
async function writeLine(work: SoleWork, { orderId, position, ...line }: LineRow): Promise<void> {
  const { productId, name, soldBy, priceCents, quantity, unit, estimatedCents, stockTaken, struck, proposed } = line
  await work.db
    .update(orderLines)
    .set({ productId, name, soldBy, priceCents, quantity, unit, estimatedCents, stockTaken, struck, proposed })
    .where(and(eq(orderLines.orderId, orderId), eq(orderLines.position, position)))
}

/** A change as the history keeps it; the other product's name only where there is one. */
function told({ line, proposed }: Proposal) {
  const { name, quantity, unit, estimatedCents: cents } = line
  const other = proposed.productId === line.productId ? {} : { name: proposed.name }
  const after = { ...other, quantity: proposed.quantity, unit: proposed.unit, cents: proposed.estimatedCents }
  return { name, was: { quantity, unit, cents }, becomes: proposed.struck ? null : after }
}
