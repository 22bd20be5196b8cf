import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { activity, isReyieldError, retry, signal, sleep, workflow, type RetryPolicy } from '../index.ts'
import { retryData, retryWait, type RetryData } from './policy.ts'

/** The longest timer of SWF, in milliseconds. */
const longest = 99_999_999_000

/** The longest possible waits of a policy at some attempts. */
const waits = (policy: RetryPolicy, attempts: readonly number[]) => {
  const data = retryData(policy, 'it')
  return attempts.map(attempt => retryWait(data, attempt, [])?.(0))
}

describe('the waits of a retry policy', () => {
  it('stay at 0 if initialInterval is 0, also if the power overflows', () => {
    const policy = { maximumAttempts: Infinity, initialInterval: 0, backoff: 10 }
    expect(waits(policy, [1, 309, 310, 331, 1e9])).toEqual([0, 0, 0, 0, 0])
  })

  it('grow to the longest wait and stay there', () => {
    const policy = { maximumAttempts: Infinity, maximumInterval: '10s' }
    expect(waits(policy, [1, 2, 3, 4, 5, 1025, 1e15])).toEqual([
      1000, 2000, 4000, 8000, 10_000, 10_000, 10_000,
    ])
  })

  it('have a default maximumInterval that is never below initialInterval', () => {
    expect(waits({ maximumAttempts: 9 }, [1, 8])).toEqual([1000, 60_000])
    expect(waits({ maximumAttempts: 9, initialInterval: '5m' }, [1, 8])).toEqual([300_000, 300_000])
    const on = { Busy: { initialInterval: '2h' } }
    const data = retryData({ maximumAttempts: 9, on }, 'it')
    expect(retryWait(data, 1, ['Busy'])?.(0)).toBe(7_200_000)
  })

  it('are numbers from 0 to maximumInterval for every policy, attempt and random number', () => {
    const interval = fc.oneof(
      fc.constantFrom(0, 5e-324, 1, longest),
      fc.double({ min: 0, max: longest, noNaN: true }),
    )
    const policies = fc
      .record({
        initialInterval: interval,
        maximumInterval: interval,
        backoff: fc.oneof(fc.constantFrom(1, 1.7e308), fc.double({ min: 1, max: 1e308, noNaN: true })),
      })
      .filter(({ initialInterval, maximumInterval }) => initialInterval <= maximumInterval)
    fc.assert(
      fc.property(
        policies,
        fc.oneof(
          fc.integer({ min: 1, max: 2000 }),
          fc.maxSafeNat().map(n => n + 1),
        ),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (policy, attempt, share) => {
          const data = retryData({ ...policy, maximumAttempts: Infinity }, 'it')
          const wait = retryWait(data, attempt, [])!(share)
          expect(wait >= 0 && wait <= Math.ceil(policy.maximumInterval)).toBe(true)
        },
      ),
    )
  })

  it.each<[string, object]>([
    ['without numbers', { attempts: 'unlimited', nonRetryable: [] }],
    ['with nulls', { attempts: 'unlimited', initial: null, backoff: null, maximum: null, nonRetryable: [] }],
    ['with strings', { attempts: 'unlimited', initial: 'a', backoff: 'b', maximum: 'c', nonRetryable: [] }],
    ['below zero', { attempts: 'unlimited', initial: -5, backoff: -2, maximum: -1, nonRetryable: [] }],
  ])('are numbers also for the recorded policy %s', (_, recorded) => {
    for (const attempt of [1, 2, 400]) {
      const wait = retryWait(recorded as RetryData, attempt, [])!(0.5)
      expect(wait >= 0 && wait <= 60_000).toBe(true)
    }
  })
})

const attempts = { maximumAttempts: 3 }

describe('a retry policy is checked where it is declared', () => {
  it.each<[RetryPolicy, string, string]>([
    [
      { ...attempts, initialInterval: NaN },
      'DURATION_INVALID',
      'initialInterval in retry of IT is NaN: expected',
    ],
    [
      { ...attempts, initialInterval: Infinity },
      'DURATION_INVALID',
      'initialInterval in retry of IT is Infinity: expected',
    ],
    [
      { ...attempts, initialInterval: -1 },
      'DURATION_INVALID',
      'initialInterval in retry of IT is -1: expected',
    ],
    [
      { ...attempts, initialInterval: '5' },
      'DURATION_INVALID',
      "initialInterval in retry of IT is '5': expected",
    ],
    [
      { ...attempts, maximumInterval: Infinity },
      'DURATION_INVALID',
      'maximumInterval in retry of IT is Infinity: expected',
    ],
    [
      { ...attempts, maximumInterval: '1157d 10h' },
      'DEFINITION_INVALID',
      "maximumInterval in retry of IT is 100000800000 ms: SWF's timers",
    ],
    [
      { ...attempts, initialInterval: '4 years' },
      'DURATION_INVALID',
      "initialInterval in retry of IT is '4 years': expected",
    ],
    [
      { ...attempts, initialInterval: 1e12 },
      'DEFINITION_INVALID',
      "initialInterval in retry of IT is 1000000000000 ms: SWF's timers",
    ],
    [
      { ...attempts, initialInterval: '5m', maximumInterval: '1m' },
      'DEFINITION_INVALID',
      'initialInterval in retry of IT is longer than its maximumInterval (300000 ms, 60000 ms): expected',
    ],
    [
      { ...attempts, backoff: NaN },
      'DEFINITION_INVALID',
      'backoff in retry of IT is NaN: expected a number from 1',
    ],
    [
      { ...attempts, backoff: Infinity },
      'DEFINITION_INVALID',
      'backoff in retry of IT is Infinity: expected a number from 1',
    ],
    [
      { ...attempts, backoff: 0.5 },
      'DEFINITION_INVALID',
      'backoff in retry of IT is 0.5: expected a number from 1',
    ],
    [
      { ...attempts, backoff: '2' as never },
      'DEFINITION_INVALID',
      "backoff in retry of IT is '2': expected a number from 1",
    ],
    [{ maximumAttempts: NaN }, 'DEFINITION_INVALID', 'maximumAttempts in retry of IT is NaN: expected'],
    [
      { ...attempts, on: { Busy: { backoff: 0 } } },
      'DEFINITION_INVALID',
      'backoff in retry.on.Busy of IT is 0: expected',
    ],
    [
      { ...attempts, on: { Busy: { initialInterval: NaN } } },
      'DURATION_INVALID',
      'initialInterval in retry.on.Busy of IT is NaN: expected',
    ],
    [
      { ...attempts, maximumInterval: '1m', on: { Busy: { initialInterval: '2m' } } },
      'DEFINITION_INVALID',
      'initialInterval in retry.on.Busy of IT is longer than its maximumInterval (120000 ms, 60000 ms): expected',
    ],
    [{} as never, 'DEFINITION_INVALID', 'maximumAttempts in retry of IT is missing: expected'],
    [
      { ...attempts, nonRetryable: 'Busy' as never },
      'DEFINITION_INVALID',
      'nonRetryable in retry of IT is a string: expected a list',
    ],
    [
      { ...attempts, nonRetryable: [undefined as never] },
      'DEFINITION_INVALID',
      'nonRetryable in retry of IT has undefined: expected names',
    ],
    [
      { ...attempts, maxInterval: '1m' } as never,
      'DEFINITION_INVALID',
      "retry of IT has the unknown member 'maxInterval': expected maximumAttempts, initialInterval, backoff, maximumInterval",
    ],
    [
      { ...attempts, on: { Busy: { attempts: 3 } } } as never,
      'DEFINITION_INVALID',
      "retry.on.Busy of IT has the unknown member 'attempts': expected",
    ],
    [
      { ...attempts, on: { Busy: null } } as never,
      'DEFINITION_INVALID',
      'retry.on.Busy of IT is null: expected an object of',
    ],
    [3 as never, 'DEFINITION_INVALID', 'retry of IT is 3: expected a policy'],
    [null as never, 'DEFINITION_INVALID', 'retry of IT is null: expected a policy'],
  ])('%o', (policy, code, message) => {
    const refusal = (what: string) => {
      const said = expect.stringContaining(message.replace('IT', what)) as string
      return expect.objectContaining({ code, message: said }) as Error
    }
    expect(() => activity('charge', { startToClose: '1m', retry: policy })).toThrow(
      refusal("activity 'charge'"),
    )
    expect(() => retry(() => sleep(1), policy)).toThrow(refusal('retry(…)'))
  })
})

describe('a wrong value in a declaration', () => {
  const bare: unknown = Object.create(null)
  const values = [undefined, null, true, 5n, Symbol('s'), [1], {}, bare, NaN, 'x']
  const rows: [string, (value: never) => unknown, expected: string][] = [
    ['nonRetryable', value => policy({ nonRetryable: value }), 'a list|names'],
    [
      'a member of nonRetryable',
      value => policy({ nonRetryable: [value] }),
      'names, codes and classes of errors',
    ],
    ['on', value => policy({ on: value }), 'an object of'],
    ['a rule of on', value => policy({ on: { Busy: value } }), 'an object of maximumAttempts'],
    ['backoff', value => policy({ backoff: value }), 'a number from 1'],
    ['maximumAttempts', value => policy({ maximumAttempts: value }), 'a whole number from 1'],
    ['initialInterval', value => policy({ initialInterval: value }), 'milliseconds as a number'],
    ['the policy', value => retryData(value, 'it'), 'a policy|a whole number from 1'],
    ['a duration', value => sleep(value), 'milliseconds as a number'],
    [
      'cancellation',
      value => activity('a', { startToClose: 1, cancellation: value }),
      'try, wait or abandon',
    ],
    ['onUnreadable', value => signal('s', { onUnreadable: value }), "'skip' or 'throw'"],
    ['childPolicy', value => declared({ childPolicy: value }), 'TERMINATE, REQUEST_CANCEL, ABANDON'],
    ['workflowErrors', value => declared({ workflowErrors: value }), "'hold', 'fail' or a function"],
  ]
  const policy = (more: object) => retryData({ maximumAttempts: 2, ...more }, 'it')
  const declared = (more: object) => workflow({ name: 'w', ...more }, function* () {})

  it.each(rows)('of %s is described by its type, whatever it is', (_, declare, expected) => {
    for (const value of values) {
      let message: string
      try {
        declare(value as never)
        continue // it's none here, or has a default
      } catch (error) {
        if (!isReyieldError(error)) throw error
        message = error.message
      }
      const inWords =
        /\b(?:is|has) (undefined|null|missing|a boolean|a number|a bigint|a symbol|a string|a list|an object|NaN|'x')/
      const unknownMember = /has the unknown member '0'/ // of a list, say
      expect(message).toMatch(unknownMember.test(message) ? unknownMember : inWords)
      expect(message).toMatch(new RegExp(`expected (${expected})`))
    }
  })
})
