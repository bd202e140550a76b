// SPDX-License-Identifier: AGPL-3.0-or-later
// Dead code leaves: prints every export that nobody imports, and fails if there is one.
import { fileURLToPath } from 'node:url'
import { analyzeTsConfig } from 'ts-unused-exports'

const root = fileURLToPath(new URL('../..', import.meta.url))
const result = analyzeTsConfig(`${root}tsconfig.json`, [
  // It does not see imports of `index.ts` files; `setup` is called by the test runner.
  '--excludePathsFromReport=\\.config\\.(ts|js)$;\\.test\\.ts$;playground/page/;index\\.ts$;global-setup\\.ts$',
  '--allowUnusedTypes',
])
const lines = Object.entries(result.unusedExports ?? {}).flatMap(([file, exports]) =>
  exports.map(({ exportName }) => `${file.replace(root, '')}: ${exportName}`),
)
for (const line of lines) process.stderr.write(`dead export: ${line}\n`)
process.exitCode = lines.length > 0 ? 1 : 0
