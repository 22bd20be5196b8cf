import type { WireEvent } from '../machine/transaction.ts'
import { isClosing, type CloseWaiter, type CloseWaiters } from './close-waiters.ts'
import type { ClientContext, Sequencer } from './sequencer.ts'

/** Identifies a run. */
export interface RunOfDomain {
  readonly domain: string
  readonly workflowId: string
  readonly runId: string
}

/**
 * Adds a waiter for a run. If the run has already closed, the waiter is called before the promise resolves.
 *
 * @throws SwfError UnknownResourceFault, ValidationException
 */
export async function whenClosed(
  sequencer: Pick<Sequencer, 'lastEvent'>,
  waiters: CloseWaiters,
  run: RunOfDomain,
  waiter: CloseWaiter,
  context: ClientContext = {},
): Promise<void> {
  // added first, so that a close during the look-up isn't missed
  waiters.add(run.runId, waiter)
  let last: WireEvent
  try {
    last = await sequencer.lastEvent(run, context)
  } catch (error) {
    waiters.remove(run.runId, waiter)
    throw error
  }
  if (isClosing(last) && waiters.remove(run.runId, waiter)) waiter.closed(last)
}

/**
 * Resolves with the event that closes a run, when it's durable. Rejects with the reason of the signal if that is aborted.
 *
 * @throws SwfError UnknownResourceFault, ValidationException
 */
export function closingEvent(
  sequencer: Pick<Sequencer, 'lastEvent'>,
  waiters: CloseWaiters,
  run: RunOfDomain,
  signal: AbortSignal | undefined,
): Promise<WireEvent> {
  return new Promise((resolve, reject) => {
    const leave = () => signal?.removeEventListener('abort', gone)
    const waiter = {
      closed(event: WireEvent) {
        leave()
        resolve(event)
      },
      failed(error: unknown) {
        leave()
        reject(error)
      },
    }
    const gone = () => {
      waiters.remove(run.runId, waiter)
      reject(signal!.reason as Error)
    }
    signal?.addEventListener('abort', gone, { once: true })
    whenClosed(sequencer, waiters, run, waiter).catch((error: unknown) => waiter.failed(error))
  })
}
