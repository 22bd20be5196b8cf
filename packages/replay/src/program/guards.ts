import { ProgramFrames } from '@reyield/workflow/internal'
import { NondeterministicCallError } from '../errors/guard.ts'
import { remedies, watchedGlobals, watchedOfModules, type Guarded } from './nondeterministic.ts'

/** Frames without source maps, since without `trace` the engine reads no files. */
const plain = new ProgramFrames()

/** A step of a workflow that is being watched. */
interface Watched {
  readonly workflow: string
  readonly frames: ProgramFrames
  /** Whether the step hasn't ended. What it has left behind, such as a promise that nobody awaits, may run later. */
  active: boolean
}

interface Steps {
  run<Args extends unknown[]>(step: Watched, call: (...args: Args) => unknown, ...args: Args): unknown
  getStore(): Watched | undefined
}

/**
 * Carries a step through its promises. An async generator goes on in a microtask after each `yield*`, and other code may run before and
 * after it in the same turn. Only what the step has called has its context.
 */
const steps = (): Steps | undefined => {
  const { process } = globalThis as { process?: NodeJS.Process }
  const hooks = process?.getBuiltinModule?.('node:async_hooks')
  return hooks && new hooks.AsyncLocalStorage<Watched>()
}

/** Watches the steps of workflows in this process, from their beginning until their microtasks have run. No other code is affected. */
class Guard {
  readonly #steps = steps()
  #now: Watched | undefined
  /** The first violation of the current step, even if the program has caught it. */
  violation: NondeterministicCallError | undefined

  /** Returns the violation and clears it. */
  take(): NondeterministicCallError {
    const error = this.violation!
    this.violation = undefined
    return error
  }

  /** Begins a step of a workflow, and calls what runs it. Without a workflow, nothing is watched. */
  watch<Args extends unknown[]>(
    workflow: string | undefined,
    frames: ProgramFrames | undefined,
    call: (...args: Args) => unknown,
    ...args: Args
  ): unknown {
    if (workflow === undefined) return call(...args)
    this.#now = { workflow, frames: frames ?? plain, active: true }
    return this.#steps === undefined ? call(...args) : this.#steps.run(this.#now, call, ...args)
  }

  /** Ends the step. */
  end(): void {
    if (this.#now !== undefined) this.#now.active = false
    this.#now = undefined
  }

  /** `above`: the function that was called instead of the original. */
  check(what: Guarded, above: (...args: never[]) => unknown): void {
    if (this.#now === undefined) return
    const step = this.#steps === undefined ? this.#now : this.#steps.getStore()
    if (step?.active !== true) return
    const holder: { stack?: string } = {}
    Error.captureStackTrace(holder, above)
    const error = new NondeterministicCallError(
      step.workflow,
      what,
      remedies[what],
      step.frames.of(holder.stack ?? ''),
    )
    Error.captureStackTrace(error, above)
    this.violation ??= error
    throw error
  }
}

export const guard = new Guard()

const installed = Symbol.for('reyield.guards')

/**
 * Wraps the functions of the process in guards, once. Outside a step of a workflow they only call the original function. Named imports
 * of Node's modules are wrapped, too; functions that were read from a module before aren't.
 */
export function installGuards(): void {
  const global = globalThis as { [installed]?: true }
  if (global[installed] === true) return
  global[installed] = true
  const { Date: RealDate } = globalThis
  const known = new Map<object, object>() // one function may have several names, and gets one guard
  for (const [holder, name, what] of [...watchedGlobals(), ...watchedOfModules()]) {
    const watched = (real: unknown): unknown => {
      if (typeof real !== 'function') return real
      const guarded = known.get(real) ?? checked(real, what)
      known.set(real, guarded).set(guarded, guarded)
      return guarded
    }
    const own = Object.getOwnPropertyDescriptor(holder, name)
    if (own?.get !== undefined) {
      // a deprecated member may warn when it is read, and replace itself: so it's read only when the program does
      const read = () => {
        replace(holder, name, watched(own.get!.call(holder)))
        return Reflect.get(holder, name) as unknown
      }
      const set = (value: unknown) => replace(holder, name, value)
      Object.defineProperty(holder, name, { get: read, set, configurable: true })
    } else if (name in holder) replace(holder, name, watched(Reflect.get(holder, name)))
  }
  const { process } = globalThis as { process?: NodeJS.Process }
  process?.getBuiltinModule?.('node:module').syncBuiltinESMExports() // for import { setTimeout } from 'node:timers'
  guardFormats()
  const checkedDate: DateConstructor = new Proxy(RealDate, {
    construct: function construct(target, args, newTarget): object {
      if (args.length === 0) guard.check('new Date()', construct)
      return Reflect.construct(target, args, newTarget === checkedDate ? target : newTarget) as object
    },
    apply: function apply(target) {
      guard.check('Date()', apply)
      return target()
    },
  })
  RealDate.prototype.constructor = checkedDate
  globalThis.Date = checkedDate
}

/** A date format without an argument formats the current time. */
function guardFormats(): void {
  const isNow = ([date]: unknown[]) => date === undefined
  const { prototype } = Intl.DateTimeFormat
  const property = Object.getOwnPropertyDescriptor(prototype, 'format')!
  const bound = new WeakMap<object, unknown>()
  Object.defineProperty(prototype, 'format', {
    configurable: true,
    enumerable: false,
    get: function format(this: Intl.DateTimeFormat): unknown {
      const real = property.get!.call(this) as (date?: Date) => string
      if (!bound.has(real))
        bound.set(real, checked(real, 'Intl.DateTimeFormat.format() without a date', isNow))
      return bound.get(real)
    },
  })
  replace(
    prototype,
    'formatToParts',
    checked(
      Reflect.get(prototype, 'formatToParts'),
      'Intl.DateTimeFormat.formatToParts() without a date',
      isNow,
    ),
  )
}

type AnyFunction = (...args: never[]) => unknown

/** Wraps a function so that calls with arguments for which `guarded` returns true are checked first. */
function checked<F extends object>(
  real: F,
  what: Guarded,
  guarded: (args: unknown[]) => boolean = () => true,
): F {
  return new Proxy(real, {
    apply: function apply(target, self, args: unknown[]) {
      if (guarded(args)) guard.check(what, apply)
      return Reflect.apply(target as AnyFunction, self, args) as unknown
    },
  })
}

function replace(holder: object, name: string, value: unknown): void {
  const { enumerable = false } = Object.getOwnPropertyDescriptor(holder, name) ?? {}
  Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable })
}
