import { once } from 'node:events'
import { runInNewContext, runInThisContext } from 'node:vm'
import { Worker } from 'node:worker_threads'
import { sleep } from '@reyield/workflow'
import fc from 'fast-check'
import { SuperJSON } from 'superjson'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSuperjson, json, superjson, text } from '../index.ts'

class Money {
  amount = 5
}
class Shouting extends Error {}
class List extends Array<number> {}
class Table extends Map {}
class Bound {
  n = 2
  shout = () => this.n
}

describe('superjson', () => {
  it('writes JSON, and undefined as undefined', () => {
    expect(superjson.serialize({ a: [1, 'x', null, true] })).toBe('{"json":{"a":[1,"x",null,true]}}')
    expect([superjson.serialize(undefined), superjson.deserialize(undefined)]).toEqual([undefined, undefined])
  })

  it.each<[string, unknown]>([
    ['Date', new Date(0)],
    ['Map', new Map<unknown, unknown>([['a', new Date(1)]])],
    ['Set', new Set([1, 2])],
    ['bigint', 12n],
    ['NaN', NaN],
    ['-0', -0],
    ['undefined inside', { a: undefined, b: [undefined] }],
    ['URL', new URL('http://x/y')],
    ['RegExp', /a/gi],
    ['typed array', new Uint8Array([1, 2])],
    ['nested', [{ at: new Map([['x', new Set([new Date(5)])]]) }]],
    ['without prototype', Object.assign(Object.create(null) as object, { a: 1 })],
  ])('writes and reads %s', (_, value) => {
    expect(superjson.deserialize(superjson.serialize(value))).toEqual(value)
  })

  it('writes errors by name and message', () => {
    const error = superjson.deserialize(superjson.serialize(new TypeError('no'))) as Error
    expect([error instanceof Error, error.name, error.message]).toEqual([true, 'TypeError', 'no'])
  })

  it('keeps shared and circular references', () => {
    const shared = { n: 1 }
    const back = superjson.deserialize(superjson.serialize({ a: shared, b: shared })) as {
      a: unknown
      b: unknown
    }
    expect(back.a).toBe(back.b)
    const circle: { self?: unknown } = {}
    circle.self = circle
    const round = superjson.deserialize(superjson.serialize(circle)) as { self: unknown }
    expect(round.self).toBe(round)
  })

  it.each<[string, unknown, string, RegExp]>([
    ['a function', { items: [{ callback: () => 1 }] }, '$.items[0].callback', /a function would be lost/],
    ['a symbol', [Symbol('x')], '$[0]', /a symbol would be lost/],
    ['a symbol key', { a: { [Symbol('k')]: 1 } }, '$.a[Symbol(k)]', /named by a symbol would be lost/],
    [
      'an instance',
      { 'odd key': new Money() },
      '$["odd key"]',
      /an instance of Money would come back as a plain object; register/,
    ],
    ['an error class', new Shouting('no'), '$', /an instance of Shouting/],
    ['an operation', { later: sleep(1) }, '$.later', /an operation is no value; was 'yield\*' forgotten\?/],
    ['a promise', [Promise.resolve()], '$[0]', /a promise is no value; was 'await' forgotten\?/],
    ['a WeakMap', new WeakMap(), '$', /an instance of WeakMap/],
    ['a map value', new Map([['a', () => 1]]), '$.values[0]', /a function/],
    ['a set member', new Set([Symbol('x')]), '$.values[0]', /a symbol/],
    ['a class of arrays', { l: new List() }, '$.l', /an instance of List/],
    ['a class of maps', new Table(), '$', /an instance of Table/],
    ['an invalid date', { at: new Date(NaN) }, '$.at', /an invalid date would become null/],
    ['a hole', [1, , 3], '$[1]', /a hole in an array would become null/], // oxlint-disable-line no-sparse-arrays
    ['holes at the end', new Array(2), '$[0]', /a hole/],
    ['the match of a RegExp', 'abc'.match(/b/), '$.index', /a property of an array would be lost/],
    ['a Buffer', { file: Buffer.from('x') }, '$.file', /carries no Buffer; pass a Uint8Array/],
    ['a DataView', new DataView(new ArrayBuffer(2)), '$', /carries no DataView/],
    ['64-bit integers', new BigInt64Array(1), '$', /carries no BigInt64Array/],
    ['NaN among floats', new Float32Array([1, NaN]), '$', /NaN in a Float32Array would become 0/],
    [
      'a property of an error',
      [Object.assign(new Error('x'), { errno: 1 })],
      '$[0].errno',
      /a property of an error/,
    ],
    ['what causes an error', new Error('x', { cause: () => 1 }), '$.cause', /a function/],
    ['a name that superjson refuses', { a: { constructor: 1 } }, '$.a', /no property named 'constructor'/],
  ])('throws for %s, with its path', (_, value, path, message) => {
    expect(() => superjson.serialize(value)).toThrow(
      expect.objectContaining({
        code: 'PAYLOAD_UNSERIALIZABLE',
        path,
        message: expect.stringMatching(message) as string,
      }),
    )
  })

  it('writes instances of a class that is registered on an own SuperJSON', () => {
    const instance = new SuperJSON()
    instance.registerClass(Money)
    const mine = createSuperjson(instance)
    expect(mine.deserialize(mine.serialize({ price: new Money() }))).toEqual({ price: new Money() })
  })

  it('checks the members of registered classes, as far as they are written', () => {
    const instance = new SuperJSON()
    instance.registerClass(Bound)
    expect(() => createSuperjson(instance).serialize([new Bound()])).toThrow(
      expect.objectContaining({ code: 'PAYLOAD_UNSERIALIZABLE', path: '$[0].shout' }),
    )
    const some = new SuperJSON()
    some.registerClass(Bound, { allowProps: ['n'] })
    expect(createSuperjson(some).serialize(new Bound())).toContain('{"json":{"n":2}')
  })

  it('writes the properties of errors that the SuperJSON allows', () => {
    const instance = new SuperJSON()
    instance.allowErrorProps('errno')
    const mine = createSuperjson(instance)
    expect(mine.deserialize(mine.serialize(Object.assign(new Error('x'), { errno: 1 })))).toMatchObject({
      message: 'x',
      errno: 1,
    })
  })

  it.each([
    ['5', /as if the serializer 'json' had written it/],
    ['plain', /as if the serializer 'text' had written it/],
  ])('says which serializer may have written %j', (value, message) => {
    expect(() => superjson.deserialize(value)).toThrow(message)
  })

  it.each(['plain', '5', '[]', 'null', '{}', '{"json":1,"other":2}', '{"a":1}', '{"json":'])(
    'throws when it reads %j, and says what to do',
    value => {
      expect(() => superjson.deserialize(value)).toThrow(
        expect.objectContaining({
          code: 'PAYLOAD_UNREADABLE',
          message: expect.stringContaining(
            "set its serializer ('json' or 'text') at the workflow, activity or signal",
          ) as string,
        }),
      )
    },
  )

  it('an empty string is no input (S3)', () => {
    expect([superjson.deserialize(''), json.deserialize(''), text.deserialize('')]).toEqual([
      undefined,
      undefined,
      '',
    ])
  })

  it('reads what it has written', () => {
    fc.assert(
      fc.property(
        fc.anything({ withDate: true, withMap: true, withSet: true, withBigInt: true, maxDepth: 3 }),
        value => {
          const clean = dangerous(value) ? 'skipped' : value
          expect(superjson.deserialize(superjson.serialize(clean))).toEqual(clean)
        },
      ),
    )
  })
})

/** Excluded are keys that superjson itself refuses, and invalid dates, which aren't equal to themselves. */
function dangerous(value: unknown): boolean {
  if (value instanceof Date) return Number.isNaN(value.getTime())
  if (typeof value !== 'object' || value === null) return false
  if (value instanceof Map || value instanceof Set) return [...(value as Set<unknown>)].some(dangerous)
  return Object.entries(value).some(
    ([key, part]) =>
      ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', ''].includes(key) || dangerous(part),
  )
}

const circle: { inner?: unknown } = {}
circle.inner = [circle]

describe('json', () => {
  it('writes a shared object twice', () => {
    const shared = { n: 1 }
    expect(json.serialize({ a: shared, b: [shared] })).toBe('{"a":{"n":1},"b":[{"n":1}]}')
  })

  it('reads what it has written, and any other JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), value => {
        expect(json.deserialize(json.serialize(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
    expect(json.serialize({ a: undefined, b: 1 })).toBe('{"b":1}')
  })

  it.each<[string, unknown, string]>([
    ['a Date', { at: new Date(0) }, '$.at'],
    ['a Map', new Map(), '$'],
    ['a bigint', [1n], '$[0]'],
    ['NaN', { n: NaN }, '$.n'],
    ['undefined in an array', [1, undefined], '$[1]'],
    ['a function', [() => 1], '$[0]'],
    ['an instance', new Money(), '$'],
    ['a class of arrays', [new List()], '$[0]'],
    ['a property of an array', { a: Object.assign([1], { 'odd key': 2 }) }, '$.a["odd key"]'],
    ['an object that contains itself', circle, '$.inner[0]'],
  ])('throws for %s, with its path', (_, value, path) => {
    expect(() => json.serialize(value)).toThrow(
      expect.objectContaining({ code: 'PAYLOAD_UNSERIALIZABLE', path }),
    )
  })

  it('throws when it reads what is no JSON', () => {
    expect(() => json.deserialize('plain')).toThrow(expect.objectContaining({ code: 'PAYLOAD_UNREADABLE' }))
  })
})

describe('text', () => {
  it('writes strings as they are and throws for anything else', () => {
    expect([text.serialize('x'), text.deserialize('{"a"'), text.serialize(undefined)]).toEqual([
      'x',
      '{"a"',
      undefined,
    ])
    expect(() => text.serialize(5)).toThrow(
      expect.objectContaining({ code: 'PAYLOAD_UNSERIALIZABLE', path: '$' }),
    )
  })
})

describe('superjson and values of other realms', () => {
  afterEach(() => void vi.useRealTimers())

  const made = (code: string): unknown => runInNewContext(`(${code})`)
  it.each([
    'new Date(5)',
    'new Map([["a", new Date(1)], [new Date(2), { at: new Date(3) }]])',
    'new Set([new Date(1), [new Date(2)]])',
    '/a.c/gi',
    'new Uint8Array([1, 2])',
    'new Float64Array([1.5])',
    '{ at: new Date(1), list: [{ map: new Map([[1, undefined]]) }], big: 1n, not: NaN }',
    '[new Date(1)]',
    'Object.assign(Object.create(null), { at: new Date(1) })',
  ])('writes %s of another context like one of this context', code => {
    const ours = runInThisContext(`(${code})`) as unknown
    expect(superjson.serialize(made(code))).toBe(superjson.serialize(ours))
    expect(superjson.deserialize(superjson.serialize({ inner: made(code) }))).toEqual({ inner: ours })
  })

  it('writes errors of another context', () => {
    const back = superjson.deserialize(
      superjson.serialize(made('new TypeError("no", { cause: new RangeError("why") })')),
    ) as Error
    expect([back.name, back.message, (back.cause as Error).message]).toEqual(['TypeError', 'no', 'why'])
    expect(() => superjson.serialize(made('new (class Shouting extends Error {})("no")'))).toThrow(
      /an instance of Shouting/,
    )
    expect(() => superjson.serialize(made('Object.assign(new Error("no"), { order: 7 })'))).toThrow(
      /a property of an error would be lost/,
    )
  })

  it('keeps shared and circular references of another context', () => {
    const back = superjson.deserialize(
      superjson.serialize(
        made('(() => { const o = { at: new Date(1) }; o.self = o; return [o, o, new Set([o])] })()'),
      ),
    ) as [{ self: unknown; at: Date }, unknown, Set<unknown>]
    expect(back[0].self).toBe(back[0])
    expect(back[1]).toBe(back[0])
    expect([...back[2]]).toEqual([back[0]])
    expect(back[0].at).toEqual(new Date(1))
  })

  it('writes members of a registered class that are of another context', () => {
    class Order {
      readonly at: unknown
      constructor(at: unknown) {
        this.at = at
      }
    }
    const instance = new SuperJSON()
    instance.registerClass(Order, 'Order')
    const mine = createSuperjson(instance)
    expect(mine.deserialize(mine.serialize(new Order(made('new Date(1)'))))).toEqual(new Order(new Date(1)))
  })

  it('writes values that came from a worker thread', async () => {
    const code = `require('worker_threads').parentPort.postMessage({ at: new Date(1), map: new Map([[1, new Set([2])]]) })`
    const [value] = (await once(new Worker(code, { eval: true }), 'message')) as unknown[]
    expect(superjson.deserialize(superjson.serialize(value))).toEqual(value)
  })

  const written = '{"json":["1970-01-01T00:00:00.005Z"],"meta":{"values":{"0":["Date"]},"v":1}}'
  it.each<[string, () => unknown]>([
    ['vi.setSystemTime()', () => vi.setSystemTime(5)],
    ['vi.useFakeTimers()', () => vi.useFakeTimers({ now: 5 })],
    ['a class that extends Date', () => vi.stubGlobal('Date', class extends Date {})],
  ])('writes dates under %s that were made before, and later dates that were made meanwhile', (_, mock) => {
    const before = new Date(5)
    mock()
    try {
      const meanwhile = new Date(5)
      expect([superjson.serialize([before]), superjson.serialize([meanwhile])]).toEqual([written, written])
      vi.useRealTimers()
      vi.unstubAllGlobals()
      expect(superjson.serialize([meanwhile])).toBe(written)
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('throws for dates of a class that adds members', () => {
    class Holiday extends Date {
      isFree = () => true
    }
    class Shipping extends Date {
      addDays(): void {}
    }
    expect(() => superjson.serialize(new Holiday())).toThrow(/an instance of Holiday would come back/)
    expect(() => superjson.serialize(new Shipping())).toThrow(/an instance of Shipping would come back/)
  })
})
