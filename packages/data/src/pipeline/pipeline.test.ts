import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { describe, expect, it } from 'vitest'
import {
  checkLength,
  decodeEvents,
  decodePayload,
  encodeDecisions,
  encodePayload,
  failureToWire,
  identityPipeline,
  type PayloadCoder,
  type Pipeline,
} from '../internal.ts'

const reverse = (text: string) =>
  new Promise<string>(resolve => setImmediate(() => resolve([...text].reverse().join(''))))
const context = { domain: 'shop', workflowId: 'order-7' }
const coderOf = (pipeline: Pipeline): PayloadCoder => ({ pipeline, context })
const reversing = coderOf({ encode: reverse, decode: reverse })
const identity = coderOf(identityPipeline)

const events: HistoryEvent[] = [
  {
    eventId: 1,
    eventTimestamp: new Date(0),
    eventType: 'WorkflowExecutionStarted',
    workflowExecutionStartedEventAttributes: {
      input: 'abc',
      childPolicy: 'TERMINATE',
      taskList: { name: 'main' },
      workflowType: { name: 'w', version: '1' },
    },
  },
  {
    eventId: 2,
    eventTimestamp: new Date(0),
    eventType: 'DecisionTaskScheduled',
    decisionTaskScheduledEventAttributes: { taskList: { name: 'main' } },
  },
  {
    eventId: 3,
    eventTimestamp: new Date(0),
    eventType: 'ActivityTaskFailed',
    activityTaskFailedEventAttributes: {
      reason: 'why',
      details: 'xyz',
      scheduledEventId: 1,
      startedEventId: 2,
    },
  },
  {
    eventId: 4,
    eventTimestamp: new Date(0),
    eventType: 'ActivityTaskCompleted',
    activityTaskCompletedEventAttributes: { scheduledEventId: 1, startedEventId: 2 },
  },
]
const decisions: Decision[] = [
  {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityId: '1',
      activityType: { name: 'a', version: '1' },
      input: 'abc',
      control: 'kept',
    },
  },
  { decisionType: 'StartTimer', startTimerDecisionAttributes: { timerId: '2', startToFireTimeout: '5' } },
  { decisionType: 'CompleteWorkflowExecution', completeWorkflowExecutionDecisionAttributes: {} },
]

describe('a payload pipeline', () => {
  it('decodes the payloads of events and nothing else', async () => {
    const before = structuredClone(events)
    const decoded = await decodeEvents(events, reversing)
    expect(
      decoded.map(
        event =>
          event.workflowExecutionStartedEventAttributes?.input ?? event.activityTaskFailedEventAttributes,
      ),
    ).toEqual([
      'cba',
      undefined,
      { reason: 'why', details: 'zyx', scheduledEventId: 1, startedEventId: 2 },
      undefined,
    ])
    expect(events).toEqual(before)
    expect(decoded[1]).toBe(events[1])
  })

  it('encodes the payloads of decisions and nothing else', async () => {
    expect(await encodeDecisions(decisions, reversing)).toEqual([
      {
        ...decisions[0],
        scheduleActivityTaskDecisionAttributes: {
          activityId: '1',
          activityType: { name: 'a', version: '1' },
          input: 'cba',
          control: 'kept',
        },
      },
      decisions[1],
      decisions[2],
    ])
  })

  it('copies nothing if it is the identity', async () => {
    expect(await decodeEvents(events, identity)).toBe(events)
    expect((await encodeDecisions(decisions, identity))[0]).toBe(decisions[0])
  })

  it('leaves undefined payloads undefined', async () => {
    expect([
      await encodePayload(undefined, reversing.pipeline, context),
      await decodePayload('ab', reversing.pipeline, context),
      await encodePayload('ab', identityPipeline, context),
    ]).toEqual([undefined, 'ba', 'ab'])
  })
})

describe('lengths', () => {
  it('are checked after encoding, and the error names decision, id and member', async () => {
    const doubling = coderOf({ encode: text => text + text, decode: text => text })
    const long = (length: number): Decision => ({
      decisionType: 'ScheduleActivityTask',
      scheduleActivityTaskDecisionAttributes: {
        activityId: 'mine',
        activityType: { name: 'a', version: '1' },
        input: 'x'.repeat(length),
      },
    })
    await expect(encodeDecisions([long(16_384)], doubling)).resolves.toHaveLength(1)
    await expect(encodeDecisions([long(16_385)], doubling)).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LONG',
      field: "The input of decision ScheduleActivityTask 'mine'",
      length: 32_770,
      limit: 32_768,
    })
  })

  it('never prevent a failure from being sent: details are shortened, then left out', async () => {
    const error = new RangeError('x'.repeat(3000), { cause: new Error('y'.repeat(40_000)) })
    const failing = (times: number) =>
      encodeDecisions(
        [
          {
            decisionType: 'FailWorkflowExecution',
            failWorkflowExecutionDecisionAttributes: failureToWire(error),
          },
        ],
        coderOf({ encode: text => text.repeat(times), decode: text => text }),
      )
    const sent = []
    for (const times of [1, 10, 100, 1000]) {
      const [decision] = await failing(times)
      const { reason, details } = decision!.failWorkflowExecutionDecisionAttributes!
      expect(details?.length ?? 0).toBeLessThanOrEqual(32_768)
      const envelope =
        details &&
        (JSON.parse(details.slice(0, details.length / times)) as { message: string; cause?: object })
      sent.push([reason, envelope && envelope.message.length, envelope && envelope.cause !== undefined])
    }
    expect(sent).toEqual([
      ['RangeError', 3000, true],
      ['RangeError', 1023, false],
      ['RangeError', 63, false],
      ['RangeError', undefined, undefined],
    ])
  })

  it('are checked by a function that returns a text that fits', () => {
    expect(checkLength('ab', 'x', 2)).toBe('ab')
    expect(() => checkLength('abc', 'The details of the heartbeat', 2)).toThrow(
      'The details of the heartbeat has 3 characters, SWF allows 2: pass less, or store it elsewhere and pass a reference to it',
    )
  })
})
