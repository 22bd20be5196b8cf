import type { Context } from '../context.ts'
import type { Execution } from '../state/execution.ts'
import { continued } from '../history/history-draft.ts'

/** Terminates an execution whose history has reached the maximum length (swf-semantics.md §9.1). */
export function terminateOverlong({ execution }: { readonly execution: Execution }, { now }: Context) {
  const draft = continued(execution, now)
  draft.write('WorkflowExecutionTerminated', {
    childPolicy: execution.configuration.childPolicy,
    cause: 'EVENT_LIMIT_EXCEEDED',
  })
  return draft.draft('execution-terminated')
}
