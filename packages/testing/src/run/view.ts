import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { Waiting } from '@reyield/replay'
import { isMeant, nameOf, type WaitTarget } from '../wait-target.ts'
import type { LoggedLine } from '../decided.ts'
import type { DecisionView } from '../decision-view.ts'
import type { CloseStatus } from '../simulator/execution.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { Call, Calls } from './calls.ts'

/** Where a run stands. */
export interface RunView {
  /** What the workflow has decided so far, in order, payloads decoded. */
  readonly decisions: readonly DecisionView[]
  /** The same as SWF got it. */
  readonly raw: readonly Decision[]
  /** What it waits for. */
  readonly waiting: readonly Waiting[]
  /** What it last said of itself by `status(value)`, if it has. */
  readonly status: { readonly value: unknown } | undefined
  readonly logs: readonly LoggedLine[]
  /**
   * What a worker would log as warnings, each once: signals that nobody has asked for or received, a clean-up that failed, a status that is too
   * long, a history that has used half of its events, and what else a replay warns of.
   */
  readonly warnings: readonly string[]
  /** How the execution has closed, in SWF's words; `undefined`: it's open. */
  readonly closeStatus: CloseStatus | undefined
  /** What it has returned, if it has COMPLETED. */
  readonly result: unknown
  /** Its failure, if it has FAILED. */
  readonly error: unknown
  /** The history of the run that is open, or was last. */
  readonly history: {
    readonly execution: { readonly workflowId: string; readonly runId: string }
    readonly events: readonly HistoryEvent[]
  }
  /** The histories of all runs: continue-as-new begins another. */
  readonly runs: readonly RunView['history'][]
  /** The calls of the functions that play activities, children and Lambda functions, in order. */
  readonly calls: readonly Call[]
  /** The run's time. */
  readonly now: Date
}

/** A run as it stands. */
export function inspect(simulator: Simulator, calls: Calls): RunView {
  const { result, error } = simulator.outcome
  const told = ({ workflowId, runId, events }: Simulator['root']) => ({
    execution: { workflowId, runId },
    events: [...events],
  })
  const runs = simulator.runs.map(told)
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

/** What a condition looks at: the same as in the view, and growing. */
export type RunProgress = Pick<RunView, 'waiting' | 'status' | 'decisions' | 'closeStatus' | 'calls' | 'now'>

/** A run as it stands, for a look in passing: nothing is copied. */
export const progress = ({ root, report, decided, swf }: Simulator, calls: Calls): RunProgress => ({
  waiting: root.closed === undefined ? (report?.waiting ?? []) : [],
  status: report?.status,
  decisions: decided,
  closeStatus: root.closed,
  calls: calls.all,
  now: new Date(swf.now),
})

/** Something that a run is to come to. */
export type RunCondition = (view: RunProgress) => boolean

/** A condition that says what it is. */
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
