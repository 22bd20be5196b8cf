import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { ReyieldError } from '@reyield/workflow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { json, superjson, UnserializablePayloadError } from '../index.ts'
import { arrived, arrivedError, failureFromWire, failureToWire, moved, movedError } from '../internal.ts'

/** What another thread receives. */
function sent<T>(message: T): T {
  const { port1, port2 } = new MessageChannel()
  port1.postMessage(message)
  const { message: received } = receiveMessageOnPort(port2) as { message: T }
  port1.close()
  return received
}

const across = (value: unknown) => arrived(sent(moved(value)))
const thrownAcross = (error: unknown) => arrivedError(sent(movedError(error)))

describe('a value that is moved to another thread', () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
  })

  it.each([superjson, json])('arrives as it was, if the serializer $name can write it', serializer => {
    fc.assert(
      fc.property(anything, value => {
        let text: string | undefined
        try {
          text = serializer.serialize(value)
        } catch {
          return
        }
        expect(serializer.serialize(across(value))).toBe(text)
      }),
    )
  })

  it('keeps URLs, errors, and what contains itself', () => {
    const circle: Record<string, unknown> = {
      url: new URL('https://example.com/a'),
      error: new RangeError('no'),
    }
    circle['self'] = circle
    const back = across(circle) as typeof circle
    expect([back['url'], String(back['error']), back['self'] === back]).toEqual([
      circle['url'],
      'RangeError: no',
      true,
    ])
    const names = { constructor: 'Smith', at: new Date(0) } // superjson refuses such names
    expect(across(names)).toEqual(names)
  })

  class Money {
    readonly cents = 5
  }
  it.each<[string, unknown, string]>([
    ['functions', { run: () => 1 }, '$.run'],
    ['symbols', [Symbol('x')], '$[0]'],
    ['instances of classes', { price: new Money() }, '$.price'],
    ['buffers, which would arrive without their methods', { bytes: Buffer.from('x') }, '$.bytes'],
    ['promises', { later: Promise.resolve(1) }, '$.later'],
  ])('is refused with the path of %s', (_, value, path) => {
    expect(() => moved(value)).toThrow(UnserializablePayloadError)
    expect(() => moved(value)).toThrow(expect.objectContaining({ path }))
  })
})

describe('an error that is moved to another thread', () => {
  class CardDeclined extends RangeError {
    readonly orderId: unknown
    constructor(message: string, orderId: unknown) {
      super(message)
      this.orderId = orderId
    }
  }
  class Named extends Error {
    override readonly name = 'Refused'
  }
  const errorOf = (kind: number, message: string, data: Record<string, unknown>): unknown => {
    const errors = [
      () => new Error(message),
      () => new CardDeclined(message, data['a']),
      () => new Named(message),
      () => new DOMException(message, 'AbortError'),
      () => new ReyieldError('WORKFLOW_STUCK', message),
      () => failureFromWire(failureToWire(Object.assign(new CardDeclined(message, 5), data)))!,
      () => failureFromWire(failureToWire(new ReyieldError('WORKFLOW_STUCK', message), { of: 'result' }))!,
    ]
    const error = errors[kind % errors.length]!()
    for (const [key, value] of Object.entries(data)) {
      Object.defineProperty(error, key, { value, enumerable: true, configurable: true, writable: true }) // DOMException has a getter 'code'
    }
    return error
  }
  const withProperties = (property: fc.Arbitrary<unknown>) => {
    const data = fc.dictionary(
      fc.constantFrom('a', 'orderId', 'token', 'data', 'errors', 'code', 'reason', 'of', 'x'),
      property,
      { noNullPrototype: true },
    )
    const plain = fc
      .tuple(fc.nat(), fc.string(), data)
      .map(([kind, message, own]) => errorOf(kind, message, own))
    return fc.letrec(tie => ({
      leaf: fc.oneof(property, plain),
      error: fc.oneof(
        { maxDepth: 4 },
        tie('leaf'),
        fc.tuple(tie('leaf'), tie('error')).map(([one, cause]) => {
          if (one instanceof Error) one.cause = cause
          return one
        }),
        fc.array(tie('error'), { maxLength: 3 }).map(errors => new AggregateError(errors, 'all failed')),
        tie('error').map(one => new (class Failures extends AggregateError {})([one, one, 'text'])),
      ),
    })).error
  }
  const kept = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })
  const lost = fc.constantFrom<unknown>(
    [() => 1],
    { toJSON: () => 'shown' },
    Array(2),
    { [Symbol('x')]: 1 },
    new Date(NaN),
  )
  const error = withProperties(fc.oneof(kept, lost, fc.constant(new URL('https://example.com/a'))))

  it('is recorded as if it had been thrown there', () => {
    fc.assert(
      fc.property(error, thrown => {
        expect(failureToWire(thrownAcross(thrown))).toEqual(failureToWire(thrown))
      }),
      { numRuns: 500 },
    )
  })

  it('is recorded with the same chosen data, also that of its causes', () => {
    const errorData = (one: unknown) =>
      one instanceof Error
        ? { order: (one as { orderId?: unknown }).orderId, shown: `<${one.message}>` }
        : undefined
    fc.assert(
      fc.property(withProperties(kept), thrown => {
        expect(failureToWire(thrownAcross(thrown), { errorData })).toEqual(
          failureToWire(thrown, { errorData }),
        )
      }),
    )
  })

  it('has its properties, which are enumerable as before, and its causes, also circular ones', () => {
    const inner = new TypeError('inner')
    const outer = Object.assign(new CardDeclined('no', 7), { at: new Date(0), cause: inner })
    inner.cause = outer
    const back = thrownAcross(outer) as CardDeclined & { cause: Error }
    expect([
      back instanceof Error,
      back.name,
      back.message,
      back.stack,
      { ...back },
      back.cause.cause === back,
    ]).toEqual([true, 'CardDeclined', 'no', outer.stack, { orderId: 7, at: new Date(0) }, true])
  })

  it('may be no error, or one whose members throw', () => {
    for (const thrown of [undefined, null, 'no', 5n, { a: new Date(0) }])
      expect(thrownAcross(thrown)).toEqual(thrown)
    const hostile = Object.defineProperty(new Error('x'), 'trap', {
      enumerable: true,
      get: () => {
        throw new Error('trap')
      },
    })
    expect(failureToWire(thrownAcross(hostile))).toEqual(failureToWire(hostile))
  })
})
