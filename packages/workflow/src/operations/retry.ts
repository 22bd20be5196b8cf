import { mark } from '../stacks/marks.ts'
import { driving } from '../running/driven.ts'
import { isEnded } from '../running/ended.ts'
import { operation, type Operation } from '../operation.ts'
import {
  classesInChain,
  classesThatDecide,
  namesOf,
  retryData,
  retryWait,
  type RetryData,
  type RetryPolicy,
} from '../retry/policy.ts'
import { asBranch, type Branch, type BranchResult } from './branches.ts'
import { patched } from './patched.ts'
import { random } from './random.ts'
import { sleep } from './timer.ts'

/** The operation that `retry` returns. */
export interface RetryOperation<T> extends Operation<T> {
  readonly kind: 'retry'
  readonly count: 1
  readonly start: () => Branch
}

/**
 * Runs something and retries it when it fails, by a policy like that of an activity. The function is called for each attempt, with
 * its number from 1, and returns an operation or a generator. Waits are durable timers. Cancel requests aren't retried, and
 * neither is a branch that is ended.
 *
 * The policy isn't recorded: a new deployment may change it. To retry a single activity, use the activity's own option `retry`,
 * which needs fewer events and keeps its policy.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID); at its `yield*` the error of the
 * last attempt
 * @example
 * ```ts
 * const ticket = yield* retry(() => reserveAndPay(trip), { maximumAttempts: 3, initialInterval: '10s' })
 * ```
 */
export function retry<const B extends Branch>(
  attempt: (attempt: number) => B,
  policy: RetryPolicy,
): RetryOperation<BranchResult<B>> {
  if (typeof attempt !== 'function') {
    throw new TypeError(
      'retry(…) needs a function that returns each attempt: retry(() => charge(order), policy)',
    )
  }
  const data = retryData(policy, 'retry(…)')
  return operation<BranchResult<B>, { kind: 'retry'; count: 1; start: () => Branch }>({
    kind: 'retry',
    count: 1,
    start: () => attempts(attempt, data),
  })
}

async function* attempts(make: (attempt: number) => Branch, policy: RetryData) {
  for (let attempt = 1; ; attempt++) {
    try {
      return yield* driving(asBranch(make(attempt), 'the function of retry(…)'))
    } catch (error) {
      const names = namesOf(error)
      if (isEnded(error) || names.includes('CANCELED')) throw error // also as the cause of a failed undo step
      const wait = retryWait(policy, attempt, [...names, ...(yield* decidingClasses(policy, names, error))])
      if (wait === undefined) throw error
      yield* sleep(wait(yield* random()))
    }
  }
}

/** The id of the patch that introduced matching by class. An execution in which an older version has waited goes on as before. */
const byClass = '~retry-by-class'

/**
 * The classes that change what the policy does about this error (rule E6). The policy isn't recorded, and an older version, which
 * compared names only, may already have waited in this history. So a marker records that classes count: once in an execution,
 * and only where they change something.
 */
function* decidingClasses(policy: RetryData, names: readonly string[], error: unknown) {
  const classes = classesThatDecide(policy, names, classesInChain(error))
  return classes.length > 0 && (yield* patched(byClass)) ? classes : []
}

mark('run', attempts)
mark('run', decidingClasses)
mark('call', retry)
