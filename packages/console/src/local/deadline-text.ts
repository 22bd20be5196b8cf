import type { LocalDeadline } from './controls.ts'

/** What will happen next, in words. */
export function deadlineText({ kind, id, workflowId, running }: LocalDeadline): string {
  switch (kind) {
    case 'timer':
      return id === '~retry' ? `the next try to decide ${workflowId}` : `timer ${id} of ${workflowId}`
    case 'execution':
      return `the timeout of ${workflowId} as a whole`
    case 'decision':
      return `the timeout of a decision task of ${workflowId}${running ? ', which a worker has' : ''}`
    case 'activity':
      return `a timeout of activity ${id} of ${workflowId}${running ? ', which a worker is running' : ''}`
    case 'lambda':
      return `the timeout of Lambda function ${id} of ${workflowId}`
  }
}
