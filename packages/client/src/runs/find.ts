import type { ClientContext } from '../calls/context.ts'
import { UnknownExecutionError } from '../errors/unknown-execution.ts'
import type { CallOptions } from '../port/swf.ts'
import { lookWith, type Run } from './look.ts'

/** The milliseconds before a second look-up, because SWF's lists lag behind. */
const secondLook = 1000

/**
 * Looks something up, and a second later once more if it wasn't found.
 *
 * @throws the error of the look-up, or the reason of an aborted signal
 */
export async function lookTwice<T>(
  { timers }: ClientContext,
  { abortSignal }: CallOptions,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const found = await look()
  if (found !== undefined) return found
  await timers.sleep(secondLook, { signal: abortSignal })
  return look()
}

/**
 * Reads something of the run that is open under a workflow id; if none is open, of the run that closed last.
 *
 * @throws UnknownExecutionError (EXECUTION_UNKNOWN)
 */
export async function inFoundRun<T>(
  context: ClientContext,
  workflowId: string,
  options: CallOptions,
  read: (run: Run) => Promise<T>,
): Promise<T> {
  const look = lookWith(context, options)
  let lost: UnknownExecutionError | undefined
  const found = await lookTwice(context, options, async () => {
    const info = (await look.open(workflowId)) ?? (await look.lastClosed(workflowId))
    if (info === undefined) return undefined
    try {
      return { value: await read({ workflowId, runId: info.execution!.runId! }) }
    } catch (error) {
      if (!(error instanceof UnknownExecutionError)) throw error
      lost = error // a list may still contain a run that SWF has removed
      return undefined
    }
  })
  if (found === undefined) {
    throw lost ?? new UnknownExecutionError(workflowId, undefined, { nothingFound: 'at all' })
  }
  return found.value
}
