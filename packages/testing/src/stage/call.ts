import { failureToWire } from '@reyield/data'
import type { LambdaInvocation } from '@reyield/local'
import type { Logger } from '@reyield/worker'
import { milliseconds, type Duration } from '@reyield/workflow'
import type { StagedExecution } from './execution.ts'
import type { FakeContext } from './replacement.ts'
import type { Player } from './world.ts'

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
export const childTask = ({ workflowId, runId, type, input }: StagedExecution): CallTask => ({
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

/** Runs the function that plays an activity, as a worker would. */
export async function call(player: Player, task: CallTask, hooks: CallHooks): Promise<CallEnding> {
  const { serializer } = player
  const over = new AbortController()
  let cancelRequested = false
  const heartbeat = async (details?: unknown) => {
    const answer = hooks.heartbeat(details === undefined ? undefined : serializer.serialize(details))
    if (answer === 'go on') return
    cancelRequested ||= answer === 'cancel requested'
    over.abort(new DOMException(`The activity is to end: ${answer}`, 'AbortError'))
  }
  const context: FakeContext = {
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
  try {
    const run = player.run as unknown as (input: unknown, context: FakeContext) => unknown
    return {
      as: 'completed',
      result: serializer.serialize(await run(serializer.deserialize(task.input), context)),
    }
  } catch (error) {
    if (cancelRequested && (error as Error | undefined)?.name === 'AbortError') return { as: 'canceled' }
    return { as: 'failed', failure: failureToWire(error) }
  }
}

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}
