import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { forget, isNoting, readAll } from './store.ts'
import { conformancePage } from './table.ts'

const page = new URL('../../../../docs/local-swf/conformance.md', import.meta.url)
const tests = new URL('../', import.meta.url)

export const setup = forget

/**
 * After a run of all tests that note what they see, the conformance page must list exactly that, or the run fails. With
 * REYIELD_RECORD=1, the page is written instead.
 */
export function teardown(): void {
  const { files, tests: seen } = readAll()
  if (noting().some(file => !files.has(file))) return // not all of them ran
  const made = conformancePage(seen)
  if (process.env.REYIELD_RECORD === '1') writeFileSync(page, made)
  else if (readFileSync(page, 'utf8') !== made) {
    console.error(
      '\ndocs/local-swf/conformance.md differs from what the tests have seen. REYIELD_RECORD=1 npx vitest run packages/local rewrites it',
    )
    process.exitCode = 1
  }
}

/** The test files that note what they see. */
const noting = () =>
  readdirSync(tests).filter(
    file => file.endsWith('.test.ts') && isNoting(fileURLToPath(new URL(file, tests))),
  )
