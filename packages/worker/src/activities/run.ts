import type { CallOptions } from '@reyield/client'
import { checkLength, encodeFailure, failureToWire, serializeResult } from '@reyield/data/internal'
import { isReyieldError, type Serializer } from '@reyield/workflow'
import { nameOfThrown } from '@reyield/workflow/internal'
import { isCompleteLater } from './complete-later.ts'
import type { ActivityContext } from './context.ts'
import { encodeResult } from './encode-result.ts'
import { interceptedCalls, type Calling } from './intercepted.ts'
import { LazyAbortController } from './lazy-abort-controller.ts'
import type { ActivityTask } from './poll.ts'
import { readTask } from './read-task.ts'
import { codeOf, shown } from '../logging/shown.ts'
import { isUnknownTask, nameIs } from '../loop/swf-errors.ts'
import { heartbeatsOf, type HeartbeatPort } from './heartbeat.ts'
import { withFields, type Logger } from '../logging/logger.ts'
import { UnstartedActivityError } from '../errors.ts'
import type { ActivitySettings } from '../options/activity-options.ts'
import { coderFor } from '../options/coder.ts'
import type { Settings } from '../options/worker-options.ts'
import type { ServedActivity } from './served.ts'
import type { StartLimits, Turn } from './start-limits.ts'
import type { TypesServed } from '../loop/types-served.ts'
import { ActivityErrors } from '../uncaught/activity-errors.ts'
import type { Stop } from '../loop/stop.ts'

/** The settings and activities of the loop that runs activity tasks. */
export interface Working extends Settings {
  readonly served: TypesServed<ServedActivity>
  /** Decides when activities begin. */
  readonly limits: StartLimits
  readonly heartbeatEvery: ActivitySettings['heartbeatEvery']
}

/** The outcome of an activity, as it is reported to SWF. */
type Ending =
  | { readonly as: 'completed'; readonly result: string | undefined }
  /** `of`: the result couldn't be serialized, or the input is invalid. */
  | { readonly as: 'failed'; readonly error: unknown; readonly of?: 'result' | 'input' }
  | { readonly as: 'canceled' }
  /** It's completed elsewhere. */
  | { readonly as: 'later' }
  | { readonly as: 'lost' }
  | { readonly as: 'left' }

/** Handles one activity task: runs the function, as soon as the limits of its type allow it, and responds. */
export async function runActivity(task: ActivityTask, working: Working, stop: Stop): Promise<void> {
  const { activityId, type, workflowExecution } = task
  const { logPayloads, domain } = working
  const log = withFields(working.logger, { domain, ...workflowExecution, activityId, activity: type.name })
  const { calling, end } = interceptedCalls(working)
  const turn = working.limits.enter(type.name)
  const begun = working.timers.now()
  const ending = await run(task, working, log, stop, calling, turn).finally(() => turn.end())
  if (ending.as === 'left') {
    end('abandoned')
    return log.warn(
      'The worker stopped before the activity ended. Nothing is recorded, and SWF times out the activity',
    )
  }
  const tooLate = (error?: unknown) => {
    end('lost', { error })
    log.warn('Too late: SWF no longer knows the activity task')
  }
  if (ending.as === 'lost') return tooLate()
  if (ending.as === 'later') {
    end('later')
    return log.debug('The activity is left open, to be completed later by its task token', {
      milliseconds: working.timers.now() - begun,
    })
  }
  const why = ending.as === 'failed' ? `: ${shown(ending.error, logPayloads)}` : ''
  const isUnserved = ending.as === 'failed' && isReyieldError(ending.error, 'TYPE_UNREGISTERED')
  const level = isUnserved ? 'warn' : 'debug' // nothing else in this program says that a deployment or a task list is wrong
  log[level](`The activity has ${ending.as}${why}`, { milliseconds: working.timers.now() - begun })
  try {
    await respond(task, ending, working, log, { retrySignal: stop.now })
    end(ending.as, ending.as === 'canceled' ? {} : ending)
  } catch (error) {
    if (isUnknownTask(error)) return tooLate(error)
    end('unanswered', { error })
    log.error(`SWF refused the response of an activity: ${shown(error, logPayloads)}`, {
      code: codeOf(error),
    })
    working.onError(error, { domain, ...workflowExecution, activityId, code: codeOf(error) })
  }
}

async function run(
  task: ActivityTask,
  working: Working,
  log: Logger,
  { stopping, now }: Stop,
  calling: Calling,
  turn: Turn,
): Promise<Ending> {
  const over = new LazyAbortController()
  let why: 'cancel requested' | 'lost' | 'uncaught' | undefined
  const abort = (reason: 'cancel requested' | 'lost' | 'uncaught', message: string) => {
    why ??= reason
    over.abort(new DOMException(message, 'AbortError'))
  }
  const stopNow = () => over.abort(now.reason)
  if (now.aborted) stopNow()
  else now.addEventListener('abort', stopNow)
  const report = (message: string, error: unknown) => {
    log.error(`${message}: ${shown(error, working.logPayloads)}`, { code: codeOf(error) })
    const { workflowExecution, activityId } = task
    const { domain } = working
    working.onError(error, { domain, ...workflowExecution, activityId, code: codeOf(error) })
  }
  const errors = new ActivityErrors({
    during(error) {
      abort('uncaught', 'The activity has failed because of an error that no code catches')
      report('The activity fails because of an error that no code catches', error)
    },
    after: error => report('An activity that had already ended caused an error that no code catches', error),
  })
  let invalid: unknown
  let isStarted = false
  const every = working.heartbeatEvery(task.type.name)
  const port: HeartbeatPort = {
    cancelRequested: () => abort('cancel requested', 'The workflow has requested to cancel this activity'),
    lost: () => abort('lost', 'SWF no longer knows this activity task'),
    failed: error => errors.uncaught(error),
  }
  const heartbeats = heartbeatsOf(task, working, log, port, every)
  try {
    if (!turn.begun) {
      log.debug('The activity waits, since a limit of this worker is reached')
      await turn.wait(over.signal)
    }
    now.throwIfAborted() // the task has come too late
    isStarted = true
    log.debug('The activity begins')
    const read = await readTask(task, working)
    if ('error' in read) invalid = read.of === 'input' ? read.error : undefined
    const { serializer } = read
    const context: ActivityContext = {
      activityId: task.activityId,
      activityType: task.type,
      workflowExecution: task.workflowExecution,
      taskToken: task.taskToken,
      get signal() {
        return over.signal
      },
      stopping,
      log,
      heartbeat: heartbeats.sender(serializer),
    }
    const value = await errors.watch(() => calling(read, context))
    if (isCompleteLater(value)) return { as: 'later' } // also if SWF no longer knows the task: it may have been completed already
    const ending = await endingOf(value, serializer, task, working, now)
    return why === 'lost' ? { as: 'lost' } : ending
  } catch (error) {
    if (why === 'lost') return { as: 'lost' }
    if (why === 'cancel requested' && isAbort(error)) return { as: 'canceled' }
    if (!isStarted) return { as: 'failed', error: new UnstartedActivityError(task.type) }
    // an error after the signal was aborted may be caused by that, so it says nothing about the work
    if (why !== 'uncaught' && now.aborted) return { as: 'left' }
    return { as: 'failed', error, ...(invalid !== undefined && error === invalid ? { of: 'input' } : {}) }
  } finally {
    heartbeats.end()
    now.removeEventListener('abort', stopNow)
  }
}

/**
 * The outcome of an activity that has returned a value. If the value can't be serialized, another attempt would fail, too (rule
 * E6).
 */
async function endingOf(
  value: unknown,
  serializer: Serializer,
  task: ActivityTask,
  settings: Settings,
  now: AbortSignal,
): Promise<Ending> {
  try {
    const text = serializeResult(value, serializer)
    const coder = coderFor(task.workflowExecution, settings)
    const result = await encodeResult(text, coder, settings.timers, now)
    return { as: 'completed', result: checkLength(result, `The result of activity '${task.type.name}'`) }
  } catch (error) {
    return { as: 'failed', error, ...(isOfResult(error) ? { of: 'result' } : {}) }
  }
}

/** Whether an error means that this result can't be serialized, in this or another attempt (rule E6). */
export const isOfResult = (error: unknown): boolean =>
  isReyieldError(error, 'PAYLOAD_UNSERIALIZABLE') || isReyieldError(error, 'PAYLOAD_TOO_LONG')

async function respond(
  task: ActivityTask,
  ending: Exclude<Ending, { as: 'lost' | 'later' | 'left' }>,
  settings: Settings,
  log: Logger,
  options: CallOptions,
): Promise<void> {
  const { swf, errorData, readableReasons, logPayloads } = settings
  const { taskToken, workflowExecution } = task
  if (ending.as === 'completed') {
    const { result } = ending
    await swf.respondActivityTaskCompleted(
      { taskToken, ...(result === undefined ? {} : { result }) },
      options,
    )
  } else if (ending.as === 'canceled') {
    await swf.respondActivityTaskCanceled({ taskToken }, options)
  } else {
    const { error, of } = ending
    const failure = await encodeFailure(
      failureToWire(error, { errorData, of }),
      coderFor(workflowExecution, settings),
      { readableReasons },
    ).catch((problem: unknown) => {
      log.error(
        `The pipeline can't encode a failure, so only its class is recorded: ${shown(problem, logPayloads)}`,
      )
      return { reason: nameOfThrown(error, 'Error') }
    })
    await swf.respondActivityTaskFailed({ taskToken, ...failure }, options)
  }
}

const isAbort = (error: unknown) => nameIs(error, 'AbortError')
