import { superjson } from '@reyield/data'
import {
  milliseconds,
  type AnyWorkflow,
  type Duration,
  type Serializer,
  type WorkflowDefinition,
} from '@reyield/workflow'
import { History } from './history.ts'

/** When histories and runs start by default. */
export const defaultStart = new Date('2026-01-01T00:00:00Z')

/**
 * How a fake history is set up.
 *
 * @example
 * ```ts
 * const begun = history(order, { execution: { workflowId: 'order-7', runId: 'run-1' }, start: new Date('2026-03-01') }).started(cart)
 * ```
 */
export interface HistoryOptions {
  /** Ids of the execution. Default `{ workflowId: '<workflow name>-1', runId: 'run/1=' }`. */
  readonly execution?: { readonly workflowId: string; readonly runId: string }
  /** How payloads are written. Default: the workflow's serializer, else superjson. */
  readonly serializer?: Serializer
  /** Task list of the execution. Default: the workflow's, else `default`. */
  readonly taskList?: string
  /** Time of the first event. Default 2026-01-01T00:00:00Z. */
  readonly start?: Date
  /** Time from one transaction to the next, unless the test sets it. Default one second. */
  readonly step?: Duration
}

/** A fake history before its first event. */
export interface NewHistory<Input> {
  /** Sets the time of the start. */
  at(date: Date): NewHistory<Input>
  /** Sets the time of the start, as a duration after `start`. */
  after(duration: Duration): NewHistory<Input>
  /** StartWorkflowExecution with an input: event 1, and the first decision task is queued. */
  started(...input: StartInput<Input>): History
}

/** The input of a workflow whose type is unknown can be anything. */
type StartInput<Input> = [Input] extends [never]
  ? [input?: unknown]
  : undefined extends Input
    ? [input?: Input]
    : [input: Input]

/**
 * Starts a fake history, typed by the workflow under test. Without a workflow, the test must write all decisions.
 *
 * @example
 * ```ts
 * const events = history(order).started(cart).completed(charge, receipt).signaled(approved, { by: 'ann' }).fired('2 days')
 * const { decisions } = await decide(order, events)
 * ```
 */
export function history(workflow?: undefined, options?: HistoryOptions): NewHistory<unknown>
export function history<Input>(
  workflow: WorkflowDefinition<Input>,
  options?: HistoryOptions,
): NewHistory<Input>
export function history(workflow?: AnyWorkflow, options: HistoryOptions = {}): NewHistory<never> {
  const { start = defaultStart, step = '1s' } = options
  const clock = { last: undefined, nextAt: undefined, step: milliseconds(step), start: start.getTime() }
  return new History({
    workflow,
    execution: options.execution ?? { workflowId: `${workflow?.name ?? 'workflow'}-1`, runId: 'run/1=' },
    serializer: options.serializer ?? workflow?.serializer ?? superjson,
    taskList: options.taskList ?? workflow?.taskList ?? 'default',
    written: { clock, recorded: undefined },
    steps: 0,
    deferred: [],
  })
}
