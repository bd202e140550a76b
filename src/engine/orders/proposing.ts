// SPDX-License-Identifier: AGPL-3.0-or-later
// What the shop would have otherwise about the lines of an order, and the citizen's yes to whatever was proposed.
//
// Stock: what a proposal needs beyond what the order holds is taken when it is made; what the order no longer needs is
// given back when the citizen agrees. So the lines always say what is held, and an order that ends in between gives
// back just that. The order's row is locked throughout.
import { and, asc, eq } from 'drizzle-orm'
import { orderLines, products } from '../../db/schema.ts'
import type { ProposedLine } from '../../db/stored.ts'
import { estimatedCents, type Goods, gramsOf, type Quantity, stockTaken } from '../../rules/quantity.ts'
import { refused, type Result } from '../../rules/result.ts'
import { type ProductRow, shopOf } from '../shops.ts'
import { releaseSlots } from '../slots.ts'
import { putBack, takeStock } from '../stock.ts'
import type { Look, SoleWork, Work } from '../unit.ts'
import { isNear, lockedOrder, move, type Mover, seatOf } from './moving.ts'
import { answerDeadline, type OrderRow } from './placing.ts'
import { orderOf, type OrderSheet } from './reading.ts'

/** What is to be otherwise about the line at a position. */
export type LineChange =
  | { readonly position: number; readonly kind: 'strike' }
  /** What the citizen's own words cost, all together. */
  | { readonly position: number; readonly kind: 'price'; readonly cents: number }
  | { readonly position: number; readonly kind: 'amount'; readonly amount: Quantity }

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
  const lines = order.lines.map(line => {
    const at = found.find(each => each.line.position === line.position)
    const change = changes.find(each => each.position === line.position)
    return { ...line, proposed: (at && change && proposedLine(at, change)) ?? null }
  })
  const goods = new Map(found.flatMap(at => goodsOf(at) ?? []).map(each => [each.position, each]))
  return {
    order: { ...order, lines },
    cents: sumOf(
      order,
      lines.map(line => line.proposed ?? line),
    ),
    goods,
  }
}

interface Found {
  readonly line: typeof orderLines.$inferSelect
  readonly product: ProductRow | null
}

interface Proposal extends Found {
  readonly proposed: ProposedLine
}

/** The shop offers the order with other lines; nothing is changed until the citizen agrees. */
export async function proposeLines(
  work: SoleWork,
  orderId: string,
  by: Mover,
  changes: readonly LineChange[],
): Promise<Result<OrderRow, ProposeRefusal>> {
  const order = await lockedOrder(work, orderId, 'propose', by)
  if (!order) return refused('order-moved')
  const [found, shop] = await Promise.all([linesOf(work, orderId), shopOf(work, order.shopId)])
  const proposals: Proposal[] = []
  for (const change of changes) {
    const at = found.find(({ line }) => line.position === change.position)
    const proposed = at && proposedLine(at, change)
    if (!proposed) return refused('change-unfit')
    proposals.push({ ...at, proposed })
  }
  if (proposals.length === 0) return refused('change-unfit')
  const after = found.map(({ line }) => proposals.find(each => each.line === line)?.proposed ?? line)
  if (after.every(line => line.struck)) return refused('nothing-left')
  if (!(await holdStock(work, proposals))) return refused('product-stock')
  // Before the move, which lets the notices read the lines.
  await Promise.all(
    proposals.map(({ line, proposed }) =>
      writeLine(work, line, { proposed, stockTaken: Math.max(line.stockTaken, proposed.stockTaken) }),
    ),
  )
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
  const shop = await shopOf(work, order.shopId)
  if (!order.proposedStartsAt) return refused('order-moved')
  const agreed = await move(work, orderId, 'agree', by, {
    startsAt: order.proposedStartsAt,
    endsAt: order.proposedEndsAt,
    proposedStartsAt: null,
    proposedEndsAt: null,
    cancelBy: new Date(order.proposedStartsAt.getTime() - (shop?.cancelUntilMinutes ?? 0) * 60_000),
    remindedAt: null,
  })
  // The old place is given back, the proposed one is the order's.
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

/** What a line is sold as: as the shop has it now, at the price that was frozen. */
function goodsOf({ line, product }: Found): (ProductRow & { position: number }) | undefined {
  if (!product || line.soldBy === null || line.priceCents === null) return undefined
  return { ...product, position: line.position, soldBy: line.soldBy, priceCents: line.priceCents }
}

/** The line as it would be; undefined where it is gone or cannot be changed in this way. */
function proposedLine(found: Found, change: LineChange): ProposedLine | undefined {
  const { line } = found
  if (line.struck) return undefined
  const { quantity, unit } = line
  switch (change.kind) {
    case 'strike':
      return { struck: true, quantity, unit, estimatedCents: line.estimatedCents, stockTaken: 0 }
    case 'price':
      if (line.productId !== null || !(change.cents > 0)) return undefined
      return { struck: false, quantity, unit, estimatedCents: change.cents, stockTaken: 0 }
    case 'amount': {
      const { amount } = change
      const goods = goodsOf(found)
      if (!goods || !(amount.quantity > 0)) return undefined
      const sold = goods.soldBy === 'weight' ? gramsOf(goods, amount) !== undefined : amount.unit === 'piece'
      if (!sold) return undefined
      const counted = line.stockTaken > 0 || goods.stock !== null
      return {
        struck: false,
        ...amount,
        estimatedCents: estimatedCents(goods, amount),
        stockTaken: counted ? stockTaken(goods, amount) : 0,
      }
    }
  }
}

/** Takes from the stock what the proposals need beyond what the order holds; all of it or nothing. */
async function holdStock(work: Work, proposals: readonly Proposal[]): Promise<boolean> {
  const more = new Map<string, number>()
  for (const { line, product, proposed } of proposals) {
    const lacking = proposed.stockTaken - line.stockTaken
    if (product && product.stock !== null && lacking > 0) more.set(product.id, (more.get(product.id) ?? 0) + lacking)
  }
  return takeStock(work, more)
}

/** The proposed lines become the order's; what they no longer need goes back. */
async function takeLines(work: Work, orderId: string): Promise<void> {
  const back = new Map<string, number>()
  for (const { line, product } of await linesOf(work, orderId)) {
    const { proposed } = line
    if (!proposed) continue
    const spare = line.stockTaken - proposed.stockTaken
    if (product && spare > 0) back.set(product.id, (back.get(product.id) ?? 0) + spare)
    await writeLine(work, line, { ...proposed, proposed: null })
  }
  await putBack(work, back)
}

async function writeLine(
  work: Work,
  { orderId, position }: typeof orderLines.$inferSelect,
  news: Partial<typeof orderLines.$inferInsert>,
): Promise<void> {
  await work.db
    .update(orderLines)
    .set(news)
    .where(and(eq(orderLines.orderId, orderId), eq(orderLines.position, position)))
}

/** A change as the history keeps it. */
function told({ line, proposed }: Proposal) {
  const { name, quantity, unit, estimatedCents: cents } = line
  const after = { quantity: proposed.quantity, unit: proposed.unit, cents: proposed.estimatedCents }
  return { name, was: { quantity, unit, cents }, becomes: proposed.struck ? null : after }
}
