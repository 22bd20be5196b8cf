import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { forget, readAll } from './store.ts'
import { conformancePage } from './table.ts'

const page = new URL('../../../../docs/local-swf/conformance.md', import.meta.url)
const tests = new URL('../', import.meta.url)

export const setup = forget

/**
 * After a run of all tests of the local SWF: the conformance page is what they have seen, or the run fails.
 * REYIELD_RECORD=1 writes it.
 */
export function teardown(): void {
  const { files, tests: seen } = readAll()
  if (noting().some(file => !files.has(file))) return // not all of them have run
  const made = conformancePage(seen)
  if (process.env.REYIELD_RECORD === '1') writeFileSync(page, made)
  else if (readFileSync(page, 'utf8') !== made) {
    console.error(
      '\ndocs/local-swf/conformance.md is not what the tests have seen: REYIELD_RECORD=1 npx vitest run packages/local writes it',
    )
    process.exitCode = 1
  }
}

/** The test files that note what they see. */
const noting = () =>
  readdirSync(tests).filter(
    file =>
      file.endsWith('.test.ts') &&
      !/^(log|any-request)\./.test(file) &&
      / from '\.\/(test-service|conformance\/noted)\.ts'/.test(readFileSync(new URL(file, tests), 'utf8')),
  )
