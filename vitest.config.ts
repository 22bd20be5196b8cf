import { defineConfig } from 'vitest/config'

// Tests run on the sources of every package (export condition `reyield-source`), child processes on `dist/`.
export default defineConfig({
  ssr: { resolve: { conditions: ['reyield-source', 'node', 'import', 'default'] } },
  resolve: { conditions: ['reyield-source', 'node', 'import', 'default'] },
  test: {
    include: ['{packages,examples,bench,test}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/*.deep.test.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    globalSetup: ['packages/local/test/conformance/global-setup.ts'],
    testTimeout: 20_000,
    maxWorkers: 2,
  },
})
