// SPDX-License-Identifier: AGPL-3.0-or-later
// Many callers on one connection: what they ask goes out in rounds. Sent one by one as they come, each statement wakes
// the server and each answer us, which took more processor time than the statements themselves.

/** The rounds of one connection. */
export interface Rounds {
  /** Sends it when all that was asked before is answered, together with whatever else waits for that. */
  add(answer: PromiseLike<unknown>, send: () => void): void
  /** Calls it right before the next round is sent, one after the other: what it asks goes last in that round. */
  before(join: () => void): void
  /** The connection is gone: what still waits is not sent. */
  drop(): void
}

export function openRounds(): Rounds {
  let unanswered = 0
  let next: (() => void)[] = []
  const joining: (() => void)[] = []
  let dropped = false

  const sendRound = (): void => {
    if (unanswered > 0 || dropped) return
    const join = joining.shift()
    if (join) {
      join()
      // What it asks is there a moment later.
      setImmediate(sendRound)
      return
    }
    const round = next
    next = []
    unanswered = round.length
    for (const send of round) send()
  }
  const answered = (): void => {
    unanswered--
    // Not at once: first whoever waited for these answers goes on, and asks more.
    if (unanswered === 0 && next.length + joining.length > 0) setImmediate(sendRound)
  }
  const begin = (): void => {
    if (unanswered === 0 && next.length + joining.length === 0) setImmediate(sendRound)
  }

  return {
    add(answer, send) {
      begin()
      next.push(send)
      answer.then(answered, answered)
    },
    before(each) {
      begin()
      joining.push(each)
    },
    drop() {
      dropped = true
      for (const join of joining.splice(0)) join()
    },
  }
}
