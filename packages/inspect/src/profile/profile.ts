import type { ExecutionView } from '../view/execution-view.ts'
import type { AttemptView, StepKind, StepView } from '../view/step.ts'
import { distributionOf, type Distribution } from './distribution.ts'

/** Where the time of executions went. All times are in milliseconds. */
export interface Profile {
  readonly executions: number
  /** From start to close, or until now. */
  readonly duration: Distribution
  /** The longest total first. */
  readonly steps: readonly StepProfile[]
  readonly decisions: DecisionProfile
  readonly events: number
  /**
   * Calls of SWF's actions that these histories show: starts and signals, and two for each decision task and each attempt (a poll and an
   * answer). Polls without a task, heartbeats and further pages of histories leave no events and aren't counted.
   */
  readonly calls: number
}

/** All steps of one kind and name. */
export interface StepProfile {
  readonly kind: StepKind
  /** Undefined for timers. */
  readonly name: string | undefined
  readonly count: number
  readonly attempts: number
  /** Attempts that failed or timed out. */
  readonly failures: number
  /** How long attempts waited in the task list. */
  readonly queue: Distribution
  /** How long attempts ran. For timers, children and Lambda functions: from start to end. */
  readonly run: Distribution
  /** How long steps waited between two attempts. */
  readonly retryWait: Distribution
}

/** The time that decision tasks took. */
export interface DecisionProfile {
  readonly count: number
  readonly timeouts: number
  readonly queue: Distribution
  readonly decide: Distribution
}

/**
 * Computes where the time of one or several executions went: waiting in task lists, running, waiting before another attempt, deciding.
 *
 * @example
 * ```ts
 * const { steps } = profileOf([view])
 * console.log(steps[0].name, steps[0].run.p95)
 * ```
 */
export function profileOf(views: readonly ExecutionView[]): Profile {
  const tasks = views.flatMap(({ decisionTasks }) => decisionTasks)
  const groups = new Map<string, StepView[]>()
  for (const step of views.flatMap(({ steps }) => steps)) {
    if (step.kind === 'marker') continue // takes no time
    const key = `${step.kind} ${step.name ?? ''}`
    const group = groups.get(key) ?? []
    groups.set(key, group)
    group.push(step)
  }
  const steps = [...groups.values()].map(stepProfile)
  return {
    executions: views.length,
    duration: distributionOf(
      views.map(view => (view.closed?.at ?? view.at).getTime() - view.started.at.getTime()),
    ),
    steps: steps.toSorted((a, b) => totalOf(b) - totalOf(a)),
    decisions: {
      count: tasks.length,
      timeouts: tasks.filter(({ state }) => state === 'timedOut').length,
      queue: distributionOf(tasks.map(({ queueWait }) => queueWait)),
      decide: distributionOf(tasks.flatMap(({ decisionTime }) => decisionTime ?? [])),
    },
    events: views.reduce((sum, { sizes }) => sum + sizes.events, 0),
    calls: views.reduce((sum, view) => sum + callsOf(view), 0),
  }
}

function stepProfile(steps: readonly StepView[]): StepProfile {
  const { kind, name } = steps[0]!
  const attempts = steps.flatMap(step => step.attempts)
  return {
    kind,
    name,
    count: steps.length,
    attempts: attempts.length,
    failures: attempts.filter(({ state }) => state === 'failed' || state === 'timedOut').length,
    queue: distributionOf(attempts.map(({ queueWait }) => queueWait)),
    run: distributionOf(
      attempts.length > 0 ? attempts.flatMap(({ runTime }) => runTime ?? []) : steps.flatMap(openTime),
    ),
    retryWait: distributionOf(steps.flatMap(retryWaits)),
  }
}

/** From request to end, for a step without attempts. A received signal takes no time. */
const openTime = ({ kind, requested, closed }: StepView): number[] =>
  kind === 'signal' || closed === undefined ? [] : [closed.at.getTime() - requested.at.getTime()]

/** The times between the end of an attempt and the beginning of the next. */
const retryWaits = ({ attempts }: StepView): number[] =>
  attempts.slice(1).flatMap((attempt: AttemptView, index) => {
    const before = attempts[index]!.closed
    return before === undefined ? [] : [attempt.scheduled.at.getTime() - before.at.getTime()]
  })

const totalOf = ({ queue, run, retryWait }: StepProfile) => queue.total + run.total + retryWait.total

const callsOf = ({ steps, decisionTasks }: ExecutionView): number =>
  1 +
  2 * decisionTasks.filter(({ started }) => started !== undefined).length +
  steps.reduce(
    (sum, { kind, attempts }) =>
      sum +
      (kind === 'signal'
        ? 1
        : kind === 'activity'
          ? 2 * attempts.filter(({ started }) => started).length
          : 0),
    0,
  )
