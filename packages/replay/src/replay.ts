import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { AnyWorkflow } from '@reyield/workflow'
import { emit } from './decisions/emit.ts'
import { InvalidHistoryError, StaleCacheError } from './errors/history.ts'
import { Attempts } from './ledger/attempts.ts'
import type { Missing } from './ledger/input.ts'
import { keyOf } from './ledger/inputs.ts'
import type { Replay, ReplayOptions } from './options.ts'
import { Pass, type Steps } from './pass.ts'
import { Asked, type AskedOperation } from './program/asked.ts'
import type { SourceFrames } from './program/stack-lines.ts'
import { exclusive } from './program/step.ts'
import type { CoroutineLocation, StepLines } from './program/trace.ts'
import {
  notesOf,
  patchesOf,
  reportOf,
  type PatchAnswer,
  type ReplayNotes,
  type ReplayReport,
} from './report.ts'
import { linesOfUnrecorded } from './step-lines.ts'
import { payloadRefusal } from './verdicts/payload.ts'
import { carrierOf, operationRefusal } from './verdicts/refusals.ts'

/**
 * Creates the replay of one execution. It runs the program from the start, and gives it the results that the history records. The
 * same events always lead to the same decisions, whatever the size of the pages they are fed in.
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

/** What a program does after a certain event. */
export interface ProgramState {
  /** Where every branch waits. */
  readonly branches: readonly CoroutineLocation[]
  /** Source lines by the event that records an operation or a marker, or that delivered a signal. */
  readonly steps: ReadonlyMap<number, StepLines>
  /** The same for operations that no event records yet. */
  readonly unrecorded: readonly StepLines[]
  readonly unread: ReplayReport['unread']
}

/** A program that is shown at one moment after another, by one traced replay. */
export interface ProgramWalk {
  /** The last event that was fed. */
  readonly lastEventId: number
  /** What was shown may have been otherwise: later moments need a replay of their own. */
  readonly hasGuessed: boolean
  feed(events: readonly HistoryEvent[]): Promise<void>
  /** What the program does after the event `until`, which isn't before that of an earlier call. */
  stateAt(until: number): Promise<ProgramState>
}

/**
 * Begins a walk through a history. What no decider has seen yet is delivered as a decider would do it now, except that side effects don't run.
 */
export function programWalk(definition: AnyWorkflow, options: ReplayOptions): ProgramWalk {
  const limits = { ...options.limits, markers: 0 } // each side effect waits for a later decision task
  return new ReplayOfExecution(definition, { ...options, limits, trace: options.trace ?? true })
}

/**
 * A pass over the history, and the answer to its open decision task. If SWF would refuse the answer, another pass decides the task
 * again and replaces the first (E4).
 */
class ReplayOfExecution implements Replay, ProgramWalk {
  readonly #definition: AnyWorkflow
  readonly #options: ReplayOptions
  readonly #attempts: Attempts
  #pass: Pass
  /** The pages that were fed, for a second pass (C14) or attempt (E4). Dropped when more come after the first answer. */
  #pages: (readonly HistoryEvent[])[] | undefined = []
  #broken: { readonly error: unknown } | undefined
  #asked: Asked | undefined

  constructor(definition: AnyWorkflow, options: ReplayOptions) {
    this.#definition = definition
    this.#options = options
    this.#attempts = new Attempts(options.log)
    this.#pass = new Pass(definition, options, this.#attempts)
  }

  get lastEventId(): number {
    return this.#pass.episodes.lastEventId
  }

  get hasGuessed(): boolean {
    return this.#pass.hasGuessed
  }

  feed(events: readonly HistoryEvent[]): Promise<void> {
    return this.#activation(() => {
      if (this.#pass.kept) this.#forgetAttempts()
      this.#pages?.push(events)
      return this.#pass.feed(events)
    })
  }

  decisions(): Promise<Decision[]> {
    return this.#activation(() => this.#decide())
  }

  refuse(tooLong: ReadonlyMap<Decision, number>): Promise<Decision[]> {
    if (this.doubtful !== undefined) this.#broken = undefined
    return this.#activation(() => {
      this.#attempts.refuse(tooLong, decision => carrierOf(decision, this.#pass.engine))
      return this.#decideAfresh()
    })
  }

  get doubtful(): Decision | undefined {
    const input = this.#pass.engine.continuing?.unmeasured
    if (this.#broken === undefined || input === undefined) return undefined
    if (this.#attempts.tooLong?.has(input) === true) return undefined // it was refused before, without effect
    return {
      decisionType: 'ContinueAsNewWorkflowExecution',
      continueAsNewWorkflowExecutionDecisionAttributes: { input },
    }
  }

  noteAsked(frames: SourceFrames | undefined): void {
    this.#asked = frames && new Asked(frames)
  }

  asked(): readonly AskedOperation[] {
    return this.#asked?.found ?? []
  }

  notes(): ReplayNotes {
    return notesOf(this.#pass.engine, this.#pass.late)
  }

  report(): ReplayReport {
    return reportOf(this.#pass.engine, this.#pass.late)
  }

  patches(): PatchAnswer[] {
    return patchesOf(this.#pass.engine)
  }

  stateAt(until: number): Promise<ProgramState> {
    return this.#activation(() => this.#stateAt(until))
  }

  *#stateAt(until: number): Steps<ProgramState> {
    yield* this.#pass.deliverRest(until)
    const { engine } = this.#pass
    return {
      branches: engine.scheduler.locations(),
      steps: engine.trace?.steps ?? new Map<number, StepLines>(),
      unrecorded: linesOfUnrecorded(engine),
      unread: this.notes().unread,
    }
  }

  *#decide(): Steps<Decision[]> {
    const pass = this.#pass
    const { engine, episodes } = pass
    yield* pass.endedByStream()
    const { started } = episodes
    if (started === undefined) return []
    engine.inputs.live = true
    engine.taskStarted = started.eventTimestamp
    engine.log = this.#attempts.log
    this.#asked?.begin()
    engine.scheduler.noteAsked(this.#asked)
    yield* pass.deliverOpen()
    engine.scheduler.noteAsked(undefined)
    engine.log = undefined
    engine.inputs.live = false
    if (yield* this.#findInputs()) return yield* this.#decideAfresh()
    pass.kept = true
    if (engine.begun === undefined) {
      throw new InvalidHistoryError(undefined, 'it has a decision task but no WorkflowExecutionStarted')
    }
    return emit(engine, started.eventTimestamp!)
  }

  /** Decides the task again, with what this attempt has found out. */
  *#decideAfresh(): Steps<Decision[]> {
    const pages = this.#pages
    if (pages === undefined)
      throw new StaleCacheError(this.lastEventId, 'its decisions have to be made again')
    this.#attempts.again(this.#definition.name)
    this.#pass = new Pass(this.#definition, this.#options, this.#attempts)
    for (const page of pages) yield* this.#pass.feed(page)
    return yield* this.#decide()
  }

  #forgetAttempts(): void {
    this.#pages = undefined
    if (this.#attempts.several) this.#pass.refused = true
    this.#attempts.forget()
  }

  /**
   * C14: finds the inputs of wanted operations that were created in a completed episode, where nothing is serialized, by a second
   * pass over the history. Returns true if SWF would refuse one, and the error can still be thrown into the program (E4).
   */
  *#findInputs(): Steps<boolean> {
    const { engine } = this.#pass
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
    const second = new Pass(definition, this.#options, new Attempts(undefined), missing)
    for (const page of pages) yield* second.feed(page.filter(({ eventId }) => eventId! <= this.lastEventId))
    yield* second.endedByStream()
    for (const entry of wanted) entry.input = inputs.found(entry.operation, keyOf(entry), missing)
    if (again !== undefined) again.input = inputs.found(again.operation, again.operation.kind, missing)
    const refused =
      wanted.some(({ operation, place, input }) => operationRefusal(operation, place, input, engine)) ||
      payloadRefusal(again?.input, serializer, '', engine) !== undefined
    if (!refused || !engine.limits.verdicts) return false
    this.#attempts.note(missing)
    return true
  }

  /** P1: one activation at a time in the process. After an error the program can't continue, since it stopped in between. */
  #activation<T>(run: () => Steps<T>): Promise<T> {
    const { activation } = this.#options
    return exclusive(async () => {
      if (this.#broken !== undefined) throw this.#broken.error
      activation?.begin()
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
        activation?.end()
      }
    })
  }
}
