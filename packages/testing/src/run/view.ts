import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { Waiting } from '@reyield/replay'
import {
  isMeant,
  nameOf,
  type DecisionView,
  type LoggedLine,
  type WaitTarget,
} from '@reyield/inspect/internal'
import { historyOf, type CloseStatus } from '../simulator/execution.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { Call, Calls } from './calls.ts'

/**
 * The state of a run.
 *
 * @example
 * ```ts
 * const { closeStatus, result, calls } = await run(order, cart, { activities })
 * expect([closeStatus, result]).toEqual(['COMPLETED', { state: 'paid' }])
 * expect(calls.map(({ name }) => name)).toEqual(['charge', 'ship'])
 * ```
 */
export interface RunView {
  /** The decisions so far, in order, payloads decoded. */
  readonly decisions: readonly DecisionView[]
  /** The same decisions as SWF gets them. */
  readonly raw: readonly Decision[]
  /** What the workflow waits for. */
  readonly waiting: readonly Waiting[]
  /** The last value that the workflow passed to `status(value)`, if any. */
  readonly status: { readonly value: unknown } | undefined
  readonly logs: readonly LoggedLine[]
  /**
   * What a worker would log as warnings, each once: signals that the workflow hasn't asked for or received, a clean-up
   * that failed, a status that is too long, a history that has used half of its events, and other warnings of a replay.
   */
  readonly warnings: readonly string[]
  /** How the execution has closed, in SWF's words. `undefined` while it is open. */
  readonly closeStatus: CloseStatus | undefined
  /** The workflow's result, if its close status is COMPLETED. */
  readonly result: unknown
  /** The workflow's failure, if its close status is FAILED. */
  readonly error: unknown
  /** The history of the open run, or else the last one. */
  readonly history: {
    readonly execution: { readonly workflowId: string; readonly runId: string }
    readonly events: readonly HistoryEvent[]
  }
  /** The histories of all runs. A continue-as-new starts another run. */
  readonly runs: readonly RunView['history'][]
  /** The calls of mocks of activities, children and Lambda functions, in order. */
  readonly calls: readonly Call[]
  /** The simulated time. */
  readonly now: Date
}

/** The current view of a run. */
export function inspect(simulator: Simulator, calls: Calls): RunView {
  const { result, error } = simulator.outcome
  const historyOfRun = (execution: Simulator['root']) => ({
    execution: { workflowId: execution.workflowId, runId: execution.runId },
    events: [...historyOf(execution)],
  })
  const runs = simulator.runs.map(historyOfRun)
  return {
    ...progress(simulator, calls),
    decisions: [...simulator.decided],
    raw: [...simulator.raw],
    logs: [...simulator.logs],
    warnings: [...simulator.warnings.list],
    result,
    error,
    history: runs.at(-1)!,
    runs,
    calls: calls.all.map(one => ({ ...one })),
  }
}

/** What a condition gets: the members of the view, not copied. */
export type RunProgress = Pick<RunView, 'waiting' | 'status' | 'decisions' | 'closeStatus' | 'calls' | 'now'>

/** The current progress of a run. Nothing is copied, because conditions are called often. */
export const progress = ({ root, report, decided, swf }: Simulator, calls: Calls): RunProgress => ({
  waiting: root.closed === undefined ? (report?.waiting ?? []) : [],
  status: report?.status,
  decisions: decided,
  closeStatus: root.closed?.status,
  calls: calls.all,
  now: new Date(swf.now),
})

/** A condition until which a run continues. */
export type RunCondition = (view: RunProgress) => boolean

/** A condition with a description for messages. */
export interface NamedCondition extends RunCondition {
  readonly what: string
}

/**
 * The condition that a workflow waits for all of these: activities, signals, children, `'timer'`, ids.
 *
 * @example
 * ```ts
 * const going = run(order, cart, { activities })
 * await going.until(waitingFor(approved))
 * going.signal(approved, { by: 'ann' })
 * ```
 */
export function waitingFor(...what: readonly WaitTarget[]): NamedCondition {
  const condition: RunCondition = ({ waiting }) =>
    what.every(one => waiting.some(found => isMeant(one, found)))
  return Object.assign(condition, { what: `it waits for ${what.map(nameOf).join(' and ')}` })
}
