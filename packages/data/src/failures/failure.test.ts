import { runInNewContext } from 'node:vm'
import { ReyieldError } from '@reyield/workflow'
import { userStack } from '@reyield/workflow/internal'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failureFromWire, failureToWire } from '../internal.ts'

const envelopeOf = (error: unknown) => JSON.parse(failureToWire(error).details) as Record<string, unknown>

describe('a failure in SWF’s members', () => {
  it('has class and message as its reason, and Reyield’s envelope as its details', () => {
    const cause = new RangeError('too much')
    const error = Object.assign(new TypeError('no', { cause }), { code: 'E_NO', orderId: 7 })
    error.stack = 'at here'
    cause.stack = 'at there'
    expect(failureToWire(error)).toEqual({
      reason: 'TypeError: no',
      details: JSON.stringify({
        reyield: 1,
        name: 'TypeError',
        message: 'no',
        code: 'E_NO',
        classes: ['TypeError'],
        stack: 'at here',
        cause: { name: 'RangeError', message: 'too much', classes: ['RangeError'], stack: 'at there' },
        data: { orderId: 7 },
      }),
    })
  })

  it('is read as an Error with name, message, code, stack, data and causes', () => {
    const error = Object.assign(new TypeError('no', { cause: new Error('why') }), {
      code: 'E_NO',
      orderId: 7,
    })
    const back = failureFromWire(failureToWire(error)) as TypeError & {
      code: string
      data: unknown
      cause: Error
    }
    expect([
      back instanceof Error,
      back.name,
      back.message,
      back.code,
      back.data,
      back.stack,
      back.cause.message,
    ]).toEqual([true, 'TypeError', 'no', 'E_NO', { orderId: 7 }, userStack(error.stack!), 'why'])
  })

  it('can be made of what is no Error', () => {
    expect(failureToWire('just text').reason).toBe('just text')
    expect(failureToWire(undefined).reason).toBe('undefined')
    expect(envelopeOf({ a: 1 })).toMatchObject({
      name: '',
      message: '[object Object]',
      data: { value: { a: 1 } },
    })
    expect(envelopeOf(new ReyieldError('WORKFLOW_STUCK', 'x'))).toMatchObject({
      name: 'ReyieldError',
      code: 'WORKFLOW_STUCK',
    })
  })

  it('can be made of hostile errors: getters that throw, circles, huge and unprintable parts', () => {
    const circle = new Error('circle')
    circle.cause = circle
    const hostile = new Error('x')
    Object.defineProperty(hostile, 'message', {
      get() {
        throw new Error('trap')
      },
    })
    const trap = new Proxy({}, new Proxy({}, { get: () => () => expect.fail('a trap that throws') }))
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    const deep = Array.from({ length: 50 }).reduce<Error>(
      (cause, _, n) => new Error(`level ${n}`, { cause }),
      new Error('root'),
    )
    for (const error of [
      circle,
      hostile,
      deep,
      trap,
      revoked.proxy,
      new Error('x', { cause: trap }),
      new Proxy(new Error('x'), { ownKeys: () => expect.fail('a trap that throws') }),
      Object.create(null),
      { toString: null },
      Object.assign(new Error('c'), { circle }),
    ]) {
      const { reason, details } = failureToWire(error)
      expect(reason.length).toBeLessThanOrEqual(256)
      expect(JSON.parse(details)).toMatchObject({ reyield: 1 })
    }
  })

  it('keeps the data that JSON can represent, and a code that is a number', () => {
    const error: Error & { self?: unknown } = Object.assign(new Error('x'), {
      code: 11000,
      orderId: 7,
      big: 1n,
    })
    error.self = error
    expect(envelopeOf(error)).toMatchObject({ code: 11000, data: { orderId: 7 } })
    expect(failureFromWire(failureToWire(error))).toMatchObject({ code: 11000, data: { orderId: 7 } })
    expect(envelopeOf(new DOMException('no', 'AbortError'))).not.toHaveProperty('code')
  })

  it('recognizes an Error of another realm', () => {
    expect(failureToWire(runInNewContext('new TypeError("no")'))).toMatchObject({ reason: 'TypeError: no' })
  })

  it('is trimmed at stacks first, then causes and data, then the message', () => {
    const lengths = (message: number, stack: number, cause: number, data: number) => {
      const error = Object.assign(new Error('m'.repeat(message), { cause: new Error('c'.repeat(cause)) }), {
        extra: 'd'.repeat(data),
      })
      error.stack = 's'.repeat(stack)
      ;(error.cause as Error).stack = ''
      const { details } = failureToWire(error)
      const back = JSON.parse(details) as {
        message: string
        stack: string
        cause?: { message: string }
        data?: { extra: string }
      }
      return [back.message.length, back.stack.length, back.cause?.message.length, back.data?.extra.length]
    }
    expect(lengths(10, 1000, 1000, 1000)).toEqual([10, 1000, 1000, 1000])
    expect(lengths(20_000, 30_000, 1000, 1000)).toEqual([20_000, 8191, 1000, 1000])
    expect(lengths(20_000, 30_000, 12_000, 1000)).toEqual([20_000, 2047, 4095, 1000])
    expect(lengths(25_000, 30_000, 12_000, 7000)).toEqual([25_000, 255, 255, 7000])
    expect(lengths(26_000, 30_000, 12_000, 7000)).toEqual([26_000, 255, 255, undefined])
    expect(lengths(60_000, 30_000, 12_000, 7000)).toEqual([16_383, 255, undefined, undefined])
  })

  it('fits SWF’s limits whatever it contains, and stays readable', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 0, max: 300 }),
        fc.nat({ max: 12 }),
        (text, times, causes) => {
          let error = new Error(text.repeat(times))
          for (let i = 0; i < causes; i++)
            error = new Error(text.repeat(times), {
              cause: Object.assign(error, { data: text.repeat(times) }),
            })
          const { reason, details } = failureToWire(error)
          expect(reason.length).toBeLessThanOrEqual(256)
          expect(details.length).toBeLessThanOrEqual(32_768)
          expect(failureFromWire({ reason, details })).toBeInstanceOf(Error)
        },
      ),
    )
  })

  it.each([undefined, '', 'Traceback', '5', 'null', '[]', '{"reyield":2}', '{"name":"Error"}'])(
    'is not read from the details %j of another program',
    details => {
      expect(failureFromWire({ reason: 'x', details })).toBeUndefined()
    },
  )
})
