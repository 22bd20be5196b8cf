import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { superjson, type PayloadCodec, type PayloadContext } from '../index.ts'
import {
  decodeEvents,
  encodeDecisions,
  encodedControl,
  encodeEvents,
  identityPipeline,
  pipelineOf,
  whyUnreadable,
} from '../internal.ts'

const context = { domain: 'shop', workflowId: 'order-7' }
/** Writes the execution that it encodes for. */
const addressed: PayloadCodec = {
  name: 'addressed',
  encode: (text, { domain, workflowId }) => `${domain}/${workflowId}|${text}`,
  decode(text, { domain, workflowId }) {
    const address = `${domain}/${workflowId}|`
    if (!text.startsWith(address)) throw new Error(`not for ${workflowId}: ${text}`)
    return text.slice(address.length)
  },
}
const coder = { pipeline: pipelineOf([addressed]), context }
const reversing = (name: string, more: Partial<PayloadCodec> = {}): PayloadCodec => ({
  name,
  encode: text => [...text].toReversed().join(''),
  decode: text => [...text].toReversed().join(''),
  ...more,
})
const codeOf = async (act: () => unknown) => {
  try {
    return await act()
  } catch (error) {
    return (error as { code?: string }).code
  }
}

const event = (eventId: number, eventType: string, attributes: object): HistoryEvent =>
  ({
    eventId,
    eventType,
    [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
  }) as unknown as HistoryEvent
const child = { workflowId: 'parcel-1', runId: 'r' }
/** One event of each type with a payload, as it's decoded, and for whom it's encoded. */
const events: readonly (readonly [id: string, HistoryEvent])[] = [
  ['order-7', event(1, 'WorkflowExecutionStarted', { input: 'a' })],
  ['order-7', event(2, 'ActivityTaskScheduled', { input: 'b', control: 'c' })],
  ['order-7', event(3, 'ActivityTaskCompleted', { result: 'b' })],
  ['order-7', event(4, 'ActivityTaskFailed', { details: 'b', reason: 'kept' })],
  ['order-7', event(5, 'ActivityTaskTimedOut', { details: 'b' })],
  ['order-7', event(6, 'ActivityTaskCanceled', { details: 'b' })],
  ['order-7', event(7, 'MarkerRecorded', { markerName: 's1', details: 'b' })],
  ['parcel-1', event(8, 'StartChildWorkflowExecutionInitiated', { workflowId: 'parcel-1', input: 'b' })],
  ['parcel-1', event(9, 'ChildWorkflowExecutionCompleted', { workflowExecution: child, result: 'b' })],
  ['parcel-1', event(10, 'ChildWorkflowExecutionFailed', { workflowExecution: child, details: 'b' })],
  ['parcel-1', event(11, 'ChildWorkflowExecutionCanceled', { workflowExecution: child, details: 'b' })],
  ['other', event(12, 'SignalExternalWorkflowExecutionInitiated', { workflowId: 'other', input: 'b' })],
  ['order-7', event(13, 'WorkflowExecutionSignaled', { signalName: 's', input: 'b' })],
  ['order-7', event(14, 'WorkflowExecutionCompleted', { result: 'b' })],
  ['order-7', event(15, 'WorkflowExecutionFailed', { details: 'b' })],
  ['order-7', event(16, 'WorkflowExecutionCanceled', { details: 'b' })],
  ['order-7', event(17, 'WorkflowExecutionContinuedAsNew', { input: 'b' })],
]
const payloadIn = (from: object): unknown => {
  const { input, result, details } = Object.values(from).find(value => typeof value === 'object') as {
    input?: string
    result?: string
    details?: string
  }
  return input ?? result ?? details
}

describe('each payload is encoded for the execution that reads it', () => {
  it('in events: those of a child for the child, a signal for its receiver, all others for the execution itself', async () => {
    const plain = events.map(([, each]) => each)
    const encoded = await encodeEvents(plain, coder)
    expect(encoded.map(payloadIn)).toEqual(
      events.map(([id, each]) => `reyield:1:addressed:shop/${id}|${String(payloadIn(each))}`),
    )
    expect(await decodeEvents(encoded, coder)).toEqual(plain)
  })

  it('in decisions', async () => {
    const decision = (decisionType: string, attributes: object) =>
      ({
        decisionType,
        [`${decisionType[0]!.toLowerCase()}${decisionType.slice(1)}DecisionAttributes`]: attributes,
      }) as unknown as Decision
    const decisions: readonly (readonly [string, Decision])[] = [
      ['order-7', decision('ScheduleActivityTask', { input: 'b' })],
      ['order-7', decision('RecordMarker', { details: 'b' })],
      ['parcel-1', decision('StartChildWorkflowExecution', { workflowId: 'parcel-1', input: 'b' })],
      ['other', decision('SignalExternalWorkflowExecution', { workflowId: 'other', input: 'b' })],
      ['order-7', decision('CompleteWorkflowExecution', { result: 'b' })],
      ['order-7', decision('FailWorkflowExecution', { details: 'b' })],
      ['order-7', decision('CancelWorkflowExecution', { details: 'b' })],
      ['order-7', decision('ContinueAsNewWorkflowExecution', { input: 'b' })],
    ]
    const encoded = await encodeDecisions(
      decisions.map(([, each]) => each),
      coder,
    )
    expect(encoded.map(payloadIn)).toEqual(decisions.map(([id]) => `reyield:1:addressed:shop/${id}|b`))
  })

  it('of a Lambda function only if it’s declared so, as JSON with the execution, which the function can’t know', async () => {
    const schedule = (control?: string): Decision => ({
      decisionType: 'ScheduleLambdaFunction',
      scheduleLambdaFunctionDecisionAttributes: {
        id: '1',
        name: 'resize',
        input: '[7]',
        ...(control && { control }),
      },
    })
    const sent = await encodeDecisions([schedule(), schedule(encodedControl)], coder)
    const json =
      '{"reyield":1,"domain":"shop","workflowId":"order-7","encoded":"reyield:1:addressed:shop/order-7|[7]"}'
    expect(sent.map(payloadIn)).toEqual(['[7]', json])
    const plain = { pipeline: identityPipeline, context }
    expect((await encodeDecisions([schedule(encodedControl)], plain)).map(payloadIn)).toEqual(['[7]'])

    const result = '{"reyield":1, "encoded":"reyield:1:addressed:shop/order-7|[8]"}'
    const recorded = [
      event(1, 'LambdaFunctionScheduled', { name: 'a', input: '[7]' }),
      event(2, 'LambdaFunctionCompleted', { scheduledEventId: 1, result: '{"encoded":1}' }),
      event(3, 'LambdaFunctionScheduled', { name: 'b', input: json, control: encodedControl }),
      event(4, 'LambdaFunctionCompleted', { scheduledEventId: 3, result }),
    ]
    const decoded = await decodeEvents(recorded, coder)
    expect(decoded.map(payloadIn)).toEqual(['[7]', '{"encoded":1}', '[7]', '[8]'])
    const again = await encodeEvents(decoded, coder)
    expect(again.map(payloadIn)).toEqual(['[7]', '{"encoded":1}', json, json.replace('[7]', '[8]')])
  })
})

describe('a pipeline', () => {
  it('returns every text as it was, whatever the codecs', () =>
    fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string().map(text => `reyield:1:${text}`),
          fc.constantFrom('', 'reyield:1::', 'reyield:2:a:b', 'reyield:1:back:x'),
        ),
        fc.subarray([reversing('back'), addressed, reversing('again')]),
        async (text, codecs) => {
          const pipeline = pipelineOf(codecs)
          expect(await pipeline.decode(await pipeline.encode(text, context), context)).toBe(text)
        },
      ),
    ))

  it('names the codec that a reader lacks, also a reader without any', async () => {
    const encoded = await pipelineOf([addressed]).encode('secret', context)
    for (const codecs of [[], [reversing('back')]]) {
      const error: unknown = await Promise.resolve(pipelineOf(codecs).decode(encoded, context)).catch(
        (thrown: unknown) => thrown,
      )
      expect(error).toMatchObject({ code: 'CODEC_MISSING', codec: 'addressed' })
      expect((error as Error).message).not.toContain('secret')
    }
    expect(await codeOf(() => pipelineOf([]).decode('reyield:2:addressed:x', context))).toBe('CODEC_MISSING')
  })

  it('refuses what a required codec hasn’t encoded', async () => {
    const strict = pipelineOf([reversing('back', { required: true }), addressed])
    expect(await strict.decode(await strict.encode('a', context), context)).toBe('a')
    for (const text of ['{"json":1}', 'reyield:1::reyield:1:back:x', 'reyield:1:addressed:shop/order-7|x'])
      expect(await codeOf(() => strict.decode(text, context))).toBe('PAYLOAD_UNENCODED')
  })

  it('can’t be made to decode in circles', async () => {
    const pipeline = pipelineOf([{ ...reversing('same'), decode: text => text }])
    expect(await codeOf(() => pipeline.decode('reyield:1:same:reyield:1:same:x', context))).toBe(
      'PAYLOAD_UNREADABLE',
    )
  })

  it.each<[string, unknown]>([
    [
      "'press' (compression) comes after 'seal' (encryption)",
      [
        reversing('seal', { stage: 'encryption' }),
        reversing('any'),
        reversing('press', { stage: 'compression' }),
      ],
    ],
    [
      "'seal' (encryption) comes after 'away' (offload)",
      [reversing('away', { stage: 'offload' }), reversing('seal', { stage: 'encryption' })],
    ],
    ["it has two codecs with the name 'a'", [reversing('a'), reversing('a')]],
    ['it is no list of codecs', { encode: String, decode: String }],
    ['number 2 is no codec', [reversing('a'), null]],
    ['number 1 is no codec', [{ encode: String, decode: String }]],
    ['number 1 is no codec', [reversing('A:b')]],
    ["the codec 'a' has the stage 'magic'", [reversing('a', { stage: 'magic' as never })]],
  ])('is refused if %s', (problem, pipeline) => {
    let thrown: unknown
    try {
      pipelineOf(pipeline as never)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({
      code: 'PIPELINE_INVALID',
      message: expect.stringContaining(
        `The payload pipeline can't be used: ${problem}. Expected was: `,
      ) as string,
    })
  })

  it('may have a codec without a stage anywhere', async () => {
    const codecs = [
      reversing('a'),
      reversing('b', { stage: 'compression' }),
      reversing('c'),
      reversing('d', { stage: 'offload' }),
      reversing('e'),
    ]
    const pipeline = pipelineOf(codecs)
    expect(await pipeline.decode(await pipeline.encode('abc', context), context)).toBe('abc')
  })
})

it('a signal that no reader can ever decode stays encoded; other events, and errors that pass, are thrown', async () => {
  const failing = (code: string) => {
    const decode = (_text: string, _context: PayloadContext): string => {
      throw Object.assign(new Error(code), { code })
    }
    return { pipeline: pipelineOf([{ ...addressed, decode }]), context }
  }
  const [input] = (await encodeEvents(
    [event(1, 'WorkflowExecutionSignaled', { input: superjson.serialize(1) })],
    coder,
  )) as [HistoryEvent]
  for (const code of ['KEY_MISSING', 'ECONNRESET'])
    expect(await codeOf(() => decodeEvents([input], failing(code)))).toBe(code)
  const missing = { pipeline: identityPipeline, context }
  expect(await codeOf(() => decodeEvents([input], missing))).toBe('CODEC_MISSING')
  const strict = { pipeline: pipelineOf([{ ...addressed, required: true }]), context }
  const plain = event(1, 'WorkflowExecutionSignaled', { input: '{"json":1}' })
  const [signal] = await decodeEvents([plain], strict)
  expect([signal, whyUnreadable(signal!)]).toEqual([
    plain,
    expect.objectContaining({ code: 'PAYLOAD_UNENCODED' }),
  ])
})
