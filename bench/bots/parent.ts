// SPDX-License-Identifier: AGPL-3.0-or-later
// The bot's side of the wire to the benchmark that started it.

/** What the benchmark asks of a bot while it runs. */
export interface Bot {
  /** Whatever the benchmark must know before it begins. */
  readonly hello?: unknown
  /** Statements and round trips so far. */
  counts?(): { statements: number; roundTrips: number }
  /** Resolves when everything that was to be sent is sent. */
  idle?(): Promise<void>
  stop(): Promise<void>
}

/** Says that the bot is ready and answers until it is told to stop. */
export function serveParent(bot: Bot): void {
  const answer = async (ask: string): Promise<unknown> => {
    switch (ask) {
      case 'counts':
        return bot.counts?.() ?? { statements: 0, roundTrips: 0 }
      case 'cpu':
        return process.cpuUsage()
      case 'idle':
        return bot.idle?.()
      default:
        return bot.stop()
    }
  }
  process.on('message', (ask: string) => {
    void answer(ask).then(value => {
      process.send?.({ ask, value })
      // Leaving by itself lets a profile be written.
      if (ask === 'stop') process.disconnect()
    })
  })
  process.send?.({ ask: 'hello', value: bot.hello })
}

/** What the benchmark gave along. */
export function given<T>(): T {
  return JSON.parse(process.argv[2] ?? '{}') as T
}
