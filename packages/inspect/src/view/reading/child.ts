import type { PayloadOf } from '../payload-of.ts'
import type { StepState } from '../step.ts'
import type { EventRef } from '../values.ts'
import type { FailureDraft, StepDraft, StepStart } from './drafts.ts'
import { milliseconds, type AttributesOf, type Handlers } from './handlers.ts'
import { isPlace } from '../../history/engine-ids.ts'
import { payload, type Reading } from './reading.ts'
import { take } from './steps.ts'

type Initiated = AttributesOf<'StartChildWorkflowExecutionInitiated'>

/** The id of a child is its place, which the engine records in `control`. Other deciders know it by its workflow id. */
function startOf(
  of: Pick<Initiated, 'workflowType' | 'control'> & { readonly workflowId?: string | undefined },
  rest: Partial<StepStart> = {},
): StepStart {
  const { name, version } = of.workflowType ?? {}
  const workflowId = of.workflowId ?? ''
  const id = isPlace(of.control) ? of.control : workflowId
  return { kind: 'child', id, name, version, execution: { workflowId, runId: undefined }, ...rest }
}

interface OfChild {
  readonly initiatedEventId: number | undefined
}

function close(
  { initiatedEventId }: OfChild,
  at: EventRef,
  reading: Reading,
  state: StepState,
  ended: (step: StepDraft) => { readonly failure: FailureDraft } | { readonly result: StepDraft['result'] },
): void {
  const step = reading.steps.openedBy(initiatedEventId)
  if (step === undefined) return
  take(step, at)
  const how = ended(step)
  if ('failure' in how) step.failure = how.failure
  else step.result = how.result
  step.state = state
  step.closed = at
  step.cancelRequested = undefined
}

const details = (
  text: string | undefined,
  eventId: number,
  { name, execution }: StepDraft,
  as: PayloadOf['as'],
) => payload(text, { eventId, member: 'details', as, kind: 'child', name, workflowId: execution?.workflowId })

export const child = {
  StartChildWorkflowExecutionInitiated(of, at, reading) {
    const input = payload(of.input, {
      eventId: at.eventId,
      member: 'input',
      as: 'runInput',
      kind: 'child',
      name: of.workflowType?.name,
      workflowId: of.workflowId,
    })
    const timeouts = { startToClose: milliseconds(of.executionStartToCloseTimeout) }
    reading.steps.open(startOf(of, { input, timeouts, taskList: of.taskList?.name }), at, 'waiting')
  },
  StartChildWorkflowExecutionFailed(of, at, reading) {
    const failure = { name: of.cause ?? 'UNKNOWN' }
    if (reading.steps.openedBy(of.initiatedEventId) === undefined)
      reading.steps.refuse(startOf(of), at, failure)
    else close({ initiatedEventId: of.initiatedEventId }, at, reading, 'refused', () => ({ failure }))
  },
  ChildWorkflowExecutionStarted({ initiatedEventId, workflowExecution }, at, reading) {
    const step = reading.steps.openedBy(initiatedEventId)
    if (step === undefined) return
    take(step, at)
    step.state = 'running'
    step.started = at
    const { workflowId, runId } = workflowExecution ?? {}
    step.execution = { workflowId: workflowId ?? step.execution?.workflowId ?? '', runId }
  },
  ChildWorkflowExecutionCompleted: (of, at, reading) =>
    close(of, at, reading, 'completed', ({ name, execution }) => ({
      result: payload(of.result, {
        eventId: at.eventId,
        member: 'result',
        as: 'value',
        kind: 'child',
        name,
        workflowId: execution?.workflowId,
      }),
    })),
  ChildWorkflowExecutionFailed: (of, at, reading) =>
    close(of, at, reading, 'failed', step => ({
      failure: { reason: of.reason, details: details(of.details, at.eventId, step, 'failure') },
    })),
  ChildWorkflowExecutionTimedOut: (of, at, reading) =>
    close(of, at, reading, 'timedOut', () => ({
      failure: { name: of.timeoutType ?? 'START_TO_CLOSE' },
    })),
  ChildWorkflowExecutionCanceled: (of, at, reading) =>
    close(of, at, reading, 'canceled', step => ({
      failure: { name: 'Canceled', details: details(of.details, at.eventId, step, 'details') },
    })),
  ChildWorkflowExecutionTerminated: (of, at, reading) =>
    close(of, at, reading, 'terminated', () => ({ failure: { name: 'Terminated' } })),
} satisfies Partial<Handlers>
