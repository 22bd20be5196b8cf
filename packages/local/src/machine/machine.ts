import { randomBytes } from 'node:crypto'
import type { Context } from './context.ts'
import { act } from './actions/table.ts'
import { isStarted } from './actions/lookup.ts'
import { applyTransaction } from './apply/table.ts'
import { pendingTransitionDraft } from './pending-transitions/table.ts'
import { invokedDraft, takeInvocations } from './lambda-invocations.ts'
import type { LambdaInvocation, LambdaOutcome } from './lambda-invocations.ts'
import type { DomainId } from './keys.ts'
import { documentedLimits } from '../model/limits.ts'
import type { Limits } from '../model/limits.ts'
import type { RequestContext, Outcome, PollKey } from './outcome.ts'
import type { RatedDecision } from '../model/rates.ts'
import { checkedRegion, defaultRegion } from '../model/regions.ts'
import { expiryDraft } from './state/retention.ts'
import { createState } from './state/state.ts'
import { timeoutDraft } from './timeouts/table.ts'
import type { Draft, Transaction } from './transaction.ts'

export type { LambdaInvocation, LambdaOutcome } from './lambda-invocations.ts'
export type { RequestContext, Outcome, PollKey, Selector } from './outcome.ts'

/**
 * The whole of Amazon SWF as a value: requests and deadlines in, transactions and responses out. No I/O, no clock:
 * `now` (epoch milliseconds, never going back) is an argument. `handle`, `due` and `transition` read the state and change
 * nothing; `apply` is the only way that state changes. The order that whoever drives it keeps: what is `due` at `now` is
 * applied before a request is handled at `now`, and after each transaction what `transition` gives, until it gives nothing; an
 * `expiry` is applied when `transition` gives nothing.
 * Transactions are plain JSON; what the machine gives out shares structure with its state and must not be changed.
 */
export interface Machine {
  readonly limits: Limits
  /**
   * Answers one request. Throws a `Fault` for what SWF refuses. `input` is the parsed JSON body, anything at all. A request
   * sees and changes only what belongs to its region.
   */
  handle(action: string, input: unknown, now: number, asked?: RequestContext): Outcome
  /** Puts a transaction of the log into the state. */
  apply(transaction: Transaction): void
  /** Whether a token is of a task that was handed out and is still to be answered. */
  isStarted(taskToken: string): boolean
  /** The poll keys that got a task to hand out since this was last called. */
  ready(): readonly PollKey[]
  /** The Lambda functions that started since this was last called and whose outcome isn't recorded. */
  invocations(): readonly LambdaInvocation[]
  /** The transaction of a function's outcome; nothing when it has timed out or its execution has closed. */
  invoked(invocation: LambdaInvocation, outcome: LambdaOutcome, now: number): Draft | undefined
  /** Epoch milliseconds of the next deadline (timer, timeout), if there is any. */
  nextDeadline(): number | undefined
  /** The transaction of the earliest deadline that has passed at `now`, to be applied before the next is asked for. */
  due(now: number): Draft | undefined
  /**
   * The transaction that removes closed executions whose retention has passed at `now`, some hundreds at most, to be applied
   * before the next is asked for. It may come late: nobody needs to be woken for it.
   */
  expiry(now: number): Draft | undefined
  /**
   * The numbers of transactions that the log doesn't need any longer, found since this was last called. A machine made from a
   * log without them has the same state. They are to be removed when all that was applied is durable, those of a group in order;
   * a removal that stops in between is found again by a machine made from what is left.
   */
  obsolete(): readonly (readonly number[])[]
  /**
   * What the service does by itself in a transaction of its own after another one: a child starts, a signal arrives, an
   * unstarted activity that was canceled ends. Known from the log alone, so nothing of it is lost between two of them.
   */
  pendingTransition(now: number): Draft | undefined
}

export interface MachineOptions {
  /** Quotas to be changed; the documented ones by default. */
  readonly limits?: Partial<Limits>
  /** Makes a new run id, by default 46 characters that look like the service's: base64, with `+`, `/` and `=`. */
  readonly randomId?: () => string
  /** The region of requests for which none is given, `us-east-1` by default. */
  readonly region?: string
  /** The account in the ARN of a domain, `123456789012` by default. */
  readonly account?: string
  /** Whether a decision of an execution in a domain is within its rate at a time; if so, it counts. By default all are. */
  readonly withinRate?: (decision: RatedDecision, now: number, domain: DomainId, taskList?: string) => boolean
}

/** Amazon SWF with nothing registered yet. */
export function createMachine(options: MachineOptions = {}): Machine {
  const { limits, randomId = randomRunId, account = '123456789012' } = options
  const own = checkedRegion(options.region ?? defaultRegion)
  const { withinRate = () => true } = options
  const state = createState({ ...documentedLimits, ...limits })
  // The clock may step back, a history doesn't.
  const clamp = (now: number) => Math.max(Math.round(now), state.now)

  const contextAt = (now: number, { region = own, selector }: RequestContext = {}): Context => ({
    state,
    now: clamp(now),
    randomId,
    region,
    account,
    withinRate: (decision, domain, taskList) => withinRate(decision, clamp(now), domain, taskList),
    selector,
  })

  return {
    limits: state.limits,
    handle: (action, input, now, asked) => act(action, input, contextAt(now, asked)),
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
    pendingTransition: now => {
      const transition = state.pendingTransitions.first()
      return transition === undefined ? undefined : pendingTransitionDraft(transition, contextAt(now))
    },
  }
}

const randomRunId = () => `22${randomBytes(32).toString('base64')}`
