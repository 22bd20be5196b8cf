import { randomBytes } from 'node:crypto'
import type { Context } from './context.ts'
import { accept } from './actions/table.ts'
import { isStarted } from './actions/lookup.ts'
import { applyTransaction } from './apply/table.ts'
import { pendingTransitionDraft } from './pending-transitions/table.ts'
import { invokedDraft, takeInvocations } from './lambda-invocations.ts'
import type { LambdaInvocation, LambdaOutcome } from './lambda-invocations.ts'
import { chosenTransition, expireDraft, pendingOf } from './chosen.ts'
import type { ChosenDeadline, ChosenTransition } from './chosen.ts'
import type { ExecutionView } from './execution-view.ts'
import type { DomainId } from './keys.ts'
import { documentedLimits } from '../model/limits.ts'
import type { Limits } from '../model/limits.ts'
import { nextDeadlineOf, type NextDeadline } from './next-deadline.ts'
import type { AcceptedRequest, RequestContext, Outcome, PollKey } from './outcome.ts'
import type { RatedDecision } from '../model/rates.ts'
import { checkedRegion, defaultRegion } from '../model/regions.ts'
import { expiryDraft } from './state/retention.ts'
import { createState } from './state/state.ts'
import { timeoutDraft } from './timeouts/table.ts'
import type { Draft, Transaction } from './transaction.ts'

export type { LambdaInvocation, LambdaOutcome } from './lambda-invocations.ts'
export type { AcceptedRequest, RequestContext, Outcome, PollKey, Selector } from './outcome.ts'

/**
 * Amazon SWF as a state machine: requests and deadlines in, transactions and responses out. It has no I/O and no clock: the time
 * `now` (epoch milliseconds, never decreasing) is an argument. `apply` is the only method that changes the state. The others read
 * it and return drafts, which the caller turns into transactions and applies.
 *
 * The caller must keep this order:
 *
 * 1. Before a request is handled at `now`, apply what `due(now)` returns, until it returns nothing.
 * 2. After each transaction, apply what `pendingTransition(now)` returns, until it returns nothing.
 * 3. Only then apply what `expiry(now)` returns.
 *
 * Transactions are plain JSON. Returned values share structure with the state, so they must not be changed.
 */
export interface Machine {
  readonly limits: Limits
  /** All executions, open and closed, by run id, in the order of their starts. */
  readonly executions: ReadonlyMap<string, ExecutionView>
  /**
   * Validates a request, and returns the function that handles it. `input` is the parsed JSON body. Throws the error that Amazon SWF
   * would return for an invalid request. A request only sees and changes what belongs to its region.
   */
  accept(action: string, input: unknown): AcceptedRequest
  /** Validates a request and handles it. */
  handle(action: string, input: unknown, now: number, asked?: RequestContext): Outcome
  /** Applies a transaction to the state. */
  apply(transaction: Transaction): void
  /** Whether the task of this token is started and still open. */
  isStarted(taskToken: string): boolean
  /** The task lists that have received tasks since the last call. */
  ready(): readonly PollKey[]
  /** The Lambda functions that have started since the last call and have no recorded outcome. */
  invocations(): readonly LambdaInvocation[]
  /** The draft that records the outcome of a Lambda function. Undefined if it has timed out or its execution has closed. */
  invoked(invocation: LambdaInvocation, outcome: LambdaOutcome, now: number): Draft | undefined
  /** When the next timer or timeout is due, in epoch milliseconds. */
  nextDeadline(): number | undefined
  /** The same, with what will happen and to which execution. */
  describeNextDeadline(): NextDeadline | undefined
  /** The draft for the earliest timer or timeout that is due at `now`. Apply it before the next call. */
  due(now: number): Draft | undefined
  /**
   * The draft that removes closed executions whose retention has passed at `now`, at most 500 at a time. Apply it before the next
   * call. It doesn't need to be applied in time, so `nextDeadline` doesn't include it.
   */
  expiry(now: number): Draft | undefined
  /**
   * The numbers of transactions that have become obsolete since the last call: a log without them leads to the same state. Remove
   * them only after everything that was applied is durable, and the numbers of a group in order. If a removal stops halfway, a
   * machine that is made from the remaining log finds the rest again.
   */
  obsolete(): readonly (readonly number[])[]
  /**
   * The draft for the next pending transition: what SWF does by itself as a consequence of a transaction, in a transaction of its
   * own. For instance, a child starts, or a signal arrives. Pending transitions are computed from the log, so a crash loses none. Test
   * tools can choose one that isn't the next, and make it fail.
   */
  pendingTransition(now: number, chosen?: ChosenTransition): Draft | undefined
  /** What is pending for an execution or because of its requests, in the order in which SWF does it. */
  pending(runId: string): readonly ChosenTransition[]
  /** The draft for a timer or timeout that a test tool chooses, whether or not it's due. Undefined if there is none. */
  expire(chosen: ChosenDeadline, now: number): Draft | undefined
}

/**
 * Options of `createMachine`.
 *
 * @example
 * ```ts
 * const machine = createMachine({ region: 'eu-west-1', limits: { events: 500 } })
 * ```
 */
export interface MachineOptions {
  /** Quotas that differ from the documented ones. */
  readonly limits?: Partial<Limits>
  /** Makes a new run id. Default: 46 characters that look like those of Amazon SWF, in base64 with `+`, `/` and `=`. */
  readonly randomId?: () => string
  /** The region of requests that have none. Default `us-east-1`. */
  readonly region?: string
  /** The account id in the ARN of a domain. Default `123456789012`. */
  readonly account?: string
  /**
   * Whether a decision of an execution in a domain is within its rate limit at a time. If it is, it counts towards the limit.
   * Default: there are no limits.
   */
  readonly withinRate?: (decision: RatedDecision, now: number, domain: DomainId, taskList?: string) => boolean
}

/**
 * Creates a machine without domains.
 *
 * @throws LocalSwfError OPTION_INVALID
 * @example
 * ```ts
 * const machine = createMachine()
 * const outcome = machine.handle('ListDomains', { registrationStatus: 'REGISTERED' }, Date.now())
 * ```
 */
export function createMachine(options: MachineOptions = {}): Machine {
  const { limits, randomId = randomRunId, account = '123456789012' } = options
  const own = checkedRegion(options.region ?? defaultRegion)
  const { withinRate = () => true } = options
  const state = createState({ ...documentedLimits, ...limits })
  // the caller's clock may go back, but timestamps in a history never do
  const clamp = (now: number) => Math.max(Math.round(now), state.now)

  const contextAt = (now: number, { region = own, selector, refuse }: RequestContext = {}): Context => ({
    state,
    now: clamp(now),
    randomId,
    region,
    account,
    withinRate: (decision, domain, taskList) => withinRate(decision, clamp(now), domain, taskList),
    selector,
    refuse,
  })

  const accepted = (action: string, input: unknown): AcceptedRequest => {
    const handle = accept(action, input)
    return (now, asked) => handle(contextAt(now, asked))
  }

  return {
    limits: state.limits,
    executions: state.executions,
    accept: accepted,
    handle: (action, input, now, asked) => accepted(action, input)(now, asked),
    apply: transaction => applyTransaction(state, transaction),
    isStarted: taskToken => isStarted(state, taskToken),
    ready() {
      const decisions = state.decisionTasks.takeFilled()
      const activities = state.activityTasks.takeFilled()
      return activities.length === 0 ? decisions : [...decisions, ...activities]
    },
    invocations: () => takeInvocations(state),
    invoked: (invocation, outcome, now) => invokedDraft(state, invocation, outcome, clamp(now)),
    nextDeadline: () => state.deadlines.first()?.at,
    describeNextDeadline() {
      const first = state.deadlines.first()
      return first && nextDeadlineOf(first)
    },
    due: now => {
      const deadline = state.deadlines.first()
      return deadline !== undefined && deadline.at <= now ? timeoutDraft(deadline, clamp(now)) : undefined
    },
    expiry: now => expiryDraft(state, now),
    obsolete() {
      const { obsolete } = state
      if (obsolete.length > 0) state.obsolete = []
      return obsolete
    },
    pendingTransition(now, chosen) {
      const transition =
        chosen === undefined ? state.pendingTransitions.first() : chosenTransition(state, chosen)
      const context = () => ({ ...contextAt(now), failure: chosen?.failure })
      return transition && pendingTransitionDraft(transition, context())
    },
    pending: runId => pendingOf(state, runId),
    expire: (chosen, now) => expireDraft(state, chosen, clamp(now)),
  }
}

const randomRunId = () => `22${randomBytes(32).toString('base64')}`
