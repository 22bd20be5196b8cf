import { expect, it } from 'vitest'
import { keptOutput } from '../../../test/kept-output.ts'
import type { Finding } from '../surface/finding.ts'
import { grouped } from './groups.ts'
import { printResult } from './print.ts'
import type { CheckResult } from './result.ts'

/** What is printed on the two outputs. */
function printed(result: Partial<CheckResult>): { readonly out: string; readonly notes: string } {
  const [out, notes] = [keptOutput(), keptOutput()]
  const nothing = { lock: { builds: [], accepted: [] }, replayed: new Map(), failures: [], findings: [] }
  printResult(out.output, notes.output, { ...nothing, ...result })
  return { out: out.text(), notes: notes.text() }
}

const failed = (line: number, code = 'NON_DETERMINISM') => ({
  workflow: 'order@1.0',
  builds: ['41f', '52a'],
  error: { code, message: `difference\n  at run (order.ts:${line}:3)`, eventId: line },
})
const acceptance = '  If no execution of these builds is open: reyield check --accept order@1.0 "none open"\n'

it('prints nothing if all fits', () => {
  expect(printed({})).toEqual({ out: '', notes: '' })
})

it('prints the first differences of a workflow, and once what to do', () => {
  const failures = grouped([1, 2, 3, 4, 5, 5].map(line => failed(line)))
  const { out } = printed({ failures, replayed: new Map([['order@1.0', 9]]) })
  expect(out).toBe(
    '✗ order@1.0  NON_DETERMINISM  2 of 9 histories, builds 41f, 52a\n' +
      '    difference\n      at run (order.ts:5:3)\n' +
      '✗ order@1.0  NON_DETERMINISM  1 of 9 histories, builds 41f, 52a\n' +
      '    difference\n      at run (order.ts:1:3)\n' +
      '✗ order@1.0  NON_DETERMINISM  1 of 9 histories, builds 41f, 52a\n' +
      '    difference\n      at run (order.ts:2:3)\n' +
      '  and 2 more differences of order@1.0: see --json\n' +
      "  Open executions can go on if the change is behind patched('ID'): if (yield* patched('ID')) new steps, else the old ones.\n" +
      '  Or leave order@1.0 as it is, and give the changed workflow a new version beside it.\n' +
      acceptance,
  )
})

it.each([
  ['NONDETERMINISTIC_CALL', 'Open executions would be held until code is deployed that can go on with them.'],
  ['REPLAY_HOST_TIMED_OUT', 'If the replay only needs more time, set replayTimeout in the configuration.'],
  [
    'PAYLOAD_UNREADABLE',
    'Open executions have values that the present serializer or pipeline does not read. Keep the one before, or give the workflow a new version.',
  ],
])('says what to do about %s', (code, remedy) => {
  const { out } = printed({ failures: grouped([failed(1, code)]) })
  expect(out.endsWith(`\n  ${remedy}\n${acceptance}`)).toBe(true)
})

it('prints what is gone, and notes on the other output', () => {
  const finding = { workflow: 'order@1.0', builds: ['41f'], remedy: 'Keep it' } as const
  const findings: Finding[] = [
    { ...finding, level: 'note', what: 'A value has changed' },
    { ...finding, level: 'error', what: 'A type is gone' },
    { ...finding, level: 'error', workflow: undefined, what: 'Something is gone' },
  ]
  expect(printed({ findings })).toEqual({
    out: `✗ A type is gone  build 41f\n  Keep it.\n${acceptance}✗ Something is gone  build 41f\n  Keep it.\n`,
    notes: '! A value has changed. Keep it\n',
  })
})
