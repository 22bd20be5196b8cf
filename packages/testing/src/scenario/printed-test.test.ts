import { json, superjson } from '@reyield/data'
import {
  activities,
  allSettled,
  child,
  lambda,
  race,
  signal,
  sleep,
  workflow,
  type Branch,
} from '@reyield/workflow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asWritten, explore, send, scenario, type ExploreOptions } from '../index.ts'
import { literal, quoted } from '../code.ts'
import { typeErrors, withoutTypes } from '../../test/type-errors.ts'

/** The error of an exploration, with the printed test. */
async function printed(
  definition: unknown,
  input: unknown,
  options: unknown,
): Promise<{ test: string; check: string; sentences: readonly string[] }> {
  try {
    await explore(definition as never, input as never, options as ExploreOptions)
  } catch (error) {
    const { test, check, steps } = error as { test: string; check: string; steps: readonly string[] }
    expect(test).toBeTypeOf('string')
    return { test, check, sentences: steps }
  }
  throw new Error('No scenario fails')
}

/** Runs a printed test, with these variables besides `it`, `scenario` and `asWritten`. Returns what it throws. */
async function failureOf(test: string, variables: Record<string, unknown>): Promise<unknown> {
  let body: (() => Promise<void>) | undefined
  const all = { it: (_: string, run: () => Promise<void>) => (body = run), scenario, asWritten, ...variables }
  new Function(...Object.keys(all), `'use strict'; ${withoutTypes(test)}`)(...Object.values(all)) // oxlint-disable-line typescript/no-implied-eval, typescript/no-unsafe-call -- the test runs the printed code
  return body!().catch((error: unknown) => error)
}

/** Whether superjson restores a value. It can't restore maps in maps that have objects as keys. */
const serializable = (value: unknown) => {
  try {
    const text = superjson.serialize(value)
    return superjson.serialize(superjson.deserialize(text)) === text
  } catch {
    return false
  }
}

const strings = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    "it's",
    '"',
    '\\',
    'a\nb',
    '\u2028',
    '${x}',
    '`',
    '</script>',
    '\ud800',
    "');throw 1//",
    '__proto__',
    'constructor',
  ),
)
const values = fc
  .anything({
    withDate: true,
    withMap: true,
    withSet: true,
    withBigInt: true,
    withTypedArray: true,
    withNullPrototype: true,
    maxDepth: 3,
    key: strings,
    values: [
      strings,
      fc.double(),
      fc.bigInt(),
      fc.constantFrom(undefined, null, true, -0, NaN, Infinity, -Infinity, 5e-324),
      // each call creates new ones, because shared references among these aren't restored
      fc
        .constantFrom<() => object>(
          () => /a\/[b"']\n/giu,
          () => new RegExp('\u2028/'),
          () => new URL('http://h/?q=%27#"'),
          () => new Date(-1),
          () => new Date(8.64e15),
        )
        .map(make => make()),
    ],
  })
  .filter(serializable)

const runs = { numRuns: process.env['REYIELD_DEEP'] ? 5000 : 300 }

describe('the literal of a value', () => {
  it('creates an equal value, or there is none', () => {
    fc.assert(
      fc.property(values, value => {
        const code = literal(value)
        if (code === undefined) return
        const made: unknown = new Function(`'use strict'; return ${code}`)() // oxlint-disable-line typescript/no-implied-eval, typescript/no-unsafe-call -- the test runs the printed code
        expect(superjson.serialize(made)).toBe(superjson.serialize(value))
      }),
      runs,
    )
  })

  it('uses single quotes for a string, in one line', () => {
    fc.assert(
      fc.property(strings, value => {
        const code = quoted(value)
        expect(code).toMatch(/^'.*'$/u)
        expect(new Function(`return ${code}`)()).toBe(value) // oxlint-disable-line typescript/no-implied-eval, typescript/no-unsafe-call -- the test runs the printed code
      }),
      runs,
    )
  })

  class Money {
    readonly cents = 7
  }
  const shared = { n: 1 }
  const circle: { self?: unknown } = {}
  circle.self = circle
  it.each<[string, unknown]>([
    ['an instance of a class', new Money()],
    ['an error', new TypeError('no')],
    ['an object that contains itself', circle],
    ['one object twice', [shared, shared]],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    [
      'a Map of mixed keys, whose type TypeScript does not infer',
      new Map<unknown, unknown>([
        [1, 'a'],
        ['b', 'c'],
      ]),
    ],
    ['a Map of objects, whose literals TypeScript widens', new Map([['a', { kind: 'b' }]])],
    ['a Set of lists, whose literals TypeScript widens', new Set([['a', 1]])],
    ['a hole', new Array(3)],
  ])('does not exist for %s', (_, value) => {
    expect(literal(value)).toBeUndefined()
    expect(literal([{ value }])).toBeUndefined()
  })

  it('is as a person would write it', () => {
    expect(
      literal({
        id: '7',
        'a-b': [1n, -0, undefined],
        at: new Date(0),
        tags: new Set(['x']),
        by: new Map([['k', 1]]),
        bytes: new Uint8Array([1, 2]),
        none: {},
        ['__proto__']: 1,
      }),
    ).toBe(
      "{ id: '7', 'a-b': [1n, -0, undefined], at: new Date('1970-01-01T00:00:00.000Z'), tags: new Set(['x']), " +
        "by: new Map([['k', 1]]), bytes: new Uint8Array([1, 2]), none: {}, ['__proto__']: 1 }",
    )
  })
})

describe('the printed test of an exploration', () => {
  const note = signal<unknown>('note')
  const { step } = activities<{ step(input: unknown): Promise<unknown> }>({ startToClose: '1m' })
  const echo = workflow({ name: 'echo', executionStartToClose: '1 day' }, async function* (input: unknown) {
    const received = yield* note
    yield* step(input)
    return { input, received }
  })

  it('compiles, runs and fails with the same check, for any input and any value of a signal', () =>
    fc.assert(
      fc.asyncProperty(values, values, strings, async (input, value, check) => {
        fc.pre(serializable({ input, received: value })) // superjson treats all NaNs as one object
        const sentence = check === '' ? 'x' : check
        const options = {
          activities: { step: async () => 1 },
          signals: [send(note, value)],
          outcomes: { step: ['completed'] },
          guards: 'off',
          cancelRequests: 0,
          finally: {
            // the printed input and signal must reach the workflow unchanged
            [sentence]: ({ result }: { result: unknown }) => {
              const { input: i, received: r } = result as { input: unknown; received: unknown }
              const same = (a: unknown, b: unknown) => superjson.serialize(a) === superjson.serialize(b)
              return !(same(i, input) && same(r, value))
            },
          },
        }
        if (sentence === '__proto__') return
        const { test } = await printed(echo, input, options)
        const failure = await failureOf(test, { echo, step, options })
        expect(failure).toMatchObject({ code: 'SCENARIO_FAILED', check: sentence, test })
      }),
      { numRuns: process.env['REYIELD_DEEP'] ? 300 : 25 },
    ))

  it.each([
    'class',
    'await',
    'execution',
    'options',
    'scenario',
    'it',
    "it's",
    'a-b',
    '7',
    'π',
    'eval',
    'asWritten',
  ])('compiles and runs for a workflow and an activity named %s', async name => {
    const [act] = [activities<Record<string, (n: number) => Promise<void>>>({ startToClose: '1m' })[name]!]
    const definition = workflow({ name, executionStartToClose: '1 day' }, async function* () {
      yield* act(1)
    })
    const options = {
      activities: { [name]: async () => undefined },
      endings: { [name]: ['completed'] },
      cancelRequests: 0,
      finally: { no: () => false },
    }
    const { test } = await printed(definition, undefined, options)
    const variable = /scenario\(([^,]*),/.exec(test)![1]!
    expect(await failureOf(test, { [variable]: definition, options })).toMatchObject({
      code: 'SCENARIO_FAILED',
      check: 'no',
    })
  })

  it('contains the error of the outcomes, and uses the serializer of a signal in the options', async () => {
    class Declined extends Error {
      override readonly name = 'Declined'
    }
    const plain = signal<{ n: number }>('plain', { serializer: json })
    const definition = workflow({ name: 'pays', executionStartToClose: '1 day' }, async function* () {
      const { n } = yield* plain
      try {
        yield* step(n)
      } catch (error) {
        return ((error as Error).cause as Error).name
      }
      return 'paid'
    })
    const options = () => ({
      activities: { step: async () => 1 },
      signals: [send(plain, { n: 7 })],
      outcomes: { step: ['completed', { failed: new Declined('no') }] },
      cancelRequests: 0,
      finally: { 'it is never declined': ({ result }: { result: unknown }) => result !== 'Declined' },
    })
    const { test } = await printed(definition, undefined, options)
    expect(test).toContain('await execution.fail(step, undefined, { outcome: 1 })')
    expect(await failureOf(test, { pays: definition, step, options: options })).toMatchObject({
      check: 'it is never declined',
    })
    const execution = await scenario(definition as never, undefined as never, options as never)
    await execution.signal(plain, { n: 7 })
    await expect(execution.fail(step, undefined, { outcome: 0 })).rejects.toMatchObject({
      code: 'STEP_IMPOSSIBLE',
    })
  })

  it('sends each signal of the options only once, as the exploration did', async () => {
    const twice = workflow({ name: 'twice', executionStartToClose: '1 day' }, async function* () {
      yield* note
      return (yield* race({ note, late: sleep('1h') })).winner
    })
    const options = {
      signals: [send(note, { n: 7 })],
      cancelRequests: 0,
      finally: { 'a second note arrives': ({ result }: { result: unknown }) => result !== 'late' },
    }
    const { test } = await printed(twice, undefined, options)
    expect(await failureOf(test, { twice, options })).toMatchObject({ check: 'a second note arrives' })
  })

  const receive = workflow(
    { name: 'receive', executionStartToClose: '1 day' },
    async function* (_input: unknown) {
      yield* note
    },
  )
  /** The test that is printed if a check fails after a signal. */
  const failing = (input: unknown, value: unknown) =>
    printed(receive, input, {
      signals: [send(note, value)],
      guards: 'off',
      cancelRequests: 0,
      finally: { 'it never completes': () => false },
    })
  const head = `import { asWritten, scenario, type ScenarioOptions, type OptionsOrFactory } from '@reyield/testing'
    import { workflow } from '@reyield/workflow'
    declare const it: (name: string, run: () => Promise<void>) => void
    declare const options: OptionsOrFactory<ScenarioOptions>
    declare const brand: unique symbol
    type Branded<T> = T & { readonly [brand]: 'id' }
    declare enum Color { Red = 'red', Blue = 'blue' }
    declare enum Size { Small = 1, Large = 2 }
    declare class URL { constructor(text: string); readonly href: string }`
  const block = (type: string, test: string) =>
    `{ const receive = workflow({ name: 'receive' }, async function* (input: ${type}) {})\n${test}\n}`

  const typed: [type: string, value: unknown][] = [
    ['Color', 'red'],
    ['Size', 2],
    ['Color.Blue | Size.Small', 'blue'],
    ['Branded<string>', 'order-7'],
    ['Branded<number>', 7],
    ['Branded<bigint>', 7n],
    ['Branded<boolean>', true],
    ['Branded<Date>', new Date(0)],
    ['Branded<readonly string[]>', ['x']],
    ['Branded<{ id: string }>', { id: 'x' }],
    [
      '{ id: Branded<string>; colors: readonly Color[]; sizes: Map<Color, Size>; at?: Branded<number> }',
      { id: 'x', colors: ['red', 'blue'], sizes: new Map([['red', 1]]), at: 1 },
    ],
    ['Record<Color, Size>', { red: 1, blue: 2 }],
    ["{ kind: 'a'; n: 1 | 2 } | { kind: 'b' }", { kind: 'a', n: 2 }],
    ['readonly [at?: Date, ...rest: readonly string[]]', [new Date(0), 'x']],
    ['`order-${number}`', 'order-7'],
    ['Record<string, readonly (number | null)[]>', { a: [], 'b-c': [1, null] }],
    ["Map<string, 'a' | 'b'>", new Map([['k', 'a']])],
    ["Map<string, { kind: 'a' } | { kind: 'b' }>", new Map([['k', { kind: 'a' }]])],
    [
      "{ m: ReadonlyMap<string, { k: 'a' | 'b'; o?: 1 }> }[]",
      [
        {
          m: new Map([
            ['k', { k: 'a' }],
            ['l', { k: 'b' }],
          ]),
        },
      ],
    ],
    ["Map<'k', ['a', 1]>", new Map([['k', ['a', 1]]])],
    ["Map<string, Map<number, 'a'>>", new Map([['k', new Map([[1, 'a']])]])],
    ['Map<string, Date>', new Map([['k', new Date(0)]])],
    ['Map<string, never[]>', new Map([['k', []]])],
    ["Set<'a' | 'b' | 1 | null>", new Set(['a', 1, null])],
    ["ReadonlySet<{ kind: 'a' | 'b' }>", new Set([{ kind: 'a' }])],
    ["Set<['a', 1]>", new Set([['a', 1]])],
    ["Set<Set<'a'>>", new Set([new Set(['a'])])],
    ['Set<Date | RegExp>', new Set([new Date(0), /a/])],
    ['void', undefined],
    ["'a' | 'b'", 'a'],
    ['[string, number]', ['a', 1]],
    ['(number | string | null)[]', [1, 'a', null]],
    [
      '{ at: Date; tags: Set<string>; by: Map<string, { n: number }>; big: bigint; bytes: Uint8Array; url: URL; none: null }',
      {
        at: new Date(0),
        tags: new Set(['x']),
        by: new Map([['k', { n: 1 }]]),
        big: -5n,
        bytes: new Uint8Array([1]),
        url: new URL('http://h/'),
        none: null,
      },
    ],
    [
      'Map<string, number | string>',
      new Map<string, unknown>([
        ['a', 1],
        ['b', 'x'],
      ]),
    ],
    [
      'Map<string, Date | Set<number>>',
      new Map<string, unknown>([
        ['a', new Date(0)],
        ['b', new Set([1])],
      ]),
    ],
    [
      'Map<string, number[] | string[]>',
      new Map<string, unknown>([
        ['a', [1]],
        ['b', ['x']],
      ]),
    ],
    [
      'Map<string, { n: number; s?: string }>',
      new Map<string, unknown>([
        ['a', { n: 1 }],
        ['b', { n: 1, s: 'x' }],
      ]),
    ],
  ]

  it('compiles for any value and for an input of any type', async () => {
    const seed = Date.now() % 2 ** 31
    const numRuns = process.env['REYIELD_DEEP'] ? 600 : 30
    const samples = fc.sample(fc.tuple(values, values), { seed, numRuns })
    const blocks = []
    for (const [type, value] of typed) blocks.push(block(type, (await failing(value, value)).test))
    for (const [input, value] of samples) {
      if (serializable({ input, received: value }))
        blocks.push(block('unknown', (await failing(input, value)).test))
    }
    expect(blocks.length).toBeGreaterThan(numRuns * 0.8)
    expect({ seed, errors: typeErrors(`${head}\n${blocks.join('\n')}`) }).toEqual({ seed, errors: [] })
  })

  const part = workflow({ name: 'part', executionStartToClose: '1 day' }, async function* (n: number) {
    yield* []
    return n
  })
  it.each<[string, () => [Branch<unknown>, Branch<unknown>]]>([
    ['children', () => [child(part, 1), child(part, 2)]],
    ['Lambda functions', () => [lambda('f', 1), lambda('f', 2)]],
    ['activities', () => [step(1), step(2)]],
  ])('identifies the same one of several %s of one name', async (_, branches) => {
    const both = workflow({ name: 'both', executionStartToClose: '1 day' }, async function* () {
      const [first, second] = yield* allSettled(branches())
      return `${first.status} ${second.status}`
    })
    const options = {
      activities: { step: async () => 1 },
      children: { part: async (n: number) => n },
      lambdas: { f: () => 1 },
      outcomes: { step: ['completed', 'failed'], part: ['completed', 'failed'], f: ['completed', 'failed'] },
      cancelRequests: 0,
      finally: {
        'the second never fails alone': ({ result }: { result: unknown }) => result !== 'fulfilled rejected',
      },
    }
    const { test, sentences } = await printed(both, undefined, options)
    const failure = await failureOf(test, { both, step, options })
    expect(failure).toMatchObject({
      code: 'SCENARIO_FAILED',
      check: 'the second never fails alone',
      steps: sentences,
    })
  })
})
