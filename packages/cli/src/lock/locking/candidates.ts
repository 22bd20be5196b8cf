import { createHash } from 'node:crypto'
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
    for (const [index, { history, isClear }] of historiesIn(file).entries()) {
      const text = keptText(history)
      const { events } = history
      byHash.set(createHash('sha256').update(text).digest('hex'), {
        from: file,
        workflow: typeName(events[0]?.workflowExecutionStartedEventAttributes?.workflowType ?? {}),
        text: text.length > longest ? () => keptText(historiesIn(file)[index]!.history) : () => text,
        pairs: neighborsOf(events),
        cost: events.length,
        isClear,
      })
    }
  }
  return [...byHash].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, candidate]) => candidate)
}

const keptText = ({ execution, events }: Pick<LoadedHistory, 'execution' | 'events'>): string =>
  JSON.stringify({ execution, events })

interface FileHistory {
  readonly history: LoadedHistory
  readonly isClear: boolean
}

function historiesIn(file: string): FileHistory[] {
  const parsed = parsedFile(file)
  return (Array.isArray(parsed) ? (parsed as unknown[]) : [parsed]).map(value => {
    const [history] = loadHistories([value])
    const { redacted, recorded } = value as { readonly redacted?: unknown; readonly recorded?: unknown }
    return {
      history: { ...history!, events: [...openPartOf(history!.events)] },
      isClear: redacted !== true && recorded !== true,
    }
  })
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
