/** Keeps changes, so that another process can go on. */
export interface Journal {
  /** Appends a line. `durable`: it's on the disk when this returns, so that it survives a loss of power. */
  append(line: string, durable: boolean): void
}

/**
 * How far an execution of a plan has come. `sending`: the request may or may not have been carried out. `closed`: it had closed before.
 * Failed ones are tried again.
 */
export type RunState = 'pending' | 'sending' | 'done' | 'closed' | 'failed'

/** A request that may have been carried out. */
export interface Doubt {
  /** The newest event of the history before the request. */
  readonly after: number
  /** When the request was sent, in milliseconds since 1970, by the clock of this machine. */
  readonly at: number
}

/** A line of a progress file after the first. The format is stored: members are added, never renamed. */
export type ProgressLine =
  | { readonly n: number; readonly is: 'sending'; readonly after: number; readonly at: number }
  | { readonly n: number; readonly is: 'done' | 'closed' | 'pending' }
  | { readonly n: number; readonly is: 'failed'; readonly error: string }

const states: readonly RunState[] = ['pending', 'sending', 'done', 'closed', 'failed']

/**
 * What was done of a plan. Each change is a line of a journal. Executions are numbered from 0, in the order of the plan. It takes a byte for
 * each of them.
 */
export class Progress {
  readonly #states: Uint8Array
  readonly #doubts = new Map<number, Doubt>()
  readonly #counts: Record<RunState, number>
  #journal: Journal | undefined

  constructor(count: number) {
    this.#states = new Uint8Array(count)
    this.#counts = { pending: count, sending: 0, done: 0, closed: 0, failed: 0 }
  }

  /** From now on, changes are written to this journal. */
  writeTo(journal: Journal): void {
    this.#journal = journal
  }

  of(n: number): RunState {
    return states[this.#states[n]!]!
  }

  /** The request of an execution whose state is `sending`. */
  doubtOf(n: number): Doubt | undefined {
    return this.#doubts.get(n)
  }

  /** Whether nothing is left to do for an execution. */
  isOver(n: number): boolean {
    const state = this.of(n)
    return state === 'done' || state === 'closed'
  }

  /** How many executions have this state. */
  count(state: RunState): number {
    return this.#counts[state]
  }

  /** How many are done, or had closed. */
  get over(): number {
    return this.#counts.done + this.#counts.closed
  }

  /** How many are left. */
  get left(): number {
    return this.#states.length - this.over
  }

  /**
   * Takes a change. A line about a request is on the disk before the request is sent. If the line about its end is lost, the execution is
   * in doubt, and its history says what happened. So that line needs no wait for the disk.
   */
  take(line: ProgressLine): void {
    this.#journal?.append(JSON.stringify(line), line.is === 'sending')
    this.#counts[this.of(line.n)]--
    this.#counts[line.is]++
    this.#states[line.n] = states.indexOf(line.is)
    if (line.is === 'sending') this.#doubts.set(line.n, { after: line.after, at: line.at })
    else this.#doubts.delete(line.n)
  }
}

/** The change of a line; undefined if it isn't one of a plan with so many executions. */
export function progressLineOf(
  value: Readonly<Record<string, unknown>> | undefined,
  count: number,
): ProgressLine | undefined {
  const { n, is, after, at } = value ?? {}
  if (!Number.isInteger(n) || (n as number) < 0 || (n as number) >= count) return undefined
  if (!states.includes(is as RunState)) return undefined
  if (is === 'sending' && (typeof after !== 'number' || typeof at !== 'number')) return undefined
  return value as unknown as ProgressLine
}
