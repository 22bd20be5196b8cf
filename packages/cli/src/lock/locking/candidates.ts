import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RecordedRun } from '@reyield/inspect'
import { neighborsOf, openPartOf } from '@reyield/inspect/internal'
import { storedHistories, type StoredHistory } from '@reyield/inspect/internal'
import { typeName } from '../files/lock.ts'

/** A history that may be locked. */
export interface Candidate {
  /** The file that it comes from. */
  readonly from: string
  /** `<name>@<version>`. */
  readonly workflow: string
  /** As it's kept: `{ recorded, execution, events }`, without the decisions that closed the execution. */
  text(): string
  readonly pairs: ReadonlySet<string>
  /** Its number of events. */
  readonly cost: number
  /** Whether it's of an execution, and `reyield fetch --redact` hasn't replaced its texts. */
  readonly isClear: boolean
}

/** A text with more characters is read from its file again, so that memory doesn't grow with the number of long histories. */
const longest = 200_000

/**
 * The histories of files, each once, in an order that doesn't depend on the names of the files.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID)
 */
export function candidatesIn(files: readonly string[]): Candidate[] {
  const byHash = new Map<string, Candidate>()
  for (const file of files) {
    const histories = storedHistories(readFileSync(file, 'utf8'))
    for (const [index, history] of histories.entries()) {
      const events = openPartOf(history.events)
      const text = keptText({ ...history, events })
      byHash.set(createHash('sha256').update(text).digest('hex'), {
        from: file,
        workflow: typeName(events[0]?.workflowExecutionStartedEventAttributes?.workflowType ?? {}),
        text: text.length > longest ? () => textAgain(file, index) : () => text,
        pairs: neighborsOf(events),
        cost: events.length,
        isClear: !history.isRecorded && !history.isRedacted,
      })
    }
  }
  return [...byHash].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, candidate]) => candidate)
}

function textAgain(file: string, index: number): string {
  const history = storedHistories(readFileSync(file, 'utf8'))[index]!
  return keptText({ ...history, events: openPartOf(history.events) })
}

const keptText = (
  of: Pick<StoredHistory, 'execution' | 'isRecorded'> & Pick<RecordedRun, 'events'>,
): string =>
  JSON.stringify({
    ...(of.isRecorded ? { recorded: true } : {}),
    execution: of.execution,
    events: of.events,
  })
