// SPDX-License-Identifier: AGPL-3.0-or-later
// The only room of the emulators that reads the time. Two times live side by side: the dates that stand on messages
// follow the clock one is given (a playground may shift it), while timers, time limits and flood windows follow the
// machine, because real clients wait real seconds.

/** Where the dates on messages come from. */
export type Clock = { now(): Date }

/** The machine's own clock. */
export const machineClock: Clock = { now: () => new Date() }

/** Unix seconds by the given clock, as the Bot API dates its messages. */
export function secondsBy(clock: Clock): number {
  return Math.floor(clock.now().getTime() / 1000)
}

/** Real milliseconds, for time limits. */
export function realMs(): number {
  return Date.now()
}

/** Waits real milliseconds. */
export function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

/** Runs a step later without keeping the process alive for it. */
export function later(ms: number, step: () => void): NodeJS.Timeout {
  return setTimeout(step, ms).unref()
}
