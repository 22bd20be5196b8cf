import { readContext } from '@reyield/data/internal'
import type { RecordedRun } from '../../code/replayer.ts'
import type { ExecutionView } from '../execution-view.ts'
import type { PayloadText } from '../payload-of.ts'
import type { TaskDraft } from '../reading/drafts.ts'
import type { Reading, Start } from '../reading/reading.ts'
import { taskView } from './decision-tasks.ts'
import { deadline } from './deadlines.ts'
import type { Payloads } from './payloads.ts'
import { mostEvents } from '../reading/sizes.ts'
import { stepView, type Surroundings } from './steps.ts'

/** The view of what has been read, as far as history alone says it. */
export function executionView(
  reading: Reading,
  {
    start,
    execution,
    now,
    payloads,
  }: {
    readonly start: Start
    readonly execution: RecordedRun['execution']
    readonly now: number
    readonly payloads: Payloads
  },
): Omit<ExecutionView, 'problems'> {
  const { close, tasks, sizes } = reading
  const last = reading.last!
  const { event: started, executionStartToClose, taskStartToClose, parent, previousRunId } = start
  const around: Surroundings = { now, closed: close !== undefined, taskList: start.taskList, payloads }
  const decisionTasks = tasks.map(task => taskView(task, now))
  return {
    workflowId: execution?.workflowId,
    runId: execution?.runId,
    type: start.type,
    state: close?.state ?? 'open',
    started,
    closed: close?.event,
    last,
    at: new Date(now),
    taskList: start.taskList,
    tags: start.tags,
    timeouts: { executionStartToClose, taskStartToClose },
    deadline:
      executionStartToClose === undefined || close !== undefined
        ? undefined
        : deadline('executionStartToClose', started, executionStartToClose, now),
    childPolicy: start.childPolicy,
    input: payloads.view(start.input),
    result: payloads.view(close?.result),
    failure: payloads.failure(close?.failure),
    status: payloads.view(statusOf(tasks)),
    steps: reading.steps.all.map(step => stepView(step, around)),
    engineSteps: reading.engine.all.map(step => stepView(step, around)),
    cancelRequests: reading.cancelRequests,
    refused: reading.refused,
    decisionTasks,
    relatives: { parent, previousRunId, nextRunId: close?.nextRunId },
    sizes: {
      events: last.eventId,
      budget: last.eventId / mostEvents,
      payloads: sizes.total,
      largest: sizes.largest,
    },
    branches: undefined,
    code: {
      decidedBy: decisionTasks.findLast(({ state }) => state === 'completed')?.buildId,
      shownWith: undefined,
      error: undefined,
    },
  }
}

/** The status in the newest execution context that has one. */
function statusOf(tasks: readonly TaskDraft[]): PayloadText | undefined {
  const task = tasks.findLast(({ executionContext }) => executionContext !== undefined)
  const { status } = readContext(task?.executionContext)
  const of = { member: 'status', as: 'value', kind: 'execution', name: undefined } as const
  return status === undefined ? undefined : { text: status, of: { ...of, eventId: task!.closed!.eventId } }
}
