import type { CallOptions } from '@reyield/client'
import {
  checkLength,
  checkWritten,
  decodePayload,
  encodeFailure,
  encodePayload,
  failureToWire,
} from '@reyield/data'
import type { ActivityContext } from './activity-context.ts'
import type { ActivityTask } from './activity-task.ts'
import { isUnknownTask, messageOf } from './faults.ts'
import { heartbeatsOf } from './heartbeat.ts'
import { withFields, type Logger } from './logger.ts'
import type { Settings } from './options.ts'
import type { ServedActivity } from './served-activity.ts'
import type { TypesServed } from './types-served.ts'
import { ActivityErrors } from './uncaught/activity-errors.ts'
import { codeOf } from './undecidable.ts'
import type { Stop } from './worker.ts'

/** What an activity worker knows when a task comes. */
export interface Working extends Settings {
  readonly served: TypesServed<ServedActivity>
}

/** How an activity has ended, as SWF is told. */
type Ending =
  | { readonly as: 'completed'; readonly result: string | undefined }
  | { readonly as: 'failed'; readonly error: unknown }
  | { readonly as: 'canceled' }
  | { readonly as: 'lost' }
  | { readonly as: 'left' }

/** Does one activity task: runs the function and answers. */
export async function runActivity(task: ActivityTask, working: Working, stop: Stop): Promise<void> {
  const { activityId, type, workflowExecution } = task
  const log = withFields(working.logger, { ...workflowExecution, activityId, activity: type.name })
  const begun = working.timers.now()
  log.debug('The activity begins')
  const ending = await run(task, working, log, stop)
  if (ending.as === 'left') {
    return log.warn(
      'The worker has stopped before the activity ended: nothing is recorded, and SWF times the activity out',
    )
  }
  if (ending.as === 'lost') return log.warn('Too late: SWF does not know the activity task any more')
  const why = ending.as === 'failed' ? `: ${messageOf(ending.error)}` : ''
  log.debug(`The activity has ${ending.as}${why}`, { milliseconds: working.timers.now() - begun })
  try {
    await respond(task, ending, working, { retrySignal: stop.now })
  } catch (error) {
    if (isUnknownTask(error)) return log.warn('Too late: SWF does not know the activity task any more')
    log.error(`SWF refused the answer of an activity: ${messageOf(error)}`, { code: codeOf(error) })
    working.onError(error, { ...workflowExecution, activityId, code: codeOf(error) })
  }
}

async function run(
  task: ActivityTask,
  working: Working,
  log: Logger,
  { stopping, now }: Stop,
): Promise<Ending> {
  const { served, pipeline } = working
  const over = new AbortController()
  let why: 'cancel requested' | 'lost' | 'uncaught' | undefined
  const abort = (reason: 'cancel requested' | 'lost' | 'uncaught', message: string) => {
    why ??= reason
    over.abort(new DOMException(message, 'AbortError'))
  }
  const stopNow = () => over.abort(now.reason)
  now.addEventListener('abort', stopNow)
  const report = (message: string, error: unknown) => {
    log.error(`${message}: ${messageOf(error)}`, { code: codeOf(error) })
    working.onError(error, { ...task.workflowExecution, activityId: task.activityId, code: codeOf(error) })
  }
  const errors = new ActivityErrors({
    during(error) {
      abort('uncaught', 'The activity has failed: it left an error that no code catches')
      report('The activity fails, as it left an error that no code catches', error)
    },
    after: error => report('An activity that has ended left an error that no code catches', error),
  })
  try {
    const definition = served.find(task.type)
    const serializer = definition.serializer ?? working.serializer
    const text = await decodePayload(task.input, pipeline)
    const input = serializer.deserialize(text)
    if (definition.schema !== undefined) {
      checkWritten(text, serializer, definition.schema, `The input of activity '${task.type.name}'`)
    }
    const heartbeats = heartbeatsOf(task, serializer, working, log, {
      cancelRequested: () => abort('cancel requested', 'The workflow asks to cancel this activity'),
      lost: () => abort('lost', 'SWF does not know this activity task any more'),
      failed: error => errors.uncaught(error),
    })
    const context: ActivityContext = {
      activityId: task.activityId,
      activityType: task.type,
      workflowExecution: task.workflowExecution,
      taskToken: task.taskToken,
      signal: over.signal,
      stopping,
      log,
      heartbeat: heartbeats.send,
    }
    try {
      const value = await errors.watch(() => definition.run(input, context))
      const result = await encodePayload(serializer.serialize(value), pipeline)
      checkLength(result, `The result of activity '${task.type.name}'`)
      return why === 'lost' ? { as: 'lost' } : { as: 'completed', result }
    } finally {
      heartbeats.end()
    }
  } catch (error) {
    if (why === 'lost') return { as: 'lost' }
    if (why === 'cancel requested' && isAbort(error)) return { as: 'canceled' }
    // whatever is thrown after its signal was aborted may be due to that: it says nothing about the work
    if (why !== 'uncaught' && now.aborted) return { as: 'left' }
    return { as: 'failed', error }
  } finally {
    now.removeEventListener('abort', stopNow)
  }
}

async function respond(
  { taskToken }: ActivityTask,
  ending: Exclude<Ending, { as: 'lost' | 'left' }>,
  { swf, pipeline }: Settings,
  options: CallOptions,
): Promise<void> {
  if (ending.as === 'completed') {
    const { result } = ending
    await swf.respondActivityTaskCompleted(
      { taskToken, ...(result === undefined ? {} : { result }) },
      options,
    )
  } else if (ending.as === 'canceled') {
    await swf.respondActivityTaskCanceled({ taskToken }, options)
  } else {
    const failure = await encodeFailure(failureToWire(ending.error), pipeline)
    await swf.respondActivityTaskFailed({ taskToken, ...failure }, options)
  }
}

const isAbort = (error: unknown) => (error as Error | undefined)?.name === 'AbortError'
