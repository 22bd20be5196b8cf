import type { Decision } from '@aws-sdk/client-swf'
import {
  isMeant,
  nameOf,
  type DecisionView,
  type LoggedLine,
  type WaitTarget,
} from '@reyield/inspect/internal'
import type { Simulator } from '../simulator/simulator.ts'
import { historyView, waitingOf, workflowView, type WorkflowView } from '../simulator/view.ts'
import type { CallOutcome, MockedKind } from '../mocks/call.ts'

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
export interface RunView extends WorkflowView {
  /** The decisions so far, in order, payloads decoded. */
  readonly decisions: readonly DecisionView[]
  /** The same decisions as SWF gets them. */
  readonly raw: readonly Decision[]
  readonly logs: readonly LoggedLine[]
  /** The histories of all runs. A continue-as-new starts another run. */
  readonly runs: readonly RunView['history'][]
  /** The calls of mocks of activities, children and Lambda functions, in order. */
  readonly calls: readonly Call[]
  /** The simulated time. */
  readonly now: Date
}

/** One call of the mock of an activity, a child or a Lambda function. */
export interface Call {
  readonly kind: MockedKind
  readonly name: string
  /** The activity's id, the child's workflow id, or the Lambda function's id. */
  readonly id: string
  /** Of an activity: which attempt, from 1. */
  readonly attempt: number
  readonly input: unknown
  /**
   * How the mock has ended. `late`: it ended when SWF no longer waited for it. `lost`: its worker crashed before it
   * could answer. `undefined`: it hasn't ended, even if SWF has timed out the activity.
   */
  outcome: CallOutcome['as'] | 'late' | 'lost' | undefined
}

/** The current view of a run. */
export const inspect = (simulator: Simulator, calls: readonly Call[]): RunView => ({
  ...workflowView(simulator),
  decisions: [...simulator.decided],
  raw: [...simulator.raw],
  logs: [...simulator.logs],
  runs: simulator.runs.map(historyView),
  calls: calls.map(one => ({ ...one })),
  now: new Date(simulator.swf.now),
})

/** What a condition gets: the members of the view, not copied. */
export type RunProgress = Pick<RunView, 'waiting' | 'status' | 'decisions' | 'closeStatus' | 'calls' | 'now'>

/** The current progress of a run. Nothing is copied, because conditions are called often. */
export const progress = (simulator: Simulator, calls: readonly Call[]): RunProgress => ({
  waiting: waitingOf(simulator),
  status: simulator.report?.status,
  decisions: simulator.decided,
  closeStatus: simulator.root.closed?.status,
  calls,
  now: new Date(simulator.swf.now),
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
