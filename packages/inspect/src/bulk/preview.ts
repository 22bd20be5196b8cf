import type { PlannedRun } from './planned-run.ts'

/** How many of the newest, and of the oldest, are examples. */
const examples = 3

/** What a preview shows of the executions of a plan. It keeps a few of them, however many there are. */
export class Preview {
  count = 0
  readonly #types = new Map<string, number>()
  #newest: PlannedRun[] = []
  #oldest: PlannedRun[] = []

  add(run: PlannedRun): void {
    this.count++
    const type = `${run.type.name}@${run.type.version}`
    this.#types.set(type, (this.#types.get(type) ?? 0) + 1)
    this.#newest = first([...this.#newest, run], (a, b) => byStart(b, a))
    this.#oldest = first([run, ...this.#oldest], byStart) // of those that started together, the last one in the list
  }

  /** The types and how many executions have them, most first. */
  get types(): readonly { readonly type: string; readonly count: number }[] {
    return [...this.#types].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count)
  }

  /** The newest executions, newest first. */
  get newest(): readonly PlannedRun[] {
    return this.#newest
  }

  /** The oldest executions, newest first, without those that are among the newest. */
  get oldest(): readonly PlannedRun[] {
    const shown = new Set(this.#newest.map(({ runId }) => runId))
    return this.#oldest.filter(({ runId }) => !shown.has(runId)).toReversed()
  }

  /** When the oldest and the newest one started. Undefined if there are none. */
  get started(): { readonly oldest: string; readonly newest: string } | undefined {
    const [oldest, newest] = [this.#oldest[0], this.#newest[0]]
    return oldest && newest && { oldest: oldest.started, newest: newest.started }
  }
}

/** ISO 8601 in UTC sorts as text. */
const byStart = (a: PlannedRun, b: PlannedRun) => (a.started < b.started ? -1 : a.started > b.started ? 1 : 0)

const first = (runs: PlannedRun[], order: (a: PlannedRun, b: PlannedRun) => number) =>
  runs.sort(order).slice(0, examples)
