import {
  ended,
  isEnded,
  isOperation,
  type ActivityOperation,
  type Branch,
  type Operation,
  type ReceiveOperation,
  type TimerOperation,
} from '@reyield/workflow'
import { NotAnOperationError, OperationNeverYieldedError, RunawayError, StuckError } from '../errors.ts'
import { settle, type Composite, type CompositeOperation } from './composite.ts'
import type { Coroutine, Outcome, Wait } from './coroutine.ts'
import { describeOperation } from './describe.ts'
import { placeId } from './ids.ts'
import { isImmediate } from './immediate.ts'
import { MadeOperations } from './made-operations.ts'
import { stepAsync, stepSync, type AfterMicrotasks, type StepResult, type Steppable } from './step.ts'

/** An operation that waits for the world outside, not for branches. */
export type LeafOperation = ActivityOperation<unknown> | TimerOperation

/** What the scheduler may ask of the engine around it. */
export interface SchedulerPort {
  readonly workflow: string
  /** Takes an operation into the ledger; the coroutine is resumed through `resume` and `reject`. */
  ask(operation: LeafOperation, id: string, coroutine: Coroutine): Wait
  /** Receives the next signal: its value if one has come, else the coroutine waits. */
  receive(operation: ReceiveOperation<unknown>, coroutine: Coroutine): { readonly value: unknown } | Wait
  /** Answers an operation that needn't wait. */
  answer(operation: Operation<unknown>, coroutine: Coroutine): unknown
  /** The root has ended. */
  finished(outcome: Outcome): void
  /** An operation was made in a coroutine that ended well, and never yielded. */
  neverYielded(error: OperationNeverYieldedError): void
  warn(warning: string): void
  readonly afterMicrotasks: AfterMicrotasks
}

type Turn = { readonly coroutine: Coroutine; readonly mode: 'next' | 'throw'; readonly value: unknown }

/** Operations asked for without an event in between before a program counts as run away (rule C13). */
const mostOperations = 20_000

/**
 * Runs the coroutines of one execution.
 *
 * - H5 A FIFO queue; one coroutine runs at a time, to its next operation that blocks; the next event is delivered when
 *   the queue is empty.
 * - C1-C5 Composites, and the end of a coroutine.
 * - C7-C10 Cancel requests.
 */
export class Scheduler {
  readonly #port: SchedulerPort
  readonly #queue: Turn[] = []
  readonly #made = new MadeOperations()
  #operations = 0
  #refusalTold = false
  #root: Coroutine | undefined
  #cancelled: unknown

  constructor(port: SchedulerPort) {
    this.#port = port
  }

  /** Makes the root coroutine; it runs with the next `drain`. */
  start(generator: Steppable): void {
    this.#root = this.#coroutine('', generator, undefined)
    this.#enqueue(this.#root, 'next', undefined)
  }

  /**
   * A cancel request: thrown at every leaf of the tree, each before any sibling is ended (C7). Only the first one is
   * thrown (C10).
   */
  cancel(error: unknown): void {
    if (this.#cancelled !== undefined || this.#root === undefined) return
    this.#cancelled = error
    const leaves: Coroutine[] = []
    this.#collect(this.#root, leaves)
    for (const leaf of leaves) {
      ;(leaf.wait as Wait).withdraw()
      this.#wake(leaf, 'throw', error)
    }
  }

  /** Whether an error is the cancel request's own. */
  isCancel(error: unknown): boolean {
    return this.#cancelled !== undefined && error === this.#cancelled
  }

  /** The leaves below a coroutine, without those in clean-up; it keeps a request that finds none there (C9). */
  #collect(coroutine: Coroutine, leaves: Coroutine[]): boolean {
    const { wait } = coroutine
    if (coroutine.state === 'done' || coroutine.ended || coroutine.ending) return false
    if (wait === undefined) coroutine.cancelKept = true
    else if ('branches' in wait) {
      const found = wait.branches.filter(branch => this.#collect(branch, leaves))
      if (found.length === 0) coroutine.cancelKept = true
    } else leaves.push(coroutine)
    return true
  }

  /** Gives a waiting coroutine the result of its operation. */
  resume(coroutine: Coroutine, value: unknown): void {
    this.#wake(coroutine, 'next', value)
  }

  /** Throws the failure of its operation at a waiting coroutine. */
  reject(coroutine: Coroutine, error: unknown): void {
    this.#wake(coroutine, 'throw', error)
  }

  /** Runs until every coroutine waits (H5). */
  async drain(): Promise<void> {
    this.#operations = 0
    for (let turn = this.#queue.shift(); turn !== undefined; turn = this.#queue.shift()) {
      const { coroutine } = turn
      if (coroutine.state === 'done') continue // ended before its start: a settled composite starts nothing (C1)
      coroutine.state = 'running'
      coroutine.wait = undefined
      this.#made.beginStep()
      const { generator } = coroutine
      const pending = isAsync(generator)
        ? stepAsync(generator, turn.mode, turn.value, this.#port.afterMicrotasks)
        : stepSync(generator, turn.mode, turn.value)
      const result = pending instanceof Promise ? await pending : pending
      this.#stepped(coroutine, result, turn)
    }
  }

  #stepped(coroutine: Coroutine, result: StepResult, turn: Turn): void {
    this.#made.endStep(coroutine, result.type === 'yielded' ? result.value : undefined)
    if (result.type === 'stuck') {
      const after =
        turn.mode === 'throw'
          ? 'after an error was thrown into it'
          : coroutine.numbers === 0
            ? 'before its first operation'
            : 'after its last operation'
      throw new StuckError(this.#port.workflow, coroutine.id, after)
    }
    if (result.type === 'yielded') {
      this.#asked(coroutine, result.value)
    } else if (result.type === 'returned') {
      this.#checkYielded(coroutine, result.value)
      this.#done(coroutine, { value: result.value })
    } else {
      this.#done(coroutine, { error: result.error })
    }
  }

  #asked(coroutine: Coroutine, asked: unknown): void {
    if (++this.#operations > mostOperations) {
      throw new RunawayError(this.#port.workflow, coroutine.id, mostOperations)
    }
    if (!isOperation(asked)) {
      this.#enqueue(coroutine, 'throw', new NotAnOperationError(asked))
    } else if (isImmediate(asked)) {
      this.#goOn(coroutine, this.#port.answer(asked, coroutine))
    } else if (coroutine.ended || coroutine.ending) {
      this.#refuse(coroutine, asked)
    } else if (coroutine.cancelKept) {
      coroutine.cancelKept = false
      if ('branches' in asked) closeUnstarted((asked as CompositeOperation).branches)
      this.#enqueue(coroutine, 'throw', this.#cancelled)
    } else if ('branches' in asked) {
      this.#begin(asked as CompositeOperation, coroutine)
    } else if (asked.kind === 'receive') {
      const received = this.#port.receive(asked as ReceiveOperation<unknown>, coroutine)
      if ('value' in received) return this.#goOn(coroutine, received.value)
      coroutine.state = 'waiting'
      coroutine.wait = received
    } else {
      const id = placeId(coroutine.id, ++coroutine.numbers)
      coroutine.state = 'waiting' // before asking: the engine may reject at once
      const wait = this.#port.ask(asked as LeafOperation, id, coroutine)
      if (coroutine.state === 'waiting') coroutine.wait = wait
    }
  }

  /**
   * An operation that needn't wait: the coroutine goes on at once (C4), before others that are queued. So a race of two
   * channels that both have a signal takes one of them only (C1).
   */
  #goOn(coroutine: Coroutine, value: unknown): void {
    coroutine.state = 'queued'
    this.#queue.unshift({ coroutine, mode: 'next', value })
  }

  /** The end strikes at the next operation that would block (C4), and at every further one (C5). */
  #refuse(coroutine: Coroutine, asked: Operation<unknown>): void {
    if (coroutine.ended && !this.#refusalTold) {
      this.#refusalTold = true
      this.#port.warn(
        `Branch ${coroutine.id} has ended and asked for ${describeOperation(asked)} all the same: it was refused, ` +
          `as everything that an ended branch asks for`,
      )
    }
    if ('branches' in asked) closeUnstarted((asked as CompositeOperation).branches)
    this.#throwEnded(coroutine)
  }

  #begin(operation: CompositeOperation, owner: Coroutine): void {
    const id = placeId(owner.id, ++owner.numbers)
    const count = operation.branches.length
    const composite: Composite = {
      operation,
      owner,
      branches: [],
      outcomes: new Array<undefined>(count).fill(undefined),
      live: count,
      settled: undefined,
      ending: false,
    }
    owner.state = 'waiting'
    owner.wait = composite
    operation.branches.forEach((branch, index) => {
      const coroutine = this.#coroutine(placeId(id, index + 1), generatorOf(branch), { composite, index })
      composite.branches.push(coroutine)
      this.#queue.push({ coroutine, mode: 'next', value: undefined })
    })
    this.#settleIf(composite, undefined)
  }

  /** A coroutine has ended: tells the root's engine or the composite that it is a branch of. */
  #done(coroutine: Coroutine, outcome: Outcome): void {
    coroutine.state = 'done'
    if (coroutine.owner === undefined) {
      this.#port.finished(outcome)
      return
    }
    const { composite, index } = coroutine.owner
    composite.live--
    if (composite.settled === undefined && !composite.ending) {
      composite.outcomes[index] = outcome
      this.#settleIf(composite, index)
    } else {
      if (coroutine.ended && 'error' in outcome && !isEnded(outcome.error))
        this.#cleanUpFailed(composite, outcome)
      this.#giveIf(composite)
    }
  }

  /** An error of a clean-up replaces a fulfilled outcome; beside a rejection it is only told (C5). */
  #cleanUpFailed(composite: Composite, outcome: { readonly error: unknown }): void {
    if (composite.settled !== undefined && 'value' in composite.settled) composite.settled = outcome
    else this.#port.warn(`The clean-up of an ended branch failed: ${String(outcome.error)}`)
  }

  /** Fixes the outcome if the composite settles now, and ends what still runs (C1, C2). */
  #settleIf(composite: Composite, last: number | undefined): void {
    const outcome = last === undefined ? undefined : composite.outcomes[last]
    composite.settled =
      outcome !== undefined && 'error' in outcome && this.isCancel(outcome.error)
        ? outcome // the request's own error passes every composite (C8)
        : settle[composite.operation.kind](composite, last)
    if (composite.settled !== undefined) for (const branch of composite.branches) this.#end(branch)
    this.#giveIf(composite)
  }

  /** Gives the outcome when every branch has ended, clean-up included (C2). */
  #giveIf(composite: Composite): void {
    const { owner, settled } = composite
    if (composite.live > 0 || owner.wait !== composite) return
    owner.wait = undefined
    if (composite.ending) this.#throwEnded(owner)
    else if (settled !== undefined) {
      if ('error' in settled) this.#enqueue(owner, 'throw', settled.error)
      else this.#enqueue(owner, 'next', settled.value)
    }
  }

  /** Ends a coroutine (C3). */
  #end(coroutine: Coroutine): void {
    const { wait } = coroutine
    if (coroutine.state === 'done' || coroutine.ending || coroutine.ended) return
    coroutine.ending = true
    if (coroutine.state === 'new') {
      closeUnstarted([coroutine.generator])
      this.#done(coroutine, { error: ended })
    } else if (coroutine.state === 'waiting' && wait !== undefined) {
      if ('branches' in wait) {
        wait.ending = true
        for (const branch of wait.branches) this.#end(branch)
        this.#giveIf(wait)
      } else {
        wait.withdraw()
        this.#throwEnded(coroutine)
      }
    } // queued: that resumption first, then the end, at its next operation
  }

  #throwEnded(coroutine: Coroutine): void {
    coroutine.ended = true
    this.#enqueue(coroutine, 'throw', ended)
  }

  #wake(coroutine: Coroutine, mode: 'next' | 'throw', value: unknown): void {
    coroutine.wait = undefined
    this.#enqueue(coroutine, mode, value)
  }

  #enqueue(coroutine: Coroutine, mode: 'next' | 'throw', value: unknown): void {
    if (coroutine.state !== 'new') coroutine.state = 'queued'
    this.#queue.push({ coroutine, mode, value })
  }

  #coroutine(id: string, generator: Steppable, owner: Coroutine['owner']): Coroutine {
    return {
      id,
      generator,
      owner,
      numbers: 0,
      randoms: 0,
      state: 'new',
      wait: undefined,
      cancelKept: false,
      ending: false,
      ended: false,
    }
  }

  /** P4: at the end of a coroutine that went its whole way, everything it made must have been yielded. */
  #checkYielded(coroutine: Coroutine, result: unknown): void {
    if (coroutine.ended || coroutine.ending) return
    const forgotten = this.#made.neverYielded(coroutine, result).map(describeOperation)
    if (forgotten.length === 0) return
    this.#port.neverYielded(new OperationNeverYieldedError(this.#port.workflow, coroutine.id, forgotten))
  }
}

const isAsync = (generator: Steppable): generator is AsyncIterator<unknown, unknown, unknown> =>
  Symbol.asyncIterator in generator

/** A plain operation's own iterator is a coroutine of one operation. */
const generatorOf = (branch: Branch): Steppable => (isOperation(branch) ? branch[Symbol.iterator]() : branch)

/** A branch that hasn't started is closed with `return()`: nothing of it runs. */
function closeUnstarted(branches: readonly (Branch | Steppable)[]): void {
  for (const branch of branches) {
    if (isOperation(branch)) continue
    const closed: unknown = branch.return?.(undefined)
    if (closed instanceof Promise) closed.catch(() => undefined)
  }
}
