import type { ReplayCheck, Replayer } from '@reyield/inspect'
import type { CoderOf } from '@reyield/inspect/internal'
import { checked } from '../../runs/checked.ts'
import { decodedHistoryOf, storedHistories } from '@reyield/inspect/internal'
import type { KeptHistory } from '../files/histories.ts'
import { isAccepted, typeName, type Lock } from '../files/lock.ts'

/** A locked history that doesn't fit the code, and the builds for which that matters. */
export interface FailedHistory {
  /** `<name>@<version>`. */
  readonly workflow: string
  readonly builds: readonly string[]
  readonly error: NonNullable<ReplayCheck['error']>
}

/** What became of the locked histories. */
export interface Judged {
  readonly failed: readonly FailedHistory[]
  /** How many of each type were replayed. */
  readonly replayed: ReadonlyMap<string, number>
}

/**
 * Replays the histories of locked builds with the code. Left out are those of types that the code doesn't have, and those for which
 * somebody has stated that nothing is open.
 */
export async function judge(
  lock: Lock,
  histories: readonly KeptHistory[],
  types: ReadonlySet<string>,
  code: Replayer,
  coder: CoderOf,
  onReplay: (count: number) => void,
): Promise<Judged> {
  const failed: FailedHistory[] = []
  const replayed = new Map<string, number>()
  let count = 0
  for (const { builds, text } of histories) {
    const history = storedHistories(text)[0]!
    const { events } = history
    const workflow = typeName(events[0]?.workflowExecutionStartedEventAttributes?.workflowType ?? {})
    const open = builds.filter(id => !isAccepted(lock, workflow, id))
    if (open.length === 0 || !types.has(workflow)) continue
    onReplay(count++)
    replayed.set(workflow, (replayed.get(workflow) ?? 0) + 1)
    const { error } = await checked(code, await decodedHistoryOf(history, coder))
    if (error !== undefined) failed.push({ workflow, builds: open, error })
  }
  return { failed, replayed }
}
