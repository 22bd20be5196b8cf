import { readFileSync } from 'node:fs'
import { loadHistories, type LoadedHistory } from '@reyield/inspect'
import { neighborsOf, openPartOf } from '@reyield/inspect/internal'
import { typeName } from '../files/lock.ts'

/** A history that may be locked. */
export interface Candidate {
  /** The file that it comes from. */
  readonly from: string
  /** `<name>@<version>`. */
  readonly workflow: string
  /** As it's kept: `{ execution, events }`, without the decisions that closed the execution. */
  readonly text: string
  readonly pairs: ReadonlySet<string>
  /** Its number of events. */
  readonly cost: number
  /** Whether it's of an execution, and `reyield fetch --redact` hasn't replaced its texts. */
  readonly isClear: boolean
}

/**
 * The histories of files, each once, in an order that doesn't depend on the names of the files.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID)
 */
export function candidatesIn(files: readonly string[]): Candidate[] {
  const byText = new Map<string, Candidate>()
  for (const file of files) {
    const parsed = parsedFile(file)
    for (const value of Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]) {
      const [history] = loadHistories([value])
      const { redacted, recorded } = value as { readonly redacted?: unknown; readonly recorded?: unknown }
      const candidate = candidateOf(history!, file, redacted !== true && recorded !== true)
      byText.set(candidate.text, candidate)
    }
  }
  return [...byText.values()].toSorted((a, b) => (a.text < b.text ? -1 : 1))
}

/** What isn't JSON is reported by `loadHistories`. */
function parsedFile(file: string): unknown {
  const text = readFileSync(file, 'utf8')
  try {
    return JSON.parse(text)
  } catch {
    return loadHistories(text)
  }
}

function candidateOf({ execution, events: all }: LoadedHistory, from: string, isClear: boolean): Candidate {
  const events = openPartOf(all)
  return {
    from,
    workflow: typeName(events[0]?.workflowExecutionStartedEventAttributes?.workflowType ?? {}),
    text: JSON.stringify({ execution, events }),
    pairs: neighborsOf(events),
    cost: events.length,
    isClear,
  }
}
