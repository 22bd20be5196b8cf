import { UnknownExecutionError, type UnknownBecause } from '../errors/unknown-execution.ts'
import { isForbidden, type Known } from '../port/swf-errors.ts'
import { continuedBy, type Described, type Look, type Run } from './look.ts'

/** What a call about one run came to: an answer, another run that goes on with the execution, or SWF doesn't know the run. */
export type Reached<T> = Known<T> | Continued

/** A later run goes on with the execution; undefined where only the run's last event says which. */
export interface Continued {
  readonly continuedAs: string | undefined
}

/** The runs of one execution, which begin with one that is known: each continued the one before as new. */
export class Chain {
  readonly workflowId: string
  readonly follow: boolean
  #newest: string

  constructor({ workflowId, runId }: Run, follow: boolean) {
    this.workflowId = workflowId
    this.#newest = runId
    this.follow = follow
  }

  /** The newest run that any call has come to know. */
  get newest(): string {
    return this.#newest
  }

  /**
   * Calls for the newest run until it is the current one. Only refusals and closed runs cost a look at the last event.
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
      if (this.#newest === run.runId) this.#newest = next // else another call has gone further already
    }
  }

  /** A client that may only signal, say, isn't allowed to look: then SWF's refusal of the call is all that is known. */
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
    const closedAs = /^WorkflowExecution(Completed|Failed|Canceled|Terminated|TimedOut|ContinuedAsNew)$/.exec(
      last?.eventType ?? '',
    )
    if (closedAs !== null) throw unknown({ closedAs: statuses[closedAs[1]!]! })
    if (last !== undefined || !this.follow) throw unknown({ kept: undefined })
    // The run is gone, and with it what its last event said. Runs of a workflow id come one after the other, and SWF removes
    // the oldest first: the run that continued this one is the oldest that is left, or is gone as well.
    const oldest = (await look.oldest(run.workflowId, run.runId))?.execution
    if (oldest === undefined) throw unknown({ kept: undefined })
    const first = await look.firstEvent({ workflowId: run.workflowId, runId: oldest.runId! })
    if ('unknown' in first) throw unknown({ kept: undefined })
    const continues = first.answer.workflowExecutionStartedEventAttributes!.continuedExecutionRunId
    if (continues === run.runId) return oldest.runId!
    throw unknown({ kept: { runId: oldest.runId!, continues } })
  }
}

/** What SWF says of the current run. */
export const describeCurrent = (chain: Chain, look: Look): Promise<Described> =>
  chain.current(look, async run => {
    const described = await look.describe(run)
    const closed = 'answer' in described ? described.answer.executionInfo?.closeStatus : undefined
    return chain.follow && closed === 'CONTINUED_AS_NEW' ? { continuedAs: undefined } : described
  })

const statuses: Readonly<Record<string, string>> = {
  Completed: 'COMPLETED',
  Failed: 'FAILED',
  Canceled: 'CANCELED',
  Terminated: 'TERMINATED',
  TimedOut: 'TIMED_OUT',
  ContinuedAsNew: 'CONTINUED_AS_NEW',
}
