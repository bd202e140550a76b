// SPDX-License-Identifier: AGPL-3.0-or-later
import { z } from 'zod'
import { bagOf, isFilled } from '../../engine/bags.ts'
import { type Shop, shopById } from '../../engine/shops.ts'
import { freeSlots } from '../../engine/slots.ts'
import { isSlotted, wayOf } from '../../rules/fulfillment.ts'
import { localDay, type Slot } from '../../rules/slot.ts'
import type { Plain } from '../../text/markup.ts'
import type { Texts } from '../../text/text.ts'
import { go, link, screen } from '../for-citizens.ts'
import { taking } from '../screen.ts'
import { choice, grid, view } from '../view.ts'

const timesAtOnce = 6
const daysAtOnce = 4

/** When to collect: free times only, those of the first free day at once. */
export const slotsScreen = screen('slots', {
  async show({ work, state, t, viewer }) {
    const { shopId } = state
    const [shop, bag] = await Promise.all([work.load(shopById, shopId), bagOf(work, viewer.personId, shopId)])
    if (!shop) return go('home', {}, t.plain('refused-shop-gone'))
    if (!isFilled(bag)) return go('shop', { shopId }, t.plain('bag-none'))
    const way = wayOf(bag, shop)
    if (!isSlotted(way)) return go('review', { shopId, startsAt: null })
    const free = await freeSlots(work, shop, way, bag.leadMinutes)
    if (free.length === 0) {
      return view(
        t(shop.phone ? 'slots-none-call' : 'slots-none', { shop: shop.name, phone: shop.phone ?? '' }),
        link(t.plain('my-bag', { price: t.money(bag.goodsCents) }), 'bag', { shopId }),
        link(t.plain('other-shops'), 'home'),
      )
    }
    const days = byDay(free, viewer.timezone)
    const missedDay = state.missed && localDay(new Date(state.missed), viewer.timezone)
    const day = [state.day, missedDay].find(each => each !== undefined && days.has(each)) ?? [...days.keys()][0] ?? ''
    const times = days.get(day) ?? []
    const from = state.missed ? nearest(times, new Date(state.missed)) : state.from < times.length ? state.from : 0
    const page = times.slice(from, from + timesAtOnce)
    const rest = from + timesAtOnce < times.length
    const shownTimes = rest ? page.slice(0, timesAtOnce - 1) : page
    const pick = (slot: Slot, at: number) =>
      link(slotLabel(t, shop, slot, at === 0), 'review', { shopId, startsAt: slot.startsAt.toISOString() })
    const later = { shopId, day, from: from + timesAtOnce - 1, daysFrom: state.daysFrom }
    const otherDays = [...days.keys()].filter(each => each !== day)
    const daysFrom = state.daysFrom < otherDays.length ? state.daysFrom : 0
    return view(
      state.missed ? t('slots-full', { time: t.at(new Date(state.missed)) }) : t(`slots-choose-${way}`),
      ...grid(
        [...shownTimes.map(pick), ...(rest ? [link(t.plain('later'), 'slots', later)] : [])],
        shop.slotMinutes === null ? 1 : 3,
      ),
      ...grid(
        otherDays.slice(daysFrom, daysFrom + daysAtOnce).flatMap(each => dayChoice(t, days, shopId, each)),
        2,
      ),
      otherDays.length > daysFrom + daysAtOnce && choice(t.plain('other-days'), 'days', daysFrom + daysAtOnce),
      link(t.plain('back'), 'bag', { shopId }),
    )
  },
  views: {
    days: taking(z.number(), ({ state }, daysFrom) => go('slots', { ...state, missed: undefined, daysFrom })),
  },
})

function byDay(slots: readonly Slot[], timezone: string): Map<string, Slot[]> {
  const days = new Map<string, Slot[]>()
  for (const slot of slots) {
    const day = localDay(slot.startsAt, timezone)
    const ofDay = days.get(day)
    if (ofDay) ofDay.push(slot)
    else days.set(day, [slot])
  }
  return days
}

/** The page of a day that begins just before a time that could not be had. */
function nearest(times: readonly Slot[], missed: Date): number {
  const after = times.findIndex(slot => slot.startsAt > missed)
  return Math.max(0, (after < 0 ? times.length : after) - 2)
}

/** `oggi 10:15` for the first, then `10:30`; a whole opening interval where no slots are cut. */
function slotLabel(t: Texts, shop: Shop, slot: Slot, first: boolean): Plain {
  if (shop.slotMinutes === null) {
    const from = t.time(slot.startsAt > t.now ? slot.startsAt : t.now)
    return t.plain('slot-between', { day: t.day(slot.startsAt), from, to: t.time(slot.endsAt) })
  }
  return first ? t.moment(slot.startsAt) : t.time(slot.startsAt)
}

function dayChoice(t: Texts, days: Map<string, Slot[]>, shopId: string, day: string) {
  const [first] = days.get(day) ?? []
  return first ? [link(t.day(first.startsAt), 'slots', { shopId, day })] : []
}
