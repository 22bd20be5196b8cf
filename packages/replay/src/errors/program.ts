import { ReyieldError } from '@reyield/workflow'
import { isCoroutine } from '@reyield/workflow/internal'

/**
 * The workflow awaited something that is no operation. It's told as soon as the microtasks have drained after a step
 * (rule P1): by then every operation's answer has been used, so what is awaited comes from outside.
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
  /** The line that awaits it, if a second replay has found it. */
  readonly at: string | undefined
  constructor(workflow: string, coroutine: string, after: string, at?: string) {
    super(
      'WORKFLOW_STUCK',
      `Workflow '${workflow}'${where(coroutine)} awaits something that is no operation, ${after}${at === undefined ? '' : ` (at ${at})`}. A workflow may only wait by ` +
        `yield*: put timers into sleep(), and calls of the outside world (fetch, files, databases) into activities`,
    )
    this.coroutine = coroutine
    this.at = at
  }
}

/**
 * More operations than any sane program asks for, without an event in between (rule C13).
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
      `Workflow '${workflow}'${where(coroutine)} asked for more than ${count} ${what} without waiting for an event: ` +
        `look for a loop that catches every error and goes on`,
    )
  }
}

/**
 * An operation that was made, and forgotten, awaited or returned instead of being yielded (rule P4).
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
      `Workflow '${workflow}'${where(coroutine)} made ${operations.join(', ')} and never yielded it: nothing was done. ` +
        `Write 'yield* ' before the call (await does not hand an operation to the engine, nor does returning it)`,
    )
    this.operations = operations
  }
}

/**
 * A generator object was given to the engine that had already run (rule C15): it can run only once, and would end at once
 * without a result. Told in the open episode only, so what older code has recorded goes on.
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
      `Workflow '${workflow}'${where(coroutine)} runs a generator object again that has already run. It can run only once: call ` +
        `the function again for each use, for instance retry(() => pay(order)), and not: const step = pay(order); retry(() => step)`,
    )
    this.coroutine = coroutine
  }
}

/**
 * A yielded value that the engine can't do. Thrown into the program, as a TypeError (rule C13).
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
        ? "A workflow yielded a generator, so nothing of it ran: write 'yield* ' instead of 'yield ' before the call"
        : `A workflow yielded ${typeof value === 'object' && value !== null ? 'an object' : `a value of type ${typeof value}`} ` +
            `that is no operation: yield what sleep(), all(…) or an activity of activities() gives, and wait for a generator with yield*`,
    )
  }
}

const where = (coroutine: string) => (coroutine === '' ? '' : ` (branch ${coroutine})`)
