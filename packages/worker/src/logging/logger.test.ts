import { afterEach, describe, expect, it, vi } from 'vitest'
import { consoleLogger, safeLogger, withFields, type Logger, type LogLevel } from './logger.ts'

afterEach(() => void vi.restoreAllMocks())

/** The lines that a logger of this level writes, their times as zeros. */
function written(level?: LogLevel): string[] {
  const lines: string[] = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => {
    lines.push(line.replace(/^\d\d:\d\d:\d\d\.\d{3}/, '00:00:00.000'))
  })
  const logger = consoleLogger(level === undefined ? {} : { level })
  logger.debug('Decided', { runId: '22T+/=', workflow: 'my order', decisions: 2 })
  logger.info('Polling')
  logger.warn('Late', { late: [{ id: '1' }] })
  logger.error('Gone', { code: undefined })
  return lines
}

it('writes a line with time, level, message and fields, from its level on', () => {
  expect(written('debug')).toEqual([
    '00:00:00.000 debug Decided runId=22T+/= workflow="my order" decisions=2',
    '00:00:00.000 info  Polling',
    '00:00:00.000 warn  Late late=[{"id":"1"}]',
    '00:00:00.000 error Gone code=undefined',
  ])
  expect(written('error')).toHaveLength(1)
})

it('writes all levels above debug by default', () => {
  expect(written()).toHaveLength(3)
})

class PaymentError extends Error {
  override name = 'PaymentError'
  readonly code = 'DECLINED'
  readonly request = { headers: { authorization: 'secret' } }
}

const circle: Record<string, unknown> = {}
circle['self'] = circle

const getters = {
  get broken(): never {
    throw new Error('no')
  },
  fine: 1,
}

it.each<[string, unknown, string]>([
  ['a BigInt', 7n, '7'],
  ['a BigInt inside', { left: 7n }, '{"left":"7n"}'],
  ['a circle', circle, '{"self":"[circular]"}'],
  ['a getter that throws', getters, '{"broken":"(its getter throws)","fine":1}'],
  ['a symbol', Symbol('s'), '"Symbol(s)"'],
  ['a function', { f() {} }, '{"f":"[Function: f]"}'],
  ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
  ['a map', new Map([['a', 1]]), `"Map(1) { 'a' => 1 }"`],
  ['a date', new Date(0), '"1970-01-01T00:00:00.000Z"'],
  ['an invalid date', new Date(NaN), 'null'],
  ['not a number', { n: NaN }, '{"n":"NaN"}'],
  ['nothing', null, 'null'],
  [
    'an error, without its objects',
    new PaymentError('declined', { cause: new RangeError('too much', { cause: 'limit' }) }),
    '{"name":"PaymentError","message":"declined","cause":{"name":"RangeError","message":"too much","cause":"limit"},"code":"DECLINED"}',
  ],
  [
    'errors of an aggregate',
    new AggregateError([new Error('one')], 'all'),
    '{"name":"AggregateError","message":"all","errors":[{"name":"Error","message":"one"}]}',
  ],
  [
    'a proxy that throws',
    new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('no')
        },
        getPrototypeOf() {
          throw new Error('no')
        },
      },
    ),
    '"(unreadable)"',
  ],
])('writes %s', (_, value, expected) => {
  const lines: string[] = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line.slice(13)))
  consoleLogger().error('Gone', { value })
  expect(lines).toEqual([`error Gone value=${expected}`])
})

it('writes messages and fields of any kind', () => {
  const lines: string[] = []
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line.slice(13)))
  const logger = consoleLogger()
  logger.error(Symbol('s') as unknown as string, getters)
  logger.error(new Error('x') as unknown as string, null as unknown as object)
  withFields(logger, { runId: 'r' }).error('Gone', getters)
  withFields(logger, { runId: 'r' }).error('Gone', { runId: 's', more: 1 })
  expect(lines).toEqual([
    'error "Symbol(s)" broken="(its getter throws)" fine=1',
    'error {"name":"Error","message":"x"} (its fields are unreadable)',
    'error Gone runId=r fields={"broken":"(its getter throws)","fine":1}',
    'error Gone runId=s more=1',
  ])
})

describe('a logger that fails', () => {
  it.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('disk full')
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
    ['has a method that is none', undefined as unknown as () => unknown],
    [
      'throws a value that is not an error',
      () => {
        throw Object.create(null)
      },
    ],
    [
      'returns a thenable that throws',
      () => ({
        then() {
          throw new Error('disk full')
        },
      }),
    ],
  ])('is reported once, without other effects: it %s', async (_, method) => {
    const failures: unknown[] = []
    const broken = { debug: method, info: method, warn: method, error: method } as unknown as Logger
    const logger = safeLogger(broken, error => failures.push(error))
    for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level]('line')
    withFields(logger, { runId: 'r' }).error('line', getters)
    await new Promise(resolve => setImmediate(resolve))
    expect(failures).toHaveLength(1)
  })
})
