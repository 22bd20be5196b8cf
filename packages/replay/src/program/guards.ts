import { ProgramFrames } from '@reyield/workflow'
import { GuardError } from '../errors/guard.ts'

/** What a workflow asks the machine instead of the engine, and what it should write. */
const remedies = {
  'Date.now()': 'yield* now()',
  'new Date()': 'yield* now()',
  'Date()': 'yield* now()',
  'performance.now()': 'yield* now()',
  'process.hrtime()': 'yield* now()',
  'process.uptime()': 'yield* now()',
  'process.hrtime.bigint()': 'yield* now()',
  'Intl.DateTimeFormat.format() without a date': 'format(yield* now())',
  'Intl.DateTimeFormat.formatToParts() without a date': 'formatToParts(yield* now())',
  'Math.random()': 'yield* random()',
  'crypto.randomUUID()': 'yield* uuid()',
  'crypto.getRandomValues()': 'yield* random() or uuid()',
  'setTimeout()': 'yield* sleep(…)',
  'setInterval()': 'a loop with yield* sleep(…)',
  'setImmediate()': 'yield* sleep(0)',
  'fetch()': 'an activity',
} as const

export type Guarded = keyof typeof remedies

/** Lines as the process shows them: where nobody asked for more, the engine reads no files. */
const plain = new ProgramFrames()

/**
 * Watches over the steps of workflows in this process. What runs between `begin` and `end` is the program's own, as it's on
 * the stack of the engine's call; so nobody else is hit. What a step does behind an `await` of its own isn't watched.
 */
class Guard {
  #workflow: string | undefined
  #frames = plain
  /** The first violation of the step under way, also if the program has caught it. */
  violation: GuardError | undefined

  /** The violation, which is then told. */
  take(): GuardError {
    const error = this.violation!
    this.violation = undefined
    return error
  }

  begin(workflow: string | undefined, frames = plain): void {
    this.#workflow = workflow
    this.#frames = frames
  }

  end(): void {
    this.#workflow = undefined
  }

  /** `above`: the function that was called instead of the real one. */
  check(what: Guarded, above: (...args: never[]) => unknown): void {
    if (this.#workflow === undefined) return
    const holder: { stack?: string } = {}
    Error.captureStackTrace(holder, above)
    const error = new GuardError(this.#workflow, what, remedies[what], this.#frames.of(holder.stack ?? ''))
    Error.captureStackTrace(error, above)
    this.violation ??= error
    throw error
  }
}

export const guard = new Guard()

const installed = Symbol.for('reyield.guards')

/** Puts the guards before the functions of the process, once. Without a step of a workflow under way they do nothing. */
export function installGuards(): void {
  const world = globalThis as unknown as Record<string, never> & { [installed]?: true }
  if (world[installed] === true) return
  world[installed] = true
  const call = (holder: object, name: string, what: Guarded, guarded = (_args: unknown[]) => true) => {
    const real: unknown = Reflect.get(holder, name)
    if (typeof real === 'function') replace(holder, name, checked(real, what, guarded))
  }
  const { Date: RealDate } = globalThis
  call(RealDate, 'now', 'Date.now()')
  call(Math, 'random', 'Math.random()')
  call(globalThis.performance, 'now', 'performance.now()')
  call(globalThis.crypto, 'randomUUID', 'crypto.randomUUID()')
  call(globalThis.crypto, 'getRandomValues', 'crypto.getRandomValues()')
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'fetch'] as const)
    call(world, name, `${name}()`)
  const { process } = globalThis as { process?: NodeJS.Process }
  if (process !== undefined) {
    call(process.hrtime, 'bigint', 'process.hrtime.bigint()') // a proxy has the properties of what it's for
    call(process, 'hrtime', 'process.hrtime()')
    call(process, 'uptime', 'process.uptime()')
    process.getBuiltinModule?.('node:module').syncBuiltinESMExports() // import { hrtime } from 'node:process'
  }
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

/** A format of dates takes the time that it is if it is given none. */
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
    false,
  )
}

type AnyFunction = (...args: never[]) => unknown

/** The same function, which is looked at first where it is called with arguments that `guarded` takes. */
function checked<F extends object>(real: F, what: Guarded, guarded: (args: unknown[]) => boolean): F {
  return new Proxy(real, {
    apply: function apply(target, self, args: unknown[]) {
      if (guarded(args)) guard.check(what, apply)
      return Reflect.apply(target as AnyFunction, self, args) as unknown
    },
  })
}

function replace(holder: object, name: string, value: unknown, enumerable = true): void {
  Object.defineProperty(holder, name, { value, writable: true, configurable: true, enumerable })
}
