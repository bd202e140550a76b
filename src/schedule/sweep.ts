// SPDX-License-Identifier: AGPL-3.0-or-later
// One kind of sweep for all that time alone brings.
//
// Modes of what is due: dealt with, each subject in a transaction of its own -> where that fails, tried again by itself
// after a while -> after three failures set aside with its error, until somebody asks for it again. A subject that fails
// never holds up its neighbours.
import { isUnavailable } from '../db/failures.ts'
import { noteFailure, forgetFailure } from '../engine/set-aside.ts'
import type { Look, SoleWork } from '../engine/unit.ts'
import type { Log } from '../log.ts'
import { look, type Platform, transact } from '../transact.ts'

/** Something that time alone brings. Nothing is queued for it: what is due is found by an indexed query. */
export interface Sweep {
  readonly name: string
  /** For what is in no hurry: at most so many are dealt with at one turn; where nothing is due, the next look is later. */
  readonly pace?: { readonly everyMinutes: number; readonly most: number } | undefined
  /**
   * Ids of what is due now, the most urgent first, at most so many. Leaves out what `notFailing` leaves out.
   */
  due(look: Look, most: number): Promise<readonly string[]>
  /** Deals with one of them; does nothing where it is no longer due. */
  deal(work: SoleWork, subject: string): Promise<void>
}

/** Counts what a sweep could not deal with. */
export interface SweepWatch {
  failed?(sweep: string, setAside: boolean): void
}

const atOnce = 20

/** Deals with all that is due, as far as the sweep's pace lets it; answers how many subjects that were. */
export async function runSweep(
  platform: Platform,
  sweep: Sweep,
  log: Log,
  watch: SweepWatch,
  stopping: AbortSignal,
): Promise<number> {
  const seen = new Set<string>()
  const most = sweep.pace?.most ?? Infinity
  while (!stopping.aborted && seen.size < most) {
    const due = await look(platform, at => sweep.due(at, atOnce))
    const fresh = due.filter(subject => !seen.has(subject))
    for (const subject of fresh) {
      if (stopping.aborted) break
      seen.add(subject)
      await dealWith(platform, sweep, subject, log, watch)
    }
    if (due.length < atOnce || fresh.length === 0) break
  }
  return seen.size
}

async function dealWith(platform: Platform, sweep: Sweep, subject: string, log: Log, watch: SweepWatch): Promise<void> {
  try {
    await transact(platform, async ({ work }) => {
      await sweep.deal(work, subject)
      forgetFailure(work, sweep.name, subject)
    })
  } catch (error) {
    if (isUnavailable(error)) throw error
    const { attempts, setAside } = await transact(platform, ({ work }) => noteFailure(work, sweep.name, subject, error))
    log.error(setAside ? 'sweep-set-aside' : 'sweep-again', { sweep: sweep.name, subject, attempts, error })
    watch.failed?.(sweep.name, setAside)
  }
}
