// SPDX-License-Identifier: AGPL-3.0-or-later
import { defineConfig } from 'vitest/config'

// For the workers, and for every program that a test starts: see the file itself.
const quick = `--import=${new URL('bots/quick-resolve.ts', import.meta.url).href}`
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, quick].filter(Boolean).join(' ')

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/soak/**', '**/node_modules/**'],
    // Processes, not threads: a test that kills or hangs takes no other one with it. Three, because they wait for the
    // database half of their time. Files follow one another in them without being loaded anew each time, which would
    // take a second and a half for each: so what a file opens or changes it must close and restore.
    pool: 'forks',
    isolate: false,
    maxWorkers: 3,
    testTimeout: 20_000,
    // The first embedded database of a run takes seconds to make, on a busy machine many.
    hookTimeout: 120_000,
    globalSetup: ['test/support/global-setup.ts'],
  },
})
