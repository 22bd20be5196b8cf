import { layer } from './vitest.config.ts'

/** The long layer: properties at full size and whole-system runs that don't fit `npm test`. */
export default layer(
  [
    '{packages,examples}/**/*.test.ts',
    'test/typescript.test.ts',
    '{packages,examples,bench,test}/**/*.deep.test.ts',
  ],
  [],
  600_000,
  { REYIELD_DEEP: '1' },
)
