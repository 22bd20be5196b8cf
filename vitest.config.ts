import { defineConfig } from 'vitest/config'
import { mutantPlugin } from './packages/replay/test/live/mutants.ts'

// Tests run on the sources of every package (export condition `reyield-source`), child processes on `dist/`.
const mutant = process.env['REYIELD_MUTANT']

export default defineConfig({
  plugins: mutant === undefined ? [] : [mutantPlugin(Number(mutant))],
  ssr: { resolve: { conditions: ['reyield-source', 'node', 'import', 'default'] } },
  resolve: { conditions: ['reyield-source', 'node', 'import', 'default'] },
  test: {
    include: ['{packages,examples,bench,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.deep.test.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    globalSetup: ['packages/local/test/conformance/global-setup.ts'],
    testTimeout: 60_000, // a deadline for whole-system runs on a busy machine
    maxWorkers: 2,
  },
})
