// SPDX-License-Identifier: AGPL-3.0-or-later
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// For the workers, and for every program that a test starts: see the file itself.
const quick = `--import=${new URL('bots/quick-resolve.ts', import.meta.url).href}`
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, quick].filter(Boolean).join(' ')

/** What takes longest begins first, so that at the end no worker has much left while the others have nothing. */
const longest = [
  'proofs/kills',
  'bots/commands',
  'stories/writing',
  'proofs/walks',
  'playground/whatsapp',
  'stories/shopkeeping',
  'db/embedded',
  'proofs/chats',
  'playground/page',
  'stories/ordering',
  'stories/trouble',
  'proofs/planted',
  'bots/whatsapp-web-failures',
  'bots/whatsapp-web',
  'proofs/races',
].map(name => `/test/${name}.test.ts`)

/** Vitest itself remembers how long each took, but on a machine where they have not run yet it knows only their sizes. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = longest.findIndex(name => moduleId.endsWith(name))
      return at < 0 ? longest.length : at
    }
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b))
  }
}

const every = ['test/**/*.test.ts']
const never = ['test/soak/**', '**/node_modules/**']

/** Those that need modules of their own: one puts another in a module's place, one counts what the modules declare. */
const apart = ['test/engine/new-state.test.ts', 'test/db/statements.test.ts']

export default defineConfig({
  test: {
    // Processes, not threads: a test that kills or hangs takes no other one with it. Three, because they wait for the
    // database half of their time.
    pool: 'forks',
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    // The first embedded database of a run takes seconds to make, on a busy machine many.
    hookTimeout: 120_000,
    globalSetup: ['test/support/global-setup.ts'],
    projects: [
      // Files follow one another in a process without being loaded anew each time, which would take a second and a half
      // for each: so what a file opens or changes it must close and restore.
      { extends: true, test: { name: 'together', isolate: false, include: every, exclude: [...never, ...apart] } },
      { extends: true, test: { name: 'apart', isolate: true, include: apart } },
    ],
  },
})
