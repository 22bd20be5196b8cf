import {
  checkLength,
  failureToWire,
  invalidWritten,
  longestHeartbeat,
  serializeResult,
} from '@reyield/data/internal'
import type { Logger } from '@reyield/worker'
import { ActivityErrors, catchUncaught, isCompleteLater, isOfResult, nameIs } from '@reyield/worker/internal'
import { milliseconds, type Duration } from '@reyield/workflow'
import { printed } from '@reyield/workflow/internal'
import type { MockContext } from './mock.ts'
import type { ResolvedMock } from './mock-table.ts'

/** A task as its mock gets it. */
export interface CallTask {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly input: string | undefined
  readonly attempt: number
  readonly taskToken: string
  readonly execution: { readonly workflowId: string; readonly runId: string }
}

/** How a mock has ended, as it is reported to SWF. */
export type CallOutcome =
  | { readonly as: 'completed'; readonly result: string | undefined }
  | { readonly as: 'failed'; readonly failure: { reason?: string; details?: string } }
  | { readonly as: 'canceled' }

/** What a mock stands in for. */
export type MockedKind = 'activity' | 'child' | 'lambda'

/** A task of a worker, and the mock that does its work. */
export interface Work {
  readonly kind: MockedKind
  readonly mock: ResolvedMock
  readonly task: CallTask
  /** Reports to SWF that the worker is alive. Returns whether it should continue. */
  heartbeat(details: string | undefined): 'go on' | 'cancel requested' | 'lost'
  /** Reports the outcome to SWF. Returns false if SWF no longer waits for it. */
  respond(outcome: CallOutcome): boolean
}

const nouns: Readonly<Record<MockedKind, string>> = {
  activity: 'activity',
  child: 'workflow',
  lambda: 'Lambda function',
}

/**
 * Calls the mock of an activity, a child or a Lambda function, with the checks that a worker makes. `sleep` waits in
 * simulated time, and forever for `Infinity`.
 */
export async function call(
  { kind, mock, task, heartbeat: beat }: Omit<Work, 'respond'>,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<CallOutcome> {
  const { serializer } = mock
  const who = `${nouns[kind]} '${task.name}'`
  const over = new AbortController()
  let cancelRequested = false
  const errors = new ActivityErrors({
    during: () => over.abort(new DOMException(`No code caught an error of ${who}`, 'AbortError')),
    after: error =>
      process.emitWarning(`No code caught an error of ${who}, thrown after it had ended: ${printed(error)}`),
  })
  const heartbeat = async (details?: unknown) => {
    const text = details === undefined ? undefined : serializer.serialize(details)
    checkLength(text, `The details of a heartbeat of ${who}`, longestHeartbeat)
    const answer = beat(text)
    if (answer === 'go on') return
    cancelRequested ||= answer === 'cancel requested'
    over.abort(new DOMException(`The activity must stop: ${answer}`, 'AbortError'))
  }
  const context: MockContext = {
    activityId: task.id,
    activityType: { name: task.name, version: task.version },
    workflowExecution: task.execution,
    taskToken: task.taskToken,
    signal: over.signal,
    stopping: new AbortController().signal,
    log: noLog,
    heartbeat,
    attempt: task.attempt,
    sleep: (duration: Duration) => sleep(milliseconds(duration)),
    never: async () => {
      await sleep(Infinity)
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
  // nothing completes it later, so a timeout has to end it
  if (kind === 'activity' && isCompleteLater(value)) await sleep(Infinity)
  try {
    const result = checkLength(serializeResult(value, serializer), `The result of ${who}`)
    return { as: 'completed', result }
  } catch (error) {
    return { as: 'failed', failure: failureToWire(error, { of: isOfResult(error) ? 'result' : undefined }) }
  }
}

const noLog: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
