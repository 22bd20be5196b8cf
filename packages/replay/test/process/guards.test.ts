import {
  activities,
  all,
  isReyieldError,
  race,
  shield,
  sideEffect,
  sleep,
  status,
  workflow,
  type Operation,
  type WorkflowRun,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createRequire } from 'node:module'
import { hrtime } from 'node:process'
import timers from 'node:timers'
import { promisify } from 'node:util'
import type { NondeterministicCallError } from '../../src/index.ts'
import * as named from '../named-imports.ts'
import { ReplayedHistory } from '../replayed-history.ts'

interface Impl {
  a(): Promise<string>
  undo(): Promise<void>
}
const { a, undo } = activities<Impl>({ startToClose: '5m' })
const nothing = () => undefined
const bytes = new Uint8Array(1)
const key = { length: 64 }
const asking = (ask: () => unknown) =>
  workflow({ name: 'w' }, async function* () {
    ask()
    yield* a()
  })

describe('guards', () => {
  it.each<[string, () => unknown, string]>([
    ['Date.now()', () => Date.now(), 'yield* now()'],
    ['new Date()', () => new Date(), 'yield* now()'],
    ['Date()', () => Date(), 'yield* now()'],
    ['performance.now()', () => performance.now(), 'yield* now()'],
    ['process.hrtime()', () => process.hrtime(), 'yield* now()'],
    ['process.hrtime()', () => hrtime(), 'yield* now()'],
    ['process.hrtime.bigint()', () => process.hrtime.bigint(), 'yield* now()'],
    ['process.uptime()', () => process.uptime(), 'yield* now()'],
    [
      'Intl.DateTimeFormat.format() without a date',
      () => new Intl.DateTimeFormat('en').format(),
      'format(yield* now())',
    ],
    [
      'Intl.DateTimeFormat.format() without a date',
      () => [undefined].map(Reflect.get(new Intl.DateTimeFormat('en'), 'format')),
      'format(yield* now())',
    ],
    [
      'Intl.DateTimeFormat.formatToParts() without a date',
      () => Intl.DateTimeFormat().formatToParts(),
      'formatToParts(yield* now())',
    ],
    ['Math.random()', () => Math.random(), 'yield* random()'],
    ['crypto.randomUUID()', () => crypto.randomUUID(), 'yield* uuid()'],
    ['setTimeout()', () => setTimeout(() => undefined, 1), 'yield* sleep(…)'],
    ['setImmediate()', () => setImmediate(() => undefined), 'yield* sleep(0)'],
    ['fetch()', () => fetch('http://127.0.0.1:1'), 'an activity'],
  ])('%s in a workflow throws and names the alternative', async (called, ask, remedy) => {
    const error = (await new ReplayedHistory(asking(ask))
      .task()
      .catch((thrown: unknown) => thrown)) as NondeterministicCallError
    expect({ ...error, message: error.message }).toMatchObject({
      code: 'NONDETERMINISTIC_CALL',
      called,
      message:
        `Workflow 'w' called ${called}, whose result differs in every replay. Use ${remedy} instead, or ` +
        `sideEffect(() => …) to record the result (at ${error.at[0]})`,
    })
    expect(error.at).toEqual([
      expect.stringMatching(/guards\.test\.ts:\d+:\d+\)?$/),
      expect.stringMatching(/guards\.test\.ts:\d+:\d+\)?$/),
    ])
  })

  const require = createRequire(import.meta.url)
  it.each<[called: string, named: () => unknown, module: string, member: string, ...args: unknown[]]>([
    ['setTimeout()', () => named.setTimeout(nothing), 'node:timers', 'setTimeout', nothing],
    ['setInterval()', () => named.setInterval(nothing), 'node:timers', 'setInterval', nothing],
    ['setImmediate()', () => named.setImmediate(nothing), 'node:timers', 'setImmediate', nothing],
    ['setTimeout() of timers/promises', () => named.pause(1), 'node:timers/promises', 'setTimeout', 1],
    ['setInterval() of timers/promises', () => named.every(1), 'node:timers/promises', 'setInterval', 1],
    ['setImmediate() of timers/promises', () => named.turn(), 'node:timers/promises', 'setImmediate'],
    ['scheduler.wait()', () => named.scheduler.wait(1), 'node:timers/promises', 'scheduler.wait', 1],
    ['scheduler.yield()', () => named.scheduler.yield(), 'node:timers/promises', 'scheduler.yield'],
    [
      'setTimeout() of timers/promises',
      () => promisify(named.setTimeout)(1),
      'node:timers',
      'promises.setTimeout',
      1,
    ],
    ['crypto.randomUUID()', () => named.randomUUID(), 'node:crypto', 'randomUUID'],
    ['crypto.randomUUID()', () => named.webcrypto.randomUUID(), 'node:crypto', 'webcrypto.randomUUID'],
    ['crypto.getRandomValues()', () => named.getRandomValues(bytes), 'node:crypto', 'getRandomValues', bytes],
    ['crypto.randomBytes()', () => named.randomBytes(1), 'node:crypto', 'randomBytes', 1],
    ['crypto.randomBytes()', () => named.randomBytes(1, nothing), 'node:crypto', 'pseudoRandomBytes', 1],
    [
      'crypto.randomFill()',
      () => named.randomFill(bytes, nothing),
      'node:crypto',
      'randomFill',
      bytes,
      nothing,
    ],
    ['crypto.randomFillSync()', () => named.randomFillSync(bytes), 'node:crypto', 'randomFillSync', bytes],
    ['crypto.randomInt()', () => named.randomInt(9), 'node:crypto', 'randomInt', 9],
    [
      'crypto.generateKey()',
      () => named.generateKey('hmac', key, nothing),
      'node:crypto',
      'generateKey',
      'hmac',
      key,
      nothing,
    ],
    [
      'crypto.generateKeySync()',
      () => named.generateKeySync('hmac', key),
      'node:crypto',
      'generateKeySync',
      'hmac',
      key,
    ],
    [
      'crypto.generateKeyPair()',
      () => named.generateKeyPair('ed25519', {}, nothing),
      'node:crypto',
      'generateKeyPair',
      'ed25519',
      {},
      nothing,
    ],
    [
      'crypto.generateKeyPairSync()',
      () => named.generateKeyPairSync('ed25519'),
      'node:crypto',
      'generateKeyPairSync',
      'ed25519',
    ],
    [
      'crypto.generatePrime()',
      () => named.generatePrime(8, nothing),
      'node:crypto',
      'generatePrime',
      8,
      nothing,
    ],
    ['crypto.generatePrimeSync()', () => named.generatePrimeSync(8), 'node:crypto', 'generatePrimeSync', 8],
    ['performance.now()', () => named.performance.now(), 'node:perf_hooks', 'performance.now'],
    ['process.hrtime()', () => named.hrtime(), 'node:process', 'hrtime'],
    ['process.hrtime.bigint()', () => named.hrtime.bigint(), 'node:process', 'hrtime.bigint'],
    ['process.uptime()', () => named.uptime(), 'node:process', 'uptime'],
  ])(
    '%s of a module in a workflow throws, imported by name, by default or required',
    async (called, byName, module, member, ...args) => {
      const { default: byDefault } = (await import(/* @vite-ignore */ module)) as { default: object }
      const call = (from: object) => () => {
        const path = member.split('.')
        const holder = path.slice(0, -1).reduce<object>((at, key) => Reflect.get(at, key) as object, from)
        return Reflect.apply(Reflect.get(holder, path.at(-1)!) as () => unknown, holder, args) as unknown
      }
      const ways = [byName, call(byDefault), call(require(module) as object)]
      const found = await Promise.all(
        ways.map(ask =>
          new ReplayedHistory(asking(ask))
            .task()
            .catch((error: unknown) => (error as NondeterministicCallError).called),
        ),
      )
      expect(found).toEqual([called, called, called])
    },
  )

  it('do not change the functions of modules for other code', async () => {
    await new ReplayedHistory(asking(() => undefined)).task()
    expect([timers.setTimeout === globalThis.setTimeout, named.setTimeout === globalThis.setTimeout]).toEqual(
      [true, true],
    )
    const order: string[] = []
    await new Promise<void>(resolve => {
      named.setTimeout(value => (order.push(value), resolve()), 2, 'callback')
      const canceled = named.setTimeout(() => order.push('canceled'), 1)
      named.clearTimeout(canceled)
    })
    order.push(await named.pause(1, 'promise'), await promisify(named.setTimeout)(1, 'promisified'))
    for await (const value of named.every(1, 'interval')) {
      order.push(value)
      break
    }
    expect(order).toEqual(['callback', 'promise', 'promisified', 'interval'])
    expect([named.randomBytes(4).length, named.randomUUID().length, named.randomInt(1)]).toEqual([4, 36, 0])
    expect([named.randomBytes.name, named.randomBytes.length, Object.keys(Date)]).toEqual([
      'randomBytes',
      2,
      [],
    ])
  })

  it('let the decision task time out even if the workflow catches the error, in sync generators, too', async () => {
    const caught = (): WorkflowRun<number> =>
      (function* () {
        try {
          return Math.random()
        } catch {
          return 0.5
        }
      })()
    await expect(new ReplayedHistory(workflow({ name: 'w' }, caught)).task()).rejects.toMatchObject({
      code: 'NONDETERMINISTIC_CALL',
    })
  })

  it('do not affect dates with arguments, or other code', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const at = new Date(5)
      const measured = yield* sideEffect(() => Date.now() > 0)
      return [
        at instanceof Date,
        at.constructor === Date,
        new Date(at).getTime(),
        Date.UTC(1970, 0),
        measured,
        new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format(at),
        Intl.DateTimeFormat('en').formatToParts(0).length > 0,
      ]
    })
    const history = new ReplayedHistory(program)
    const [, complete] = await history.task()
    expect(complete).toBe('complete [true,true,5,0,true,"1/1/1970",true]')
    expect([Date.now() > 0, new Date() instanceof Date, typeof Math.random()]).toEqual([true, true, 'number'])
    const format = new Intl.DateTimeFormat('en')
    expect([format.format === format.format, format.format(), process.hrtime().length]).toEqual([
      true,
      format.format(new Date()),
      2,
    ])
  })

  const helper = async function* (ask: () => unknown) {
    yield* a()
    ask()
  }
  const plainHelper = function* (ask: () => unknown) {
    yield* a()
    ask()
  }
  it.each<
    [where: string, program: (ask: () => unknown) => AsyncGenerator<Operation<unknown>, unknown, never>]
  >([
    [
      'after an activity',
      async function* (ask) {
        yield* a()
        ask()
      },
    ],
    [
      'after an operation that is answered at once',
      async function* (ask) {
        yield* status('begun')
        ask()
        yield* a()
      },
    ],
    [
      'after an operation that is yielded without a star',
      async function* (ask) {
        yield a()
        ask()
      },
    ],
    [
      'after branches',
      async function* (ask) {
        yield* all([a()])
        ask()
      },
    ],
    [
      'in a branch, after its activity',
      async function* (ask) {
        yield* all([helper(ask)])
      },
    ],
    [
      'in a helper, after its activity',
      async function* (ask) {
        yield* helper(ask)
      },
    ],
    [
      'in a helper that is a plain generator',
      async function* (ask) {
        yield* plainHelper(ask)
      },
    ],
    [
      'after an await',
      async function* (ask) {
        await Promise.resolve()
        await Promise.resolve()
        ask()
        yield* a()
      },
    ],
    [
      'in the callback of a promise',
      async function* (ask) {
        yield* a()
        await Promise.resolve().then(() => ask())
      },
    ],
    [
      'in an async function',
      async function* (ask) {
        yield* a()
        await (async () => {
          await null
          ask()
        })()
      },
    ],
    [
      'in a finally',
      async function* (ask) {
        try {
          yield* a()
        } finally {
          ask()
        }
      },
    ],
  ])('watch %s', async (_, program) => {
    const history = new ReplayedHistory(workflow({ name: 'w' }, () => program(() => Math.random())))
    const ended = async () => {
      const [decision] = await history.task()
      history.completed(decision!.split(' ')[1]!)
      await history.task()
    }
    const error: unknown = await ended().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'NONDETERMINISTIC_CALL', called: 'Math.random()' })
    expect((error as NondeterministicCallError).at[0]).toMatch(/guards\.test\.ts:\d+:\d+\)?$/)
  })

  it('watch the program only, and not other code that runs between its microtasks', async () => {
    const other = async () => {
      let calls = 0
      for (; calls < 1000; calls++) {
        await null
        Math.random()
      }
      return calls
    }
    const history = new ReplayedHistory(
      workflow({ name: 'w' }, async function* () {
        for (let step = 0; step < 20; step++) {
          yield* status(step)
          for (let turn = 0; turn < 20; turn++) await null
        }
        yield* a()
      }),
    )
    const deciding = history.task()
    expect(await Promise.all([other(), other(), deciding])).toEqual([1000, 1000, ['schedule 1 a']])
  })

  it('no longer watch what a step has left behind', async () => {
    let resolve = nothing as () => void
    const later = new Promise<void>(settle => (resolve = settle))
    const left: Promise<number>[] = []
    const history = new ReplayedHistory(
      workflow({ name: 'w' }, async function* () {
        left.push(later.then(() => Math.random()))
        yield* a()
      }),
    )
    await history.task()
    resolve()
    expect(await left[0]).toBeLessThan(1)
  })

  it('do nothing with guards off', async () => {
    const history = new ReplayedHistory(
      asking(() => Date.now()),
      undefined,
      { guards: 'off' },
    )
    expect(await history.task()).toEqual(['schedule 1 a'])
  })

  const loser = (cleanUp: () => Operation<unknown>) =>
    workflow({ name: 'w' }, async function* () {
      yield* race([
        (async function* () {
          try {
            yield* a()
          } finally {
            yield* cleanUp()
          }
        })(),
        sleep('1s'),
      ])
    })

  it('report clean-up that an ended branch asks for outside a shield (C5)', async () => {
    const history = new ReplayedHistory(loser(() => undo()))
    await history.task()
    history.fired('1.2.1').begin()
    const error: unknown = await history.decide().catch((thrown: unknown) => thrown)
    expect(isReyieldError(error, 'CLEAN_UP_REFUSED') && error.message).toBe(
      "Workflow 'w' (branch 1.1) asked for activity 'undo' after it had ended. The operation was refused: wrap clean-up in shield(…)",
    )
  })

  it('allow clean-up in a shield', async () => {
    const history = new ReplayedHistory(loser(() => shield(undo())))
    await history.task()
    history.fired('1.2.1')
    expect(await history.task()).toEqual(['cancel activity 1.1.1', 'schedule 1.1.2.1 undo'])
  })

  it('report source lines in a second replay', async () => {
    const forgetful = workflow({ name: 'w' }, async function* () {
      a()
    })
    await expect(new ReplayedHistory(forgetful, undefined, { trace: true }).task()).rejects.toThrow(
      /created activity 'a' \(.*guards\.test\.ts:\d+:\d+\)? and never yielded it|created activity 'a' \(.*guards\.test\.ts/,
    )
  })
})
