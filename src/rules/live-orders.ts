// SPDX-License-Identifier: AGPL-3.0-or-later
// How many live orders one person may have: each holds a seat and goods that others would like.

/** At one shop, unless the shop's own number (`maxLiveOrders` in the municipality file) says otherwise. */
export const usualLiveOrders = 3
/** At all shops together, whatever their own numbers say. */
export const mostLiveOrders = 10
