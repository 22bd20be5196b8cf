import { ReyieldError } from '@reyield/workflow'
import { isCoroutine } from '@reyield/workflow/internal'

/**
 * The workflow awaited something that isn't an operation. This is detected as soon as the microtasks have drained after a step
 * (rule P1): by then every operation's result has been used, so the awaited promise comes from outside.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WORKFLOW_STUCK')) console.error(error.message)
 * ```
 */
export class StuckWorkflowError extends ReyieldError<'WORKFLOW_STUCK'> {
  static {
    this.prototype.name = 'StuckWorkflowError'
  }
  readonly coroutine: string
  /** The source line that awaits it, if a second replay has found it. */
  readonly at: string | undefined
  constructor(workflow: string, coroutine: string, after: string, at?: string) {
    super(
      'WORKFLOW_STUCK',
      `Workflow '${workflow}'${where(coroutine)} awaits something that isn't an operation, ${after}${at === undefined ? '' : ` (at ${at})`}. A workflow may only wait with ` +
        `yield*: use sleep() for timers, and activities for calls to the outside world (fetch, files, databases)`,
    )
    this.coroutine = coroutine
    this.at = at
  }
}

/**
 * The program asked for very many operations without waiting for an event in between (rule C13).
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WORKFLOW_RUNAWAY')) console.error(error.message)
 * ```
 */
export class RunawayWorkflowError extends ReyieldError<'WORKFLOW_RUNAWAY'> {
  static {
    this.prototype.name = 'RunawayWorkflowError'
  }
  constructor(workflow: string, coroutine: string, count: number, what = 'operations') {
    super(
      'WORKFLOW_RUNAWAY',
      `Workflow '${workflow}'${where(coroutine)} asked for more than ${count} ${what} without waiting for an event. ` +
        `Look for a loop that catches every error and continues`,
    )
  }
}

/**
 * An operation was created, and then forgotten, awaited or returned instead of being yielded (rule P4).
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'OPERATION_NEVER_YIELDED')) console.error(error.message)
 * ```
 */
export class OperationNeverYieldedError extends ReyieldError<'OPERATION_NEVER_YIELDED'> {
  static {
    this.prototype.name = 'OperationNeverYieldedError'
  }
  readonly operations: readonly string[]
  constructor(workflow: string, coroutine: string, operations: readonly string[]) {
    super(
      'OPERATION_NEVER_YIELDED',
      `Workflow '${workflow}'${where(coroutine)} created ${operations.join(', ')} and never yielded it, so it didn't run. ` +
        `Write 'yield* ' before the call: neither await nor return passes an operation to the engine`,
    )
    this.operations = operations
  }
}

/**
 * The engine was passed a generator object that had already run (rule C15). It can run only once, and would end at once
 * without a result. Thrown in the open episode only, so that executions in which older code did this continue.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'GENERATOR_REUSED')) console.error(error.message)
 * ```
 */
export class ReusedGeneratorError extends ReyieldError<'GENERATOR_REUSED'> {
  static {
    this.prototype.name = 'ReusedGeneratorError'
  }
  readonly coroutine: string
  constructor(workflow: string, coroutine: string) {
    super(
      'GENERATOR_REUSED',
      `Workflow '${workflow}'${where(coroutine)} runs a generator object that has already run. It can run only once: call the ` +
        `function again for each use. Write retry(() => pay(order)), not const step = pay(order); retry(() => step)`,
    )
    this.coroutine = coroutine
  }
}

/**
 * The program yielded a value that the engine can't carry out. Thrown into the program (rule C13).
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'YIELD_INVALID')) console.error(error.message)
 * ```
 */
export class InvalidYieldError extends ReyieldError<'YIELD_INVALID'> {
  static {
    this.prototype.name = 'InvalidYieldError'
  }
  constructor(value: unknown) {
    super(
      'YIELD_INVALID',
      isCoroutine(value)
        ? "A workflow yielded a generator, so none of it ran. Write 'yield* ' instead of 'yield ' before the call"
        : `A workflow yielded ${typeof value === 'object' && value !== null ? 'an object' : `a value of type ${typeof value}`} ` +
            `that isn't an operation. Yield what sleep(), all(…) or an activity of activities() returns, and wait for a generator with yield*`,
    )
  }
}

const where = (coroutine: string) => (coroutine === '' ? '' : ` (branch ${coroutine})`)
