import { identityPipeline } from '@reyield/data/internal'
import { checkSchema, describeType, serializerOf } from '@reyield/workflow/internal'
import { bounded, type ClientCallOptions } from '../calls/options.ts'
import type { ClientContext } from '../calls/context.ts'
import { activityCalled, InvalidTaskTokenError, UnknownActivityTaskError } from '../errors/activity-task.ts'
import { InvalidOptionError } from '../errors/invalid-option.ts'
import type { ActivityTaskCall, Intercepted } from '../interceptors/client-call.ts'
import { mayHaveHappened } from '../port/retrying.ts'
import type { CallOptions } from '../port/swf.ts'
import type { ActivityTask, ActivityTaskOptions } from './activity-task.ts'
import { detailsOf, failureOf, resultOf, type Writing } from './answers.ts'

/** The most characters of a task token (docs/internals/swf-semantics.md §2.1). */
const longestToken = 1024

/**
 * Makes the handle of an activity task.
 *
 * @throws InvalidTaskTokenError (TASK_TOKEN_INVALID), InvalidOptionError (OPTION_INVALID), UnusableSchemaError (SCHEMA_UNUSABLE)
 */
export function makeActivityTask<Result>(
  context: ClientContext,
  taskToken: string,
  options: ActivityTaskOptions<Result>,
  intercepted: Intercepted,
): ActivityTask<Result> {
  const { swf, domain, timers } = context
  const activity = activityOf(options)
  const { name } = activity
  checkToken(name, taskToken)
  const { workflowId } = options
  const writing = writingOf(context, name, options)

  /** Makes a call within the interceptors: `write` makes the members of the request, `send` sends it. */
  const calling =
    <Members extends object, Output>(
      call: ActivityTaskCall['call'],
      write: (value: unknown) => Promise<Members>,
      send: (request: Members & { readonly taskToken: string }, options: CallOptions) => Promise<Output>,
    ) =>
    (value: unknown, options: ClientCallOptions = {}): Promise<Output> =>
      intercepted({ call, domain, activity, workflowId, taskToken, value }, ({ value }) =>
        bounded(options, timers, `${call} of ${activityCalled(name)}`, 'writes', async o => {
          const request = { taskToken, ...(await write(value)) }
          return await send(request, o).catch((error: unknown) => {
            throw taskError(name, error)
          })
        }),
      )

  const complete = calling(
    'completeActivity',
    value => resultOf(value, writing),
    swf.respondActivityTaskCompleted,
  )
  const fail = calling('failActivity', error => failureOf(error, writing), swf.respondActivityTaskFailed)
  const cancel = calling(
    'cancelActivity',
    details => detailsOf(details, 'a cancellation', writing),
    swf.respondActivityTaskCanceled,
  )
  const heartbeat = calling(
    'heartbeatActivity',
    details => detailsOf(details, 'a heartbeat', writing),
    async (request, o) => {
      const { cancelRequested } = await swf.recordActivityTaskHeartbeat(request, o)
      return { cancelRequested: cancelRequested === true }
    },
  )
  return {
    async complete(...[result, options]: [result?: unknown, options?: ClientCallOptions]) {
      await complete(result, options)
    },
    async fail(error, options) {
      await fail(error, options)
    },
    async cancel(details, options) {
      await cancel(details, options)
    },
    heartbeat,
  }
}

/** The name and version of the activity. */
function activityOf<Result>(options: Partial<ActivityTaskOptions<Result>> | undefined): {
  readonly name: string
  readonly version: string
} {
  const activity = options?.activity
  const { activityName: name, activityVersion: version } = activity ?? {}
  if (name !== undefined && version !== undefined) return { name, version }
  throw new InvalidOptionError(
    'The option activity',
    describeType(activity),
    'what activities(…) or activity(…) returns, as in client.activity(taskToken, { activity: approve })',
  )
}

function checkToken(activity: string, token: unknown): void {
  const found =
    typeof token !== 'string'
      ? describeType(token)
      : token === ''
        ? 'an empty string'
        : token.length > longestToken
          ? `${token.length} characters long, and SWF's have at most ${longestToken}`
          : undefined
  if (found !== undefined) throw new InvalidTaskTokenError(activity, found)
}

function writingOf<Result>(
  { domain, pipeline, serializer }: ClientContext,
  name: string,
  options: ActivityTaskOptions<Result>,
): Writing {
  const { workflowId, activity } = options
  if (workflowId === undefined && pipeline !== identityPipeline) {
    throw new InvalidOptionError(
      'The option workflowId',
      'undefined',
      `the workflow id of the task's execution, because the client has a pipeline, whose codecs need it: ` +
        `client.activity(taskToken, { activity: ${name}, workflowId })`,
    )
  }
  return {
    ...options,
    name,
    schema: checkSchema(options.schema, `The result of ${activityCalled(name)}`),
    serializer: options.serializer ?? serializerOf(activity) ?? serializer,
    coder: { pipeline, context: { domain, workflowId: workflowId ?? '' } },
  }
}

/** What a call throws for an error of SWF. */
function taskError(activity: string, error: unknown): unknown {
  const name = (error as Error | undefined)?.name
  if (name === 'UnknownResourceFault')
    return new UnknownActivityTaskError(activity, mayHaveHappened(error), error)
  // everything else of the request was checked before
  return name === 'ValidationException' ? new InvalidTaskTokenError(activity, 'refused by SWF', error) : error
}
