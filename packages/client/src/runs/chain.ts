import type { HistoryEvent } from '@aws-sdk/client-swf'
import { UnknownExecutionError, type UnknownBecause } from '../errors/unknown-execution.ts'
import { isForbidden, type Known } from '../port/swf-errors.ts'
import { continuedBy, statusAfter, type Described, type Look, type Run } from './look.ts'

/** The outcome of a call about one run: its output, a later run that continues the execution, or SWF doesn't know the run. */
export type Reached<T> = Known<T> | Continued

/** The execution continues in a later run. Its id is undefined if the last event must be read to find it. */
export interface Continued {
  readonly continuedAs: string | undefined
}

/** The runs of one execution from a given one on: each continued the one before as new. */
export class Chain {
  readonly workflowId: string
  readonly follow: boolean
  #newest: string

  constructor({ workflowId, runId }: Run, follow: boolean) {
    this.workflowId = workflowId
    this.#newest = runId
    this.follow = follow
  }

  /** The newest run that any call has found. */
  get newest(): string {
    return this.#newest
  }

  /**
   * Makes a call for the newest run, and for the runs after it, until it reaches the current one. Last events are read only if SWF
   * doesn't know the run or it has closed.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN)
   */
  async current<T>(look: Look, call: (run: Run) => Promise<Reached<T>>): Promise<T> {
    for (;;) {
      const run = { workflowId: this.workflowId, runId: this.#newest }
      const reached = await call(run)
      if ('answer' in reached) return reached.answer
      const { continuedAs, unknown } = { continuedAs: undefined, unknown: undefined, ...reached }
      const next = continuedAs ?? (await this.#nextOf(run, look, unknown))
      if (this.#newest === run.runId) this.#newest = next // otherwise another call has already found a newer one
    }
  }

  /** If the client may signal but not read, nothing is known but that SWF refused the call. */
  async #nextOf(run: Run, look: Look, cause: unknown): Promise<string> {
    try {
      return await this.#findNext(run, look, cause)
    } catch (error) {
      if (cause === undefined || !isForbidden(error)) throw error
      throw new UnknownExecutionError(run.workflowId, run.runId, { forbidden: true }, cause)
    }
  }

  async #findNext(run: Run, look: Look, cause: unknown): Promise<string> {
    const unknown = (because: UnknownBecause) =>
      new UnknownExecutionError(run.workflowId, run.runId, because, cause)
    const found = await look.lastEvent(run)
    const last = 'answer' in found ? found.answer : undefined
    const next = this.follow ? continuedBy(last) : undefined
    if (next !== undefined) return next
    const closedAs = statusAfter(last)
    if (closedAs !== undefined) throw unknown({ closedAs })
    if (last !== undefined || !this.follow) throw unknown({ kept: undefined })
    // The run is gone, and so is the id of the next run in its last event. Runs of a workflow id come one after the other, and SWF
    // removes the oldest first. So the run that continued this one is the oldest one left, or it's gone as well.
    const oldest = (await look.oldest(run.workflowId, run.runId))?.execution
    if (oldest === undefined) throw unknown({ kept: undefined })
    const first = await look.firstEvent({ workflowId: run.workflowId, runId: oldest.runId! })
    if ('unknown' in first) throw unknown({ kept: undefined })
    const continues = first.answer.workflowExecutionStartedEventAttributes!.continuedExecutionRunId
    if (continues === run.runId) return oldest.runId!
    throw unknown({ kept: { runId: oldest.runId!, continues } })
  }
}

/** Describes the current run. */
export const describeCurrent = (chain: Chain, look: Look): Promise<Described> =>
  chain.current(look, async run => {
    const described = await look.describe(run)
    const closed = 'answer' in described ? described.answer.executionInfo?.closeStatus : undefined
    return chain.follow && closed === 'CONTINUED_AS_NEW' ? { continuedAs: undefined } : described
  })

/** The run that continues a run with this last event; undefined if none does. */
export function goesOn(last: Known<HistoryEvent | undefined>): Continued | undefined {
  const continuedAs = 'answer' in last ? continuedBy(last.answer) : undefined
  return continuedAs === undefined ? undefined : { continuedAs }
}
