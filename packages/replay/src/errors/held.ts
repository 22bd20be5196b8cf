import { isBug, ReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { programStack } from '../decisions/stack.ts'

/**
 * A workflow ended with an error that only new code can mend (rule E1), or with one for which its `workflowErrors` says
 * `hold`: its execution isn't closed. `cause` is the error.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WORKFLOW_HELD')) console.error(error.cause)
 * ```
 */
export class WorkflowHeldError extends ReyieldError<'WORKFLOW_HELD'> {
  constructor(workflow: string, cause: unknown, at: string) {
    super(
      'WORKFLOW_HELD',
      `Workflow '${workflow}' ended with a bug: ${String(cause)}${at === '' ? '' : ` (${at})`}. Its execution stays open: deploy ` +
        `code that doesn't fail there, or set workflowErrors: 'fail' at the workflow if it is to be closed as FAILED`,
      { cause },
    )
  }
}

/** @throws WorkflowHeldError (WORKFLOW_HELD) for an error with which the execution isn't to be closed (E1, E2) */
export function holdBug(error: unknown, { definition }: { readonly definition: AnyWorkflow }): void {
  if (holds(error, definition)) throw new WorkflowHeldError(definition.name, error, lineOf(error))
}

/** Whether an execution isn't to be closed with an error. */
export function holds(error: unknown, { workflowErrors }: AnyWorkflow): boolean {
  if (workflowErrors === 'fail') return false
  return workflowErrors === 'hold' ? isBug(error) : workflowErrors(error) === 'hold'
}

/** The innermost line of the program in the stack of an error. */
function lineOf(error: unknown): string {
  const { stack } = (error ?? {}) as { stack?: unknown }
  if (typeof stack !== 'string') return ''
  const line = programStack(stack)
    .split('\n')
    .find(one => /^\s+at /.test(one))
  return line?.trim().replace(/^at (async )?/, '') ?? ''
}
