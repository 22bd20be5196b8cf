import { json } from '@reyield/data'
import { taskToken, type ActivityView, type ExecutionView, type LambdaInvocation } from '@reyield/local'
import type { CallTask, MockedKind, Work } from '../mocks/call.ts'
import type { ResolvedMock } from '../mocks/mock-table.ts'
import { attemptOf } from './attempts.ts'
import { historyOf } from './execution.ts'
import type { Simulator } from './simulator.ts'
import { domain, isUnknown } from './swf.ts'

/** Something that an execution waits for and a mock does: an activity, a child, or a Lambda function. */
export interface OpenWork {
  readonly kind: MockedKind
  readonly name: string
  /** The workflow id of the execution that waits for it. */
  readonly of: string
  /** The activity's id, the child's workflow id, or the id in the decision that called the Lambda function. */
  readonly id: string
  /** Another attempt has another key. */
  readonly key: string
  readonly input: string | undefined
  readonly mock: ResolvedMock
  /** Whether its cancellation was requested. */
  readonly cancelRequested: boolean
  /** The activity, if it is one. */
  readonly activity?: ActivityView
  /** A worker takes it, if none has it yet. */
  take(): Work
}

/** The open work of a kind, the oldest first. `except`: the keys of work to leave out. */
export function openWork(
  simulator: Simulator,
  kind: MockedKind,
  except: ReadonlySet<string> = new Set(),
): OpenWork[] {
  const { swf } = simulator
  if (kind === 'child') {
    const children = simulator.mockedChildren.filter(({ runId }) => !except.has(runId))
    return children.map(child => openChild(simulator, child))
  }
  if (kind === 'lambda') {
    const invocations = swf.invocations.filter(one => !except.has(keyOf(one, one)))
    return invocations.map(one => openLambda(simulator, one))
  }
  return [...swf.executions.values()].flatMap(execution => {
    const activities = [...execution.activities.values()].filter(one => !except.has(keyOf(execution, one)))
    return activities.map(activity => openActivity(simulator, execution, activity))
  })
}

/** The key of work that began with an event. */
const keyOf = (
  { runId }: { readonly runId: string },
  { scheduledEventId }: { readonly scheduledEventId: number },
): string => `${runId} ${scheduledEventId}`

function openActivity(simulator: Simulator, execution: ExecutionView, activity: ActivityView): OpenWork {
  const { activityId: id, activityType, input, latestCancelRequestedEventId } = activity
  const mock = simulator.mocks.activity(activityType, id)
  return {
    kind: 'activity',
    name: activityType.name,
    of: execution.workflowId,
    id,
    key: keyOf(execution, activity),
    input,
    mock,
    cancelRequested: latestCancelRequestedEventId > 0,
    activity,
    take: () => activityWork(simulator, mock, takeActivity(simulator, execution, activity)),
  }
}

/** A worker takes an activity, if none has it yet. */
export function takeActivity({ swf }: Simulator, execution: ExecutionView, activity: ActivityView): CallTask {
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

function activityWork({ swf }: Simulator, mock: ResolvedMock, task: CallTask): Work {
  const token = { taskToken: task.taskToken }
  return {
    kind: 'activity',
    mock,
    task,
    heartbeat(details) {
      try {
        const answer = swf.request('RecordActivityTaskHeartbeat', { ...token, details })
        return answer?.['cancelRequested'] === true ? 'cancel requested' : 'go on'
      } catch (error) {
        if (isUnknown(error)) return 'lost'
        throw error
      }
    },
    respond(outcome) {
      if (outcome.as === 'canceled') return swf.requestLate('RespondActivityTaskCanceled', token)
      return outcome.as === 'completed'
        ? swf.requestLate('RespondActivityTaskCompleted', { ...token, result: outcome.result })
        : swf.requestLate('RespondActivityTaskFailed', { ...token, ...outcome.failure })
    },
  }
}

function openChild({ swf, mocks }: Simulator, child: ExecutionView): OpenWork {
  const { workflowId: id, runId, workflowType } = child
  const { input } = historyOf(child)[0]!.workflowExecutionStartedEventAttributes!
  const mock = mocks.child(workflowType, id) as ResolvedMock // the others are run for real
  const execution = { workflowId: id, runId }
  return {
    kind: 'child',
    name: workflowType.name,
    of: child.parent!.workflowId,
    id,
    key: runId,
    input,
    mock,
    cancelRequested: child.cancelRequested,
    take: () => ({
      kind: 'child',
      mock,
      task: { id, ...workflowType, input, attempt: 1, taskToken: runId, execution },
      heartbeat: () => 'go on',
      respond(outcome) {
        if (child.closed !== undefined) return false
        if (outcome.as === 'completed') swf.close(child, 'Complete', { result: outcome.result })
        else if (outcome.as === 'failed') swf.close(child, 'Fail', outcome.failure)
        else swf.close(child, 'Cancel', {})
        return true
      },
    }),
  }
}

function openLambda({ swf, mocks }: Simulator, invocation: LambdaInvocation): OpenWork {
  const { runId, scheduledEventId, name, input } = invocation
  const { workflowId, lambdas } = swf.executions.get(runId)!
  const [id] = [...lambdas].find(([, one]) => one.scheduledEventId === scheduledEventId)!
  const mock = { run: mocks.lambda(name, id), serializer: json }
  const key = keyOf(invocation, invocation)
  const execution = { workflowId, runId }
  return {
    kind: 'lambda',
    name,
    of: workflowId,
    id,
    key,
    input,
    mock,
    cancelRequested: false,
    take: () => ({
      kind: 'lambda',
      mock,
      task: { id, name, version: '', input, attempt: 1, taskToken: key, execution },
      heartbeat: () => 'go on',
      respond(outcome) {
        if (outcome.as === 'completed') return swf.invoked(invocation, { result: outcome.result })
        const { reason = 'Error', details } = outcome.as === 'failed' ? outcome.failure : {}
        return swf.invoked(invocation, { reason, details })
      },
    }),
  }
}
