import type { ClientContext } from '../calls/context.ts'
import { UnknownExecutionError } from '../errors/unknown-execution.ts'
import type { CallOptions } from '../port/swf.ts'
import { lookWith, type Run } from './look.ts'

/** SWF's lists lag behind: what isn't found is looked for once more after this, in milliseconds. */
const secondLook = 1000

/**
 * Looks for something twice, a second apart.
 *
 * @throws the call's error, or the signal's reason
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
 * Reads something of the run that is open under a workflow id, else of the one that closed last.
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
      lost = error // a list may still have what is gone
      return undefined
    }
  })
  if (found === undefined) {
    throw lost ?? new UnknownExecutionError(workflowId, undefined, { nothingFound: 'at all' })
  }
  return found.value
}
