import { ReyieldError, type AnyWorkflow } from '@reyield/workflow'
import { isBug, userStack } from '@reyield/workflow/internal'
import { inShort } from './in-short.ts'

/**
 * A workflow ended with an error that only new code can fix (rule E1), or with one for which its `workflowErrors` returns
 * `hold`. Its execution stays open. `cause` is the error. This message contains the class and the line of the error. The error's own
 * message may quote a payload, so it is included only if `logPayloads` is set.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WORKFLOW_HELD')) console.error(error.cause)
 * ```
 */
export class WorkflowHeldError extends ReyieldError<'WORKFLOW_HELD'> {
  static {
    this.prototype.name = 'WorkflowHeldError'
  }
  constructor(workflow: string, cause: unknown, at: string, logPayloads = false) {
    super(
      'WORKFLOW_HELD',
      `Workflow '${workflow}' ended with a bug: ${inShort(cause, logPayloads)}${at === '' ? '' : ` (${at})`}. Its execution stays open: deploy ` +
        `code that doesn't fail there, or declare the workflow with workflowErrors: 'fail' to close such executions as FAILED`,
      { cause },
    )
  }
}

/** @throws WorkflowHeldError (WORKFLOW_HELD) for an error that must not close the execution (E1, E2) */
export function holdBug(
  error: unknown,
  { definition, logPayloads }: { readonly definition: AnyWorkflow; readonly logPayloads: boolean },
): void {
  if (!holds(error, definition)) return
  throw new WorkflowHeldError(definition.name, error, lineOf(error), logPayloads)
}

/** Whether an execution stays open after an error. */
export function holds(error: unknown, { workflowErrors }: AnyWorkflow): boolean {
  if (workflowErrors === 'fail') return false
  return workflowErrors === 'hold' ? isBug(error) : workflowErrors(error) === 'hold'
}

/** The innermost line of the program in an error's stack. */
function lineOf(error: unknown): string {
  const stack = stackOf(error)
  if (stack === undefined) return ''
  const line = userStack(stack)
    .split('\n')
    .find(one => /^\s+at /.test(one))
  return line?.trim().replace(/^at (async )?/, '') ?? ''
}

function stackOf(error: unknown): string | undefined {
  try {
    const { stack } = (error ?? {}) as { stack?: unknown }
    return typeof stack === 'string' ? stack : undefined
  } catch {
    return undefined
  }
}
