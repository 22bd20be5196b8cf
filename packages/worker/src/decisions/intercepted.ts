import { within } from '@reyield/client/internal'
import { InterceptorError } from '../errors.ts'
import type { DecisionCall, DecisionEnd } from '../interceptors/decision.ts'
import { shown } from '../logging/shown.ts'
import type { Settings } from '../options/worker-options.ts'
import { ownedBy } from '../uncaught/owners.ts'
import type { DecisionTask } from './poll.ts'

/**
 * Handles a decision task within the worker's interceptors. Whatever they do, the task is handled once, and their errors affect nothing
 * else.
 */
export async function withInterceptors(
  task: DecisionTask,
  settings: Settings,
  handle: (task: DecisionTask) => Promise<DecisionEnd>,
): Promise<void> {
  const { interceptors, logger, onError, domain, taskList, logPayloads } = settings
  const { workflowId, runId, type: workflowType, previousStartedEventId, startedEventId } = task
  if (interceptors.decision.length === 0) return void (await handle(task))
  const failed = (problem: ConstructorParameters<typeof InterceptorError>[1]) => {
    const error = new InterceptorError('decision', problem)
    const about = { domain, workflowId, runId, workflow: workflowType.name, code: error.code }
    logger.error(shown(error, logPayloads), about)
    onError(error, about)
  }
  let handled: Promise<DecisionEnd> | undefined
  const handleOnce = ({ sourceLines } = call) =>
    (handled ??= handle(sourceLines ? { ...task, sourceLines } : task))
  const sticky = task.polled.startAtPreviousStartedEvent
  const about = { domain, taskList, sticky, workflowId, runId, workflowType }
  const call: DecisionCall = { ...about, previousStartedEventId, startedEventId, sourceLines: false }
  try {
    const owner = { uncaught: (cause: unknown) => failed({ cause }) }
    await ownedBy(owner, () => within(interceptors.decision, handleOnce)(call))
    if (handled === undefined) failed('next not called')
  } catch (cause) {
    // an error of the worker itself is thrown below
    const isOurs = await handled?.then(
      () => false,
      (thrown: unknown) => thrown === cause,
    )
    if (isOurs !== true) failed({ cause })
  }
  await handleOnce()
}
