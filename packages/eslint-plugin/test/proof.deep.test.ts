import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configs } from '../src/index.ts'
import { alarms, filesOf, settings } from './alarms.ts'
import { lintText } from './lint-files.ts'

/** What is reported in a text of a file, without lines, which change. */
const problemsIn = (file: string, text: string) =>
  lintText(file, text, { settings }).map(({ rule, message }) => `${rule} ${message}`)

/** The sources of a package, from the registry. */
function sourcesOf(name: string, version: string): { folder: string; files: string[] } {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'))
  execFileSync('npm', ['pack', `${name}@${version}`, '--silent'], { cwd: folder })
  const [archive] = readdirSync(folder)
  execFileSync('tar', ['xzf', archive!], { cwd: folder })
  return { folder, files: filesOf(['package/{src,es}/**/*.{ts,js}', 'package/index.js'], folder) }
}

describe('a forgotten yield*', () => {
  it(
    'is found wherever one is left out of the examples, but where a function that is not known gets the operation',
    { timeout: 600_000 },
    () => {
      const missed: string[] = []
      let found = 0
      for (const file of filesOf(['examples/**/*.ts', 'packages/create-reyield/template/src/*.ts'])) {
        const text = readFileSync(file, 'utf8')
        const lines = text.split('\n')
        const before = new Set(problemsIn(file, text))
        for (const { index } of text.matchAll(/yield\* /g)) {
          const line = text.slice(0, index).split('\n').length - 1
          if (/^\s*(\*|\/\/|')/.test(lines[line]!)) continue // a comment or a text
          const after = problemsIn(file, text.slice(0, index) + text.slice(index + 'yield* '.length))
          if (after.some(one => !before.has(one))) found++
          else missed.push(lines[line]!.trim())
        }
      }
      expect(missed).toEqual([
        // returned by a helper, whose caller might run it
        'const itinerary = yield* selectItinerary({ trip, except: [...tried] })',
        'const ticket = yield* confirmBooking({ trip, itinerary, details })',
        // given to a generator of the program
        'const receipt = yield* charge(name)',
        // an activity of a record that is made at run time
        `return (yield* declared[name]!('')) ?? 'nothing'`,
      ])
      expect(found).toBeGreaterThan(130)
    },
  )
})

describe('the rules have no false alarm', () => {
  // the packages of redux-saga 1 have two compiled files, which proof.test.ts lints
  it.each([
    ['redux-saga', '0.16.2', 15],
    ['co', '4.6.0', 1],
    ['effect', '4.1.0', 500],
  ])(
    'in the sources of %s %s, as they are and as if they imported Reyield',
    { timeout: 600_000 },
    (name, version, least) => {
      const { folder, files } = sourcesOf(name, version)
      try {
        expect(files.length).toBeGreaterThanOrEqual(least)
        expect(alarms(files, { config: configs.strict }, folder)).toEqual({})
        expect(
          alarms(files, { config: configs.strict, before: `import '@reyield/workflow'\n` }, folder),
        ).toEqual({})
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )

  it(
    'in the sources and tests of this repository: each alarm is a mistake that a test makes on purpose',
    { timeout: 600_000 },
    () => {
      const files = filesOf(['packages/*/{src,test}/**/*.ts', '{bench,test}/**/*.ts']).filter(
        file => !file.includes('/packages/eslint-plugin/'),
      )
      expect(files.length).toBeGreaterThan(500)
      // the line of each was read: read those of new ones, too, before you add them here; .oxlintrc.json turns the rules off for these files
      expect(alarms(files, { settings })).toEqual({
        'packages/inspect/src/budget/budget.test.ts: continue-as-new-in-endless-loop': 2,
        'packages/inspect/test/check.test.ts: no-nondeterminism': 2,
        'packages/replay/test/cancel.test.ts: no-swallowed-cancellation': 1,
        'packages/replay/test/continue-as-new.test.ts: no-swallowed-cancellation': 1,
        'packages/replay/test/forgotten.test.ts: no-floating-operation': 7,
        'packages/replay/test/forgotten.test.ts: prefer-yield-star': 1,
        'packages/replay/test/generators.test.ts: no-shared-generator': 1,
        'packages/replay/test/immediate.test.ts: no-floating-operation': 1,
        'packages/replay/test/live/program.ts: no-floating-operation': 1,
        'packages/replay/test/live/program.ts: no-nondeterminism': 2,
        'packages/replay/test/markers.test.ts: no-duplicate-patch-id': 1,
        'packages/replay/test/process.test.ts: no-floating-operation': 5,
        'packages/replay/test/process.test.ts: no-foreign-await': 4,
        'packages/replay/test/process.test.ts: no-nondeterminism': 1,
        'packages/replay/test/process/guards.test.ts: no-floating-operation': 1,
        'packages/replay/test/process/guards.test.ts: no-nondeterminism': 1,
        'packages/replay/test/refused-values.test.ts: no-swallowed-cancellation': 3,
        'packages/replay/test/undecided.test.ts: no-floating-operation': 1,
        'packages/testing/src/decide.test.ts: no-nondeterminism': 1,
        'packages/testing/src/explore/explore.test.ts: continue-as-new-in-endless-loop': 1,
        'packages/testing/src/history/deferred.test.ts: no-foreign-await': 1,
        'packages/testing/src/run/run.test.ts: continue-as-new-in-endless-loop': 1,
        'packages/testing/src/run/worker-checks.test.ts: continue-as-new-in-endless-loop': 1,
        'packages/testing/src/run/worker-checks.test.ts: no-floating-operation': 1,
        'packages/testing/test/planted/workflows.ts: no-nondeterminism': 1,
        'packages/worker/test/healing.test.ts: no-floating-operation': 1,
        'packages/worker/test/healing.test.ts: no-foreign-await': 1,
        'packages/worker/test/held.test.ts: no-foreign-await': 1,
        'packages/worker/test/log-fields.test.ts: no-foreign-await': 1,
        'packages/worker/test/log-fields.test.ts: no-swallowed-cancellation': 1,
        'packages/worker/test/refused.test.ts: no-floating-operation': 1,
      })
    },
  )
})
