import { readdirSync, readFileSync } from 'node:fs'
import { json, superjson, text } from '../packages/data/src/index.ts'
import {
  buildIdOf,
  encodedControl,
  encodedError,
  failureToWire,
  identityOf,
  lambdaPayload,
  packInput,
  pipelineOf,
  writeContext,
} from '../packages/data/src/internal.ts'
import { ActivityFailedError } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { undecidable } from '../packages/worker/src/decisions/undecidable.ts'

/*
 * Formats that live in histories and between copies of our packages, letter by letter. A line here is never changed, whatever becomes
 * of the names in the code. What the engine's answers write is in packages/replay/test/formats.test.ts, the local SWF's log in
 * packages/local/test/log-format.test.ts. The scans of the sources at the end report a format that is in none of them.
 */

const bare = <E extends Error>(error: E, message = error.message): E =>
  Object.assign(error, { stack: 'at order.ts:1', message })
const twice = bare(new Error('met twice'))
const round = bare(new Error('round'))
round.cause = bare(new Error('between', { cause: round }))
const charge = { activityId: '1', name: 'charge', version: '1.0', attempt: 2 }
class CardDeclined extends RangeError {
  readonly card = 'visa'
}
const chain = (causes: number): Error =>
  bare(new Error(String(causes), causes === 0 ? {} : { cause: chain(causes - 1) }))

const failures: readonly (readonly [string, unknown, string, string])[] = [
  [
    'an error of a class, with data',
    bare(new CardDeclined('no')),
    'CardDeclined: no',
    '{"reyield":1,"name":"CardDeclined","message":"no","classes":["CardDeclined","RangeError"],"stack":"at order.ts:1","data":{"card":"visa"}}',
  ],
  [
    'an error of Reyield, with its cause',
    bare(new ActivityFailedError(charge, { cause: bare(new TypeError('x')) }), 'm'),
    'ActivityFailedError: m',
    '{"reyield":1,"name":"ActivityFailedError","message":"m","code":"ACTIVITY_FAILED","by":"reyield","classes":["ActivityFailedError","OperationError","ReyieldError"],"stack":"at order.ts:1","cause":{"name":"TypeError","message":"x","classes":["TypeError"],"stack":"at order.ts:1"},"data":{"activity":{"activityId":"1","name":"charge","version":"1.0","attempt":2}}}',
  ],
  [
    'errors in a list, one of them twice',
    bare(new AggregateError([twice, twice, 'text'], 'both')),
    'AggregateError: both',
    '{"reyield":1,"name":"AggregateError","message":"both","classes":["AggregateError"],"stack":"at order.ts:1","errors":[{"name":"Error","message":"met twice","label":1,"stack":"at order.ts:1"},{"again":1},{"name":"","message":"text","data":{"value":"text"}}]}',
  ],
  [
    'a cause that is met again',
    round,
    'Error: round',
    '{"reyield":1,"name":"Error","message":"round","label":1,"stack":"at order.ts:1","cause":{"name":"Error","message":"between","causeAgain":1,"stack":"at order.ts:1"}}',
  ],
  [
    'a code of another program',
    bare(Object.assign(new Error('no'), { code: 'ENOENT', errno: -2 })),
    'Error: no',
    '{"reyield":1,"name":"Error","message":"no","code":"ENOENT","stack":"at order.ts:1","data":{"errno":-2}}',
  ],
  [
    'what is no error',
    { status: 5 },
    '[object Object]',
    '{"reyield":1,"name":"","message":"[object Object]","data":{"value":{"status":5}}}',
  ],
]

it.each(failures)('a failure: %s', (_, error, reason, details) => {
  expect(failureToWire(error)).toEqual({ reason, details })
})

it('a failure: what is left out of it, and what could not be written', () => {
  expect(failureToWire(chain(1000)).details).toContain('"omitted":')
  const many = Array.from({ length: 250 }, () => bare(new Error('one')))
  expect(failureToWire(bare(new AggregateError(many))).details).toMatch(/\],"more":50\}$/)
  for (const of of ['result', 'input'] as const) {
    expect(failureToWire(bare(new Error('x')), { of }).details).toBe(
      `{"reyield":1,"name":"Error","message":"x","of":"${of}","stack":"at order.ts:1"}`,
    )
  }
})

it('what a run is given, by continueAsNew or by signalWithStart', () => {
  const signals = [{ name: 'approved', input: '1' }, { name: 'bare' }]
  expect(packInput({ input: '{"json":7}', signals, cancel: true })).toBe(
    '{"reyield":1,"input":"{\\"json\\":7}","signals":[{"name":"approved","input":"1"},{"name":"bare"}],"cancel":true}',
  )
  expect(packInput({ input: undefined, signals: [], cancel: true })).toBe(
    '{"reyield":1,"input":null,"cancel":true}',
  )
})

it('the execution context', async () => {
  const angles = pipelineOf([{ name: 'angles', encode: one => `<${one}>`, decode: one => one }])
  const coder = { pipeline: angles, context: { domain: 'shop', workflowId: 'order-7' } }
  const error = { code: 'WORKFLOW_STUCK', message: 'm' }
  expect(writeContext({ status: '{"json":1}', error })).toBe(
    '{"reyield":1,"status":"{\\"json\\":1}","error":{"code":"WORKFLOW_STUCK","message":"m"}}',
  )
  const encoded = JSON.parse(writeContext({ error: await encodedError(error, coder) })) as object
  expect(encoded).toEqual({
    reyield: 1,
    error: { code: 'WORKFLOW_STUCK', message: expect.any(String) as string, encoded: 'reyield:1:angles:<m>' },
  })
})

it('the envelope of an encoded payload', async () => {
  const context = { domain: 'shop', workflowId: 'order-7' }
  const [inner, outer] = ['inner.1', 'outer-2'].map(name => ({
    name,
    encode: (one: string) => `<${one}>`,
    decode: (one: string) => one.slice(1, -1),
  }))
  const both = pipelineOf([inner!, outer!])
  const envelopes = {
    '{"json":7}': 'reyield:1:outer-2:<reyield:1:inner.1:<{"json":7}>>',
    'reyield:1:x:y': 'reyield:1:outer-2:<reyield:1:inner.1:<reyield:1::reyield:1:x:y>>',
  }
  for (const [text, envelope] of Object.entries(envelopes)) {
    expect([await both.encode(text, context), await both.decode(envelope, context)]).toEqual([envelope, text])
  }
  expect(await pipelineOf([]).encode('reyield:1:x:y', context)).toBe('reyield:1::reyield:1:x:y')
  expect(encodedControl).toBe('{"encoded":true}')
  expect(lambdaPayload('reyield:1:inner.1:<{}>', context)).toBe(
    '{"reyield":1,"domain":"shop","workflowId":"order-7","encoded":"reyield:1:inner.1:<{}>"}',
  )
})

it('the identity of a worker', () => {
  const worker = { pid: 7, host: 'web-1.shop.example' }
  expect([
    identityOf({ ...worker, buildId: '52a' }),
    identityOf({ ...worker, buildId: undefined }),
    identityOf({ pid: 7, host: 'h'.repeat(300), buildId: 'b'.repeat(128) }),
  ]).toEqual([
    '7@web-1.shop.example build/52a',
    '7@web-1.shop.example',
    `7@${'h'.repeat(119)} build/${'b'.repeat(128)}`,
  ])
  const identities = [
    '7@web build/52a',
    '7@web',
    'mine build/1.2+3',
    'build/x',
    '7@web build/',
    '7@web build/a b',
    undefined,
  ]
  expect(identities.map(buildIdOf)).toEqual(['52a', undefined, '1.2+3', 'x', undefined, undefined, undefined])
})

it('values, as each serializer writes them', () => {
  const value = {
    at: new Date(5),
    map: new Map([[1, new Set([2n])]]),
    none: undefined,
    nan: NaN,
    like: /x/g,
  }
  const written = [superjson, json, text].map(one => [one.name, one.serialize('x')])
  expect([...written, superjson.serialize(value)]).toEqual([
    ['superjson', '{"json":"x"}'],
    ['json', '"x"'],
    ['text', 'x'],
    '{"json":{"at":"1970-01-01T00:00:00.005Z","map":[[1,["2"]]],"none":null,"nan":"NaN","like":"/x/g"},"meta":{"values":{"at":["Date"],"map":["map",{"0.1":["set",{"0":["bigint"]}]}],"none":["undefined"],"nan":["number"],"like":["regexp"]},"v":1}}',
  ])
})

it('the timer of an execution that is held', () => {
  const decisionTaskScheduledEventAttributes = { taskList: { name: 'main' }, startToCloseTimeout: 'NONE' }
  expect(
    undecidable([
      {
        eventId: 1,
        eventTimestamp: new Date(0),
        eventType: 'DecisionTaskScheduled',
        decisionTaskScheduledEventAttributes,
      },
      { eventId: 2, eventTimestamp: new Date(0), eventType: 'DecisionTaskStarted' },
    ]),
  ).toEqual({
    do: 'answer',
    decisions: [
      {
        decisionType: 'StartTimer',
        startTimerDecisionAttributes: { timerId: '~retry', startToFireTimeout: '600' },
      },
    ],
  })
})

/** The sources of our packages, without comments. */
const sources = readdirSync(new URL('../packages/', import.meta.url), { recursive: true, encoding: 'utf8' })
  .filter(file => /^\w+\/src\/.*(?<!\.test)\.ts$/.test(file))
  .map(file => readFileSync(new URL(`../packages/${file}`, import.meta.url), 'utf8'))
  .map(source => source.replace(/\/\*.*?\*\//gs, '').replace(/(?<=^|\s)\/\/ .*$/gm, ''))

const found = (pattern: RegExp) =>
  sources.flatMap(source => [...source.matchAll(pattern)].map(([, one]) => one!))
const distinct = (pattern: RegExp) => [...new Set(found(pattern))].sort()

it('symbols by which two copies of a package know each other’s things', () => {
  expect(distinct(/Symbol\.for\(\s*([^)]*?)\s*\)/g)).toEqual([
    "'jest.asymmetricMatcher'", // not ours
    "'reyield.completeLater'",
    "'reyield.ended'",
    "'reyield.error'",
    "'reyield.generator'",
    "'reyield.generators-driven'",
    "'reyield.guards'",
    "'reyield.operation'",
    "'reyield.operations-made'",
    "'reyield.ordinal'",
    "'reyield.revived'",
    "'reyield.threaded'",
    "'reyield.turn'",
    "'reyield.uncaught'",
  ])
})

it('names of the engine’s own timers, signals and markers', () => {
  expect(distinct(/['"`](~[a-zA-Z]\w*)/g)).toEqual([
    '~back',
    '~completeLater', // a member of a type only
    '~continueAsNew',
    '~nudge',
    '~result',
    '~retry',
    '~standard', // Standard Schema's
    '~wake',
  ])
})

it('no envelope and no name of a marker is written that these tests lack', () => {
  // failures, execution contexts, inputs of runs, values of side effects that look like an envelope, events and results of Lambda functions
  expect(found(/(\breyield: (?:1|format)\b)/g)).toHaveLength(7)
  // side effects, patches, and the verdicts: budget, drain, refused, unreadable
  expect(distinct(/`([a-z])\$\{\w+\}`/g)).toEqual(['b', 'd', 'p', 'r', 's', 'u'])
})
