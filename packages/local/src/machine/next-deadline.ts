import type { Deadline, DeadlineSubject } from './state/execution.ts'
import type { RunKey } from './keys.ts'

/**
 * The next timer or timeout of all executions.
 *
 * @example
 * ```ts
 * const { kind, workflowId, at } = local.nextDeadline()!
 * console.log(`${kind} of ${workflowId} at ${at.toISOString()}`) // timer of order-7 at 2026-11-28T12:00:00.000Z
 * ```
 */
export interface NextDeadline extends RunKey {
  readonly at: Date
  /** What will happen: a `timer` fires, a task of an `activity`, a `decision` or a `lambda` function times out, or a whole `execution`. */
  readonly kind: DeadlineSubject['kind']
  /** The id of the timer, the activity or the function; undefined for the other kinds. */
  readonly id: string | undefined
  /** Whether it's the timeout of a task that a worker has and may still complete. */
  readonly running: boolean
}

/** What a deadline is, for those who only look at it. */
export function nextDeadlineOf({ at, execution, subject }: Deadline): NextDeadline {
  const { domain, workflowId, runId } = execution
  return {
    at: new Date(at),
    kind: subject.kind,
    domain: { region: domain.region, name: domain.name },
    workflowId,
    runId,
    id: idOf(subject),
    running: isRunning(subject),
  }
}

function idOf(subject: DeadlineSubject): string | undefined {
  switch (subject.kind) {
    case 'timer':
      return subject.timer.timerId
    case 'activity':
      return subject.task.activityId
    case 'lambda':
      return subject.lambda.id
    default:
      return undefined
  }
}

function isRunning(subject: DeadlineSubject): boolean {
  switch (subject.kind) {
    case 'activity':
    case 'decision':
      return subject.task.startedEventId > 0
    case 'lambda':
      return subject.lambda.startedEventId > 0
    default:
      return false
  }
}
