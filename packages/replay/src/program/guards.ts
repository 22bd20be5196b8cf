import { GuardError } from '../errors/guard.ts'

/** What a workflow asks the machine instead of the engine, and what it should write. */
const remedies = {
  'Date.now()': 'yield* now()',
  'new Date()': 'yield* now()',
  'Date()': 'yield* now()',
  'performance.now()': 'yield* now()',
  'Math.random()': 'yield* random()',
  'crypto.randomUUID()': 'yield* uuid()',
  'crypto.getRandomValues()': 'yield* random() or uuid()',
  'setTimeout()': 'yield* sleep(…)',
  'setInterval()': 'a loop with yield* sleep(…)',
  'setImmediate()': 'yield* sleep(0)',
  'fetch()': 'an activity',
} as const

export type Guarded = keyof typeof remedies

/**
 * Watches over the steps of workflows in this process. What runs between `begin` and `end` is the program's own, as it's on
 * the stack of the engine's call; so nobody else is hit. What a step does behind an `await` of its own isn't watched.
 */
class Guard {
  #workflow: string | undefined
  /** The first violation of the step under way, also if the program has caught it. */
  violation: GuardError | undefined

  /** The violation, which is then told. */
  take(): GuardError {
    const error = this.violation!
    this.violation = undefined
    return error
  }

  begin(workflow: string | undefined): void {
    this.#workflow = workflow
  }

  end(): void {
    this.#workflow = undefined
  }

  check(what: Guarded): void {
    if (this.#workflow === undefined) return
    const error = new GuardError(this.#workflow, what, remedies[what])
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
  const call = (holder: Record<string, unknown>, name: string, what: Guarded) => {
    const real = holder[name]
    if (typeof real !== 'function') return
    const checked = new Proxy(real, {
      apply(target, self, args) {
        guard.check(what)
        return Reflect.apply(target as () => unknown, self, args) as unknown
      },
    })
    Object.defineProperty(holder, name, {
      value: checked,
      writable: true,
      configurable: true,
      enumerable: true,
    })
  }
  const { Date: RealDate } = globalThis
  call(RealDate as never, 'now', 'Date.now()')
  call(Math as never, 'random', 'Math.random()')
  call(globalThis.performance as never, 'now', 'performance.now()')
  call(globalThis.crypto as never, 'randomUUID', 'crypto.randomUUID()')
  call(globalThis.crypto as never, 'getRandomValues', 'crypto.getRandomValues()')
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'fetch'] as const)
    call(world, name, `${name}()`)
  const checkedDate: DateConstructor = new Proxy(RealDate, {
    construct(target, args, newTarget): object {
      if (args.length === 0) guard.check('new Date()')
      return Reflect.construct(target, args, newTarget === checkedDate ? target : newTarget) as object
    },
    apply(target) {
      guard.check('Date()')
      return target()
    },
  })
  RealDate.prototype.constructor = checkedDate
  globalThis.Date = checkedDate
}
