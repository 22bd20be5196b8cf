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

/** Something that is tried again when it fails, as data. */
export interface RetryOperation<T> extends Operation<T> {
  readonly kind: 'retry'
  readonly count: 1
  readonly start: () => Branch
}

/**
 * Does something, and does it again when it fails, by a policy like that of an activity. The first argument is called for
 * each attempt (with its number, from 1) and gives an operation or a generator. Waits are durable timers. A cancel request
 * and the end of the branch pass at once. The policy in force is that of the code: for one activity, its own `retry` option
 * is better, as it needs fewer events and keeps its policy through deployments.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID); into the workflow: the
 * last attempt's error
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
      'retry(…) needs a function that makes each attempt: retry(() => charge(order), policy)',
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

/** The patch that stands for matching by class: an execution in which an older version has waited goes on as it did. */
const byClass = '~retry-by-class'

/**
 * The classes by which the policy judges this error otherwise than by its names (rule E6). The policy isn't recorded, and the
 * history may say that an older version has waited. So a marker records that classes count: once an execution, and only
 * where they change something.
 */
function* decidingClasses(policy: RetryData, names: readonly string[], error: unknown) {
  const classes = classesThatDecide(policy, names, classesInChain(error))
  return classes.length > 0 && (yield* patched(byClass)) ? classes : []
}

mark('run', attempts)
mark('run', decidingClasses)
mark('call', retry)
