import { mark, throwInto, type ProgramFrames } from '@reyield/workflow/internal'
import { guard } from './guards.ts'

/**
 * Runs one step of a generator, and nothing else in the process meanwhile.
 *
 * - P1 A step has settled, and the microtask queue is drained, before any other step of any execution begins.
 * - P2 The microtasks are drained after every async step, even if it settled early. So a floating promise of the workflow
 *   runs at the same place in every replay.
 *
 * `process.nextTick` called from a microtask fires exactly when the microtasks have drained; called from a macrotask it
 * would fire before them, so `exclusive` always begins in a microtask.
 */
export type Steppable = Iterator<unknown, unknown, unknown> | AsyncIterator<unknown, unknown, unknown>

/** Whether a generator is one of `async function*`. */
export const isAsync = (generator: Steppable): generator is AsyncIterator<unknown, unknown, unknown> =>
  Symbol.asyncIterator in generator

/** The result of a step. `stuck`: it hasn't settled, so it awaits something outside. */
export type StepResult =
  | { readonly type: 'yielded'; readonly value: unknown }
  | { readonly type: 'returned'; readonly value: unknown }
  | { readonly type: 'threw'; readonly error: unknown }
  | { readonly type: 'stuck' }

/** Calls back when all microtasks have run. Must be called in a microtask. */
export type AfterMicrotasks = (callback: () => void) => void

export const afterMicrotasks: AfterMicrotasks = callback => process.nextTick(callback)

/** Runs steps of generators. `result` is the result of the last one. */
export class Stepper {
  result: StepResult = stuck
  readonly #drained: (resolve: () => void) => void
  readonly #settled = (step: IteratorResult<unknown, unknown>) => void (this.result = read(step))
  readonly #failed = (error: unknown) => void (this.result = { type: 'threw', error })

  readonly #guarded: string | undefined
  readonly #frames: ProgramFrames | undefined

  /** `guarded`: the name of a workflow whose nondeterministic calls throw. */
  constructor(after: AfterMicrotasks, guarded: string | undefined, frames?: ProgramFrames) {
    this.#guarded = guarded
    this.#frames = frames
    this.#drained = resolve =>
      after(() => {
        guard.end()
        resolve()
      })
  }

  /** Resumes a sync generator with a value, or by throwing an error. */
  sync(generator: Iterator<unknown, unknown, unknown>, mode: 'next' | 'throw', value: unknown): void {
    try {
      const step = guard.watch(this.#guarded, this.#frames, resume, generator, mode, value)
      this.result = read(step as IteratorResult<unknown, unknown>)
    } catch (error) {
      this.result = { type: 'threw', error }
    }
    guard.end()
  }

  /** The same for an async generator; resolves when the microtasks have drained. */
  async(
    generator: AsyncIterator<unknown, unknown, unknown>,
    mode: 'next' | 'throw',
    value: unknown,
  ): Promise<void> {
    this.result = stuck
    const step = guard.watch(this.#guarded, this.#frames, resume, generator, mode, value)
    void (step as Promise<IteratorResult<unknown, unknown>>).then(this.#settled, this.#failed)
    return new Promise(this.#drained)
  }
}

/** Resumes a generator of the program. */
function resume(generator: Steppable, mode: 'next' | 'throw', value: unknown): unknown {
  if (mode === 'next') return generator.next(value)
  return throwInto<unknown>(generator, value)
}
mark('step', resume)

const stuck: StepResult = { type: 'stuck' }

function read(step: IteratorResult<unknown, unknown>): StepResult {
  return { type: step.done === true ? 'returned' : 'yielded', value: step.value }
}

const turn = Symbol.for('reyield.turn')
const holder = globalThis as { [turn]?: Promise<unknown> }

/** Runs an activation of an execution while no other runs in this process (rule P1). */
export function exclusive<T>(activation: () => Promise<T>): Promise<T> {
  const mine = (holder[turn] ?? Promise.resolve()).then(activation)
  holder[turn] = mine.catch(() => undefined)
  return mine
}
