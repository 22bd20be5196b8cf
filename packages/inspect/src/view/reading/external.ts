import type { EventRef } from '../values.ts'
import type { StepKind } from '../step.ts'
import type { StepStart } from './drafts.ts'
import type { Handlers } from './handlers.ts'
import { isPlace } from '../../history/engine-ids.ts'
import { payload, type Reading } from './reading.ts'
import { take } from './steps.ts'

interface Target {
  readonly workflowId?: string | undefined
  readonly runId?: string | undefined
  readonly control?: string | undefined
}

function startOf(
  kind: StepKind,
  { workflowId = '', runId, control }: Target,
  rest: Partial<StepStart> = {},
): StepStart {
  const id = isPlace(control) ? control : workflowId
  return { kind, id, execution: { workflowId, runId: runId || undefined }, ...rest }
}

/** The target has got the signal or the request. */
function delivered(
  of: {
    readonly initiatedEventId: number | undefined
    readonly workflowExecution: { workflowId: string | undefined; runId: string | undefined } | undefined
  },
  at: EventRef,
  reading: Reading,
): void {
  const step = reading.steps.openedBy(of.initiatedEventId)
  if (step === undefined) return
  take(step, at)
  step.state = 'completed'
  step.closed = at
  const { workflowId = step.execution?.workflowId ?? '', runId } = of.workflowExecution ?? {}
  step.execution = { workflowId, runId }
}

function failed(
  of: { readonly initiatedEventId: number | undefined; readonly cause: string | undefined },
  at: EventRef,
  reading: Reading,
): void {
  const step = reading.steps.openedBy(of.initiatedEventId)
  if (step === undefined) return
  take(step, at)
  step.state = 'failed'
  step.closed = at
  step.failure = { name: of.cause ?? 'UNKNOWN' }
}

/** Signals and cancel requests that the execution sends to others. */
export const external = {
  SignalExternalWorkflowExecutionInitiated(of, at, reading) {
    const name = of.signalName
    const input = payload(of.input, {
      eventId: at.eventId,
      member: 'input',
      as: 'value',
      kind: 'signalExternal',
      name,
      workflowId: of.workflowId,
    })
    reading.steps.open(startOf('signalExternal', of, { name, input }), at, 'waiting')
  },
  SignalExternalWorkflowExecutionFailed: failed,
  ExternalWorkflowExecutionSignaled: delivered,
  RequestCancelExternalWorkflowExecutionInitiated(of, at, reading) {
    reading.steps.open(startOf('cancelExternal', of), at, 'waiting')
    const child = reading.steps.childOf(of.workflowId)
    if (child !== undefined) child.cancelRequested ??= at
  },
  RequestCancelExternalWorkflowExecutionFailed: failed,
  ExternalWorkflowExecutionCancelRequested: delivered,
} satisfies Partial<Handlers>
