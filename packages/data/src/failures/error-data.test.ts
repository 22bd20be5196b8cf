import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failureFromWire, failureToWire } from '../internal.ts'

const secret = 'not-a-real-secret-8271'
const dataOf = (error: unknown) => (JSON.parse(failureToWire(error).details) as { data?: unknown }).data

describe('own properties of an error', () => {
  it('are recorded if they are scalars, dates or flat data', () => {
    const error = Object.assign(new Error('x'), {
      orderId: 7,
      big: 7n,
      at: new Date(0),
      retryable: false,
      nothing: null,
      items: ['tea', 2],
      card: { brand: 'visa', last4: '4242' },
      url: new URL('https://example.com/orders'),
    })
    expect(dataOf(error)).toEqual({
      orderId: 7,
      big: '7',
      at: '1970-01-01T00:00:00.000Z',
      retryable: false,
      nothing: null,
      items: ['tea', 2],
      card: { brand: 'visa', last4: '4242' },
      url: 'https://example.com/orders',
    })
  })

  it.each<[string, object]>([
    ['nested objects', { config: { headers: { Authorization: secret } } }],
    [
      'instances',
      {
        request: new (class Request {
          headers = secret
        })(),
      },
    ],
    ['maps', { headers: new Map([['authorization', secret]]) }],
    ['objects in a list', { requests: [{ body: secret }] }],
    ['lists in an object', { headers: { accept: [secret] } }],
    ['lists of header lines', { rawHeaders: ['Authorization', secret] }],
    ['a header', { header: `Bearer ${secret}` }],
    ['a URL with a password', { url: `https://me:${secret}@example.com/` }],
    ['a query', { url: `https://example.com/?access_token=${secret}` }],
    ['a body', { body: `{"client_secret": "${secret}"}` }],
    ['a form', { body: `grant_type=password&password=${secret}` }],
    ['a secret in what toJSON makes', { answer: { toJSON: () => `token: ${secret}` } }],
    ['symbols', { [Symbol('token')]: secret }],
  ])('are not recorded: %s', (_, properties) => {
    const error = Object.assign(new Error('x'), properties)
    for (const thrown of [error, new Error('y', { cause: error }), new AggregateError([error]), properties])
      expect(failureToWire(thrown).details).not.toContain(secret)
  })

  const words = [
    ...[
      'password',
      'token',
      'authorization',
      'cookie',
      'secret',
      'apiKey',
      'accessKey',
      'privateKey',
      'passphrase',
    ],
    ...[
      'credentials',
      'clientSecret',
      'set-cookie',
      'X-Api-Key',
      'refresh_token',
      'sessionId',
      'jwt',
      'auth',
      'pwd',
    ],
  ]
  const formats: readonly ((name: string) => string)[] = [
    name => name,
    name => name.toUpperCase(),
    name => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`),
    name => name.replace(/[A-Z]/g, letter => `-${letter}`),
    name => [...name].join('.'),
    name => ` ${name} `,
  ]
  it('are never recorded if their name is that of a secret, in any case and format, alone or in a flat object', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.constantFrom(...formats),
        fc.boolean(),
        (word, format, within) => {
          const flat = { [format(word)]: secret, orderId: 7 }
          const error = Object.assign(new Error('x'), within ? { flat } : flat)
          expect(failureToWire(error).details).not.toContain(secret)
          expect(dataOf(error)).toEqual(within ? { flat: { orderId: 7 } } : { orderId: 7 })
        },
      ),
    )
  })

  it('are chosen by errorData for each error of a failure; if it throws, the default applies', () => {
    const error = Object.assign(new Error('x', { cause: Object.assign(new Error('y'), { n: 2 }) }), { n: 1 })
    const chosen = (errorData: (error: unknown) => unknown) => {
      const read = JSON.parse(failureToWire(error, { errorData }).details) as {
        data?: unknown
        cause: { data?: unknown }
      }
      return [read.data, read.cause.data]
    }
    expect(chosen(one => ({ deep: { n: [(one as { n: number }).n] } }))).toEqual([
      { deep: { n: [1] } },
      { deep: { n: [2] } },
    ])
    expect(chosen(() => undefined)).toEqual([undefined, undefined])
    expect(
      chosen(() => {
        throw new Error('trap')
      }),
    ).toEqual([{ n: 1 }, { n: 2 }])
    expect(chosen(() => ({ big: 1n }))).toEqual([{ n: 1 }, { n: 2 }])
  })
})

describe('a written failure', () => {
  it('contains the errors of an aggregate, of any kind, and shared ones stay shared', () => {
    const shared = new RangeError('connect ECONNREFUSED')
    const both = new AggregateError([shared, 'text', new AggregateError([shared], 'inner')], 'all failed')
    const read = failureFromWire(failureToWire(both)) as AggregateError
    const [first, second, third] = read.errors as [Error, Error, AggregateError]
    expect([read instanceof AggregateError, read.message, first.name, first.message, second.message]).toEqual(
      [true, 'all failed', 'RangeError', 'connect ECONNREFUSED', 'text'],
    )
    expect(third.errors[0]).toBe(first)
  })

  it('contains causes at any depth; if there are too many, the first ones and the last', () => {
    const chainOf = (length: number) =>
      Array.from({ length }).reduce<Error>(
        (cause, _, n) => new Error(`level ${n}`, { cause }),
        new Error('root'),
      )
    const causes = (error: Error | undefined) => {
      const messages: string[] = []
      for (let at = error; at !== undefined; at = at.cause as Error | undefined) messages.push(at.message)
      return messages
    }
    const short = causes(failureFromWire(failureToWire(chainOf(40))))
    expect([short.length, short.at(-1)]).toEqual([41, 'root'])
    const long = causes(failureFromWire(failureToWire(chainOf(20_000))))
    expect([long[0], long.at(-1)]).toEqual(['level 19999', 'root'])
  })

  it('has circular causes that are circular again when they are read', () => {
    const [a, b] = [new Error('a'), new Error('b')]
    a.cause = b
    b.cause = a
    const read = failureFromWire(failureToWire(a))!
    expect([(read.cause as Error).message, (read.cause as Error).cause === read]).toEqual(['b', true])
  })

  it('is small and quickly written also for aggregates that contain each other many times', () => {
    let error: unknown = new Error('root')
    for (let n = 0; n < 40; n++) error = new AggregateError([error, error], `level ${n}`)
    const { details } = failureToWire(error)
    expect(details.length).toBeLessThanOrEqual(32_768)
    expect(failureFromWire({ details })).toMatchObject({ message: 'level 39' })
  })

  it('can be read again, whatever was thrown', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true, withMap: true }),
        thrown => {
          for (const one of [thrown, new Error('x', { cause: thrown }), new AggregateError([thrown])]) {
            const { reason, details } = failureToWire(one)
            expect([reason.length <= 256, details.length <= 32_768]).toEqual([true, true])
            expect(failureFromWire({ details })).toBeInstanceOf(Error)
          }
        },
      ),
    )
  })
})
