import { json, superjson, UnreadablePayloadError, type PayloadPipeline } from '@reyield/data'
import { encodeFailure, failureToWire, packInput, pipelineOf } from '@reyield/data/internal'
import { describe, expect, it } from 'vitest'
import { decoding, view } from '../src/index.ts'
import { decided, plain, recorded, scheduled, started } from './events.ts'

const row = recorded
const secret = 'not-a-real-secret-8271'
const write = (value: unknown) => superjson.serialize(value)!
/** Reverses texts, and can't read others. */
const pipeline: PayloadPipeline = [
  {
    name: 'turned',
    required: true,
    encode: text => `enc:${[...text].reverse().join('')}`,
    decode(text) {
      if (!text.startsWith('enc:')) throw new UnreadablePayloadError('none', text, 'It is not encoded')
      return [...text.slice(4)].reverse().join('')
    },
  },
]
const context = { domain: '', workflowId: '' }
class CardDeclined extends RangeError {
  static {
    this.prototype.name = 'CardDeclined'
  }
}
const declined = Object.assign(new CardDeclined('no funds', { cause: new Error('limit') }), { card: secret })

async function history(encode: (text: string) => string | Promise<string>, by?: PayloadPipeline) {
  const failure = await encodeFailure(failureToWire(declined), { pipeline: pipelineOf(by), context })
  const input = packInput({ input: write({ id: secret }), signals: [{ name: 'approved' }], cancel: false })!
  return row(
    started({ input: await encode(input) }),
    ...decided(JSON.stringify({ reyield: 1, status: await encode(write(secret)) })),
    scheduled(2, { input: await encode(write([secret])) }),
    [2, 'MarkerRecorded', { markerName: 's2', details: await encode(write(secret)) }],
    [
      2,
      'LambdaFunctionScheduled',
      { id: '3', name: 'thumb', input: JSON.stringify({ a: secret }) }, // it isn't declared as encoded
    ],
    [3, 'WorkflowExecutionSignaled', { signalName: 'approved', input: await encode(write(secret)) }],
    [4, 'ActivityTaskFailed', { scheduledEventId: 5, ...failure }],
    [5, 'WorkflowExecutionCompleted', { result: await encode(write(secret)) }],
  )
}

const valuesOf = async (options: Parameters<typeof view>[1], encoded?: PayloadPipeline) => {
  const shown = await view(await history(text => pipelineOf(encoded).encode(text, context), encoded), options)
  const [charge, effect, thumb, approved] = shown.steps
  return {
    input: shown.input?.value,
    status: shown.status?.value,
    result: shown.result?.value,
    steps: [charge!.input?.value, effect!.result?.value, thumb!.input?.value, approved!.input?.value],
    failure: charge!.failure,
  }
}

const all = {
  input: { id: secret },
  status: secret,
  result: secret,
  steps: [[secret], secret, { a: secret }, secret],
}

describe('payloads', () => {
  it('are only sizes without decode, and a failure is its class, message and causes', async () => {
    const shown = await view(await history(text => text))
    expect(JSON.stringify(shown)).not.toContain(secret)
    const { details, ...failure } = shown.steps[0]!.failure!
    expect(plain(failure)).toEqual({
      name: 'CardDeclined',
      message: 'no funds',
      cause: { name: 'Error', message: 'limit' },
    })
    expect(details).toEqual({ size: details!.size })
    expect(shown.steps[0]!.attempts[0]!.failure).toBe(shown.steps[0]!.failure)
  })

  it('are deserialized with decode: inputs of runs, side effects and Lambda functions, too', async () => {
    const { failure, ...values } = await valuesOf({ decode: decoding() })
    expect(values).toEqual(all)
    expect(failure).toMatchObject({ message: 'no funds', details: { value: { data: { card: secret } } } })
  })

  it('are decoded by the pipeline, which also has the message of a failure', async () => {
    const hidden = await valuesOf({}, pipeline)
    expect(plain(hidden.failure)).toEqual({
      name: 'CardDeclined',
      details: { size: hidden.failure!.details!.size },
    })
    const { failure, ...values } = await valuesOf({ decode: decoding({ pipeline }) }, pipeline)
    expect(values).toEqual(all)
    expect(failure).toMatchObject({
      name: 'CardDeclined',
      message: 'no funds',
      cause: { name: 'Error', message: 'limit' },
      details: { value: { data: { card: secret } } },
    })
  })

  it('that cannot be read say why, and the rest is read', async () => {
    const shown = await view(await history(text => text), {
      decode: decoding({ serializer: json, pipeline }),
    })
    expect(shown.input).toEqual({ size: shown.input!.size, unreadable: 'PAYLOAD_UNENCODED' })
    const text = row(started({ input: 'plain text' }), ...decided(), scheduled(2, { input: '7' }))
    const { input, steps } = await view(text, { decode: decoding({ serializer: json }) })
    expect([input, steps[0]!.input]).toEqual([
      { size: 10, unreadable: 'PAYLOAD_UNREADABLE' },
      { size: 1, value: 7 },
    ])
  })

  it('of a child and of a signal to another execution are decoded for that execution', async () => {
    const addressed: PayloadPipeline = [
      {
        name: 'addressed',
        encode: (text, { domain, workflowId }) => `${domain}/${workflowId}|${text}`,
        decode(text, { domain, workflowId }) {
          if (!text.startsWith(`${domain}/${workflowId}|`))
            throw new UnreadablePayloadError('addressed', text, 'no')
          return text.slice(`${domain}/${workflowId}|`.length)
        },
      },
    ]
    const encoded = (value: string, workflowId: string) =>
      pipelineOf(addressed).encode(write(value), { domain: 'shop', workflowId })
    const parcel = { workflowId: 'parcel', runId: 'r2' }
    const sent = row(
      started({ input: await encoded('own', 'order-7') }),
      ...decided(),
      [
        2,
        'StartChildWorkflowExecutionInitiated',
        {
          workflowId: 'parcel',
          workflowType: { name: 'parcel', version: '1' },
          input: await encoded('in', 'parcel'),
        },
      ],
      [
        2,
        'SignalExternalWorkflowExecutionInitiated',
        { workflowId: 'shop', signalName: 's', input: await encoded('sig', 'shop') },
      ],
      [3, 'ChildWorkflowExecutionStarted', { initiatedEventId: 5, workflowExecution: parcel }],
      [
        4,
        'ChildWorkflowExecutionCompleted',
        { initiatedEventId: 5, workflowExecution: parcel, result: await encoded('out', 'parcel') },
      ],
    )
    const execution = { domain: 'shop', workflowId: 'order-7' }
    const { input, steps } = await view(sent, { decode: decoding({ pipeline: addressed, execution }) })
    expect(
      [input, steps[0]!.input, steps[0]!.result, steps[1]!.input].map(payload => payload!.value),
    ).toEqual(['own', 'in', 'out', 'sig'])
  })

  it('of people are any text: details of heartbeats, cancellations and terminations, and of markers of other deciders', async () => {
    const texts = row(
      started(),
      ...decided(),
      scheduled(2),
      [2, 'MarkerRecorded', { markerName: 'note', details: 'by hand' }],
      [3, 'ActivityTaskTimedOut', { scheduledEventId: 5, timeoutType: 'HEARTBEAT', details: 'half done' }],
      [4, 'WorkflowExecutionTerminated', { details: 'asked by ann' }],
    )
    const shown = await view(texts, { decode: decoding() })
    expect([
      shown.steps[0]!.failure!.details!.value,
      shown.steps[1]!.result!.value,
      shown.failure!.details!.value,
    ]).toEqual(['half done', 'by hand', 'asked by ann'])
    const encoded = await view(texts, { decode: decoding({ pipeline }) })
    expect(encoded.failure!.details!.value).toBe('asked by ann') // nothing encodes what an operator writes
  })

  it('are read by the serializer that a function chooses', async () => {
    const asked: unknown[] = []
    await view(await history(text => text), {
      decode: decoding({ serializer: of => (asked.push([of.kind, of.name, of.member]), superjson) }),
    })
    expect(asked).toEqual([
      ['execution', 'order', 'input'],
      ['execution', undefined, 'result'],
      ['execution', undefined, 'status'],
      ['activity', 'charge', 'input'],
      ['marker', 's2', 'details'],
      ['lambda', 'thumb', 'input'],
      ['signal', 'approved', 'input'],
    ])
  })

  it('are measured, the largest ones first', async () => {
    const inputs = [3, 9, 1, 7, 5, 8].map((size, index) =>
      scheduled(2, { activityId: `a${index}`, input: 'x'.repeat(size) }),
    )
    const { sizes } = await view(row(started(), ...decided(), ...inputs))
    expect([sizes.payloads, sizes.largest.map(({ size, eventId }) => [size, eventId])]).toEqual([
      33,
      [
        [9, 6],
        [8, 10],
        [7, 8],
        [5, 9],
        [3, 5],
      ],
    ])
  })
})
