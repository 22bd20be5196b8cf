import { mark } from './stacks/marks.ts'
import { toSeconds, type Duration, type Timeout } from './duration.ts'
import { InvalidDefinitionError } from './errors/definition.ts'
import { wrongValue } from './errors/printed.ts'
import { checkName } from './checks/names.ts'
import type { AnyFunction, Checked, Refused } from './types/refused.ts'
import { checkSchema, type AnySchema, type CheckingSchema, type SchemaValue } from './schema/schema.ts'
import type { Serializer } from './serializer.ts'

/** What SWF does with open child executions when an execution closes, in SWF's own words. */
export type ChildPolicy = 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON'

/**
 * The options of `workflow`. Timeouts have SWF's names without the word Timeout.
 *
 * @example
 * ```ts
 * const order = workflow(
 *   { name: 'order', version: '2.0', taskList: 'orders', executionStartToClose: '30 days', childPolicy: 'REQUEST_CANCEL' },
 *   async function* (id: string) {
 *     return yield* charge(id)
 *   },
 * )
 * ```
 */
export interface WorkflowOptions {
  /** Name of the workflow type. */
  name: string
  /** Version of the workflow type. Default `'1.0'`. */
  version?: string
  /** The task list that its deciders poll. Default none: whoever starts an execution must then name one. */
  taskList?: string
  /** The longest time an execution may take, at most one year. Default none: whoever starts an execution must then set it. */
  executionStartToClose?: Duration
  /** The longest time a decider may take for one decision task; SWF then schedules the task again. Default 10 seconds. */
  taskStartToClose?: Timeout
  /** What happens to open children when an execution closes. Default `TERMINATE`. */
  childPolicy?: ChildPolicy
  /** A text that the SWF console shows, up to 1,024 characters. Default none. */
  description?: string
  /** How input and result are written. Default: the serializer of the worker and of the client, which is superjson by default. */
  serializer?: Serializer
  /**
   * What happens to an execution whose workflow ends with an error.
   *
   * - `hold` (default): if the error is a bug, the execution isn't closed but waits for a fixed deployment. Bugs are a native
   *   TypeError or ReferenceError, a stack overflow, and Reyield's own programming errors such as DURATION_INVALID. With any
   *   other error the execution fails.
   * - `fail`: the execution always fails.
   * - A function decides for each error. If the function itself throws, the execution is held.
   */
  workflowErrors?: WorkflowErrors
  /** The ids of `patched(…)` calls that were removed from the code, while executions with their markers are still open. Default none. */
  retired?: readonly string[]
}

/** The option of `workflow` that declares the input. */
export interface InputSchema<S> {
  /**
   * A schema of the input: of zod, valibot, arktype, or another library that follows Standard Schema. TypeScript infers the type
   * of the program's parameter from it.
   *
   * The schema checks the input as it is recorded and never changes it. Its input and output types must therefore be the same,
   * and it must validate synchronously. Clients, parents and `continueAsNew` throw INPUT_INVALID instead of sending an invalid
   * input. If another program starts an execution with an invalid input, the execution fails with INPUT_INVALID before the
   * workflow runs, whatever `workflowErrors` says. Open executions keep an input that was accepted once, also if a later
   * deployment has another schema.
   */
  readonly input?: S
}

/** What happens to an execution whose workflow ends with an error; see {@link WorkflowOptions.workflowErrors}. */
export type WorkflowErrors = 'hold' | 'fail' | ((error: unknown) => 'hold' | 'fail')

/**
 * A declared workflow, as `workflow` returns it and workers and clients take it. Durations are in whole seconds, as the strings
 * that SWF takes. `Input` and `Result` exist for the compiler only.
 */
export interface WorkflowDefinition<Input = never, Result = unknown> {
  readonly name: string
  readonly version: string
  readonly taskList: string | undefined
  readonly executionStartToClose: string | undefined
  readonly taskStartToClose: string
  readonly childPolicy: ChildPolicy
  readonly description: string | undefined
  readonly serializer: Serializer | undefined
  /** The schema of the input; see the option `input` of `workflow`. */
  readonly input: AnySchema | undefined
  readonly retired: readonly string[]
  readonly workflowErrors: WorkflowErrors
  readonly run: (input: Input) => WorkflowRun<Result>
}

/** The generator of a running workflow. It yields operations, and its return value is the execution's result. */
export type WorkflowRun<Result> =
  | Generator<unknown, Result, unknown>
  | AsyncGenerator<unknown, Result, unknown>

/** Any workflow, whatever its types: the type of parameters that accept all workflows. */
export type AnyWorkflow = WorkflowDefinition<never, unknown>

/**
 * The reason why a program can't be a workflow; `unknown` if it can be one. It takes no part in type inference, so all versions of
 * TypeScript from 5.4 on infer the same types. A generic program is typed by its constraints.
 */
type CheckedProgram<F> = [F] extends [AnyFunction]
  ? [ReturnType<F>] extends [WorkflowRun<unknown>]
    ? Checked<F, never, unknown>
    : Refused<'a workflow is a generator function: write async function* or function*'>
  : unknown

/** The parameters that a program may have: the type of its schema, else any. */
type ArgsOf<S extends AnySchema> = [S] extends [never] ? unknown[] : [input: SchemaValue<S>]

type InputOf<Args extends readonly unknown[]> = Args['length'] extends 0 ? void : Args[0]

/**
 * Declares a workflow. The program is a generator function, async or not, of at most one input. It yields operations for
 * everything it needs. A worker runs it again from its start at every decision task, against the execution's history. So the
 * program itself must not read the clock, draw random numbers or use the network: `now`, `random` and activities do that.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID)
 * @example
 * ```ts
 * export const order = workflow(
 *   { name: 'order', taskList: 'orders', executionStartToClose: '7 days' },
 *   async function* (order: Order) {
 *     const receipt = yield* charge(order)
 *     return yield* ship(receipt)
 *   },
 * )
 * ```
 */
export function workflow<Args extends ArgsOf<S>, Result, F, S extends AnySchema = never>(
  options: WorkflowOptions & InputSchema<S & CheckingSchema<S>>,
  program: ((...args: Args) => WorkflowRun<Result>) & F & CheckedProgram<F>,
): WorkflowDefinition<[S] extends [never] ? InputOf<Args> : SchemaValue<S>, Result> {
  const {
    name,
    taskList,
    executionStartToClose,
    taskStartToClose = '10s',
    childPolicy = 'TERMINATE',
    description,
  } = options
  checkName(name, "The workflow's name")
  const version = checkName(options.version ?? '1.0', `The version of workflow '${name}'`, 64)
  if (taskList !== undefined) checkName(taskList, `The task list of workflow '${name}'`)
  checkChildPolicy(childPolicy, `workflow '${name}'`)
  const { workflowErrors = 'hold' } = options
  if (workflowErrors !== 'hold' && workflowErrors !== 'fail' && typeof workflowErrors !== 'function') {
    throw new InvalidDefinitionError(
      `workflowErrors of workflow '${name}' is ${wrongValue(workflowErrors)}: expected 'hold', 'fail' or a function of the error`,
    )
  }
  if (typeof program !== 'function') {
    throw new InvalidDefinitionError(
      `Workflow '${name}' has no program: pass a generator function as the second argument`,
    )
  }
  return Object.freeze({
    name,
    version,
    taskList,
    executionStartToClose:
      executionStartToClose === undefined
        ? undefined
        : executionSeconds(executionStartToClose, `executionStartToClose of workflow '${name}'`),
    taskStartToClose: toSeconds(taskStartToClose, `taskStartToClose of workflow '${name}'`),
    childPolicy,
    description,
    serializer: options.serializer,
    input: checkSchema(options.input, `The input of workflow '${name}'`),
    retired: Object.freeze([...(options.retired ?? [])]),
    workflowErrors,
    run: program as never,
  })
}

/** Returns the policy. Throws InvalidDefinitionError if SWF has no such policy. */
export function checkChildPolicy(childPolicy: ChildPolicy, what: string): ChildPolicy {
  if (childPolicies.includes(childPolicy)) return childPolicy
  throw new InvalidDefinitionError(
    `The childPolicy of ${what} is ${wrongValue(childPolicy)}: expected ${childPolicies.join(', ')}`,
  )
}

const childPolicies: readonly ChildPolicy[] = ['TERMINATE', 'REQUEST_CANCEL', 'ABANDON']
const oneYear = 31_536_000

/**
 * Converts an execution's timeout to SWF's seconds. SWF allows at most one year, and not `NONE` (Amazon SWF API reference,
 * StartWorkflowExecution).
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID)
 * @example
 * ```ts
 * executionSeconds('1h', 'executionStartToClose') // '3600'
 * ```
 */
export function executionSeconds(duration: Duration, what: string): string {
  const seconds = toSeconds(duration, what)
  if (Number(seconds) <= oneYear) return seconds // 'NONE' is NaN
  throw new InvalidDefinitionError(
    `${what} is ${duration}: SWF allows at most one year (365 days), and not NONE`,
  )
}

mark('call', workflow)
