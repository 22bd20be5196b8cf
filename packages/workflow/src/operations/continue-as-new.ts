import { mark } from '../stacks/marks.ts'
import { toSeconds, type Duration, type Timeout } from '../duration.ts'
import { checkName } from '../checks/names.ts'
import { operation, type Operation } from '../operation.ts'
import { checkPriority } from '../checks/priority.ts'
import { checkTags } from '../checks/tags.ts'
import { checkChildPolicy, executionSeconds, type ChildPolicy } from '../workflow.ts'

/**
 * What differs in the new run. What isn't given is as in this run: Reyield sends it along, where SWF alone would fall back
 * to the defaults of the registered type and drop the tags (Amazon SWF API reference, ContinueAsNewWorkflowExecution).
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

/** 'Close this run and begin a new one', as data. */
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
 * Closes this run and begins a new one of the same workflow id with a fresh history: for workflows that run for ever, as a
 * history holds 25,000 events at most. Signals that were not received yet, and a cancel request that was not heard, are
 * carried over. Nothing behind it runs but `finally` blocks, whose waiting parts must stand in `shield`. Only the workflow
 * itself may ask for it, no branch, fork or shield, and no clean-up.
 *
 * SWF applies the `childPolicy` to open children at this close as at any other.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID), InvalidDurationError (DURATION_INVALID); into the workflow:
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
