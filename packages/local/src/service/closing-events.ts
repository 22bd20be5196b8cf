import type { Clock } from '../clock/clock.ts'
import { SwfError } from '../model/swf-error.ts'
import { limitExceeded } from '../model/swf-errors.ts'
import type { CloseSession, Hold, WaitOutcome } from './close-session.ts'
import { CloseSessions } from './close-sessions.ts'
import type { CloseWaiters } from './close-waiters.ts'
import { whenClosed, type RunOfDomain } from './closed.ts'
import { closingEventsInput, type ClosingEventsInput } from './closing-events-input.ts'
import type { ClientContext, Requests, Sequencer } from './sequencer.ts'

export interface ClosingEventsOptions {
  readonly sequencer: Requests & Pick<Sequencer, 'lastEvent'>
  readonly waiters: CloseWaiters
  readonly clock: Clock
  /** The longest time that a request waits, in milliseconds. */
  readonly pollTime: number
  /** The largest number of runs that all clients together wait for. Default 200,000. */
  readonly maxWaits?: number
}

/**
 * Adds the action GetClosingEvents to those of Amazon SWF. It waits until at least one of many runs has closed, and returns the events
 * that closed them.
 *
 * A client has one session for all its waits. Each of its requests says which waits are new and which are over, and replaces the
 * request before it. An event is returned again until the client removes its wait, so a lost response loses nothing.
 */
export class ClosingEvents implements Requests {
  readonly #options: ClosingEventsOptions
  readonly #sessions: CloseSessions
  #ended = false
  #failure: { readonly error: unknown } | undefined

  constructor(options: ClosingEventsOptions) {
    this.#options = options
    this.#sessions = new CloseSessions(options.waiters)
  }

  request(action: string, input: unknown, context: ClientContext = {}): Promise<unknown> {
    if (action === 'GetClosingEvents') return this.#get(input, context)
    return this.#options.sequencer.request(action, input, context)
  }

  returnTask(action: string, input: unknown, response: unknown, context?: ClientContext): void {
    this.#options.sequencer.returnTask(action, input, response, context)
  }

  /** Ends waiting requests with an empty response. Later ones don't wait. */
  end(): void {
    this.#ended = true
    for (const session of this.#sessions.all()) session.hold().end()
  }

  /** Ends waiting requests with an error. Later ones fail as well. */
  fail(error: unknown): void {
    this.#failure ??= { error }
    this.end()
  }

  async #get(given: unknown, context: ClientContext): Promise<unknown> {
    this.#throwIfFailed()
    const input = closingEventsInput(given)
    const session = this.#sessions.use(input.session, input.create)
    const hold = session.hold()
    let outcomes: readonly (readonly [number, WaitOutcome])[] = []
    try {
      await this.#change(session, input, context)
      if (!session.hasOutcomes && !this.#ended) await this.#wait(hold, input.waitSeconds, context.signal)
    } finally {
      outcomes = session.release(hold)
    }
    this.#throwIfFailed()
    return responseOf(outcomes)
  }

  #throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }

  /** Ends and begins the waits of a request. */
  async #change(session: CloseSession, { add, remove }: ClosingEventsInput, context: ClientContext) {
    for (const id of remove) session.remove(id)
    const { maxWaits = 200_000 } = this.#options
    const added = add.filter(({ id }) => !session.has(id))
    if (this.#sessions.size() + added.length > maxWaits) {
      throw limitExceeded('Limit on the number of executions that clients wait for reached')
    }
    await Promise.all(added.map(run => this.#begin(session, run, context)))
  }

  async #begin(session: CloseSession, run: RunOfDomain & { readonly id: number }, context: ClientContext) {
    const { sequencer, waiters } = this.#options
    try {
      await whenClosed(sequencer, waiters, run, session.begin(run.id, run.runId), { region: context.region })
    } catch (error) {
      if (!(error instanceof SwfError) || error.status >= 500) {
        session.remove(run.id) // the client sends it again
        throw error
      }
      session.settle(run.id, { error })
    }
  }

  async #wait(hold: Hold, seconds: number, signal: AbortSignal | undefined): Promise<void> {
    const { clock, pollTime } = this.#options
    const limit = Math.min(pollTime, seconds * 1000)
    if (limit === 0) return
    const end = () => hold.end()
    const callOff = clock.wakeAt(clock.now() + limit, end, 'poll')
    signal?.addEventListener('abort', end, { once: true })
    if (signal?.aborted === true) end()
    await hold.ended
    callOff()
    signal?.removeEventListener('abort', end)
    signal?.throwIfAborted()
  }
}

function responseOf(outcomes: readonly (readonly [number, WaitOutcome])[]) {
  const closed = []
  const failed = []
  for (const [id, outcome] of outcomes) {
    if ('event' in outcome) closed.push({ id, event: outcome.event })
    else failed.push({ id, __type: outcome.error.type, message: outcome.error.text })
  }
  return { closed, failed }
}
