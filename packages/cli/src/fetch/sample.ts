import type { Execution } from '../executions/execution.ts'
import { inTurn } from './turns.ts'

/** The outcomes in the order in which they are chosen. The next decision of an open execution runs the code that is tested. */
const outcomes = ['OPEN', 'COMPLETED', 'FAILED', 'TIMED_OUT', 'CANCELED', 'TERMINATED', 'CONTINUED_AS_NEW']

/**
 * Chooses executions that differ. They are grouped by type and version, by outcome, and by the order of magnitude of their running time.
 * The sample takes from each type in turn, of a type from each outcome, of an outcome from each running time, longest first, and of these
 * the newest first. So the same executions are chosen again while nothing has changed.
 */
export class Sample {
  readonly #size: number
  readonly #now: number
  /** The newest executions by type, outcome and magnitude; at most `size` of each. */
  readonly #types = new Map<string, Map<string, Map<number, Execution[]>>>()

  /** `size`: how many are chosen. `now`: up to when open executions have run, in milliseconds since 1970. */
  constructor(size: number, now: number) {
    this.#size = size
    this.#now = now
  }

  /** Looks at an execution. Of each outcome, newer ones must come before older ones, as SWF lists them. */
  add(execution: Execution): void {
    const { type, status } = execution
    const ofType = entry(this.#types, `${type.name}@${type.version}`, () => new Map<string, never>())
    const ofOutcome = entry(ofType, status, () => new Map<number, Execution[]>())
    const newest = entry(ofOutcome, this.#magnitude(execution), (): Execution[] => [])
    if (newest.length < this.#size) newest.push(execution)
  }

  /** The chosen executions. */
  chosen(): Execution[] {
    const types = sorted(this.#types, (a, b) => (a < b ? -1 : 1)).map(ofType =>
      inTurn(
        sorted(ofType, (a, b) => outcomes.indexOf(a) - outcomes.indexOf(b)).map(ofOutcome =>
          inTurn(sorted(ofOutcome, (a, b) => b - a)),
        ),
      ),
    )
    const chosen = []
    for (const execution of inTurn(types)) {
      if (chosen.length === this.#size) break
      chosen.push(execution)
    }
    return chosen
  }

  /** How many digits the running time has, in seconds. */
  #magnitude({ started, closed }: Execution): number {
    const seconds = Math.max(0, (closed?.getTime() ?? this.#now) - started.getTime()) / 1000
    return Math.floor(Math.log10(seconds + 1))
  }
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

const sorted = <K, V>(map: ReadonlyMap<K, V>, compare: (a: K, b: K) => number): V[] =>
  [...map].toSorted(([a], [b]) => compare(a, b)).map(([, value]) => value)
