import { mark } from './stacks/marks.ts'
import { toSeconds, type Duration, type Timeout } from './duration.ts'
import { InvalidDefinitionError } from './errors/definition.ts'
import { wrongValue } from './errors/printed.ts'
import { checkName } from './checks/names.ts'
import type { AnyFunction, Checked, Refused } from './types/refused.ts'
import { checkSchema, type AnySchema, type CheckingSchema, type SchemaValue } from './schema/schema.ts'
import type { Serializer } from './serializer.ts'

/** What happens to open children when an execution closes; SWF's words. */
export type ChildPolicy = 'TERMINATE' | 'REQUEST_CANCEL' | 'ABANDON'

/** How a workflow is declared; SWF's names without the word Timeout. */
export interface WorkflowOptions {
  /** Name of the workflow type. */
  name: string
  /** Version of the workflow type. Default `'1.0'`. */
  version?: string
  /** The task list that its deciders poll. Default: none, then it must be given at the start. */
  taskList?: string
  /** How long an execution may take, at most one year. Default: none, then it must be given at the start. */
  executionStartToClose?: Duration
  /** How long a decider may think about one decision task before SWF gives it to another. Default 10 seconds. */
  taskStartToClose?: Timeout
  /** What happens to open children when an execution closes. Default `TERMINATE`. */
  childPolicy?: ChildPolicy
  /** Shown by SWF's consoles; up to 1,024 characters. */
  description?: string
  /** How input and result are written. Default: the serializer of the worker and the client (superjson). */
  serializer?: Serializer
  /**
   * What becomes of an execution whose workflow ends with an error. `hold` (default): with a bug (a native TypeError or
   * ReferenceError, a stack overflow, or Reyield's own programming errors such as DURATION_INVALID) it is not closed, but
   * waits for a fixed deployment; with any other error it fails. `fail`: it always fails. A function decides for each
   * error; an error that it throws itself holds the execution.
   */
  workflowErrors?: WorkflowErrors
  /** Ids of `patched(…)` calls that were removed from the code, while histories with their markers are still open. */
  retired?: readonly string[]
}

/** How a workflow declares what its input must be. */
export interface InputSchema<S> {
  /**
   * A schema of the input (zod, valibot, arktype, or another library that follows Standard Schema); the type of the program's
   * parameter is inferred from it. It checks the input as it is recorded and never changes it: its input and output types must
   * be the same, and it must answer at once. A client refuses to start an execution with an invalid input, and so does a
   * workflow that starts it as a child or continues as new (INPUT_INVALID). An execution that somebody else has started with one
   * fails with INPUT_INVALID before the program runs, whatever `workflowErrors` says. What was accepted once stays accepted:
   * another schema in a later deployment changes nothing for open executions.
   */
  readonly input?: S
}

/** What becomes of an execution whose workflow ends with an error; see {@link WorkflowOptions.workflowErrors}. */
export type WorkflowErrors = 'hold' | 'fail' | ((error: unknown) => 'hold' | 'fail')

/**
 * A workflow as its deciders and clients know it. Durations are SWF's seconds already. `Input` and `Result` are only
 * known to the compiler.
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
  /** What an input must be; see the option `input` of `workflow`. */
  readonly input: AnySchema | undefined
  readonly retired: readonly string[]
  readonly workflowErrors: WorkflowErrors
  readonly run: (input: Input) => WorkflowRun<Result>
}

/** A running program: it yields operations, and what it returns is the execution's result. */
export type WorkflowRun<Result> =
  | Generator<unknown, Result, unknown>
  | AsyncGenerator<unknown, Result, unknown>

/** What `start`, `decide` and a decider take: any workflow, whatever its types. */
export type AnyWorkflow = WorkflowDefinition<never, unknown>

/**
 * Why a program can't be a workflow; `unknown` if it can. It only refuses: what is inferred comes from the signature beside
 * it, so TypeScript infers the same from 5.4 on. A generic program is typed by its constraints.
 */
type CheckedProgram<F> = [F] extends [AnyFunction]
  ? [ReturnType<F>] extends [WorkflowRun<unknown>]
    ? Checked<F, never, unknown>
    : Refused<'a workflow is a generator function: write async function* or function*'>
  : unknown

/** What a program may take: what its schema says, else anything. */
type ArgsOf<S extends AnySchema> = [S] extends [never] ? unknown[] : [input: SchemaValue<S>]

type InputOf<Args extends readonly unknown[]> = Args['length'] extends 0 ? void : Args[0]

/**
 * Declares a workflow: an (async) generator function of one input. It asks for everything by yielding operations, and is
 * run again from the start, against the execution's history, at every decision task; so it must not look at clocks,
 * random numbers or the network by itself.
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

/** Gives the policy back; throws InvalidDefinitionError for what is none of SWF's. */
export function checkChildPolicy(childPolicy: ChildPolicy, what: string): ChildPolicy {
  if (childPolicies.includes(childPolicy)) return childPolicy
  throw new InvalidDefinitionError(
    `The childPolicy of ${what} is ${wrongValue(childPolicy)}: expected ${childPolicies.join(', ')}`,
  )
}

const childPolicies: readonly ChildPolicy[] = ['TERMINATE', 'REQUEST_CANCEL', 'ABANDON']
const oneYear = 31_536_000

/**
 * The seconds of an execution's timeout: no `NONE`, at most one year (Amazon SWF API reference, StartWorkflowExecution).
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
