import type { Context } from '../context.ts'
import type { Execution } from '../state/execution.ts'
import { workflowExecution } from '../state/execution.ts'
import { attributesMember } from '../../model/event-attributes.ts'
import { triggered } from '../history/history-draft.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import type { Draft } from '../transaction.ts'
import type { Incoming } from '../state/pending-transition.ts'

/** The close events that are reported to an open parent: all except that of an execution that continued as new. */
type Reported = 'Completed' | 'Failed' | 'Canceled' | 'TimedOut' | 'Terminated'

type Reports = {
  [R in Reported]: (
    closing: EventAttributes[`WorkflowExecution${R}`],
  ) => Omit<EventAttributes[`ChildWorkflowExecution${R}`], keyof Link>
}

interface Link {
  workflowExecution: unknown
  workflowType: unknown
  initiatedEventId: unknown
  startedEventId: unknown
}

/** The attributes that the parent's event copies from the child's. */
const reports: Reports = {
  Completed: ({ result }) => ({ result }),
  Failed: ({ reason, details }) => ({ reason, details }),
  Canceled: ({ details }) => ({ details }),
  TimedOut: ({ timeoutType }) => ({ timeoutType }),
  Terminated: () => ({}),
}

/** Records in the parent's history how its child closed. For a child that continued as new, it's the close of the last run. */
export function reportChildClosed(
  { execution: parent, initiatedEventId, other }: Extract<Incoming, { kind: 'child-closed' }>,
  { now }: Context,
): Draft {
  const { eventType, ...rest } = other.events.at(-1)!
  const reported = eventType.slice('WorkflowExecution'.length) as Reported
  const report = reports[reported] as (closing: unknown) => object
  return triggered('child-closed', parent, now, `ChildWorkflowExecution${reported}`, {
    ...report(rest[attributesMember(eventType)]),
    ...link(parent, initiatedEventId, other),
  })
}

const link = (parent: Execution, initiatedEventId: number, child: Execution) => ({
  workflowExecution: workflowExecution(child),
  workflowType: child.workflowType,
  initiatedEventId,
  startedEventId: parent.children.get(initiatedEventId)!.startedEventId,
})
