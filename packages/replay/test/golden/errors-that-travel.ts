import { failureToWire } from '@reyield/data/internal'
import {
  activities,
  ActivityCanceledError,
  CanceledError,
  child,
  ChildCanceledError,
  isReyieldError,
  ReyieldError,
  shield,
  sideEffect,
  workflow,
  type AnyWorkflow,
  type ErrorCode,
} from '@reyield/workflow'

interface Impl {
  step(n: number): Promise<number>
  /** Fails with the failure of that name in `traveled`. */
  failing(name: string): Promise<void>
  canceled(): Promise<void>
  slow(n: number): Promise<void>
}
const { step, failing, canceled, slow } = activities<Impl>({ startToClose: '1m' })

const options = { taskList: 'helpers', executionStartToClose: '1h' } as const
/** Fails as activity `failing` does. */
export const failingHelper = workflow({ name: 'failing-helper', ...options }, function* (_: string) {})
export const canceledHelper = workflow({ name: 'canceled-helper', ...options }, function* (_: string) {})

/**
 * Every code that Reyield wrote when the history was recorded, in the order in which the failure `every code` has them. A code that
 * is renamed gets its new spelling here: what history says in the old one must be known by the new one.
 */
const codes: readonly ErrorCode[] = [
  'DEFINITION_INVALID',
  'DEFINITION_DUPLICATE',
  'DURATION_INVALID',
  'TIMEOUT_MISSING',
  'TASK_LIST_MISSING',
  'COMPOSITE_EMPTY',
  'PAYLOAD_UNSERIALIZABLE',
  'PAYLOAD_UNREADABLE',
  'PAYLOAD_TOO_LONG',
  'INPUT_INVALID',
  'SCHEMA_UNUSABLE',
  'ACTIVITY_FAILED',
  'ACTIVITY_TIMED_OUT',
  'ACTIVITY_CANCELED',
  'ACTIVITY_NOT_SCHEDULED',
  'TIMER_NOT_STARTED',
  'CANCELED',
  'TIMED_OUT',
  'MAP_FAILED',
  'HISTORY_BUDGET_EXCEEDED',
  'FORK_ENDED',
  'UNDO_FAILED',
  'CHILD_FAILED',
  'CHILD_CANCELED',
  'CHILD_TIMED_OUT',
  'CHILD_TERMINATED',
  'CHILD_NOT_STARTED',
  'EXTERNAL_SIGNAL_FAILED',
  'EXTERNAL_CANCEL_FAILED',
  'LAMBDA_FAILED',
  'LAMBDA_TIMED_OUT',
  'LAMBDA_NOT_STARTED',
  'CONTINUE_AS_NEW_MISPLACED',
  'ID_IN_USE',
  'YIELD_INVALID',
  'NON_DETERMINISM',
  'CACHE_STALE',
  'WORKFLOW_STUCK',
  'WORKFLOW_RUNAWAY',
  'WORKFLOW_BLOCKED',
  'GENERATOR_REUSED',
  'WORKFLOW_HELD',
  'OPERATION_NEVER_YIELDED',
  'NONDETERMINISTIC_CALL',
  'CLEAN_UP_REFUSED',
  'MARKER_REFUSED',
  'TYPE_UNREGISTERED',
  'ERROR_UNCAUGHT',
  'RUN_ID_MISSING',
  'HISTORY_INVALID',
  'ENDPOINT_UNREACHABLE',
  'DOMAIN_UNKNOWN',
  'TYPE_UNKNOWN',
  'TYPE_DEPRECATED',
  'EXECUTION_ALREADY_STARTED',
  'WORKFLOW_FAILED',
  'WORKFLOW_CANCELED',
  'WORKFLOW_TERMINATED',
  'WORKFLOW_TIMED_OUT',
  'WORKFLOW_CONTINUED_AS_NEW',
  'EXECUTION_UNKNOWN',
  'CALL_TIMED_OUT',
  'OPTION_INVALID',
  'WATCHDOG_FOLDER_UNSAFE',
  'REPLAY_FAILED',
  'HISTORY_IMPOSSIBLE',
  'HISTORY_UNDECIDED',
  'REPLAYS_INCONSISTENT',
  'MOCK_MISSING',
  'MOCK_HANGING',
  'STEP_IMPOSSIBLE',
  'SIGNAL_UNKNOWN',
  'RUN_STUCK',
  'RUN_ENDLESS',
  'LOOP_UNKNOWN',
  'LOOP_TOO_SHORT',
  'CRASH_NOT_TOLERATED',
  'DEPLOYMENT_INCOMPATIBLE',
  'SCENARIO_FAILED',
]

/** Without the stack: it would have the lines of this file. */
function bare<E extends Error>(error: E): E {
  return Object.defineProperty(error, 'stack', { value: '', configurable: true, writable: true })
}

const activity = { activityId: '1', name: 'step', version: '1.0', attempt: 1 }
const helper = { name: 'helper', version: '1.0', workflowId: 'helper', runId: undefined }

/** What activities and children failed with, as it was written when the histories were recorded: there its spelling stays. */
export const traveled: Readonly<Record<string, { readonly reason: string; readonly details: string }>> = {
  'a request': failureToWire(bare(new CanceledError())),
  'an activity': failureToWire(bare(new ActivityCanceledError(activity))),
  'a child': failureToWire(
    bare(
      Object.assign(new ChildCanceledError(helper), {
        cause: bare(new Error('between', { cause: bare(new CanceledError()) })),
      }),
    ),
  ),
  'every code': failureToWire(
    bare(
      new AggregateError(
        codes.map(code => bare(new ReyieldError(code, 'recorded'))),
        'recorded',
      ),
    ),
  ),
}

/** Records an error in a marker: what the program gets back is read from it. */
const noted = (error: unknown) =>
  sideEffect((): never => {
    throw bare(error as Error)
  })

const causeOf = (error: unknown) => (error as Error).cause

/** Programs that depend on the codes and class names of recorded errors. */
export const errorsThatTravel: Readonly<Record<string, AnyWorkflow>> = {
  'codes-read': workflow({ name: 'codes-read' }, async function* () {
    let known: readonly string[] = []
    try {
      yield* failing('every code')
    } catch (error) {
      const { errors } = causeOf(error) as AggregateError
      known = codes.map((code, at) => (isReyieldError(errors[at], code) ? 'known' : 'unknown'))
    }
    return known
  }),
  'cancels-read': workflow({ name: 'cancels-read' }, async function* () {
    const seen: boolean[] = []
    try {
      yield* failing('a request')
    } catch (error) {
      seen.push(isReyieldError(causeOf(error), 'CANCELED'))
    }
    try {
      yield* child(failingHelper, 'a child')
    } catch (error) {
      const cause = causeOf(error)
      seen.push(isReyieldError(cause, 'CHILD_CANCELED'))
      seen.push(isReyieldError(causeOf(causeOf(cause)), 'CANCELED'))
    }
    return yield* step.with({ id: seen.every(Boolean) ? 'all-known' : 'unknown' })(1)
  }),
  'cancels-marked': workflow({ name: 'cancels-marked' }, async function* () {
    const seen: boolean[] = []
    const look = async function* (error: unknown, code: ErrorCode) {
      seen.push(isReyieldError(error, code))
      try {
        yield* noted(error)
      } catch (read) {
        seen.push(isReyieldError(read, code))
      }
      yield* shield(step.with({ id: seen.every(Boolean) ? `known-${seen.length}` : 'unknown' })(1))
    }
    try {
      yield* canceled()
    } catch (error) {
      yield* look(error, 'ACTIVITY_CANCELED')
    }
    try {
      yield* child(canceledHelper, '')
    } catch (error) {
      yield* look(error, 'CHILD_CANCELED')
    }
    try {
      yield* slow(1)
    } catch (error) {
      yield* look(error, 'CANCELED')
      throw bare(new Error('given up', { cause: bare(error as Error) }))
    }
    return undefined
  }),
  'cancels-retried': workflow({ name: 'cancels-retried' }, async function* () {
    const retries = {
      class: { maximumAttempts: 3, nonRetryable: ['CancelledError'] },
      code: { maximumAttempts: 3, nonRetryable: ['ACTIVITY_CANCELLED'] },
      rule: { maximumAttempts: 3, initialInterval: '1h', on: { CHILD_CANCELLED: { initialInterval: '5s' } } },
    } as const
    const tries: readonly (readonly [keyof typeof retries, string])[] = [
      ['class', 'a request'],
      ['code', 'an activity'],
      ['rule', 'a child'],
    ]
    for (const [by, failure] of tries) {
      try {
        yield* failing.with({ id: by, retry: retries[by] })(failure)
      } catch {
        yield* step.with({ id: `after-${by}` })(1)
      }
    }
    return undefined
  }),
  stopped: workflow({ name: 'stopped' }, async function* () {
    try {
      yield* slow(1)
    } catch (error) {
      yield* shield(step.with({ id: isReyieldError(error, 'CANCELED') ? 'asked' : 'failed' })(1))
      throw error
    }
    return undefined
  }),
}
