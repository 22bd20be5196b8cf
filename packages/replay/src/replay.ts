import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'
import { emit } from './decisions/emit.ts'
import type { Engine } from './engine.ts'
import { InvalidHistoryError, StaleCacheError } from './errors/history.ts'
import { NonDeterminismError, type Recorded } from './errors/non-determinism.ts'
import { Episodes, type Episode } from './history/episodes.ts'
import { typeOf } from './kinds/events.ts'
import { Attempts } from './ledger/attempts.ts'
import type { Missing } from './ledger/input.ts'
import { keyOf } from './ledger/inputs.ts'
import type { Replay, ReplayOptions } from './options.ts'
import { exclusive } from './program/step.ts'
import type { Standing } from './program/trace.ts'
import { reportOf, waitingOf, type Late, type ReplayReport } from './report.ts'
import { createEngine } from './session.ts'
import { payloadRefusal } from './verdicts/payload.ts'
import { carrierOf, operationRefusal, refuseAgain } from './verdicts/refusals.ts'

/**
 * Makes the replay of one execution: its program is run again from the start against what history records. Pure: the
 * same events give the same decisions, in pages of any size, at once or bit by bit.
 *
 * @example
 * ```ts
 * const replay = createReplay(order, { execution: { workflowId, runId }, serializer: superjson })
 * await replay.feed(task.events)
 * const decisions = await replay.decisions()
 * ```
 */
export function createReplay(definition: AnyWorkflow, options: ReplayOptions): Replay {
  return new ReplayOfExecution(definition, options)
}

/** Where every branch of a program stands after a history, by a traced replay. */
export async function standing(
  definition: AnyWorkflow,
  events: readonly HistoryEvent[],
  options: ReplayOptions,
): Promise<Standing[]> {
  const replay = new ReplayOfExecution(definition, { ...options, trace: options.trace ?? true })
  await replay.feed(events)
  return replay.standing()
}

/** The loop: history to episodes, an event to a step, a batch to a check, what is left to decisions. */
class ReplayOfExecution implements Replay {
  readonly #engine: Engine
  readonly #episodes = new Episodes()
  readonly #late: Late[] = []
  readonly #watch: ReplayOptions['activation']
  #closeLate = false
  /** The start of the current episode has been: side effects that wait were looked at (M2). */
  #episodeBegun = false
  /** The step of an async generator is awaited. */
  #awaiting = false
  /** Fed an open episode before: then it never accuses (W4). */
  #cached = false
  /** Its last answer, if that isn't recorded yet, was decided afresh (E4). */
  #refused = false
  #broken: { readonly error: unknown } | undefined
  /** The pages that were fed, until more come after the first answer: for a second pass (C14) or attempt (E4). */
  #pages: (readonly HistoryEvent[])[] | undefined = []
  readonly #options: ReplayOptions
  readonly #attempts: Attempts
  /** A later attempt at the answer (E4): it takes over. */
  #later: ReplayOfExecution | undefined

  /** `missing`: this is a second pass, which finds what these operations carry. */
  constructor(
    definition: AnyWorkflow,
    options: ReplayOptions,
    attempts = new Attempts(options.log),
    missing?: Missing,
  ) {
    this.#options = options
    this.#attempts = attempts
    this.#watch = options.activation
    this.#engine = createEngine(definition, options, attempts, missing)
  }

  get lastEventId(): number {
    return this.#last.#episodes.lastEventId
  }

  feed(events: readonly HistoryEvent[]): Promise<void> {
    return this.#activation(() => this.#last.#feed(events))
  }

  decisions(): Promise<Decision[]> {
    return this.#activation(() => this.#last.#decide())
  }

  refuse(tooLong: ReadonlyMap<Decision, number>): Promise<Decision[]> {
    if (this.doubtful !== undefined) this.#broken = undefined
    return this.#activation(() => this.#last.#refuse(tooLong))
  }

  get doubtful(): Decision | undefined {
    const input = this.#last.#engine.continuing?.unmeasured
    if (this.#broken === undefined || input === undefined) return undefined
    if (this.#attempts.tooLong?.has(input) === true) return undefined // it was refused to no avail
    return {
      decisionType: 'ContinueAsNewWorkflowExecution',
      continueAsNewWorkflowExecutionDecisionAttributes: { input },
    }
  }

  get #last(): ReplayOfExecution {
    return this.#later === undefined ? this : this.#later.#last
  }

  report(): ReplayReport {
    return reportOf(this.#last.#engine, this.#last.#late)
  }

  /** Delivers the rest of the history and tells where every branch stands; the replay can't go on from there. */
  standing(): Promise<Standing[]> {
    return this.#activation(() => this.#stand())
  }

  *#stand(): Steps<Standing[]> {
    yield* this.#endedByStream()
    yield* this.#deliver(this.#episodes.rest(), []) // no marker is there: side effects wait
    return this.#engine.scheduler.standing()
  }

  *#feed(events: readonly HistoryEvent[]): Steps<void> {
    const episodes = this.#episodes
    if (this.#cached) this.#forgetAttempts()
    this.#pages?.push(events)
    for (const event of events) {
      if (!episodes.isNew(event)) continue
      const type = typeOf(event.eventType!)
      const ended = episodes.endedBy(event, type)
      if (ended !== undefined) {
        if (ended === 'merged') this.#merged()
        else {
          this.#begin(ended.seen, ended.batch, ended.marked) // as #deliver, but no generator is made for each episode
          for (let step = this.#run(); step !== undefined; step = this.#run()) yield step
          this.#check(ended)
        }
      }
      episodes.read(event, type)
      if (type.task === 'timed out') this.#timedOut(event)
    }
  }

  *#endedByStream(): Steps<void> {
    const ended = this.#episodes.endedByStream()
    if (ended === 'merged') this.#merged()
    else if (ended !== undefined) {
      yield* this.#deliver(ended.seen, ended.batch, ended.marked)
      this.#check(ended)
    }
  }

  /** H4: what a kept replay has made of a task that decided nothing isn't settled. */
  #merged(): void {
    if (!this.#cached) return
    throw new StaleCacheError(this.#episodes.lastEventId, 'its decision task decided nothing after all')
  }

  /**
   * What a kept replay has seen in a task that timed out may be more in the next one (S1), and what it was refused there may not be
   * asked for any longer (E4).
   */
  #timedOut({ eventId }: HistoryEvent): void {
    if (!this.#cached) return
    if (this.#engine.ahead.looked) {
      throw new StaleCacheError(eventId!, 'its program has looked at its signals, and more may have come')
    }
    if (this.#refused) throw new StaleCacheError(eventId!, 'its program was refused what it asked for')
  }

  *#decide(): Steps<Decision[]> {
    yield* this.#endedByStream()
    const { started } = this.#episodes
    if (started === undefined) return []
    this.#engine.inputs.live = true
    this.#engine.log = this.#attempts.log
    yield* this.#deliver(this.#episodes.open(), undefined)
    this.#engine.log = undefined
    this.#engine.inputs.live = false
    if (yield* this.#findInputs()) return yield* this.#decideAfresh()
    this.#cached = true
    if (this.#engine.begun === undefined) {
      throw new InvalidHistoryError(undefined, 'it has a decision task and no WorkflowExecutionStarted')
    }
    return emit(this.#engine, started.eventTimestamp!)
  }

  /** E4: payloads of the answer are too long on the wire: the program is to hear of it where it asks for them. */
  *#refuse(tooLong: ReadonlyMap<Decision, number>): Steps<Decision[]> {
    this.#attempts.refuse(tooLong, decision => carrierOf(decision, this.#engine))
    return yield* this.#decideAfresh()
  }

  /** Another attempt at the answer, which knows what this one has found out. */
  *#decideAfresh(): Steps<Decision[]> {
    const pages = this.#pages
    if (pages === undefined) throw new StaleCacheError(this.lastEventId, 'its answer is to be decided afresh')
    this.#attempts.again(this.#engine.definition.name)
    const later = new ReplayOfExecution(this.#engine.definition, this.#options, this.#attempts)
    this.#later = later
    for (const page of pages) yield* later.#feed(page)
    return yield* later.#decide()
  }

  #forgetAttempts(): void {
    this.#pages = undefined
    if (this.#attempts.several) this.#refused = true
    this.#attempts.forget()
  }

  /**
   * C14: what is wanted and was made in a completed episode, where nothing is written: a second pass over the history. True: SWF
   * would refuse something of it, and the program can still be told (E4).
   */
  *#findInputs(): Steps<boolean> {
    const engine = this.#engine
    const { inputs, ledger, continuing, definition, serializer } = engine
    const wanted = [...ledger.wanted.values()].filter(
      ({ kind, input }) => input === undefined && inputs.hasInput(kind),
    )
    if (continuing !== undefined) {
      continuing.input ??= inputs.known(continuing.operation, continuing.operation.kind)
    }
    const again = continuing?.input === undefined ? continuing : undefined
    if (wanted.length === 0 && again === undefined) return false
    const pages = this.#pages
    if (pages === undefined)
      throw new StaleCacheError(this.lastEventId, 'inputs of earlier operations are needed')
    const missing: Missing = { ordinals: new Map(), asks: new Map() }
    for (const entry of wanted) inputs.miss(entry.operation, keyOf(entry), missing)
    if (again !== undefined) inputs.miss(again.operation, again.operation.kind, missing)
    const second = new ReplayOfExecution(definition, this.#options, undefined, missing)
    for (const page of pages) yield* second.#feed(page.filter(({ eventId }) => eventId! <= this.lastEventId))
    yield* second.#endedByStream()
    for (const entry of wanted) entry.input = inputs.found(entry.operation, keyOf(entry), missing)
    if (again !== undefined) again.input = inputs.found(again.operation, again.operation.kind, missing)
    const refused =
      wanted.some(({ operation, place, input }) => operationRefusal(operation, place, input, engine)) ||
      payloadRefusal(again?.input, serializer, '', engine) !== undefined
    if (!refused || !engine.limits.verdicts) return false
    this.#attempts.note(missing)
    return true
  }

  /** H1: the check of what a decider recorded, after what it had seen was delivered. */
  #check({ batch, completedId }: Episode): void {
    const engine = this.#engine
    this.#episodeBegun = false
    const refusals: HistoryEvent[] = []
    for (const event of batch) {
      const { record, member } = typeOf(event.eventType!)
      const verdict = record!(event[member], engine, event)
      if (verdict === 'refused') refusals.push(event)
      else if (verdict !== 'matched') this.#accuse(event, verdict.recorded, verdict.mismatch)
    }
    const { given } = engine.markers
    if (given.size > 0) {
      throw new StaleCacheError(completedId, `it gave a value for marker '${[...given.keys()][0]}'`) // M3
    }
    engine.said = undefined
    engine.ahead.looked = false
    this.#refused = false
    this.#noteLate(completedId, batch)
    this.#episodes.close(refusals)
  }

  /** What the decider of an episode had seen is delivered, to quiescence. */
  *#deliver(
    seen: readonly HistoryEvent[],
    batch: readonly HistoryEvent[] | undefined,
    marked?: boolean,
  ): Steps<void> {
    this.#begin(seen, batch, marked)
    for (let step = this.#run(); step !== undefined; step = this.#run()) yield step
  }

  /**
   * Makes ready what `#run` delivers. `batch` is what the decider recorded, undefined for the open episode. Side effects that
   * wait are looked at once, at the start of an episode (M2), and what is refused late (E4).
   */
  #begin(seen: readonly HistoryEvent[], batch: readonly HistoryEvent[] | undefined, marked?: boolean): void {
    const { ahead, ledger, markers, scheduler } = this.#engine
    markers.look(batch, marked)
    ahead.begin(seen)
    if (this.#episodeBegun) return
    this.#episodeBegun = true
    const again = ledger.wanted.size > 0 && markers.mayRefuse
    if (again || markers.anyWaiting) {
      scheduler.beginRound()
      if (again) refuseAgain(this.#engine)
      markers.tryWaiting()
    }
  }

  /** One event, one step, to quiescence (H5). A promise: await it, then call again; undefined: everything was delivered. */
  #run(): Promise<void> | undefined {
    const engine = this.#engine
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

  /** W4: only a fresh replay accuses; one that was kept is dropped. */
  #accuse(event: HistoryEvent, recorded: Pick<Recorded, 'id' | 'type'>, problem: string): never {
    if (this.#cached) throw new StaleCacheError(event.eventId!, problem)
    throw new NonDeterminismError(
      this.#engine.definition.name,
      {
        eventId: event.eventId!,
        eventType: event.eventType!,
        ...recorded,
        ...inputOf(event, this.#engine.serializer),
      },
      problem,
      [...this.#engine.ledger.wanted.values()].map(entry => waitingOf(entry, this.#engine)),
      this.#engine,
    )
  }

  /** W2: what is wanted and not recorded is told, once each. */
  #noteLate(eventId: number, batch: readonly HistoryEvent[]): void {
    for (const entry of this.#engine.ledger.wanted.values()) {
      if (entry.late || entry.held) continue
      entry.late = true
      this.#late.push({ kind: entry.kind, id: entry.id, eventId })
    }
    const { outcome, closed } = this.#engine
    if (outcome !== undefined && !closed && !this.#closeLate && !batch.some(isRefusedClose)) {
      this.#closeLate = true
      this.#late.push({ kind: 'close', id: '', eventId })
    }
  }

  /** P1: one activation at a time in the process. An error leaves the program somewhere in between: no way on. */
  #activation<T>(run: () => Steps<T>): Promise<T> {
    return exclusive(async () => {
      if (this.#broken !== undefined) throw this.#broken.error
      this.#watch?.begin()
      try {
        const steps = run()
        for (;;) {
          const { done, value } = steps.next()
          if (done === true) return value
          await value
        }
      } catch (error) {
        this.#broken = { error }
        throw error
      } finally {
        this.#watch?.end()
      }
    })
  }
}

/** The engine's work, which waits for the steps of async generators only: a program of sync ones runs through. */
type Steps<T> = Generator<Promise<void>, T, void>

const isRefusedClose = ({ eventType }: HistoryEvent) =>
  /^(Complete|Fail|Cancel|ContinueAsNew)WorkflowExecutionFailed$/.test(eventType!)

/** What a decision carried, for people: what the serializer can't read is shown as it is. */
function inputOf(event: HistoryEvent, serializer: Serializer): { input?: unknown } {
  const { input } = (event[typeOf(event.eventType!).member] ?? {}) as { input?: string }
  if (input === undefined) return {}
  try {
    return { input: serializer.deserialize(input) }
  } catch {
    return { input }
  }
}
