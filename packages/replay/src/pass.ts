import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'
import type { Engine } from './engine.ts'
import { RecordedPayloadError, StaleCacheError } from './errors/history.ts'
import { NonDeterminismError, type Recorded } from './errors/non-determinism.ts'
import { Episodes, type Episode } from './history/episodes.ts'
import { typeOf } from './kinds/events.ts'
import type { Attempts } from './ledger/attempts.ts'
import type { Missing } from './ledger/input.ts'
import type { ReplayOptions } from './options.ts'
import { waitingOf, type Late } from './report.ts'
import { noteLines } from './step-lines.ts'
import { createEngine } from './session.ts'
import { refuseAgain } from './verdicts/refusals.ts'

/** The engine's work. It yields only the steps of async generators, which have to be awaited: sync programs run without a pause. */
export type Steps<T> = Generator<Promise<void>, T, void>

/**
 * One pass of a program over its history. The history is cut into episodes, the events of an episode are delivered to the program,
 * and then its batch is checked against what the program wants.
 */
export class Pass {
  readonly engine: Engine
  readonly episodes = new Episodes()
  readonly late: Late[] = []
  /** The pass has answered a decision task and is cached for the next one, so it never throws NonDeterminismError (W4). */
  kept = false
  /** Its last answer isn't recorded yet, and was decided by more than one attempt (E4). */
  refused = false
  /** The program was given what its decider may have decided otherwise: side effects, patches, signals that it looked at ahead. */
  hasGuessed = false
  #closeLate = false
  /** The current episode has begun, and the waiting side effects have been tried (M2). */
  #episodeBegun = false
  /** The caller awaits a step of an async generator. */
  #awaiting = false

  /** `missing`: this is a second pass, which finds the inputs of these operations. */
  constructor(definition: AnyWorkflow, options: ReplayOptions, attempts: Attempts, missing?: Missing) {
    this.engine = createEngine(definition, options, attempts, missing)
  }

  /** Takes the next events; delivers each episode as soon as its batch has ended (H3). */
  *feed(events: readonly HistoryEvent[]): Steps<void> {
    const { episodes } = this
    for (const event of events) {
      if (!episodes.isNew(event)) continue
      const type = typeOf(event.eventType!)
      const ended = episodes.endedBy(event, type)
      if (ended !== undefined) {
        if (ended === 'merged') this.#merged()
        else {
          this.#begin(ended.seen, ended.batch, ended.marked) // as #deliver, but no generator is made for each episode
          for (let step = this.#runOrDrop(); step !== undefined; step = this.#runOrDrop()) yield step
          this.#check(ended)
        }
      }
      episodes.read(event, type)
      if (type.task === 'timed out') this.#timedOut(event)
    }
  }

  /** The stream has ended, and with it the batch of its last completed task. */
  *endedByStream(): Steps<void> {
    const ended = this.episodes.endedByStream()
    if (ended === 'merged') this.#merged()
    else if (ended !== undefined) {
      yield* this.#deliver(ended.seen, ended.batch, ended.marked)
      this.#check(ended)
    }
  }

  /** Delivers what the decider of the open decision task has seen. */
  *deliverOpen(): Steps<void> {
    yield* this.#deliver(this.episodes.open(), undefined)
  }

  /**
   * Delivers the rest of the history up to an event, even what no decider has seen, as a decider would do it now. More may follow unless
   * `hasGuessed`.
   */
  *deliverRest(until: number): Steps<void> {
    const { ahead, ledger, markers } = this.engine
    yield* this.endedByStream()
    if (!this.#episodeBegun && (ledger.wanted.size > 0 || markers.anyWaiting)) this.hasGuessed = true
    yield* this.#deliver(this.episodes.rest(until), undefined)
    if (ahead.looked || markers.given.size > 0 || markers.anyWaiting) this.hasGuessed = true
  }

  /** H4: the task of a cached replay decided nothing, so what its program has done since may have to be undone. */
  #merged(): void {
    if (!this.kept) return
    throw new StaleCacheError(this.episodes.lastEventId, 'its decision task decided nothing after all')
  }

  /**
   * A task has timed out that a cached replay has answered. The next task may have more signals than the program has seen (S1), and
   * need not ask for what was refused (E4).
   */
  #timedOut({ eventId }: HistoryEvent): void {
    if (!this.kept) return
    if (this.engine.ahead.looked) {
      throw new StaleCacheError(eventId!, 'its program has looked at its signals, and more may have come')
    }
    if (this.refused) throw new StaleCacheError(eventId!, 'its program was refused what it asked for')
  }

  /** H1: checks what a decider recorded, after the events that it had seen were delivered. */
  #check({ batch, completedId }: Episode): void {
    const engine = this.engine
    this.#episodeBegun = false
    const refusals: HistoryEvent[] = []
    for (const event of batch) {
      const { record, member } = typeOf(event.eventType!)
      const verdict = record!(event[member], engine, event)
      if (engine.trace !== undefined) noteLines(event, engine)
      if (verdict === 'refused') refusals.push(event)
      else if (verdict !== 'matched') this.#mismatch(event, verdict.recorded, verdict.mismatch)
    }
    const { given } = engine.markers
    if (given.size > 0) {
      throw new StaleCacheError(completedId, `it gave a value for marker '${[...given.keys()][0]}'`) // M3
    }
    engine.newStatus = undefined
    engine.ahead.looked = false
    this.refused = false
    this.#noteLate(completedId, batch)
    this.episodes.close(refusals)
  }

  /** Delivers what the decider of an episode had seen, until every coroutine waits. */
  *#deliver(
    seen: readonly HistoryEvent[],
    batch: readonly HistoryEvent[] | undefined,
    marked?: boolean,
  ): Steps<void> {
    this.#begin(seen, batch, marked)
    for (let step = this.#run(); step !== undefined; step = this.#run()) yield step
  }

  /**
   * Prepares the events that `#run` delivers. `batch` is what the decider recorded, undefined for the open episode. At the start of
   * an episode, waiting side effects are tried (M2), and what is still wanted is checked again (E4).
   */
  #begin(seen: readonly HistoryEvent[], batch: readonly HistoryEvent[] | undefined, marked?: boolean): void {
    const { ahead, ledger, markers, scheduler } = this.engine
    markers.look(batch, marked)
    ahead.begin(seen)
    if (this.#episodeBegun) return
    this.#episodeBegun = true
    const again = ledger.wanted.size > 0 && markers.mayRefuse
    if (again || markers.anyWaiting) {
      scheduler.beginRound()
      if (again) refuseAgain(this.engine)
      markers.tryWaiting()
    }
  }

  /**
   * W4: in a new replay the program may not ask for a payload that a cached one can't read, if its last task decided something
   * else.
   */
  #runOrDrop(): Promise<void> | undefined {
    try {
      return this.#run()
    } catch (error) {
      if (!this.kept || !(error instanceof RecordedPayloadError)) throw error
      throw new StaleCacheError(error.eventId, 'its program has asked for a payload that it cannot read')
    }
  }

  /**
   * Delivers event by event, each until every coroutine waits (H5). A promise: await it, then call again; undefined: all is
   * delivered.
   */
  #run(): Promise<void> | undefined {
    const engine = this.engine
    const { ahead, scheduler } = engine
    if (this.#awaiting) {
      this.#awaiting = false
      scheduler.stepped()
    }
    for (;;) {
      while (scheduler.busy) {
        const step = scheduler.step()
        if (step !== undefined) {
          this.#awaiting = true
          return step
        }
        scheduler.stepped()
      }
      const event = ahead.next()
      if (event === undefined) return undefined
      engine.delivered = event
      scheduler.beginRound()
      const { deliver, member } = typeOf(event.eventType!)
      deliver!(event[member], engine, event)
    }
  }

  /** W4: only a new replay throws NonDeterminismError; a cached one is discarded. */
  #mismatch(event: HistoryEvent, recorded: Pick<Recorded, 'id' | 'type'>, problem: string): never {
    if (this.kept) throw new StaleCacheError(event.eventId!, problem)
    throw new NonDeterminismError(
      this.engine.definition.name,
      {
        eventId: event.eventId!,
        eventType: event.eventType!,
        ...recorded,
        ...inputOf(event, this.engine.serializer),
      },
      problem,
      [...this.engine.ledger.wanted.values()].map(entry => waitingOf(entry, this.engine)),
      this.engine,
    )
  }

  /** W2: reports what is wanted and not recorded, once each. */
  #noteLate(eventId: number, batch: readonly HistoryEvent[]): void {
    for (const entry of this.engine.ledger.wanted.values()) {
      if (entry.late || entry.held) continue
      entry.late = true
      this.late.push({ kind: entry.kind, id: entry.id, eventId })
    }
    const { outcome, closed } = this.engine
    if (outcome !== undefined && !closed && !this.#closeLate && !batch.some(isRefusedClose)) {
      this.#closeLate = true
      this.late.push({ kind: 'close', id: '', eventId })
    }
  }
}

const isRefusedClose = ({ eventType }: HistoryEvent) =>
  /^(Complete|Fail|Cancel|ContinueAsNew)WorkflowExecutionFailed$/.test(eventType!)

/** The input of a decision, for people: the recorded text if the serializer can't read it. */
function inputOf(event: HistoryEvent, serializer: Serializer): { input?: unknown } {
  const { input } = (event[typeOf(event.eventType!).member] ?? {}) as { input?: string }
  if (input === undefined) return {}
  try {
    return { input: serializer.deserialize(input) }
  } catch {
    return { input }
  }
}
