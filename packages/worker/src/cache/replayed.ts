import type { Replay, WorkflowLog } from '@reyield/replay'
import type { Sized } from './replay-cache.ts'
import type { Logger } from '../logging/logger.ts'

/** The replay of an execution, with what else is known of the events that it has. */
export interface Replayed extends Sized {
  readonly replay: Replay
  readonly lines: WorkflowLines
  /** Characters of the payloads of its events. */
  readonly characters: number
  /** The last execution context that they record. */
  readonly context: string | undefined
}

/**
 * The log lines of a workflow. Those of a cached replay are held until it has decided: if it can't, a full replay decides the same task
 * and logs them again.
 */
export class WorkflowLines {
  #log: Logger
  #held: Parameters<WorkflowLog>[] | undefined

  constructor(log: Logger) {
    this.#log = log
  }

  readonly write: WorkflowLog = (...line) => {
    if (this.#held === undefined) this.#log[line[0]](line[1], line[2])
    else this.#held.push(line)
  }

  /** Holds the lines to come, which are of another decision task. */
  hold(log: Logger): void {
    this.#log = log
    this.#held = []
  }

  /** Logs the held lines, and those to come at once. */
  release(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const line of held) this.write(...line)
  }
}
