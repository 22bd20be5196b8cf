import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { CallOptions, Swf } from '@reyield/client'
import type { ChildPolicy } from '@reyield/workflow'
import type { ActionKind, ActionOf, BulkAction } from './action.ts'

/** The run that a call is about, in its domain. */
interface Target {
  readonly domain: string
  readonly workflowId: string
  readonly runId: string
}

/** How an action is done, found again in a history, and named. */
interface ActionRow<Action extends BulkAction> {
  /**
   * Executions a second by default: a third of the rate at which SWF refills the account's bucket of the action (swf-semantics.md §9.2,
   * docs/guide/scaling.md), so that workers and other clients keep the rest.
   */
  readonly rate: number
  /** Whether a history can have its event more than once, so that an earlier one doesn't count. */
  readonly repeats: boolean
  /** The members of the action that a plan must have, and those that it may have. All are strings. */
  readonly members: Readonly<Record<string, 'required' | 'optional'>>
  readonly send: (swf: Swf, run: Target, action: Action, options: CallOptions) => Promise<unknown>
  /** Whether an event records that this action was done by a request to SWF, and not by another execution. */
  readonly isRecordedBy: (event: HistoryEvent, action: Action) => boolean
  /** What is going to be done, for a preview. */
  readonly intent: (count: number, action: Action) => string
  /** What was done, for a summary. */
  readonly outcome: (count: number, action: Action) => string
}

/** A whole number with separators of thousands: `100,000`. */
const grouped = (number: number): string => number.toLocaleString('en-US')

/** `1 execution`, `1,200 executions`. */
export const executions = (count: number, which = ''): string =>
  `${grouped(count)} ${which}${count === 1 ? 'execution' : 'executions'}`

const was = (count: number) => `${executions(count)} ${count === 1 ? 'was' : 'were'}`

const rows: { readonly [Kind in ActionKind]: ActionRow<ActionOf<Kind>> } = {
  signal: {
    rate: 10, // of 30
    repeats: true,
    members: { signalName: 'required', input: 'optional' },
    send: (swf, run, { signalName, input }, options) =>
      swf.signalWorkflowExecution({ ...run, signalName, ...(input === undefined ? {} : { input }) }, options),
    isRecordedBy: ({ workflowExecutionSignaledEventAttributes: signaled }, { signalName, input }) =>
      signaled !== undefined &&
      signaled.signalName === signalName &&
      (signaled.input ?? '') === (input ?? '') &&
      signaled.externalWorkflowExecution === undefined,
    intent: (count, { signalName }) => `Send the signal '${signalName}' to ${executions(count, 'open ')}`,
    outcome: (count, { signalName }) => `${executions(count)} got the signal '${signalName}'`,
  },
  'request-cancel': {
    rate: 10, // of 30
    repeats: true,
    members: {},
    send: (swf, run, _, options) => swf.requestCancelWorkflowExecution(run, options),
    isRecordedBy: ({ workflowExecutionCancelRequestedEventAttributes: requested }) =>
      requested !== undefined &&
      requested.externalWorkflowExecution === undefined &&
      requested.cause === undefined,
    intent: count => `Ask ${executions(count, 'open ')} to cancel ${count === 1 ? 'itself' : 'themselves'}`,
    outcome: count => `${was(count)} asked to cancel ${count === 1 ? 'itself' : 'themselves'}`,
  },
  terminate: {
    rate: 20, // of 60
    repeats: false,
    members: { reason: 'optional', childPolicy: 'optional' },
    send: (swf, run, { reason, childPolicy }, options) =>
      swf.terminateWorkflowExecution(
        {
          ...run,
          ...(reason === undefined ? {} : { reason }),
          ...(childPolicy === undefined ? {} : { childPolicy: childPolicy as ChildPolicy }),
        },
        options,
      ),
    isRecordedBy: ({ workflowExecutionTerminatedEventAttributes: terminated }, { reason }) =>
      terminated !== undefined &&
      (terminated.cause ?? 'OPERATOR_INITIATED') === 'OPERATOR_INITIATED' &&
      (terminated.reason ?? '') === (reason ?? ''),
    intent: count => `Terminate ${executions(count, 'open ')}, which cannot clean up`,
    outcome: count => `${was(count)} terminated`,
  },
}

/** The row of an action. */
export const rowOf = <Action extends BulkAction>({ kind }: Action): ActionRow<Action> =>
  rows[kind] as ActionRow<Action>

/** The action in a plan; undefined if it isn't one. */
export function actionFrom(value: unknown): BulkAction | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const given = value as Readonly<Record<string, unknown>>
  const { kind } = given
  if (typeof kind !== 'string' || !Object.hasOwn(rows, kind)) return undefined
  const isRight = Object.entries(rows[kind as ActionKind].members).every(([name, presence]) =>
    given[name] === undefined ? presence === 'optional' : typeof given[name] === 'string',
  )
  return isRight ? (given as unknown as BulkAction) : undefined
}
