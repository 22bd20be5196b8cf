import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { ReplayCheck } from '@reyield/inspect'
import { expect, it } from 'vitest'
import { Output } from '../output/output.ts'
import { printChecks } from './printing-checks.ts'

const fits: ReplayCheck = { decisionTasks: 2, error: undefined }
const failing = (code: string): ReplayCheck => ({
  decisionTasks: 1,
  error: { code, message: `The message of ${code}`, eventId: undefined },
})

function printed(...checks: ReplayCheck[]): string[] {
  const stream = new PassThrough()
  const executions = checks.map((check, at) => ({ workflowId: `order-${at + 1}`, type: 'order@1.0', check }))
  printChecks(new Output(stream as unknown as NodeJS.WriteStream), executions, 'reyield.config.ts')
  return stripVTControlCharacters(String(stream.read() ?? ''))
    .trimEnd()
    .split('\n')
}

it('says that a workflow is missing in the configuration, which says nothing about its executions', () => {
  const unchecked =
    'order-1 was not checked, as no module in workflows of reyield.config.ts exports its workflow order@1.0'
  expect(printed(failing('DEFINITION_MISSING'))).toEqual([unchecked])
  expect(printed(failing('DEFINITION_MISSING'), fits)).toEqual([
    unchecked,
    '✓ 1 open execution replayed with this code',
  ])
})

it('prints how executions differ from the code', () => {
  expect(printed(fits, failing('NON_DETERMINISM'))).toEqual([
    '✗ order-2  NON_DETERMINISM',
    '    The message of NON_DETERMINISM',
    "1 of 2 open executions can't go on with this code, and will be held until it fits. Keep the old steps for it with patched(…), or undo the change. How: docs/guide/changing-code.md",
  ])
  expect(printed()).toEqual([''])
})
