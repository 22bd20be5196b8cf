import { fileURLToPath } from 'node:url'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { superjson, UnreadablePayloadError, type PayloadPipeline } from '@reyield/data'
import { loadHistory, replayerOf, type RecordedRun } from '@reyield/inspect'
import { encodeEvents } from '@reyield/data/internal'
import { failing, run, send, type LoadedHistory } from '@reyield/testing'
import { sleep, workflow } from '@reyield/workflow'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { programs } from '../../replay/test/golden/programs.ts'
import { coderOf } from '../src/context/codec.ts'
import { redactedRun, type Redactor } from '../src/fetch/redacted-run.ts'
import { vocabularyOfModules } from '../src/fetch/source/modules.ts'
import { vocabularyOf } from '../src/fetch/source/vocabulary.ts'
import { decodedHistory, encodedHistory } from '../src/fetch/wire.ts'
import { approved, parcel, steered, unlucky, type Order } from './shop/steering.ts'

const vocabularyOfFile = (file: URL) => vocabularyOf(vocabularyOfModules([fileURLToPath(file)]))
const vocabulary = vocabularyOfFile(new URL('shop/steering.ts', import.meta.url))

/** Encodes by base64 of reversed bytes, with the id of the execution. It can't read what it hasn't written for that execution. */
const codecs: PayloadPipeline = [
  {
    name: 'enc',
    required: true,
    encode: (text, { workflowId }) => `${workflowId}:${Buffer.from(text).reverse().toString('base64')}`,
    decode(text, { workflowId }) {
      if (!text.startsWith(`${workflowId}:`))
        throw new UnreadablePayloadError('enc', text, 'It is of another execution')
      return Buffer.from(text.slice(workflowId.length + 1), 'base64')
        .reverse()
        .toString()
    },
  },
]
const domain = () => Promise.resolve('shop')
const identity = await coderOf([], domain)
const encoding = await coderOf(codecs, domain)

const redactor = (more: Partial<Redactor> = {}): Redactor => ({
  code: replayerOf([steered, unlucky]),
  coder: identity,
  serializer: undefined,
  vocabulary,
  ...more,
})

const redactedOf = ({ execution, events }: RecordedRun, more?: Partial<Redactor>) =>
  redactedRun(execution!, events, redactor(more))

class SoldOut extends Error {
  readonly code = 'SOLD_OUT'
}

const secret = fc.stringMatching(/^[A-Z][a-z]{9}$/)
const order: fc.Arbitrary<Order> = fc.record({
  id: fc.oneof(fc.stringMatching(/^[1-9]\d{7}$/), secret),
  customer: fc.record({
    name: secret,
    email: fc
      .tuple(secret, fc.constantFrom('shop.example', 'elsewhere.example'))
      .map(([a, b]) => `${a}@${b}`),
  }),
  lines: fc.array(
    fc.record({
      sku: fc
        .tuple(fc.constantFrom('', 'FRAGILE-', 'BULK-7'), secret)
        .map(([a, b]) => (a === 'BULK-7' ? `${a}${b.length}` : a + b)),
      count: fc.nat(9),
    }),
    { maxLength: 4 },
  ),
  due: fc.constantFrom(new Date('2026-02-01'), new Date('2027-06-01')),
  notes: fc
    .dictionary(secret, secret, { maxKeys: 2, noNullPrototype: true })
    .map(notes => new Map(Object.entries(notes))),
})
const course = fc.record({
  order,
  status: fc.constantFrom('paid', 'paid', 'declined'),
  kind: fc.oneof(fc.constantFrom('urgent', 'usual'), secret),
  byCustomer: fc.constantFrom('same', 'capitals', 'other'),
  soldOut: fc.boolean(),
  signal: fc.boolean(),
})

type CourseOf = typeof course extends fc.Arbitrary<infer T> ? T : never

/** The history of an order that took this course. */
async function recorded({
  order,
  status,
  kind,
  byCustomer,
  soldOut,
  signal,
}: CourseOf): Promise<LoadedHistory> {
  const { name } = order.customer
  const notes = order.lines.length > 2 ? new Map([...order.notes, [name, 'vip']]) : order.notes
  const by = { same: name, capitals: name.toUpperCase(), other: 'someone' }[byCustomer]
  const { history } = await run(
    steered,
    { ...order, notes },
    {
      activities: {
        charge: () => ({ status, kind, by }),
        reserve: soldOut
          ? failing(new SoldOut(`no more for ${name}`), { times: 1, then: () => `box of ${name}` })
          : () => name,
        refund: () => undefined,
        notify: () => undefined,
      },
      children: [parcel],
      signals: signal && status !== 'declined' ? [send(approved, { by })] : [],
    },
  )
  return { execution: history.execution, events: [...history.events] }
}

it('what is redacted replays, also if texts steer the workflow, and contains none of them', () =>
  fc.assert(
    fc.asyncProperty(course, fc.constantFrom(identity, encoding), async (of, coder) => {
      const { execution, events } = await recorded(of)
      const redacted = await redactedOf(
        { execution, events: await encodedHistory(events, coder(execution!.workflowId)) },
        { coder },
      )
      if ('leftOut' in redacted) throw new Error(`left out: ${redacted.leftOut}`)
      expect(redacted.fails).toBeUndefined()
      const own = coder(redacted.execution.workflowId)
      const decoded = JSON.stringify([redacted.execution, await decodedHistory(redacted.events, own)])
      const secrets = JSON.stringify(of)
        .match(/[A-Z][a-z]{9}|\d{8}/g)!
        .filter(each => !/^\d{8}$/.test(each) || each === of.order.id)
      for (const each of secrets) expect(decoded.toLowerCase()).not.toContain(each.toLowerCase())
      if (coder === encoding) {
        const payload = redacted.events[0]!.workflowExecutionStartedEventAttributes!.input!
        expect(payload).toMatch(/^reyield:1:enc:[^:]+:[\w+/]+=*$/)
      }
    }),
    { numRuns: process.env['REYIELD_DEEP'] ? 150 : 6 },
  ))

const golden = new URL('../../replay/test/golden/', import.meta.url)

it('the recorded histories of all versions replay when they are redacted', async () => {
  const more = { vocabulary: vocabularyOfFile(new URL('programs.ts', golden)) }
  const files = readdirSync(golden).filter(name => name.endsWith('.json'))
  const results = []
  for (const name of files) {
    const { execution, events } = loadHistory(readFileSync(new URL(name, golden), 'utf8'))
    const code = replayerOf([programs[name.slice(0, -'.json'.length)]!])
    const redacted = await redactedOf({ execution, events }, { ...more, code })
    if ('leftOut' in redacted || redacted.fails !== undefined) results.push([name, redacted])
  }
  expect(results).toEqual([])
  expect(files.length).toBeGreaterThan(15)
})

const of = async (definition: typeof unlucky, input: string) => {
  const { history } = await run(definition, input, { activities: { reserve: () => 'reserved' } })
  return { execution: history.execution, events: history.events }
}

it('a history whose way depends on the letters of a text is left out', async () => {
  expect(await redactedOf(await of(unlucky, 'Marzipan for Ann'))).toEqual({ leftOut: 'changed' })
})

it('a history that does not replay before is stored if it fails in the same way: it is the incident', async () => {
  const earlier = workflow(
    { name: 'unlucky', taskList: 'orders', executionStartToClose: '1 day' },
    async function* (_: string) {
      yield* sleep('1m')
    },
  )
  const redacted = await redactedOf(await of(earlier, 'Marzipan'))
  expect(redacted).toMatchObject({ fails: { code: 'NON_DETERMINISM', eventId: 5 } })
  expect(JSON.stringify(redacted)).not.toContain('Marzipan')
})

it.each([
  ['another error', { code: 'WORKFLOW_HELD', eventId: 5 }],
  ['the error at another event', { code: 'NON_DETERMINISM', eventId: 9 }],
  ['no error', undefined],
])('a history that does not replay before, and then has %s, is left out', async (_, after) => {
  const errors = [{ code: 'NON_DETERMINISM', eventId: 5 }, after]
  const check = () => {
    const error = errors.length > 1 ? errors.shift() : errors[0]
    return Promise.resolve({ decisionTasks: 1, error: error && { ...error, message: '' } })
  }
  const never = () => Promise.reject(new Error())
  const code = { buildId: undefined, check, moment: never, decisions: never }
  expect(await redactedOf(await of(unlucky, 'Marzipan'), { code })).toEqual({ leftOut: 'changed' })
})

it('a history without its workflow is left out, since nobody knows whether it replays', async () => {
  const code = replayerOf([steered])
  expect(await redactedOf(await of(unlucky, 'Marzipan'), { code })).toEqual({ leftOut: 'notChecked' })
})

it('a history that the pipeline cannot decode is left out', async () => {
  expect(await redactedOf(await of(unlucky, 'Marzipan'), { coder: encoding })).toEqual({
    leftOut: 'undecodable',
  })
})

it('a signal that the pipeline cannot decode is redacted, and stays unreadable', async () => {
  const { execution, events } = await recorded({
    order: {
      id: '1',
      customer: { name: 'Ann', email: 'a@b.c' },
      lines: [],
      due: new Date(0),
      notes: new Map(),
    },
    status: 'paid',
    kind: 'usual',
    byCustomer: 'other',
    soldOut: false,
    signal: false,
  })
  const encoded = await encodeEvents(events.slice(0, 5), encoding(execution!.workflowId)) // up to ActivityTaskScheduled
  const signal: HistoryEvent = {
    eventId: 6,
    eventTimestamp: events[4]!.eventTimestamp,
    eventType: 'WorkflowExecutionSignaled',
    workflowExecutionSignaledEventAttributes: { signalName: 'unheard', input: 'Marzipan' },
  }
  const redacted = await redactedOf({ execution, events: [...encoded, signal] }, { coder: encoding })
  if ('leftOut' in redacted) throw new Error(redacted.leftOut)
  expect(redacted.events.at(-1)!.workflowExecutionSignaledEventAttributes).toEqual({
    signalName: expect.stringMatching(/^(?!unheard)[a-z]{7}$/) as string,
    input: expect.stringMatching(/^(?!Marzipan)[A-Z][a-z]{7}$/) as string,
  })
})

it('statuses and errors in execution contexts are decoded, redacted and encoded again', async () => {
  const { execution, events } = await of(unlucky, 'Marzipan')
  const { pipeline, context: own } = encoding(execution.workflowId)
  const status = await pipeline.encode(superjson.serialize('packing Marzipan')!, own)
  const context = {
    reyield: 1,
    status,
    error: { code: 'WORKFLOW_STUCK', message: 'encoded', encoded: await pipeline.encode('Marzipan', own) },
  }
  const held = (await encodeEvents(events, encoding(execution.workflowId))).map(event =>
    event.eventType === 'DecisionTaskCompleted'
      ? {
          ...event,
          decisionTaskCompletedEventAttributes: {
            ...event.decisionTaskCompletedEventAttributes!,
            executionContext: JSON.stringify(context),
          },
        }
      : event,
  )
  const code = replayerOf([
    workflow({ name: 'unlucky', executionStartToClose: '1 day' }, async function* () {
      yield* sleep('1m')
    }),
  ])
  const redacted = await redactedOf({ execution, events: held }, { coder: encoding, code })
  if ('leftOut' in redacted) throw new Error(redacted.leftOut)
  const { executionContext } = redacted.events[3]!.decisionTaskCompletedEventAttributes!
  const read = JSON.parse(executionContext!) as typeof context
  const decode = (text: string) => pipeline.decode(text, encoding(redacted.execution.workflowId).context)
  expect([read.error.code, await decode(read.status), await decode(read.error.encoded)]).toEqual([
    'WORKFLOW_STUCK',
    expect.stringMatching(/^\{"json":"[a-z]{7} (?!Marzipan)[A-Z][a-z]{7}"\}$/),
    expect.stringMatching(/^(?!Marzipan)[A-Z][a-z]{7}$/),
  ])
})
