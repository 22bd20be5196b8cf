import { superjson } from '@reyield/data'
import { failureToWire, packInput, writeContext } from '@reyield/data/internal'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { attributeRules } from '../src/fetch/redact/attributes.ts'
import { redactionsOf, type DecodedRun } from '../src/fetch/redact/history.ts'
import type { Rule } from '../src/fetch/redact/rule.ts'
import { vocabularyIn } from '../src/fetch/source/literals.ts'
import { vocabularyOf } from '../src/fetch/source/vocabulary.ts'

const key = Buffer.from('a key of a test')
const execution = { workflowId: 'order-4711', runId: '22abc=' }
const vocabulary = vocabularyOf(
  vocabularyIn(`
  const { paid, amount, customer, body, at, born, map, bytes } = yield* charge(order)
  if (status === 'declined') yield* workflow('order', { id: \`line-item-\${n}\` })
`),
)
const options = { vocabulary, serializer: undefined, key }

const historyOf = (...events: readonly (readonly [type: string, attributes: object])[]): DecodedRun => ({
  execution,
  events: events.map(
    ([eventType, attributes], index) =>
      ({
        eventId: index + 1,
        eventTimestamp: new Date(Date.UTC(2026, 0, 1, 0, 0, index)),
        eventType,
        [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
      }) as HistoryEvent,
  ),
})

const redacted = (run: DecodedRun, more: object = {}): DecodedRun =>
  redactionsOf(run, { ...options, ...more })[0]!()

/** What a payload becomes. */
function payload(text: string, more: object = {}): string {
  const { events } = redacted(historyOf(['ActivityTaskCompleted', { result: text }]), more)
  return events[0]!.activityTaskCompletedEventAttributes!.result!
}
const value = (of: unknown): unknown => superjson.deserialize(payload(superjson.serialize(of)!))

it('keeps only what SWF, AWS or the code defines: a new entry here needs a reason', () => {
  const kept = Object.values(attributeRules).flatMap(rules =>
    Object.entries(rules).flatMap(([name, rule]: [string, Rule]) => (rule === 'kept' ? [name] : [])),
  )
  expect([...new Set(kept)].toSorted()).toEqual([
    'activityType',
    'cause',
    'childPolicy',
    'continuedExecutionRunId',
    'executionStartToCloseTimeout',
    'heartbeatTimeout',
    'name', // of a Lambda function
    'newExecutionRunId',
    'runId',
    'scheduleToCloseTimeout',
    'scheduleToStartTimeout',
    'startToCloseTimeout',
    'startToFireTimeout',
    'taskListScheduleToStartTimeout',
    'taskPriority',
    'taskStartToCloseTimeout',
    'timeoutType',
    'workflowType',
  ])
  expect(Object.keys(attributeRules)).toHaveLength(54)
})

/** A text with letters and digits that no generator makes by chance. */
const planted = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{14}$/),
  fc.stringMatching(/^[А-Яа-яÀ-ÖØ-öø-þ]{14}$/),
  fc.stringMatching(/^[1-9]\d{13}$/),
)
const text = fc.oneof(
  planted,
  fc.tuple(planted, planted).map(([a, b]) => `${a} ${b}!`),
  planted.map(each => `${each}@${each}.example`),
  planted.map(each => `https://${each}.example:8080/${each}?q=${each}#x`),
  planted.map(each => `order-${each}`),
  planted.map(each => `order${each}`),
  planted.map(each => `\t"${each}\\\u2028`),
  planted.map(each => JSON.stringify({ nested: [each], [each]: JSON.stringify([each]) })),
)
const anyJson = fc.letrec<{ any: unknown }>(tie => ({
  any: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom(true, false, null, 1.5, -3, 'declined'),
    fc.array(tie('any'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom('paid', 'customer'), text), tie('any')), { maxLength: 3 })
      .map(entries => Object.fromEntries(entries.map(([name, each]) => [`k${name}`, each]))),
  ),
})).any
const rich = fc.oneof(
  anyJson,
  fc.array(fc.tuple(text, anyJson), { maxLength: 2 }).map(entries => new Map(entries)),
  fc.array(text, { maxLength: 2 }).map(entries => new Set(entries)),
  text.map(each => new Error(each)),
  planted.map(each => new URL(`https://x.example/${each}`)),
  planted.map(each => Uint8Array.from(Buffer.from(each))),
  planted.map(each => new RegExp(`^${each}$`, 'iu')),
  text.map(each => ({ at: new Date(1e12), [`k.${each}`]: new Date(0), n: 5n })),
)
const superjsonTypes = [
  'number',
  'bigint',
  'regexp',
  'Date',
  'undefined',
  ['typed-array', 'Uint8Array'],
  ['class', 'Money'],
]

/** Payloads of other programs that are like those of superjson, of Reyield and of Buffer. */
const imitations = (each: string): unknown[] => [
  ...superjsonTypes.flatMap(type => [
    { json: each, meta: { values: [type] } },
    { json: [each], meta: { values: [type], v: 1 } },
    { json: `/${each}/${each}`, meta: { values: [type] } },
    { json: [1], meta: { values: { [each]: [type] } } },
    { json: 1, meta: { values: [type, each] } },
    { json: 1, meta: { values: [type], v: each } },
  ]),
  { json: 1, meta: { values: each } },
  { json: 1, meta: { values: [each] } },
  { json: 1, meta: { values: [['class', each]] } },
  { json: 1, meta: { values: [['typed-array', each]] } },
  { json: 1, meta: { values: [['class', 'Money', each]] } },
  { json: 1, meta: { customer: each } },
  { json: 1, meta: {}, customer: each },
  { json: 1, meta: { referentialEqualities: each } },
  { json: 1, meta: { referentialEqualities: [[each], { [each]: [each] }, each] } },
  { json: { a: 1 }, meta: { referentialEqualities: { a: [each], [each]: ['a'] } } },
  { type: 'Buffer', data: [1, each] },
  { type: 'Buffer', data: [1], name: each },
  { reyield: 1, input: 1, signals: each, cancel: each, causeAgain: each, [each]: [each] },
  { reyield: 1, name: each, errors: [{ again: each }], data: { value: each, reyield: each } },
  { retry: each, [each]: each },
]

it.each(['Marzipan4711Torte', '18704118550542', 'МарципанТорта'])(
  'takes nothing for the form of superjson, Reyield or Buffer that only looks like it: %s',
  each => {
    for (const imitation of imitations(each)) {
      expect(payload(JSON.stringify(imitation)), JSON.stringify(imitation)).not.toContain(each)
    }
  },
)

const payloadText: fc.Arbitrary<string> = fc.oneof(
  text,
  anyJson.map(each => JSON.stringify(each)),
  rich.map(each => superjson.serialize(each) ?? 'x'),
  text.map(each => {
    const error = Object.assign(new RangeError(each, { cause: new Error(each) }), {
      code: each,
      card: each,
      list: [each],
    })
    return failureToWire(error).details
  }),
  fc.tuple(text, rich).map(([name, input]) =>
    packInput({
      input: superjson.serialize(input),
      signals: [{ name, input: superjson.serialize(name) }],
      cancel: true,
    })!,
  ),
  fc.tuple(text, rich).map(([message, status]) =>
    writeContext({
      status: superjson.serialize(status),
      error: { code: 'WORKFLOW_STUCK', message, encoded: message },
    }),
  ),
  text.map(each => JSON.stringify({ reyield: 1, value: superjson.serialize(each) })),
  text.map(each => JSON.stringify({ reyield: 1, by: each, of: each, [each]: { value: each } })),
  text.map(each => JSON.stringify({ retry: { attempts: 3, nonRetryable: [each], on: { [each]: {} } } })),
  planted.map(each => JSON.stringify(Buffer.from(each))),
  planted.chain(each => fc.constantFrom(...imitations(each)).map(of => JSON.stringify(of))),
)
const byRule: Readonly<Record<Exclude<Rule, 'kept'>, fc.Arbitrary<unknown>>> = {
  text: fc.oneof(
    text,
    fc.array(text, { maxLength: 3 }),
    text.map(name => ({ name })),
  ),
  payload: payloadText,
  id: fc.oneof(
    text,
    text.map(each => `${each}~3`),
  ),
  control: payloadText,
  reason: fc.oneof(
    text,
    fc.tuple(text, text).map(([a, b]) => `${a}: ${b}`),
    text.map(each => `RangeError: ${each}`),
  ),
  signal: text,
  marker: fc.oneof(
    text,
    fc.tuple(fc.constantFrom(...'srpudb'), text).map(([kind, each]) => kind + each),
  ),
  identity: fc.tuple(text, text).map(([pid, host]) => `${pid}@${host} build/7f3`),
  execution: fc.record({ workflowId: text, runId: fc.constant('22abc=') }),
}
const anyEvent = fc
  .constantFrom(...Object.entries(attributeRules))
  .chain(([type, rules]) =>
    fc
      .record(
        Object.fromEntries(
          Object.entries({ ...rules, ofALaterVersion: 'text' } as Record<string, Rule>).flatMap(
            ([name, rule]) => (rule === 'kept' ? [] : [[name, byRule[rule]]]),
          ),
        ),
      )
      .map(attributes => [type, attributes] as const),
  )

/** All runs of 14 characters that were planted. */
const plantedIn = (of: string) =>
  [...of.matchAll(/[\p{L}\p{N}]{14,}/gu)].flatMap(([run]) =>
    Array.from({ length: run.length - 13 }, (_, at) => run.slice(at, at + 14)),
  )

const shape = (of: string) =>
  of
    .replaceAll(/[\p{Lu}\p{Lt}]/gu, 'A')
    .replaceAll(/\p{Ll}/gu, 'a')
    .replaceAll(/\p{N}/gu, '0')
/** Binary values may have bytes with another number of digits. */
const withoutBytes = (of: string) => of.replaceAll(/\[(?:\d+,)*\d+\]/g, '[]')

it('leaves nothing of any string of any attribute, and all of its form', () =>
  fc.assert(
    fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 6 }), events => {
      const run = historyOf(...events)
      const before = JSON.stringify(run)
      const values = JSON.stringify(events.map(([, attributes]) => Object.values(attributes))).replaceAll(
        'referentialEqualities',
        '',
      ) // superjson's
      for (const redact of redactionsOf(run, options)) {
        const { execution: ids, events: after } = redact()
        const written = JSON.stringify({ execution: ids, events: after })
        const left = new Set(plantedIn(written))
        expect(plantedIn(values).filter(each => left.has(each))).toEqual([])
        expect(withoutBytes(shape(written))).toBe(withoutBytes(shape(before)))
        for (const bytes of before.match(/(?:\d+,){13}\d+/g) ?? []) expect(written).not.toContain(bytes)
      }
    }),
    { numRuns: process.env['REYIELD_DEEP'] ? 1500 : 40 },
  ))

it('replaces equal strings by equal ones in all events, also within other strings', () => {
  const { execution: ids, events } = redacted(
    historyOf(
      [
        'WorkflowExecutionStarted',
        { input: superjson.serialize({ order: 'Ann-4711' }), tagList: ['Ann', 'vip'] },
      ],
      ['ActivityTaskScheduled', { activityId: 'line-item-Ann-4711', input: JSON.stringify({ Ann: 1 }) }],
      ['ActivityTaskFailed', { reason: 'Declined: Ann', details: failureToWire(new Error('Ann')).details }],
    ),
  )
  const [, ann] = /"(\w+)-\d+"/.exec(events[0]!.workflowExecutionStartedEventAttributes!.input!)!
  const number = ids.workflowId.slice('order-'.length)
  expect(ann).toMatch(/^[A-Z][a-z]{2}$/)
  expect(events[0]!.workflowExecutionStartedEventAttributes).toMatchObject({
    input: `{"json":{"order":"${ann}-${number}"}}`,
    tagList: [ann, expect.stringMatching(/^[a-z]{3}$/)],
  })
  expect(events[1]!.activityTaskScheduledEventAttributes).toEqual({
    activityId: `line-item-${ann}-${number}`,
    input: `{"${ann}":1}`,
  })
  expect(events[2]!.activityTaskFailedEventAttributes!.reason).toMatch(new RegExp(`^[A-Z][a-z]{7}: ${ann}$`))
  expect(JSON.parse(events[2]!.activityTaskFailedEventAttributes!.details!)).toMatchObject({
    name: 'Error',
    message: ann,
  })
})

it.each<[string, unknown]>([
  ['texts and names of properties that the code contains', { status: 'declined', paid: 'order' }],
  ['numbers and booleans', { amount: [12_345_678, -1.5, 0, 7n, Number.NaN, true] }],
  ['the time of something in a number', { amount: [Date.UTC(2026, 3, 1), Date.UTC(2026, 3, 1) / 1000] }],
  [
    'dates that are near the history',
    { amount: [new Date('2026-02-01T10:00Z'), '2024-06-30', '2027-01-01T10:00:00Z'] },
  ],
  ['classes of errors', { amount: ['RangeError', 'ThrottlingException'] }],
])('keeps %s', (_, of) => {
  expect(value(of)).toEqual(of)
})

it.each<[string, unknown, RegExp]>([
  ['an e-mail address', 'ann@example.com', /^[a-z]{3}@[a-z]{7}\.[a-z]{3}$/],
  [
    'a URL, whose scheme and port stay',
    'https://ann.example:8080/a?b=1',
    /^https:\/\/[a-z]{3}\.[a-z]{7}:8080\/[a-z]\?[a-z]=\d$/,
  ],
  [
    'a UUID, whose version and variant stay',
    'f47ac10b-58cc-4372-a567-0e02b2c3d479',
    /^[\da-f]{8}-[\da-f]{4}-4\d\d\d-[ab]\d{3}-[\da-f]{12}$/,
  ],
  ['a numeric string', '047.11', /^0\d\d\.\d\d$/],
  ['a date of birth, whose year stays', '1980-12-31', /^1980-0[1-9]-1\d$/],
  [
    'an instant far away, whose zone stays',
    '1980-12-31T23:59:59.999+02:00',
    /^1980-0[1-9]-1\dT1\d:[0-5]\d:[0-5]\d\.\d{3}\+02:00$/,
  ],
  ['the number of a phone or a card', 4_915_112_345_678, /^[1-9]\d{12}$/],
])('replaces %s by another one', (_, of, pattern) => {
  const replaced = String(value(of))
  expect(replaced).toMatch(pattern)
  expect(replaced).not.toBe(String(of))
  if (typeof of === 'string' && /^\d{4}-/.test(of)) expect(Date.parse(replaced)).not.toBeNaN()
})

it('keeps JSON in strings readable', () => {
  const body = JSON.stringify({ status: 'declined', Ann: true, amount: null })
  const { body: read } = value({ body }) as { body: string }
  expect(JSON.parse(read)).toEqual({
    status: 'declined',
    amount: null,
    [/"([A-Z][a-z]{2})"/.exec(read)![1]!]: true,
  })
})

it('refuses a payload that is nested too deeply, instead of ending with a bug', () => {
  expect(() => payload(`${'['.repeat(16_000)}"Ann"${']'.repeat(16_000)}`)).toThrow(RangeError)
})

it("keeps the engine's ids, markers, signals and policies", () => {
  const control =
    '{"retry":{"attempts":"unlimited","initial":1000,"backoff":2,"maximum":60000,"v":2,"nonRetryable":["declined"]}}'
  const run = historyOf(
    ...['2.1.1', '17', '0x0123456789012345678901234567890123456789.3'].map(
      activityId => ['ActivityTaskScheduled', { activityId, control }] as const,
    ),
    ...['~wake', '~back', '~retry', '3~2', '2.1.1~1'].map(timerId => ['TimerFired', { timerId }] as const),
    ...[
      's2',
      's2.1.4',
      'pdeclined',
      'p~retry-by-class',
      'u12',
      'u1.2',
      'd40',
      'r3',
      'r~result',
      'r~continueAsNew.1',
      'b4',
    ].map(markerName => ['MarkerRecorded', { markerName, details: 'skip' }] as const),
    ['MarkerRecorded', { markerName: 'u12', details: '{"on":"throw","invalid":[]}' }],
    ['WorkflowExecutionSignaled', { signalName: '~nudge' }],
    ['DecisionTaskStarted', { identity: '@ build/7f3' }],
    ['StartChildWorkflowExecutionInitiated', { control: '2.1.1' }],
  )
  expect(redacted(run).events).toEqual(run.events)
})

it('replaces ids that look like places, but count further than the history', () => {
  const run = historyOf(['ActivityTaskScheduled', { activityId: '4915112', control: '4915112' }])
  const { activityId, control } = redacted(run).events[0]!.activityTaskScheduledEventAttributes!
  expect(activityId).toMatch(/^(?!4915112)[1-9]\d{6}$/)
  expect(control).toBe('4915112') // a number in JSON, too short for a phone
})

it('redacts what a serializer of the program wrote: it reads, replaces and writes', () => {
  const rot = (by: Buffer) => Buffer.from(by.map(byte => byte ^ 42))
  const own = {
    name: 'own',
    serialize: (of: unknown) => rot(Buffer.from(superjson.serialize(of)!)).toString('base64'),
    deserialize: (of: string | undefined) =>
      superjson.deserialize(rot(Buffer.from(of!, 'base64')).toString()),
  }
  const before = {
    customer: 'Ann',
    at: new Date('2026-02-01'),
    born: new Date('1980-12-31'),
    map: new Map([['Ann', new Set(['Ann'])]]),
    bytes: Buffer.from('Ann'),
  }
  const { customer, at, born, map, bytes } = own.deserialize(
    payload(own.serialize({ ...before, bytes: new Uint8Array(before.bytes) }), { serializer: own }),
  ) as typeof before & { customer: string }
  expect(customer).toMatch(/^[A-Z][a-z]{2}$/)
  expect(customer).not.toBe('Ann')
  expect([at, map]).toEqual([before.at, new Map([[customer, new Set([customer])]])])
  expect([born.getUTCFullYear(), born.getTime() === before.born.getTime()]).toEqual([1980, false])
  expect(Buffer.from(bytes).toString()).toMatch(/^(?!Ann)[A-Z][a-z]{2}$/)
  expect(payload('not written by it: Ann', { serializer: own })).not.toContain('Ann')
})
