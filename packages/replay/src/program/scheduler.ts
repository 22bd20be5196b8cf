import {
  isEnded,
  MisplacedContinueAsNewError,
  type ContinueAsNewOperation,
  type ForkOperation,
  type Operation,
  type ForkHandleOperation,
} from '@reyield/workflow'
import { withStackLimit, ended, isOperation } from '@reyield/workflow/internal'
import { InvalidYieldError, StuckWorkflowError } from '../errors/program.ts'
import { CancelRequest } from './cancel-request.ts'
import { Composites } from './composites.ts'
import {
  coroutine as makeCoroutine,
  type Coroutine,
  type Ending,
  type Outcome,
  type Wait,
} from './coroutine.ts'
import { Forgotten } from './forgotten.ts'
import { guard } from './guards.ts'
import { Forks, runningForks, withForks } from './forks.ts'
import { placeId } from './ids.ts'
import type { Kernel } from './kernel.ts'
import { describeOperation, type CompositeKind, type ProgramKind, type ProgramKinds } from './kind.ts'
import type { SchedulerPort } from './port.ts'
import { Runaway } from './runaway.ts'
import { closeUnstarted, generatorOf } from './source.ts'
import { isAsync, Stepper, type Steppable } from './step.ts'
import type { Asked } from './asked.ts'
import type { CoroutineLocation, Trace } from './trace.ts'

type Turn = { readonly coroutine: Coroutine; readonly mode: 'next' | 'throw'; readonly value: unknown }

/**
 * Runs the coroutines of one execution, in the order of a FIFO queue. One coroutine runs at a time, until its next operation that
 * blocks. The next event is delivered when the queue is empty (H5).
 */
export class Scheduler implements Kernel {
  readonly #port: SchedulerPort
  readonly #queue: Turn[] = []
  readonly #kinds: ProgramKinds
  readonly #forgotten: Forgotten
  readonly #composites = new Composites(this)
  readonly #cancel: CancelRequest
  readonly #stepper: Stepper
  readonly forks = new Forks(this)
  #turn: Turn | undefined
  /** The coroutine of this turn is to run a generator object that has already run (C15). */
  #reused: Coroutine | undefined
  readonly #runaway: Runaway
  #root: Coroutine | undefined
  #continueAsNew: ContinueAsNewOperation | undefined
  readonly #trace: Trace | undefined
  #noting: Asked | undefined
  /** How often code of the program ran, a composite settled, a cancel request was delivered, or the root ended. */
  turns = 0

  constructor(port: SchedulerPort) {
    this.#port = port
    this.#runaway = new Runaway(port.workflow)
    this.#trace = port.trace
    this.#kinds = port.kinds
    this.#forgotten = new Forgotten(port, this)
    this.#stepper = new Stepper(
      port.afterMicrotasks,
      port.guarded ? port.workflow : undefined,
      port.trace?.frames,
    )
    this.#cancel = new CancelRequest(coroutine => this.#enqueue(coroutine, 'throw', this.#cancel.error))
  }

  /** Creates the root coroutine and queues its start. */
  startRoot(generator: Steppable): void {
    this.#root = makeCoroutine('', generator as Coroutine['source'], undefined)
    this.start(this.#root)
  }

  start(coroutine: Coroutine): void {
    this.#queue.push({ coroutine, mode: 'next', value: undefined })
  }

  /** A cancel request (C7-C10). */
  cancel(error: unknown): void {
    this.turns++
    if (this.#root !== undefined) this.#cancel.request(error, this.#root)
  }

  /** Whether a cancel request was not thrown at any coroutine, so that the next run gets it (C10). */
  get cancelPending(): boolean {
    return this.#cancel.pending
  }

  /** Whether an error is the cancel request's own (C10). */
  isCancel(error: unknown): boolean {
    return this.#cancel.is(error)
  }

  comesOfCancel(error: unknown): boolean {
    return this.#cancel.isCauseOf(error)
  }

  warn(warning: string): void {
    this.#port.warn(warning)
  }

  settled(): void {
    this.turns++
  }

  /** Resumes a waiting coroutine with the result of its operation. */
  resume(coroutine: Coroutine, value: unknown): void {
    this.wake(coroutine, { value })
  }

  /** Resumes a waiting coroutine by throwing the failure of its operation. */
  reject(coroutine: Coroutine, error: unknown): void {
    this.wake(coroutine, { error })
  }

  wake(coroutine: Coroutine, outcome: Outcome): void {
    coroutine.wait = undefined
    if (coroutine.awaitingCancellation) {
      coroutine.awaitingCancellation = false
      if (coroutine.ending) return this.throwEnded(coroutine)
      if ('error' in outcome) return this.#cancel.throwAt(coroutine)
      coroutine.cancelKept = true // it completed in spite of the request, so its result isn't lost
    }
    if ('error' in outcome) this.#enqueue(coroutine, 'throw', outcome.error)
    else this.#enqueue(coroutine, 'next', outcome.value)
  }

  throwEnded(coroutine: Coroutine, shielded?: Outcome): void {
    coroutine.wait = undefined
    coroutine.ended = true
    this.#enqueue(coroutine, 'throw', shielded !== undefined && 'error' in shielded ? shielded.error : ended)
  }

  end(coroutine: Coroutine): void {
    const { state, wait } = coroutine
    if (state === 'done' || state === 'finishing' || coroutine.ending || coroutine.ended) return
    coroutine.ending = true
    if (state === 'new') {
      closeUnstarted(coroutine.source)
      this.#done(coroutine, { error: ended })
    } else if (state === 'waiting' && wait !== undefined) {
      if ('running' in wait) this.#composites.end(wait)
      else if (wait.withdraw()) this.throwEnded(coroutine)
      else coroutine.awaitingCancellation = true
    } // queued: it is resumed first, and ends at its next operation
  }

  /** An event is delivered, so operations are counted from 0 again (C13). */
  beginRound(): void {
    this.#runaway.beginRound()
  }

  /** Whether a coroutine is queued. None is when all of them wait (H5). */
  get busy(): boolean {
    return this.#queue.length > 0
  }

  /** Begins the next turn. A promise: await it, then `stepped`; undefined: `stepped` at once. */
  step(): Promise<void> | undefined {
    const turn = this.#queue.shift()!
    const { coroutine } = turn
    this.#turn = turn
    if (coroutine.state === 'done') return undefined // ended before its start: a settled composite starts no branch (C1)
    coroutine.state = 'running'
    coroutine.wait = undefined
    if (!coroutine.plain) this.turns++
    if (coroutine.generator === undefined && typeof coroutine.source !== 'function') this.#generate(coroutine)
    this.#forgotten.beginStep()
    try {
      if (coroutine.generator === undefined) this.#generate(coroutine)
    } catch (error) {
      this.#stepper.result = { type: 'threw', error }
      return undefined
    }
    const generator = coroutine.generator!
    if (isAsync(generator)) return this.#stepper.async(generator, turn.mode, turn.value)
    this.#stepper.sync(generator, turn.mode, turn.value)
    return undefined
  }

  /** C15: a generator object may run in one coroutine only, once. */
  #generate(coroutine: Coroutine): void {
    const { generator, driven } = generatorOf(coroutine.source)
    coroutine.generator = generator
    if (driven) this.#reused = coroutine
  }

  /** An operation of Reyield was passed a generator that has already run. */
  noteReused(): void {
    this.#reused = this.#turn!.coroutine
  }

  /** A generator of Reyield runs one of the program. */
  noteDriven(generator: object): void {
    this.#trace?.drives(this.#turn!.coroutine, generator)
  }

  /** Ends the turn: handles what its coroutine yielded, returned or threw. */
  stepped(): void {
    const { coroutine, mode } = this.#turn!
    if (coroutine.state === 'done') return
    const { result } = this.#stepper
    if (guard.violation !== undefined) throw guard.take()
    if (this.#reused !== undefined) this.#port.reused(this.#reused.id)
    this.#reused = undefined
    this.#forgotten.endStep(coroutine, result.type === 'yielded' ? result.value : undefined)
    if (result.type === 'yielded') this.#asked(coroutine, result.value)
    else if (result.type === 'returned') {
      this.#forgotten.atReturn(coroutine, result.value)
      this.#finish(coroutine, { value: result.value })
    } else if (result.type === 'threw') {
      this.#forgotten.atError(coroutine, result.error)
      this.#finish(coroutine, { error: result.error })
    } else {
      const after =
        mode === 'throw'
          ? 'after an error was thrown into it'
          : coroutine.round === 0
            ? 'before its first operation'
            : 'after its last operation'
      throw new StuckWorkflowError(
        this.#port.workflow,
        coroutine.id,
        after,
        this.#trace?.suspendedAt(coroutine),
      )
    }
  }

  /** Notes what the program asks for from now on, until it's called with undefined. A traced replay notes that anyway. */
  noteAsked(asked: Asked | undefined): void {
    if (this.#trace !== undefined) return
    this.#noting = asked
    this.#port.notes.stacks = asked?.stacks
  }

  /** The program's stack frames where an operation was created or yielded, innermost first; none without `trace`. */
  linesOf(operation: object): string[] {
    return this.#trace?.linesOf(operation) ?? []
  }

  /** Where every waiting coroutine waits, parents first; only with `trace`. */
  locations(): CoroutineLocation[] {
    return this.#root === undefined ? [] : [...(this.#trace?.locations(this.#root, this.describe) ?? [])]
  }

  /** Describes an operation for messages. */
  readonly describe = (operation: unknown): string => describeOperation(operation, this.#kinds)

  #asked(coroutine: Coroutine, asked: unknown): void {
    this.#runaway.count(coroutine)
    if (!isOperation(asked)) return this.#goOn(coroutine, { error: notAnOperation(asked) })
    const kind: ProgramKind | undefined = this.#kinds[asked.kind]
    if (kind?.runs === 'immediate') this.#goOn(coroutine, this.#port.answer(asked, coroutine))
    else if (kind?.runs === 'composite' && kind.shields) this.#block(coroutine, asked, kind)
    else if (coroutine.ended || coroutine.ending) this.#refuse(coroutine, asked)
    else if (asked.kind === 'fork') {
      const id = placeId(coroutine.id, ++coroutine.numbers)
      this.#goOn(coroutine, { value: this.forks.begin(asked as ForkOperation<unknown>, id, coroutine) })
    } else if (coroutine.cancelKept) {
      closeUnstarted(asked)
      this.#cancel.throwAt(coroutine)
    } else this.#block(coroutine, asked, kind)
  }

  /** Carries out an operation for which the coroutine waits, unless its outcome is known at once. */
  #block(coroutine: Coroutine, asked: Operation<unknown>, kind: ProgramKind | undefined): void {
    this.#trace?.asks(coroutine, asked, this.#port.delivered)
    this.#forgotten.atWait(coroutine, asked)
    if (kind?.runs === 'waiting') {
      coroutine.state = 'waiting'
      const id = kind.numbered ? placeId(coroutine.id, ++coroutine.numbers) : ''
      if (kind.numbered) this.#placed(id, coroutine, asked)
      this.#wait(coroutine, this.#port.ask(asked, id, coroutine))
    } else if (kind?.runs === 'composite') this.#begin(coroutine, asked, kind)
    else if (asked.kind === 'continueAsNew') this.#continue(coroutine, asked as ContinueAsNewOperation)
    else if (asked.kind === 'join' || asked.kind === 'cancelFork') {
      coroutine.state = 'waiting'
      this.#wait(coroutine, this.#askFork(asked as ForkHandleOperation<unknown>, coroutine))
    } else this.#goOn(coroutine, { error: notAnOperation(asked) }) // of a later version of the package
  }

  #placed(id: string, coroutine: Coroutine, asked: Operation<unknown>): void {
    this.#trace?.placed(id, coroutine, asked)
    this.#noting?.placed(id, coroutine, asked)
  }

  #wait(coroutine: Coroutine, answer: Outcome | Wait): void {
    if (!('withdraw' in answer)) this.#goOn(coroutine, answer)
    else if (coroutine.state === 'waiting') coroutine.wait = answer
  }

  #begin(coroutine: Coroutine, asked: Operation<unknown>, kind: CompositeKind<never>): void {
    const id = placeId(coroutine.id, ++coroutine.numbers)
    this.#placed(id, coroutine, asked)
    const error = kind.budgeted ? this.#port.overBudget(asked, id) : undefined
    if (error === undefined) this.#composites.begin(asked, kind, id, coroutine)
    else {
      closeUnstarted(asked)
      this.#goOn(coroutine, { error })
    }
  }

  #askFork(asked: ForkHandleOperation<unknown>, coroutine: Coroutine): Outcome | Wait {
    const answer = this.forks.ask(asked, coroutine)
    if ('withdraw' in answer && asked.kind === 'cancelFork') {
      coroutine.wait = answer // set before `end`, which may end this coroutine, if it cancels the fork that it is in
      this.end(this.forks.coroutineOf(asked))
    }
    return answer
  }

  /** C11: ends the root, whose `finally` blocks run. In other coroutines it's an error. */
  #continue(coroutine: Coroutine, asked: ContinueAsNewOperation): void {
    if (coroutine !== this.#root) {
      this.#goOn(coroutine, { error: new MisplacedContinueAsNewError(`in branch ${coroutine.id}`) })
      return
    }
    const error = this.#port.continues(asked)
    if (error !== undefined) return this.#goOn(coroutine, { error })
    this.#forgotten.atReturn(coroutine, undefined)
    this.#continueAsNew = asked
    coroutine.ending = true
    this.throwEnded(coroutine)
  }

  /**
   * Resumes a coroutine whose operation needn't wait (C4), before others that are queued. So a race of two
   * channels that both have a signal receives only one of them (C1).
   */
  #goOn(coroutine: Coroutine, outcome: Outcome): void {
    coroutine.state = 'queued'
    this.#queue.unshift(
      'error' in outcome
        ? { coroutine, mode: 'throw', value: outcome.error }
        : { coroutine, mode: 'next', value: outcome.value },
    )
  }

  /** Throws the token at the next operation that would block (C4), and at every further one (C5). */
  #refuse(coroutine: Coroutine, asked: Operation<unknown>): void {
    closeUnstarted(asked)
    if (asked.kind === 'continueAsNew' && coroutine === this.#root) {
      this.#goOn(coroutine, { error: new MisplacedContinueAsNewError('in clean-up') }) // C11
      return
    }
    if (coroutine.ended) this.#port.refused(coroutine.id, this.describe(asked), this.linesOf(asked))
    this.throwEnded(coroutine)
  }

  /** A generator has ended. Its forks are ended first, and their clean-up is awaited (C6). */
  #finish(coroutine: Coroutine, outcome: Outcome): void {
    const forks = runningForks(coroutine)
    if (forks.length === 0) return this.#done(coroutine, withForks(coroutine, outcome))
    coroutine.state = 'finishing'
    coroutine.outcome = outcome
    for (const fork of forks) this.end(fork.coroutine)
  }

  /** A coroutine and its forks have ended. Its owner continues. */
  #done(coroutine: Coroutine, outcome: Outcome): void {
    const { owner } = coroutine
    coroutine.state = 'done'
    if (owner === undefined) {
      this.turns++
      this.#port.finished(this.#ending(outcome))
    } else if ('running' in owner) this.#composites.done(owner, coroutine, outcome)
    else {
      const { maker } = owner
      this.forks.done(owner, outcome)
      if (maker.state === 'finishing' && runningForks(maker).length === 0) {
        this.#done(maker, withForks(maker, maker.outcome!))
      }
    }
  }

  /** C11: if clean-up fails, the execution fails instead of continuing as new. */
  #ending(outcome: Outcome): Ending {
    return this.#continueAsNew !== undefined && ('value' in outcome || isEnded(outcome.error))
      ? { continueAsNew: this.#continueAsNew }
      : outcome
  }

  #enqueue(coroutine: Coroutine, mode: 'next' | 'throw', value: unknown): void {
    if (coroutine.state !== 'new') coroutine.state = 'queued'
    this.#queue.push({ coroutine, mode, value })
  }
}

/** The error gets no frames of the engine. */
const notAnOperation = (asked: unknown) => withStackLimit(0, () => new InvalidYieldError(asked))
