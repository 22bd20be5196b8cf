import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { ErrorData } from '@reyield/data'
import type { AnyWorkflow, Notes, Serializer } from '@reyield/workflow'
import { Backoff } from './decisions/backoff.ts'
import { emit } from './decisions/emit.ts'
import { defaultLimits, type Limits } from './decisions/limits.ts'
import type { Engine, ExecutionIds, WorkflowLog } from './engine.ts'
import { InvalidHistoryError, RunIdNeededError, StaleCacheError } from './errors/history.ts'
import { CleanUpRefusedError } from './errors/guard.ts'
import { NonDeterminismError, type Recorded } from './errors/non-determinism.ts'
import { GeneratorReusedError } from './errors/program.ts'
import { Episodes, type Episode } from './history/episodes.ts'
import { LookAhead } from './history/look-ahead.ts'
import { sideEffects } from './kinds/marker.ts'
import { kindOf } from './kinds/event-types.ts'
import { carries, Inputs, keyOf, type Missing } from './ledger/inputs.ts'
import { Ledger } from './ledger/ledger.ts'
import { Markers } from './verdicts/markers.ts'
import { ask } from './kinds/in-ledger.ts'
import { Attempts } from './ledger/attempts.ts'
import { Budget } from './verdicts/budget.ts'
import { Channels } from './history/channels.ts'
import { immediate } from './kinds/values.ts'
import { installGuards } from './program/guards.ts'
import { Refusals } from './verdicts/refusals.ts'
import { Scheduler } from './program/scheduler.ts'
import { Trace, type Standing, type TraceTools } from './program/trace.ts'
import { afterMicrotasks, exclusive } from './program/step.ts'
import { describeOperation } from './program/describe.ts'
import { unknownSignals, unreadOf, waitingFor, waitingOf, type Late, type ReplayReport } from './report.ts'

/** What a replay needs beside the events: the run id isn't in the history (rule W8). */
export interface ReplayOptions {
  /** The execution whose history this is. Without it, what depends on the run id throws RunIdNeededError (RUN_ID_NEEDED). */
  readonly execution?: ExecutionIds | undefined
  /** How payloads are written where neither the workflow nor the activity says. */
  readonly serializer: Serializer
  /**
   * `throw`: Date, Math.random, timers and fetch throw inside the workflow (GuardError); an operation that was made and never
   * yielded, and clean-up that an ended branch asks for outside a shield, let the decision task go, with an error that names
   * them. `off`: the last two become warnings in the report, the first isn't watched. Default `throw`.
   */
  readonly guards?: 'throw' | 'off'
  /**
   * Keeps the source lines of what the program asks for, for reports and errors: for a second replay, made for the purpose
   * (2.5 us an operation). Default false.
   */
  readonly trace?: boolean | TraceTools
  /** Takes the lines that the workflow logs in the open episode. Default: nobody. */
  readonly log?: WorkflowLog
  /** Told when an activation of the program begins and ends: for a watchdog, which then names an endless loop. */
  readonly activation?: { begin(): void; end(): void }
  /**
   * Messages and diffs may show payloads: inputs that are recorded and asked for, and messages of errors that the workflow
   * throws. For histories that nobody else may read. Default false.
   */
  readonly logPayloads?: boolean
  /** What is recorded of the errors of the workflow; see `failureToWire` of `@reyield/data`. */
  readonly errorData?: ErrorData | undefined
  /** SWF's ceilings; for tests. */
  readonly limits?: Partial<Limits>
}

/** One execution being replayed: events in, decisions out. */
export interface Replay {
  /**
   * Takes the next events, in pages of any size; ids that were fed already are skipped (rule H9). A full replay is
   * feeding all pages of a history.
   *
   * @throws NonDeterminismError (NON_DETERMINISM), StaleCacheError (STALE_CACHE), StuckError (STUCK), RunawayError
   * (RUNAWAY), RecordedPayloadError (PAYLOAD_UNREADABLE), InvalidHistoryError (HISTORY_INVALID). After an error the
   * replay is of no use any more: every further call throws it again.
   */
  feed(events: readonly HistoryEvent[]): Promise<void>
  /**
   * The answer to the open decision task; empty if none is open. May be asked for again.
   *
   * @throws as `feed`; and OperationNeverYieldedError (OPERATION_NEVER_YIELDED), WorkflowHeldError (WORKFLOW_HELD); for a
   * result that SWF would refuse, PAYLOAD_UNSERIALIZABLE or PAYLOAD_TOO_LONG
   */
  decisions(): Promise<Decision[]>
  /**
   * Another answer to the same decision task, where a pipeline has made payloads of decisions too long for SWF: the program
   * gets PayloadTooLongError where it asks for them (rule E4). May be called again with decisions of the new answer.
   *
   * @param tooLong decisions of the last answer, with the lengths of their payloads as they were encoded
   * @throws as `decisions`; and PayloadTooLongError (PAYLOAD_TOO_LONG) for a payload that can't be thrown anywhere
   * @example
   * ```ts
   * const decisions = await replay.refuse(new Map([[decision, encoded.length]]))
   * ```
   */
  refuse(tooLong: ReadonlyMap<Decision, number>): Promise<Decision[]>
  /**
   * After `decisions` or `refuse` has thrown: a continue-as-new that the program had asked for, whose length on the wire isn't known.
   * Code that catches everything may have gone wrong since it was taken to be short enough. If it is too long, `refuse` it, and
   * the error may be gone.
   */
  readonly doubtful: Decision | undefined
  /** Where the program stands now. */
  report(): ReplayReport
  /** Id of the last event that was fed, 0 at first. */
  readonly lastEventId: number
}

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
  readonly #limits: Limits
  readonly #late: Late[] = []
  readonly #warnings: string[] = []
  readonly #watch: ReplayOptions['activation']
  #closeLate = false
  #refusalTold = false
  /** The start of the current episode has been: side effects that wait were looked at (M2). */
  #episodeBegun = false
  /** The step of an async generator is awaited. */
  #awaiting = false
  /** Fed an open episode before: then it never accuses (W4). */
  #cached = false
  /** Its last answer, if that isn't recorded yet, was decided afresh (E4). */
  #refused = false
  #live = false
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
    if (options.guards !== 'off') installGuards()
    this.#options = options
    this.#attempts = attempts
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#watch = options.activation
    const trace =
      options.trace === undefined || options.trace === false
        ? undefined
        : new Trace(options.trace === true ? { line: line => line } : options.trace)
    const notes: Notes = {
      made: [],
      count: 0,
      stacks: trace?.stacks,
      drives: trace && (generator => engine.scheduler.noteDriven(generator)),
      reused: () => engine.scheduler.noteReused(),
    }
    const serializer = definition.serializer ?? options.serializer
    const engine: Engine = {
      definition,
      execution(what) {
        if (options.execution === undefined) throw new RunIdNeededError(definition.name, what)
        return options.execution
      },
      serializer,
      errorData: options.errorData,
      logPayloads: options.logPayloads === true,
      inputs: new Inputs(notes, serializer, attempts, missing),
      ahead: new LookAhead(),
      warn: warning => this.#warnings.push(warning),
      ledger: new Ledger(),
      markers: new Markers(
        sideEffects(() => engine),
        this.#limits,
      ),
      channels: new Channels(),
      backoff: new Backoff(),
      refusals: undefined as unknown as Refusals, // it needs the engine: set below
      attempts,
      result: undefined,
      scheduler: new Scheduler({
        workflow: definition.name,
        delivered: () => engine.delivered,
        guarded: options.guards !== 'off',
        notes,
        trace,
        ask: (operation, id, coroutine) => ask(operation, engine, coroutine, id),
        answer: (operation, coroutine) =>
          immediate.get(operation.kind)!(operation as never, engine, coroutine),
        finished: outcome => (engine.outcome = refusals.result(outcome)),
        overBudget: (operation, id) => budget.refusal(operation, id),
        continues: operation => {
          const input = engine.inputs.asked(operation, operation.kind)
          const error = refusals.askNewRun(operation, input)
          if (error !== undefined) return error
          engine.continuing = { operation, input, unmeasured: refusals.unmeasured(input) }
          return undefined
        },
        reused: coroutine => {
          if (this.#live) throw new GeneratorReusedError(definition.name, coroutine)
        },
        neverYielded: error => {
          if (this.#live && options.guards !== 'off') throw error
          this.#warnings.push(error.message)
        },
        refused: (coroutine, operation, at) => {
          const error = new CleanUpRefusedError(definition.name, coroutine, describeOperation(operation), at)
          if (this.#live && options.guards !== 'off') throw error
          if (!this.#refusalTold) this.#warnings.push(error.message)
          this.#refusalTold = true
        },
        warn: warning => engine.warn(warning),
        afterMicrotasks,
      }),
      begun: undefined,
      delivered: undefined,
      log: undefined,
      cancelRequests: 0,
      status: undefined,
      said: undefined,
      continuing: undefined,
      outcome: undefined,
      startRefused: false,
      closed: false,
    }
    const budget = new Budget(engine, this.#limits.events)
    const refusals = new Refusals(engine, this.#limits.payload)
    this.#engine = Object.assign(engine, { refusals })
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
    return this.#last.#report()
  }

  #report(): ReplayReport {
    const { outcome, status, said } = this.#engine
    return {
      waiting: waitingFor(this.#engine),
      ended:
        outcome === undefined
          ? undefined
          : 'error' in outcome
            ? { error: outcome.error }
            : 'value' in outcome
              ? { result: outcome.value }
              : { continuedAsNew: outcome.continueAsNew.input },
      status,
      said,
      late: [...this.#late],
      warnings: [...this.#warnings, ...unknownSignals(this.#engine)],
      unread: unreadOf(this.#engine),
      asked: [...this.#engine.channels.asked],
      turns: this.#engine.scheduler.turns,
    }
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
      const kind = kindOf(event.eventType!)
      const ended = episodes.endedBy(event, kind)
      if (ended !== undefined) {
        if (ended === 'merged') this.#merged()
        else {
          this.#begin(ended.seen, ended.batch, ended.marked) // as #deliver, but no generator is made for each episode
          for (let step = this.#run(); step !== undefined; step = this.#run()) yield step
          this.#check(ended)
        }
      }
      episodes.read(event, kind)
      if (kind.task === 'timed out') this.#timedOut(event)
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
    this.#live = this.#engine.inputs.live = true
    this.#engine.log = this.#attempts.log
    yield* this.#deliver(this.#episodes.open(), undefined)
    this.#engine.log = undefined
    this.#live = this.#engine.inputs.live = false
    if (yield* this.#findInputs()) return yield* this.#decideAfresh()
    this.#cached = true
    if (this.#engine.begun === undefined) {
      throw new InvalidHistoryError(undefined, 'it has a decision task and no WorkflowExecutionStarted')
    }
    return emit(this.#engine, started.eventTimestamp!, this.#limits)
  }

  /** E4: payloads of the answer are too long on the wire: the program is to hear of it where it asks for them. */
  *#refuse(tooLong: ReadonlyMap<Decision, number>): Steps<Decision[]> {
    this.#attempts.refuse(tooLong, decision => this.#engine.refusals.carrierOf(decision))
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
    const { inputs, ledger, continuing, definition, refusals, serializer } = this.#engine
    const wanted = [...ledger.wanted.values()].filter(
      ({ kind, input }) => carries.has(kind) && input === undefined,
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
      wanted.some(({ operation, place, input }) => refusals.ofOperation(operation, place, input)) ||
      refusals.ofPayload(again?.input, serializer, '') !== undefined
    if (!refused || !this.#limits.verdicts) return false
    this.#attempts.note(missing)
    return true
  }

  /** H1: the check of what a decider recorded, after what it had seen was delivered. */
  #check({ batch, completedId }: Episode): void {
    const engine = this.#engine
    this.#episodeBegun = false
    const refusals: HistoryEvent[] = []
    for (const event of batch) {
      const verdict = kindOf(event.eventType!).record!(event, engine)
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
      if (again) this.#engine.refusals.askAgain()
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
      kindOf(event.eventType!).deliver!(event, engine)
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
  const { input } = (event[kindOf(event.eventType!).member] ?? {}) as { input?: string }
  if (input === undefined) return {}
  try {
    return { input: serializer.deserialize(input) }
  } catch {
    return { input }
  }
}
