import { createHash } from 'node:crypto'
import { isReyieldError, type ActivityOperation } from '@reyield/workflow'
import { classesInChain, presentName, retryWait, revivedOf, type RetryData } from '@reyield/workflow/internal'
import type { Engine } from '../engine.ts'
import { retryTimerId, type Entry } from '../ledger/entry.ts'

/**
 * L1: tries a failed activity again, or throws its failure into the workflow. `names` are the class names and codes of the failure,
 * by which the policy may exclude it. The wait is a timer `<id>~<attempt>`. The next attempt has the same activity id.
 */
export function retryOrReject(engine: Engine, entry: Entry, names: readonly string[], error: Error): void {
  const { retry, awaitingCancellation } = entry
  const wait =
    awaitingCancellation || retry === undefined
      ? undefined
      : waitOf(engine, entry, withPresentNames(retry), names.map(presentName), error)
  if (wait === undefined) engine.scheduler.reject(entry.waiter!, error)
  else engine.ledger.backOff(entry, wait(shareOf(entry, engine.execution('the wait before a retry').runId)))
}

/** A recorded policy, with former spellings of classes and codes replaced by the current ones. */
function withPresentNames(retry: RetryData): RetryData {
  const { nonRetryable, on } = retry
  return {
    ...retry,
    nonRetryable: nonRetryable.map(presentName),
    ...(on === undefined
      ? {}
      : { on: Object.fromEntries(Object.entries(on).map(([name, pace]) => [presentName(name), pace])) }),
  }
}

/**
 * E6: with a policy of `v: 2`, names also match recorded classes, and a result that can't be serialized is final. If an older
 * decider has already begun the wait, the wait counts: deciders of both versions may run at the same time.
 */
function waitOf(
  engine: Engine,
  entry: Entry,
  retry: RetryData,
  names: readonly string[],
  error: Error,
): ((share: number) => number) | undefined {
  const { attempt } = entry
  if (retry.v !== 2) return retryWait(retry, attempt, names)
  const { cause } = error
  const wait = isOfPayload(cause)
    ? undefined
    : retryWait(retry, attempt, [...names, ...classesInChain(cause)])
  if (wait !== undefined || !engine.markers.timerStarted(retryTimerId(entry))) return wait
  return retryWait(retry, attempt, names)
}

/** Codes for a result that can't be serialized and for an invalid input. Another attempt would fail in the same way. */
const isOfPayload = (cause: unknown): boolean =>
  revivedOf(cause)?.of !== undefined && isReyieldError(cause) && ofPayloads.has(cause.code)

const ofPayloads = new Set<string>(['PAYLOAD_UNSERIALIZABLE', 'PAYLOAD_TOO_LONG', 'INPUT_INVALID'])

/**
 * The policy in force is that of the first recorded attempt, in its `control`. So another policy in the code doesn't break
 * open executions. An activity recorded without a policy isn't retried.
 */
export function recordedPolicy(control: string | undefined): RetryData | undefined {
  if (control === undefined) return undefined
  try {
    return (JSON.parse(control) as { retry?: RetryData } | null)?.retry
  } catch {
    return undefined // another decider's control
  }
}

/** The content of an activity's `control` (see docs/internals/formats.md). */
export const controlOf = (entry: Entry): string | undefined => {
  const retry = entry.attempt === 1 ? (entry.operation as ActivityOperation<unknown>).retry : entry.retry
  return retry === undefined ? undefined : JSON.stringify({ retry })
}

/** How much a wait is shortened, from 0 to 1. A hash, so that it is the same in every replay. */
function shareOf({ id, attempt }: Entry, runId: string): number {
  return createHash('sha256').update(`${runId} ${id} ${attempt}`).digest().readUInt32BE() / 2 ** 32
}
