/** The calls that workflows mustn't make, and what to write instead. */
export const remedies = {
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
  'crypto.randomBytes()': 'yield* random() or uuid()',
  'crypto.randomFill()': 'yield* random() or uuid()',
  'crypto.randomFillSync()': 'yield* random() or uuid()',
  'crypto.randomInt()': 'yield* random()',
  'crypto.generateKey()': 'an activity',
  'crypto.generateKeySync()': 'an activity',
  'crypto.generateKeyPair()': 'an activity',
  'crypto.generateKeyPairSync()': 'an activity',
  'crypto.generatePrime()': 'an activity',
  'crypto.generatePrimeSync()': 'an activity',
  'setTimeout()': 'yield* sleep(…)',
  'setInterval()': 'a loop with yield* sleep(…)',
  'setImmediate()': 'yield* sleep(0)',
  'setTimeout() of timers/promises': 'yield* sleep(…)',
  'setInterval() of timers/promises': 'a loop with yield* sleep(…)',
  'setImmediate() of timers/promises': 'yield* sleep(0)',
  'scheduler.wait()': 'yield* sleep(…)',
  'scheduler.yield()': 'yield* sleep(0)',
  'fetch()': 'an activity',
} as const

/** The name of a watched call in messages. */
export type Guarded = keyof typeof remedies

/** The watched functions of globals: the object, its member, and the name of the call. */
export function watchedGlobals(): readonly (readonly [holder: object, member: string, what: Guarded])[] {
  const { Date, Math, performance, crypto, process } = globalThis as typeof globalThis & {
    process?: NodeJS.Process
  }
  return [
    [Date, 'now', 'Date.now()'],
    [Math, 'random', 'Math.random()'],
    [performance, 'now', 'performance.now()'],
    [crypto, 'randomUUID', 'crypto.randomUUID()'],
    [crypto, 'getRandomValues', 'crypto.getRandomValues()'],
    [globalThis, 'setTimeout', 'setTimeout()'],
    [globalThis, 'setInterval', 'setInterval()'],
    [globalThis, 'setImmediate', 'setImmediate()'],
    [globalThis, 'fetch', 'fetch()'],
    ...(process === undefined
      ? []
      : ([
          [process.hrtime, 'bigint', 'process.hrtime.bigint()'], // before hrtime itself: a proxy has its properties
          [process, 'hrtime', 'process.hrtime()'],
          [process, 'uptime', 'process.uptime()'],
        ] as const)),
  ]
}

const ofCrypto = [
  'randomUUID',
  'randomBytes',
  'randomFill',
  'randomFillSync',
  'randomInt',
  'generateKey',
  'generateKeySync',
  'generateKeyPair',
  'generateKeyPairSync',
  'generatePrime',
  'generatePrimeSync',
] as const

/** Old names of `randomBytes`. */
const likeRandomBytes = ['pseudoRandomBytes', 'prng', 'rng'] as const

const ofTimers = ['setTimeout', 'setInterval', 'setImmediate'] as const

/**
 * The watched functions of Node's modules. Those that are also members of a watched global are left out: `performance` of
 * `node:perf_hooks`, `process` of `node:process`, `webcrypto` and `getRandomValues` of `node:crypto`.
 */
export function watchedOfModules(): readonly (readonly [holder: object, member: string, what: Guarded])[] {
  const { process } = globalThis as { process?: NodeJS.Process }
  const module = <Id extends string>(id: Id) => process?.getBuiltinModule?.(id)
  const timers = module('node:timers')
  const promises: { scheduler?: object } | undefined = module('node:timers/promises')
  const crypto = module('node:crypto')
  return [
    ...(timers === undefined ? [] : ofTimers.map(name => [timers, name, `${name}()`] as const)),
    ...(promises === undefined
      ? []
      : ofTimers.map(name => [promises, name, `${name}() of timers/promises`] as const)),
    ...(promises?.scheduler === undefined
      ? []
      : (['wait', 'yield'] as const).map(
          name => [promises.scheduler!, name, `scheduler.${name}()`] as const,
        )),
    ...(crypto === undefined ? [] : ofCrypto.map(name => [crypto, name, `crypto.${name}()`] as const)),
    ...(crypto === undefined
      ? []
      : likeRandomBytes.map(name => [crypto, name, 'crypto.randomBytes()'] as const)),
  ]
}
