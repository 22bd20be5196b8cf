import { openCounts } from '../state/execution.ts'
import type { Execution } from '../state/execution.ts'
import type { PendingTransition } from '../state/pending-transition.ts'
import type { ChildPolicy, CloseStatus } from '../../model/generated/types.ts'
import { firstExpiry } from '../state/retention.ts'
import type { State } from '../state/state.ts'
import type { WireEvent } from '../transaction.ts'
import { leaveChildren, reportToParent } from './children.ts'
import { expiryMayCome } from './expired.ts'
import { endFunction } from './lambda-functions.ts'
import { heartbeatObsolete } from './obsolete.ts'

/** What an execution has requested of other executions is done even after it closes. */
const outlives = new Set<PendingTransition['kind']>(['start-child', 'signal-external', 'cancel-external'])

/** Closes an execution. Its open activities, timers and Lambda functions end without events, and their deadlines are removed. */
export function close(
  state: State,
  execution: Execution,
  status: CloseStatus,
  childPolicy: ChildPolicy,
  { eventTimestamp }: WireEvent,
): void {
  execution.closed = {
    status,
    childPolicy,
    timestamp: eventTimestamp,
    seq: state.seq,
    openCounts: openCounts(execution),
  }
  const domain = execution.domain
  domain.open.delete(execution.workflowId)
  domain.closed.add(execution)
  expiryMayCome(state, firstExpiry(domain, state.limits))
  state.deadlines.remove(execution.deadline)
  for (const task of [execution.queued, execution.started]) {
    if (task === undefined) continue
    state.decisionTasks.remove(task)
    state.deadlines.remove(task.deadline)
  }
  for (const task of execution.activities.values()) {
    state.activityTasks.remove(task)
    state.deadlines.remove(task.deadline)
    heartbeatObsolete(state, task)
  }
  for (const timer of execution.timers.values()) state.deadlines.remove(timer.deadline)
  for (const lambda of execution.lambdas.values()) endFunction(state, lambda)
  for (const transition of state.pendingTransitions.of(execution)) {
    if (!outlives.has(transition.kind)) state.pendingTransitions.remove(transition)
  }
  execution.queued = execution.started = execution.deadline = undefined
  execution.activities.clear()
  execution.activitiesByEvent.clear()
  execution.timers.clear()
  execution.lambdas.clear()
  if (status !== 'CONTINUED_AS_NEW') reportToParent(state, execution)
  leaveChildren(state, execution)
}
