import { historyOf, isGone } from '@reyield/client/internal'
import type { BulkAction } from './action.ts'
import { rowOf } from './actions.ts'
import type { PlannedRun } from './planned-run.ts'
import type { ApplyPorts } from './ports.ts'

type Reads = Pick<ApplyPorts, 'swf' | 'domain'>

/** SWF has no such run, or no longer keeps it. */
export const gone = Symbol('gone')

/**
 * The id of the newest event of a run.
 *
 * @throws SWF errors
 */
export async function newestEvent(reads: Reads, run: PlannedRun): Promise<number | typeof gone> {
  for await (const [event] of fromEnd(reads, run, 1)) return event?.eventId ?? 0
  return gone
}

/**
 * Whether a history records an action after an event.
 *
 * @throws SWF errors
 */
export async function isRecorded(
  reads: Reads,
  run: PlannedRun,
  action: BulkAction,
  after: number,
): Promise<boolean | typeof gone> {
  const row = rowOf(action)
  let isFound: boolean | typeof gone = gone
  for await (const events of fromEnd(reads, run, row.repeats ? 100 : 1)) {
    const later = events.filter(({ eventId }) => eventId! > after)
    if (later.some(event => row.isRecordedBy(event, action))) return true
    isFound = false
    if (!row.repeats || later.length < events.length) break
  }
  return isFound
}

/** The pages of a history, newest first. None if SWF doesn't know the run. */
async function* fromEnd({ swf, domain }: Reads, { workflowId, runId }: PlannedRun, size: number) {
  try {
    yield* historyOf(swf, { domain, execution: { workflowId, runId }, reverseOrder: true, size })
  } catch (error) {
    if (!isGone(error) || isUnknownDomain(error as Error)) throw error
  }
}

/** SWF has the same error for everything that it doesn't know. Its message says what. */
export const isUnknownDomain = ({ name, message }: Error): boolean =>
  name === 'UnknownResourceFault' && /^unknown domain\b/i.test(message)
