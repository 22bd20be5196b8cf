import { mark } from '../stacks/marks.ts'
import { toSeconds, type Duration, type Timeout } from '../duration.ts'
import { checkName } from '../checks/names.ts'
import { operation, type Operation } from '../operation.ts'
import { checkPriority } from '../checks/priority.ts'
import { checkTags } from '../checks/tags.ts'
import { checkChildPolicy, executionSeconds, type ChildPolicy } from '../workflow.ts'

/**
 * What differs in the new run. Every default is the value of this run. Reyield sends these values, because SWF itself would use
 * the defaults of the registered type and drop the tags (Amazon SWF API reference, ContinueAsNewWorkflowExecution).
 *
 * @example
 * ```ts
 * return yield* continueAsNew({ round: round + 1 }, { taskList: 'slow', tags: ['monthly'] })
 * ```
 */
export interface ContinueAsNewOptions {
  /** Another version of the same workflow type. */
  version?: string
  taskList?: string
  executionStartToClose?: Duration
  taskStartToClose?: Timeout
  childPolicy?: ChildPolicy
  tags?: readonly string[]
  priority?: number
  lambdaRole?: string
}

/** The operation that `continueAsNew` returns. */
export interface ContinueAsNewOperation extends Operation<never> {
  readonly kind: 'continueAsNew'
  readonly input: unknown
  readonly version: string | undefined
  readonly taskList: string | undefined
  readonly executionStartToClose: string | undefined
  readonly taskStartToClose: string | undefined
  readonly childPolicy: ChildPolicy | undefined
  readonly tags: readonly string[] | undefined
  readonly priority: string | undefined
  readonly lambdaRole: string | undefined
}

/**
 * Closes this run and begins a new one with the same workflow id and a new history. It's for workflows that run for ever, because
 * a history has at most 25,000 events. The new run gets the signals that weren't received, and a cancel request that the workflow
 * didn't notice. Of the code after it only `finally` blocks run, and what waits there must be in a `shield`. Call it in the
 * workflow itself: not in a branch, a fork, a shield or in clean-up.
 *
 * SWF applies the `childPolicy` to open children, as whenever a run closes.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID); at its `yield*`
 * MisplacedContinueAsNewError (CONTINUE_AS_NEW_MISPLACED)
 * @example
 * ```ts
 * if ((yield* info()).eventsLeft < 5_000) return yield* continueAsNew({ ...state, round: round + 1 })
 * ```
 */
export function continueAsNew(input?: unknown, options: ContinueAsNewOptions = {}): ContinueAsNewOperation {
  const {
    version,
    taskList,
    executionStartToClose,
    taskStartToClose,
    childPolicy,
    tags,
    priority,
    lambdaRole,
  } = options
  const what = 'continueAsNew'
  if (version !== undefined) checkName(version, `The version of ${what}`, 64)
  if (taskList !== undefined) checkName(taskList, `The task list of ${what}`)
  if (childPolicy !== undefined) checkChildPolicy(childPolicy, what)
  return operation<never, Omit<ContinueAsNewOperation, keyof Operation<never>> & { kind: 'continueAsNew' }>({
    kind: 'continueAsNew',
    input,
    version,
    taskList,
    executionStartToClose:
      executionStartToClose === undefined
        ? undefined
        : executionSeconds(executionStartToClose, `executionStartToClose of ${what}`),
    taskStartToClose:
      taskStartToClose === undefined ? undefined : toSeconds(taskStartToClose, `taskStartToClose of ${what}`),
    childPolicy,
    tags: tags === undefined ? undefined : checkTags(tags, what),
    priority: priority === undefined ? undefined : checkPriority(priority, what),
    lambdaRole,
  })
}

mark('call', continueAsNew)
