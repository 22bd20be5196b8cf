import { json } from '@reyield/data'
import { taskToken, type ActivityView, type ExecutionView, type LambdaInvocation } from '@reyield/local'
import type { CallTask, Work } from '../mocks/call.ts'
import type { ResolvedMock } from '../mocks/mock-table.ts'
import { attemptOf } from './attempts.ts'
import { historyOf } from './execution.ts'
import type { Simulator } from './simulator.ts'
import { domain, isUnknown } from './swf.ts'

/** The work of an open activity. A worker takes it, if none has it yet. */
export function activityWork(simulator: Simulator, execution: ExecutionView, activity: ActivityView): Work {
  const { swf } = simulator
  const mock = simulator.mocks.activity(activity.activityType, activity.activityId)
  const task = activityTask(simulator, execution, activity)
  const token = { taskToken: task.taskToken }
  return {
    kind: 'activity',
    mock,
    task,
    heartbeat(details) {
      try {
        const answer = swf.request('RecordActivityTaskHeartbeat', some({ ...token, details }))
        return answer?.['cancelRequested'] === true ? 'cancel requested' : 'go on'
      } catch (error) {
        if (isUnknown(error)) return 'lost'
        throw error
      }
    },
    respond(outcome) {
      if (outcome.as === 'canceled') return swf.requestLate('RespondActivityTaskCanceled', token)
      return outcome.as === 'completed'
        ? swf.requestLate('RespondActivityTaskCompleted', some({ ...token, result: outcome.result }))
        : swf.requestLate('RespondActivityTaskFailed', some({ ...token, ...outcome.failure }))
    },
  }
}

/** The task of an open activity. A worker takes it, if none has it yet. */
export function activityTask({ swf }: Simulator, execution: ExecutionView, activity: ActivityView): CallTask {
  const { workflowId, runId } = execution
  const { activityId: id, activityType, taskList, input, scheduledEventId } = activity
  if (activity.startedEventId === 0) {
    const list = { domain, taskList: { name: taskList } }
    swf.request('PollForActivityTask', list, { runId, activityId: id })
  }
  const { startedEventId } = execution.activities.get(id)!
  return {
    id,
    ...activityType,
    input,
    attempt: attemptOf(execution, activity),
    taskToken: taskToken('activity', { workflowId, runId, scheduledEventId, startedEventId }),
    execution: { workflowId, runId },
  }
}

/** The work of a mocked child. Its task token is used only inside this package. */
export function childWork({ swf, mocks }: Simulator, child: ExecutionView): Work {
  const { workflowId, runId, workflowType } = child
  return {
    kind: 'child',
    mock: mocks.child(workflowType, workflowId) as ResolvedMock, // the others are run for real
    task: {
      id: workflowId,
      ...workflowType,
      input: inputOf(child),
      attempt: 1,
      taskToken: runId,
      execution: { workflowId, runId },
    },
    heartbeat: () => 'go on',
    respond(outcome) {
      if (child.closed !== undefined) return false
      if (outcome.as === 'completed') swf.close(child, 'Complete', some({ result: outcome.result }))
      else if (outcome.as === 'failed') swf.close(child, 'Fail', some(outcome.failure))
      else swf.close(child, 'Cancel', {})
      return true
    },
  }
}

/** The input with which an execution was started. */
export const inputOf = (execution: ExecutionView): string | undefined =>
  historyOf(execution)[0]!.workflowExecutionStartedEventAttributes!.input

/** The work of a Lambda function. Its task token is used only inside this package. */
export function lambdaWork({ swf, mocks, root }: Simulator, invocation: LambdaInvocation): Work {
  const { runId, scheduledEventId, name, input } = invocation
  return {
    kind: 'lambda',
    mock: { run: mocks.lambda(name, name), serializer: json },
    task: {
      id: name,
      name,
      version: '',
      input,
      attempt: 1,
      taskToken: `${runId} ${scheduledEventId}`,
      execution: { workflowId: root.workflowId, runId },
    },
    heartbeat: () => 'go on',
    respond(outcome) {
      if (outcome.as === 'completed') return swf.invoked(invocation, { result: outcome.result })
      const failure = outcome.as === 'failed' ? outcome.failure : {}
      return swf.invoked(invocation, { reason: failure.reason ?? 'Error', details: failure.details })
    },
  }
}

/** The members that are not undefined. */
const some = <T extends object>(members: T) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
