import type { ActivityTask } from '@reyield/client'
import type { Activity } from '@reyield/workflow'
import type { CommandContext } from '../context/context.ts'
import type { Given } from '../commands/given.ts'
import { UsageError } from '../errors/usage.ts'
import { sourceOf } from './value.ts'

/** A definition that stands for the activity, whose name a token doesn't reveal. */
const standIn = Object.assign(() => ({ serializer: undefined }), {
  activityName: '',
  activityVersion: '',
}) as unknown as Activity<never, unknown>

/**
 * The activity task whose token a command names.
 *
 * @throws UsageError; InvalidTaskTokenError (TASK_TOKEN_INVALID)
 */
export async function taskOf(context: CommandContext, given: Given): Promise<ActivityTask<unknown>> {
  const option = given.argument(0)
  if (option === '-' && [given.text('result'), given.text('details')].includes('-')) {
    throw new UsageError('Only one of the token and the value can be on the standard input')
  }
  const workflowId = given.text('workflow-id')
  if (workflowId === undefined && (await context.pipeline()).length > 0) {
    throw new UsageError(
      'The configured pipeline encodes payloads for one execution. Say which one: --workflow-id ID',
    )
  }
  const [, token] = await sourceOf(option, 'the token')
  const client = await context.client()
  return client.activity(token.trim(), {
    activity: standIn,
    ...(workflowId === undefined ? {} : { workflowId }),
  })
}
