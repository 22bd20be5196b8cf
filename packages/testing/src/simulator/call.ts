import { checkLength, failureToWire, invalidWritten, serializeResult } from '@reyield/data/internal'
import type { LambdaInvocation } from '@reyield/local'
import type { Logger } from '@reyield/worker'
import { ActivityErrors, catchUncaught, isOfResult, longestHeartbeat, nameIs } from '@reyield/worker/checks'
import { milliseconds, type Duration } from '@reyield/workflow'
import { printed } from '@reyield/workflow/internal'
import type { SimulatedExecution } from './execution.ts'
import type { MockContext } from './mock.ts'
import type { ResolvedMock } from './options.ts'

/** A task as its function gets it. */
export interface CallTask {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly input: string | undefined
  readonly attempt: number
  readonly taskToken: string
  readonly execution: { readonly workflowId: string; readonly runId: string }
}

/** A child as its function gets it. Nobody but us knows its token. */
export const childTask = ({ workflowId, runId, type, input }: SimulatedExecution): CallTask => ({
  id: workflowId,
  ...type,
  input,
  attempt: 1,
  taskToken: runId,
  execution: { workflowId, runId },
})

/** A call of a Lambda function as its function gets it. */
export const lambdaTask = (
  { runId, scheduledEventId, name, input }: LambdaInvocation,
  workflowId: string,
): CallTask => ({
  id: name,
  name,
  version: '',
  input,
  attempt: 1,
  taskToken: `${runId} ${scheduledEventId}`,
  execution: { workflowId, runId },
})

/** How a function has ended, in what SWF is told. */
export type CallEnding =
  | { readonly as: 'completed'; readonly result: string | undefined }
  | { readonly as: 'failed'; readonly failure: { reason?: string; details?: string } }
  | { readonly as: 'canceled' }

/** What a function's context reaches. */
export interface CallHooks {
  /** Waits in the run's time; `Infinity`: for ever. */
  sleep(milliseconds: number): Promise<void>
  /** Tells SWF that the activity is alive; answers whether it should go on. */
  heartbeat(details: string | undefined): 'go on' | 'cancel requested' | 'lost'
}

/** What a function plays, in messages. */
export type CallKind = 'activity' | 'child' | 'lambda'

const nouns: Readonly<Record<CallKind, string>> = {
  activity: 'activity',
  child: 'workflow',
  lambda: 'Lambda function',
}

/** Runs the function that plays an activity, a child or a Lambda function, with the checks of a worker. */
export async function call(
  kind: CallKind,
  mock: ResolvedMock,
  task: CallTask,
  hooks: CallHooks,
): Promise<CallEnding> {
  const { serializer } = mock
  const who = `${nouns[kind]} '${task.name}'`
  const over = new AbortController()
  let cancelRequested = false
  const errors = new ActivityErrors({
    during: () => over.abort(new DOMException(`The ${who} left an error that no code catches`, 'AbortError')),
    after: error =>
      process.emitWarning(
        `The ${who} left an error that no code catches after it had ended: ${printed(error)}`,
      ),
  })
  const heartbeat = async (details?: unknown) => {
    const text = details === undefined ? undefined : serializer.serialize(details)
    checkLength(text, `The details of a heartbeat of ${who}`, longestHeartbeat)
    const answer = hooks.heartbeat(text)
    if (answer === 'go on') return
    cancelRequested ||= answer === 'cancel requested'
    over.abort(new DOMException(`The activity is to end: ${answer}`, 'AbortError'))
  }
  const context: MockContext = {
    activityId: task.id,
    activityType: { name: task.name, version: task.version },
    workflowExecution: task.execution,
    taskToken: task.taskToken,
    signal: over.signal,
    stopping: new AbortController().signal,
    log: silent,
    heartbeat,
    attempt: task.attempt,
    sleep: (duration: Duration) => hooks.sleep(milliseconds(duration)),
    never: async () => {
      await hooks.sleep(Infinity)
      throw new Error('never')
    },
  }
  const release = catchUncaught()
  let value: unknown
  try {
    const what = `The input of activity '${task.name}'`
    const invalid = mock.schema && invalidWritten(task.input, serializer, mock.schema, what)
    if (invalid !== undefined) return { as: 'failed', failure: failureToWire(invalid, { of: 'input' }) }
    const run = mock.run as unknown as (input: unknown, context: MockContext) => unknown
    const input = serializer.deserialize(task.input)
    value = await errors.watch(() => run(input, context))
  } catch (error) {
    if (cancelRequested && nameIs(error, 'AbortError')) return { as: 'canceled' }
    return { as: 'failed', failure: failureToWire(error) }
  } finally {
    release()
  }
  try {
    const result = checkLength(serializeResult(value, serializer), `The result of ${who}`)
    return { as: 'completed', result }
  } catch (error) {
    return { as: 'failed', failure: failureToWire(error, { of: isOfResult(error) ? 'result' : undefined }) }
  }
}

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
