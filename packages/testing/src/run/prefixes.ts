import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Answer, Program } from '../simulator/program.ts'

/** After which decision tasks a fresh program decides again from the history. */
export type Prefixes = 'sampled' | 'all' | 'none'

const allUpTo = 200
const thenEvery = 10
const last = 50

interface Unchecked {
  /** The number of the task in the run, from 1. */
  readonly task: number
  readonly program: Program
  readonly events: readonly HistoryEvent[]
  readonly answer: Answer
}

/**
 * Checks that a fresh program makes the same decisions from a prefix of the history. `sampled`: after each of the first
 * 200 decision tasks, then after every tenth, and after the last 50 of the run.
 */
export class PrefixChecks {
  readonly #which: Prefixes
  #tasks = 0
  readonly #unchecked: Unchecked[] = []

  constructor(which: Prefixes) {
    this.#which = which
  }

  /** Begins a decision task. Returns whether it is to be checked now. */
  begin(): boolean {
    this.#tasks++
    if (this.#which === 'none') return false
    return this.#which === 'all' || this.#tasks <= allUpTo || this.#tasks % thenEvery === 0
  }

  /** Keeps a task that wasn't checked. It may turn out to be among the last. */
  skipped(program: Program, events: readonly HistoryEvent[], answer: Answer): void {
    if (this.#which === 'none') return
    this.#unchecked.push({ task: this.#tasks, program, events, answer })
    if (this.#unchecked[0]!.task <= this.#tasks - last) this.#unchecked.shift()
  }

  /** At the end of the run: checks the last tasks that weren't checked yet. */
  async end(): Promise<void> {
    for (const { task, program, events, answer } of this.#unchecked.splice(0)) {
      if (task > this.#tasks - last) await program.rebuilt(events, answer)
    }
  }

  get tasks(): number {
    return this.#tasks
  }
}
