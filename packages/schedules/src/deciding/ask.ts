import { text } from '@reyield/data'
import { cancelExternal, isReyieldError, now, startChild, type WorkflowDefinition } from '@reyield/workflow'
import { onlyRunId, runIdAt } from '../ids.ts'
import { tagOfTime } from '../scheduled-time.ts'
import type { RunSpec } from '../spec.ts'
import type { Steps } from './steps.ts'
import { counted, withoutWaiting, withProblem, type ScheduleState, type StartedRun } from './state.ts'

/** The first wait for an open run, and the longest. It doubles. */
const firstWait = { bufferOne: 10_000, cancelOther: 1000 }
const longestWait = 300_000

/** A time of the schedule has come, or somebody has triggered it: starts a run, or does what `overlap` says. */
export function* tick(state: ScheduleState, time: number): Steps<ScheduleState> {
  const { name, overlap } = state.spec
  if (overlap === 'allow') return yield* tickAt(state, time)
  if (overlap === 'bufferOne' && state.waiting !== undefined) return counted(state, 'skipped')
  const workflowId = onlyRunId(name)
  const asked = yield* ask(withoutWaiting(state), workflowId, time) // with cancelOther, the newest time replaces one that waits
  if (!asked.overlaps) return asked.state
  if (overlap !== 'bufferOne' && overlap !== 'cancelOther') return counted(asked.state, 'skipped')
  if (overlap === 'cancelOther') yield* requestCancel(workflowId)
  return yield* waitingFor(asked.state, time, firstWait[overlap])
}

/** Starts a run beside others, under an id with its time. If that one is open already, there is nothing to do. */
export function* tickAt(state: ScheduleState, time: number): Steps<ScheduleState> {
  const asked = yield* ask(state, runIdAt(state.spec.name, time), time)
  return asked.overlaps ? counted(state, 'skipped') : asked.state
}

/** Asks again for the run that waits. */
export function* tickAgain(state: ScheduleState): Steps<ScheduleState> {
  const { waiting, ...others } = state
  const { time, wait } = waiting!
  const asked = yield* ask(others, onlyRunId(state.spec.name), time)
  return asked.overlaps ? yield* waitingFor(others, time, Math.min(wait * 2, longestWait)) : asked.state
}

function* waitingFor(state: ScheduleState, time: number, wait: number): Steps<ScheduleState> {
  const at = (yield* now()).getTime() + wait
  return { ...state, waiting: { time, wait, at } }
}

/** Starts a run. `overlaps`: an execution with the workflow id is open. */
function* ask(
  state: ScheduleState,
  workflowId: string,
  time: number,
): Steps<{ readonly overlaps: boolean; readonly state: ScheduleState }> {
  const { run } = state.spec
  let problem: string
  try {
    const { runId } = yield* startChild(typeOf(run), run.input, optionsOf(run, workflowId, time))
    const startedAt = (yield* now()).getTime()
    const last: StartedRun = { workflowId, runId, time, startedAt }
    return { overlaps: false, state: counted({ ...state, last }, 'started') }
  } catch (error) {
    if (isReyieldError(error, 'CANCELED')) throw error
    if (isReyieldError(error, 'CHILD_NOT_STARTED')) {
      if (error.swfCause === 'WORKFLOW_ALREADY_RUNNING') return { overlaps: true, state }
    } else if (!isReyieldError(error)) throw error
    problem = error.message
  }
  const at = (yield* now()).getTime()
  return { overlaps: false, state: withProblem(counted(state, 'failed'), at, problem) }
}

function* requestCancel(workflowId: string): Steps<void> {
  try {
    yield* cancelExternal({ workflowId })
  } catch (error) {
    if (!isReyieldError(error, 'EXTERNAL_CANCEL_FAILED')) throw error // it has closed meanwhile
  }
}

/** The type that is started. Its input is serialized already, and its result isn't read. */
const typeOf = (run: RunSpec): WorkflowDefinition<string | undefined, unknown> => ({
  name: run.name,
  version: run.version,
  taskList: run.taskList,
  executionStartToClose: run.executionStartToClose,
  taskStartToClose: run.taskStartToClose,
  childPolicy: run.childPolicy,
  description: undefined,
  serializer: text,
  input: undefined,
  retired: [],
  workflowErrors: 'hold',
  run: undefined as never,
})

const optionsOf = ({ tags, priority, lambdaRole }: RunSpec, workflowId: string, time: number) => ({
  workflowId,
  tags: [...tags, tagOfTime(time)],
  cancellation: 'abandon' as const,
  ...(priority === undefined ? {} : { priority }),
  ...(lambdaRole === undefined ? {} : { lambdaRole }),
})
