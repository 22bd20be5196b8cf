import { defineConfig, mergeConfig } from 'vitest/config'
import base from './vitest.config.ts'

/** The long layer: properties at full size and whole-system runs that don't fit `npm test`. */
export default mergeConfig(
  base,
  defineConfig({
    test: {
      include: ['{packages,examples}/**/*.test.ts', '{packages,examples}/**/*.deep.test.ts'],
      exclude: ['**/node_modules/**', '**/dist/**'],
      env: { REYIELD_DEEP: '1' },
      testTimeout: 600_000,
    },
  }),
)
