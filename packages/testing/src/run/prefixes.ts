import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Answer, Program } from '../simulator/program.ts'

/** Which decision tasks are decided a second time by a program that is made anew from its history. */
export type Prefixes = 'sampled' | 'all' | 'none'

const allUpTo = 200
const thenEvery = 10
const last = 50

interface Unchecked {
  /** The how-manieth task of the run it is. */
  readonly task: number
  readonly program: Program
  readonly events: readonly HistoryEvent[]
  readonly answer: Answer
}

/**
 * Every prefix of a history must lead a program that is made anew to the same decisions. `sampled`: all up to 200 decision
 * tasks, then every tenth, and the last 50 of the run.
 */
export class PrefixChecks {
  readonly #which: Prefixes
  #tasks = 0
  readonly #unchecked: Unchecked[] = []

  constructor(which: Prefixes) {
    this.#which = which
  }

  /** Begins a decision task; tells whether it's to be checked at once. */
  begin(): boolean {
    this.#tasks++
    if (this.#which === 'none') return false
    return this.#which === 'all' || this.#tasks <= allUpTo || this.#tasks % thenEvery === 0
  }

  /** One that wasn't checked: it may turn out to be among the last. */
  skipped(program: Program, events: readonly HistoryEvent[], answer: Answer): void {
    if (this.#which === 'none') return
    this.#unchecked.push({ task: this.#tasks, program, events, answer })
    if (this.#unchecked[0]!.task <= this.#tasks - last) this.#unchecked.shift()
  }

  /** The run is over: those of the last ones that weren't checked. */
  async end(): Promise<void> {
    for (const { task, program, events, answer } of this.#unchecked.splice(0)) {
      if (task > this.#tasks - last) await program.rebuilt(events, answer)
    }
  }

  get tasks(): number {
    return this.#tasks
  }
}
