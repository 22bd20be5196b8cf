import { runInNewContext } from 'node:vm'
import { describe, expect, it, vi } from 'vitest'
import { ended, isEnded } from './running/ended.ts'
import {
  activities,
  activity,
  all,
  allSettled,
  any,
  isReyieldError,
  race,
  sleep,
  timeout,
  workflow,
} from './index.ts'
import { isOperation, noteOperations } from './internal.ts'
import type { Operation } from './index.ts'

const every: [string, Operation<unknown>][] = [
  ['activity', activity<number>('a', { startToClose: '5m' })(1)],
  ['sleep', sleep('1s')],
  ['all', all([sleep(1)])],
  ['allSettled', allSettled({ a: sleep(1) })],
  ['any', any([sleep(1)])],
  ['race', race({ a: sleep(1) })],
]

it('a timer accepts every date, also of another context, and one made before the time was mocked', () => {
  const before = new Date(5)
  expect(sleep(runInNewContext('new Date(5)') as Date).at).toBe(5)
  vi.setSystemTime(7)
  try {
    expect([sleep(before).at, timeout(sleep('1s'), before).at, sleep(new Date(6)).at]).toEqual([5, 5, 6])
  } finally {
    vi.useRealTimers()
  }
  expect(() => sleep({ getTime: () => 5 } as Date)).toThrow(/length of sleep/)
})

describe.each(every)('the operation of %s', (_, operation) => {
  it('is frozen and branded', () => {
    expect(Object.isFrozen(operation)).toBe(true)
    expect(isOperation(operation)).toBe(true)
  })

  it('is never thenable: await returns the operation itself', async () => {
    expect('then' in operation).toBe(false)
    expect(await operation).toBe(operation)
  })

  it('yields itself, and yield* returns what is sent to it, in sync and async generators', async () => {
    const sync = (function* () {
      return yield* operation
    })()
    expect(sync.next()).toEqual({ done: false, value: operation })
    expect(sync.next(7)).toEqual({ done: true, value: 7 })
    const async = (async function* () {
      return yield* operation
    })()
    expect(await async.next()).toEqual({ done: false, value: operation })
    expect(await async.next(7)).toEqual({ done: true, value: 7 })
  })

  it('passes on an error that is thrown at it, and the return of its generator (P3)', async () => {
    const failure = new Error('no')
    const caught = (function* () {
      try {
        yield* operation
      } catch (error) {
        return error
      }
      return undefined
    })()
    caught.next()
    expect(caught.throw(failure)).toEqual({ done: true, value: failure })
    const async = (async function* () {
      try {
        yield* operation
      } catch (error) {
        return error
      }
      return undefined
    })()
    await async.next()
    expect(await async.throw(failure)).toEqual({ done: true, value: failure })
    const returned = (async function* () {
      yield* operation
    })()
    await returned.next()
    expect(await returned.return()).toEqual({ done: true, value: undefined })
  })
})

describe('activities', () => {
  interface Impl {
    charge(order: { id: string }): Promise<string>
    ship(): Promise<void>
  }

  it('describe a call with all five values that SWF requires', () => {
    const { charge } = activities<Impl>({ startToClose: '5m', heartbeat: 1500, version: '2' })
    expect({ ...charge({ id: '7' }) }).toEqual({
      kind: 'activity',
      cancellation: 'try',
      name: 'charge',
      version: '2',
      input: { id: '7' },
      id: undefined,
      taskList: undefined,
      startToClose: '300',
      scheduleToStart: 'NONE',
      scheduleToClose: 'NONE',
      heartbeat: '2',
      priority: undefined,
      retry: undefined,
      serializer: undefined,
    })
  })

  it('can have other options at a call', () => {
    const { ship } = activities<Impl>({ startToClose: '5m' })
    const { id, taskList, startToClose, priority } = ship.with({
      id: 'shipping',
      taskList: 'docks',
      startToClose: 'NONE',
      priority: 5,
    })()
    expect({ id, taskList, startToClose, priority }).toEqual({
      id: 'shipping',
      taskList: 'docks',
      startToClose: 'NONE',
      priority: '5',
    })
  })

  it.each([
    ['no startToClose', () => activities<Impl>({} as never), 'TIMEOUT_MISSING'],
    ['a duration without unit', () => activity('a', { startToClose: '5' }), 'DURATION_INVALID'],
    ['an empty name', () => activity('', { startToClose: 1 }), 'DEFINITION_INVALID'],
    ['a name with a colon', () => activity('a:b', { startToClose: 1 }), 'DEFINITION_INVALID'],
    [
      'a version of 65 characters',
      () => activity('a', { startToClose: 1, version: 'v'.repeat(65) }),
      'DEFINITION_INVALID',
    ],
    [
      'an own id that begins with a digit',
      () => activity('a', { startToClose: 1, id: '1a' }),
      'DEFINITION_INVALID',
    ],
    [
      'an own id that begins with ~',
      () => activity('a', { startToClose: 1 }).with({ id: '~a' }),
      'DEFINITION_INVALID',
    ],
    ['a fractional priority', () => activity('a', { startToClose: 1, priority: 0.5 }), 'DEFINITION_INVALID'],
    [
      'a priority over int32',
      () => activity('a', { startToClose: 1, priority: 2 ** 31 }),
      'DEFINITION_INVALID',
    ],
    [
      'a task list with white space at its end',
      () => activity('a', { startToClose: 1, taskList: 'x ' }),
      'DEFINITION_INVALID',
    ],
    [
      'no attempt at all',
      () => activity('a', { startToClose: 1, retry: { maximumAttempts: 0 } }),
      'DEFINITION_INVALID',
    ],
    [
      'half an attempt',
      () => activity('a', { startToClose: 1, retry: { maximumAttempts: 1.5 } }),
      'DEFINITION_INVALID',
    ],
    [
      'a back-off that shrinks',
      () => activity('a', { startToClose: 1, retry: { maximumAttempts: 2, backoff: 0.5 } }),
      'DEFINITION_INVALID',
    ],
    [
      'an interval without unit',
      () => activity('a', { startToClose: 1, retry: { maximumAttempts: 2, initialInterval: '5' } }),
      'DURATION_INVALID',
    ],
    ['a sleep without unit', () => sleep('5'), 'DURATION_INVALID'],
    ['a sleep until no date', () => sleep(new Date(NaN)), 'DURATION_INVALID'],
    ['a sleep of five years', () => sleep('1826 days'), 'DURATION_INVALID'],
    ['a race of nothing', () => race([]), 'COMPOSITE_EMPTY'],
    ['a workflow without a name', () => workflow({ name: '' }, function* () {}), 'DEFINITION_INVALID'],
    [
      'a workflow of two years',
      () => workflow({ name: 'w', executionStartToClose: '730 days' }, function* () {}),
      'DEFINITION_INVALID',
    ],
    [
      'a workflow without end',
      () => workflow({ name: 'w', executionStartToClose: 'NONE' }, function* () {}),
      'DEFINITION_INVALID',
    ],
    [
      'an unknown child policy',
      () => workflow({ name: 'w', childPolicy: 'KEEP' as never }, function* () {}),
      'DEFINITION_INVALID',
    ],
    ['a workflow without a program', () => workflow({ name: 'w' }, undefined as never), 'DEFINITION_INVALID'],
  ])('throw for %s', (_, declare, code) => {
    expect(declare).toThrow(expect.objectContaining({ code }))
    try {
      declare()
    } catch (error) {
      expect(isReyieldError(error)).toBe(true)
    }
  })

  it('accept the lowest and the highest priority of int32', () => {
    const priorities = [-(2 ** 31), 2 ** 31 - 1].map(
      priority => activity('a', { startToClose: 1, priority })().priority,
    )
    expect(priorities).toEqual(['-2147483648', '2147483647'])
  })
})

describe('composites', () => {
  it('keep branches in order, records with their keys', () => {
    const [a, b] = [sleep(1), sleep(2)]
    expect(all([a, b])).toMatchObject({ kind: 'all', branches: [a, b], keys: undefined })
    expect(race({ late: b, soon: a })).toMatchObject({
      kind: 'race',
      branches: [b, a],
      keys: ['late', 'soon'],
    })
  })

  it.each([
    [
      () => all([Promise.resolve(1)] as never),
      'all(…)[0] is a promise: expected an operation or a generator',
    ],
    [
      () => race({ a: function* later() {} } as never),
      'race(…).a is the function later: expected an operation or a generator: call it',
    ],
    [() => any([undefined] as never), 'any(…)[0] is undefined: expected an operation or a generator'],
  ])('throw for what cannot be a branch', (make, message) => {
    expect(make).toThrow(new TypeError(message))
  })
})

describe('what the engine uses', () => {
  it('operations are noted if they are made while notes are taken', () => {
    const made: Operation<unknown>[] = []
    sleep(1)
    noteOperations({ made, count: 0 })
    const noted = sleep(2)
    noteOperations(undefined)
    sleep(3)
    expect(made).toEqual([noted])
  })

  it('the token of an ended branch is no Error, and isEnded recognizes it', () => {
    expect(ended).not.toBeInstanceOf(Error)
    expect([isEnded(ended), isEnded(new Error()), isEnded(undefined), Object.isFrozen(ended)]).toEqual([
      true,
      false,
      false,
      true,
    ])
  })
})
