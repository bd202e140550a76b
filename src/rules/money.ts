// SPDX-License-Identifier: AGPL-3.0-or-later

/** Above this it is a slip of the finger: nobody asks for more than ten thousand euros of one thing. */
const mostCents = 1_000_000

/** A price as one types it: "3,20", "€ 3.20", "3 euro e 20", "80 cent"; undefined where it is none. In cents. */
export function parsePrice(text: string): number | undefined {
  const said = text
    .toLowerCase()
    .replace(/€|\beuros?\b|\beur\b/g, ' € ')
    .replace(/\bcent(?:esim[io]|s)?\b/g, ' c ')
    .replace(/\s+/g, ' ')
    .trim()
  const [, cents] = /^(\d{1,3}) c$/.exec(said) ?? []
  if (cents !== undefined) return within(Number(cents))
  const [, euros, odd] = /^(?:€ )?(\d{1,3}(?:\.\d{3})+|\d{1,6})(?:[.,](\d{1,2}))?(?: €)?$/.exec(said) ?? []
  if (euros !== undefined) return within(Number(euros.replaceAll('.', '')) * 100 + Number((odd ?? '').padEnd(2, '0')))
  const [, whole, rest] = /^(\d{1,6}) € (?:e |and )?(\d{1,2})(?: c)?$/.exec(said) ?? []
  return whole === undefined ? undefined : within(Number(whole) * 100 + Number(rest))
}

function within(cents: number): number | undefined {
  return cents > 0 && cents <= mostCents ? cents : undefined
}
