import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ExecutionView } from '@reyield/local'
import { dated } from '../simulator/execution.ts'
import type { SimulatedSwf } from '../simulator/swf.ts'

/** A child, an outgoing signal or cancel request, or a Lambda function. */
export interface OpenOther {
  readonly kind: 'child' | 'signal' | 'cancel' | 'lambda'
  /** Its place in the workflow (`control`), of a Lambda function its id. */
  readonly id: string
  /** The event that requested it. */
  readonly openedEventId: number
  readonly input: string | undefined
  readonly workflowId: string | undefined
  readonly runId: string | undefined
  /** Of a child its type; of a Lambda function or a signal its name, without a version. */
  readonly type: { readonly name: string; readonly version: string } | undefined
  /** How long a child or a Lambda function may take: SWF's seconds or `NONE`. */
  readonly limit: string | undefined
  /** 0: it hasn't started. */
  readonly startedEventId: number
}

/** The open children, outgoing signals and cancel requests, and Lambda functions, the oldest first. */
export function openOthers(swf: SimulatedSwf, execution: ExecutionView): OpenOther[] {
  const { children, lambdas, runId } = execution
  const requested = [
    ...Array.from(children, ([eventId, { startedEventId }]) => ({ eventId, startedEventId })),
    ...Array.from(lambdas.values(), one => ({ ...one, eventId: one.scheduledEventId })),
    ...swf
      .pending(runId)
      .filter(({ kind }) => kind === 'signal-external' || kind === 'cancel-external')
      .map(({ eventId = 0 }) => ({ eventId, startedEventId: 0 })),
  ]
  return requested
    .sort((a, b) => a.eventId - b.eventId)
    .map(({ eventId, startedEventId }) => ({
      workflowId: undefined,
      runId: undefined,
      type: undefined,
      limit: undefined,
      ...requestOf(dated(execution.events[eventId - 1]!)),
      openedEventId: eventId,
      startedEventId,
    }))
}

type Request = Pick<OpenOther, 'kind' | 'id' | 'input'> & Partial<OpenOther>

/** What the event says that requested it. */
function requestOf({
  startChildWorkflowExecutionInitiatedEventAttributes: child,
  signalExternalWorkflowExecutionInitiatedEventAttributes: signal,
  requestCancelExternalWorkflowExecutionInitiatedEventAttributes: cancel,
  lambdaFunctionScheduledEventAttributes: lambda,
}: HistoryEvent): Request {
  if (child !== undefined) {
    const { workflowId, workflowType, input, executionStartToCloseTimeout: limit } = child
    const type = workflowType as OpenOther['type']
    return { kind: 'child', id: child.control ?? workflowId!, workflowId, type, input, limit }
  }
  if (lambda !== undefined) {
    const { id, name, input, startToCloseTimeout: limit } = lambda
    return { kind: 'lambda', id: id!, type: { name: name!, version: '' }, input, limit }
  }
  const { control, workflowId, runId } = (signal ?? cancel)!
  const to = { id: control ?? workflowId!, workflowId, runId, input: signal?.input }
  return signal === undefined
    ? { kind: 'cancel', ...to }
    : { kind: 'signal', ...to, type: { name: signal.signalName!, version: '' } }
}

/** Descriptions of everything that is open. */
export function openTexts(swf: SimulatedSwf, execution: ExecutionView): string[] {
  const { queued, started, activities, timers } = execution
  return [
    ...(queued === undefined ? [] : [`a queued decision task (event ${queued.scheduledEventId})`]),
    ...(started === undefined ? [] : [`a started decision task (event ${started.startedEventId})`]),
    ...Array.from(
      activities.values(),
      ({ activityId, activityType: { name, version }, startedEventId }) =>
        `activity '${activityId}' ${name} ${version} (${startedEventId === 0 ? 'scheduled' : 'started'})`,
    ),
    ...Array.from(timers.keys(), id => `timer '${id}'`),
    ...openOthers(swf, execution).map(otherText),
  ]
}

function otherText({ kind, id, type, workflowId, startedEventId }: OpenOther): string {
  if (kind === 'child') {
    return `child '${id}' ${type!.name} ${type!.version} (${startedEventId === 0 ? 'initiated' : 'started'})`
  }
  if (kind === 'lambda') return `Lambda function '${id}' ${type!.name}`
  return `${kind === 'signal' ? 'signal' : 'cancel request'} '${id}' to execution '${workflowId}'`
}
