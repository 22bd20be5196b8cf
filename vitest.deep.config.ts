import { defineConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** The long layer: properties at full size and whole-system runs that don't fit `npm test`. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: [
      '{packages,examples}/**/*.test.ts',
      'test/typescript.test.ts',
      '{packages,examples,bench}/**/*.deep.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**'], // base leaves the deep ones out; lists would be joined by a merge
    env: { ...base.test!.env, REYIELD_DEEP: '1' },
    testTimeout: 600_000,
  },
})
