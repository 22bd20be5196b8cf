import type { ContinueAsNewOperation, ForkOperation, ForkHandleOperation } from '@reyield/workflow'
import { called } from '../program/kind.ts'
import { longest, tooLongDuration, wrongText } from '../verdicts/swf-limits.ts'
import type { Control } from './kind.ts'

export const fork = {
  runs: 'control',
  numbered: true,
  describe: called('fork'),
} satisfies Control<ForkOperation<unknown>>

export const join = {
  runs: 'control',
  numbered: false,
  describe: () => 'join() of a fork',
} satisfies Control<ForkHandleOperation<unknown>>

export const cancelFork = {
  runs: 'control',
  numbered: false,
  describe: () => 'cancel() of a fork',
} satisfies Control<ForkHandleOperation<unknown>>

const describe = called('continueAsNew')

/** Its events are those of the execution's close, which `execution.ts` handles. */
export const continueAsNew = {
  runs: 'control',
  numbered: false,
  describe,
  hasInput: true,
  refusal: ({ taskStartToClose, lambdaRole }) =>
    tooLongDuration(describe(), { taskStartToClose }) ??
    wrongText(describe(), 'lambdaRole', lambdaRole, 1, longest.role),
} satisfies Control<ContinueAsNewOperation>
