// SPDX-License-Identifier: AGPL-3.0-or-later
// Time zones that remember. luxon asks Intl each time, 8 µs a question; a screen of slots would ask a hundred times.
import { IANAZone } from 'luxon'

const hourMs = 3_600_000
const keptHours = 20_000
const zones = new Map<string, KeptZone>()

/** A zone by its IANA name; refuses an unknown one. */
export function zoneOf(name: string): IANAZone {
  let zone = zones.get(name)
  if (!zone) {
    if (!IANAZone.isValidZone(name)) throw new RangeError(`unknown time zone ${name}`)
    zones.set(name, (zone = new KeptZone(name)))
  }
  return zone
}

/**
 * Keeps the offset of each hour that has only one. Kept by the day, the week of the long night took three times as long
 * as any other.
 */
class KeptZone extends IANAZone {
  readonly #kept = new Map<number, number>()

  override offset(ms: number): number {
    const hour = Math.floor(ms / hourMs)
    const known = this.#kept.get(hour)
    if (known !== undefined) return known
    const offset = super.offset(hour * hourMs)
    if (offset !== super.offset((hour + 1) * hourMs - 1)) return super.offset(ms)
    if (this.#kept.size >= keptHours) this.#kept.clear()
    this.#kept.set(hour, offset)
    return offset
  }
}
