import { json, text, UnreadablePayloadError } from '@reyield/data'
import { decodeEvents } from '@reyield/data/internal'
import {
  activities,
  all,
  continueAsNew,
  isReyieldError,
  race,
  signal,
  sleep,
  workflow,
  type AnyWorkflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

const { a } = activities<{ a(): Promise<string> }>({ startToClose: '5m' })
const skipping = signal<number>('note')
const throwing = signal<number>('note', { onUnreadable: 'throw' })

const send = (history: ReplayedHistory, input: string | undefined, signalName = 'note') =>
  history.record('WorkflowExecutionSignaled', { signalName, input })

async function replays(history: ReplayedHistory, definition?: AnyWorkflow): Promise<void> {
  await history.everyWay()
  const replay = definition === undefined ? history.fresh() : new ReplayedHistory(definition).fresh()
  await replay.feed(history.events)
  expect(await replay.decisions()).toEqual([])
}

const dropped = (eventId: number) =>
  `Signal 'note' of event ${eventId} was dropped, since the serializer 'superjson' can't read it. Send it again as that ` +
  `serializer writes it (handle.signal(…) does). If valid signals are dropped, the wrong serializer is deployed`

describe('a signal that can not be read (S2)', () => {
  it('is dropped with a warning, and its receiver gets the next one', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const got = yield* skipping
      yield* sleep('1h')
      return [got, yield* skipping]
    })
    const history = new ReplayedHistory(program)
    await history.task()
    send(history, 'from a console')
    expect(await history.task()).toEqual(['mark u5 skip'])
    expect(history.replay.report().warnings).toEqual([dropped(5)])
    send(history, '{"json":1}')
    send(history, '[1')
    send(history, '{"json":2}')
    await history.task()
    history.fired('1')
    await history.task()
    expect(history.events.at(-1)).toMatchObject({
      workflowExecutionCompletedEventAttributes: { result: '{"json":[1,2]}' },
    })
    await replays(history)
  })

  it('is thrown at its receiver if the signal’s option says so, and later ones are received', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const got: unknown[] = []
      for (let n = 0; n < 3; n++) {
        try {
          got.push(yield* throwing)
        } catch (error) {
          got.push(isReyieldError(error, 'PAYLOAD_UNREADABLE'))
        }
      }
      return got
    })
    const history = new ReplayedHistory(program)
    send(history, '{"json":1}')
    send(history, 'bad')
    await history.task()
    send(history, '{"json":2}')
    await history.task()
    expect(history.events.at(-1)).toMatchObject({
      workflowExecutionCompletedEventAttributes: { result: '{"json":[1,true,2]}' },
    })
    await replays(history)
  })

  it('holds the execution when its error is not caught (E1)', async () => {
    const history = new ReplayedHistory(
      workflow({ name: 'w' }, async function* () {
        yield* throwing
      }),
    )
    send(history, 'bad')
    await expect(history.task()).rejects.toMatchObject({
      code: 'WORKFLOW_HELD',
      cause: { code: 'PAYLOAD_UNREADABLE' },
    })
  })

  it('is neither counted by pending nor returned by drain if it is dropped; if it is thrown, it is counted, and thrown by one drain', async () => {
    const looks = (channel: typeof skipping) =>
      workflow({ name: 'w' }, async function* () {
        yield* a()
        const seen: unknown[] = [yield* channel.pending()]
        for (let n = 0; n < 2; n++) {
          try {
            seen.push(yield* channel.drain())
          } catch {
            seen.push('thrown')
          }
        }
        return seen
      })
    for (const [channel, result] of [
      [skipping, [2, [1, 2], []]],
      [throwing, [3, 'thrown', [1, 2]]],
    ] as const) {
      const history = new ReplayedHistory(looks(channel))
      await history.task()
      send(history, '{"json":1}')
      history.completed('1', 'A')
      send(history, 'bad')
      send(history, '{"json":2}')
      const decided = await history.task()
      expect(decided.at(-1)).toBe(`complete ${JSON.stringify(result)}`)
      expect(
        history.events.slice(-3, -1).map(event => event.markerRecordedEventAttributes?.markerName),
      ).toEqual(['d9', 'u8'])
      await replays(history)
    }
  })

  it('keeps its verdict, whatever option and serializer are deployed later', async () => {
    const reads = (channel: typeof skipping) =>
      workflow({ name: 'w' }, async function* () {
        try {
          yield* race([channel, sleep('1h')])
          yield* a()
        } catch {
          yield* sleep('2h')
        }
      })
    const history = new ReplayedHistory(reads(throwing))
    await history.task()
    send(history, 'bad')
    await history.task()
    const readable = signal<number>('note', { serializer: text })
    for (const channel of [skipping, throwing, readable]) await replays(history, reads(channel))
  })

  it('that a deployment made unreadable holds the execution if it was read before', async () => {
    const reads = (channel: typeof skipping) =>
      workflow({ name: 'w' }, async function* () {
        yield* channel
        yield* a()
      })
    const history = new ReplayedHistory(reads(signal<number>('note', { serializer: text })))
    await history.task()
    send(history, 'plain')
    await history.task()
    await expect(
      new ReplayedHistory(reads(skipping)).fresh().feed([...history.events, ...closing(history)]),
    ).rejects.toMatchObject({
      code: 'PAYLOAD_UNREADABLE',
    })
  })

  it('and is unread is carried into the next run, and is checked there', async () => {
    const program = workflow({ name: 'w' }, async function* (round: number) {
      if (round === 1) return yield* continueAsNew(2)
      return yield* all([skipping, skipping])
    })
    const history = new ReplayedHistory(program, 1)
    send(history, '{"json":1}')
    send(history, 'bad')
    send(history, '{"json":2}')
    await history.task()
    const next = new ReplayedHistory(program)
    next.events[0]!.workflowExecutionStartedEventAttributes!.input =
      history.events.at(-1)!.workflowExecutionContinuedAsNewEventAttributes!.input
    expect((await next.task()).at(-1)).toBe('complete [1,2]')
    expect(next.events.at(-2)).toMatchObject({ markerRecordedEventAttributes: { markerName: 'u1.2' } })
    await replays(next)
  })

  it('by the pipeline counts as well; any other error of the pipeline holds the execution', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return yield* skipping
    })
    const history = new ReplayedHistory(program)
    send(history, 'sealed: no')
    send(history, 'sealed: {"json":1}')
    history.begin()
    const coder = (refusal: (sealed: string) => Error) => ({
      context: { domain: '', workflowId: '' },
      pipeline: {
        encode: (plain: string) => `sealed: ${plain}`,
        decode(sealed: string) {
          if (sealed === 'sealed: no') throw refusal(sealed)
          return sealed.replace('sealed: ', '')
        },
      },
    })
    const decoded = await decodeEvents(
      history.events,
      coder(sealed => new UnreadablePayloadError('seal', sealed, 'no such key')),
    )
    const replay = history.fresh()
    await replay.feed(decoded)
    expect(await replay.decisions()).toMatchObject([
      { recordMarkerDecisionAttributes: { markerName: 'u2' } },
      { completeWorkflowExecutionDecisionAttributes: { result: '{"json":1}' } },
    ])
    const down = new Error('the key service is down')
    await expect(
      decodeEvents(
        history.events,
        coder(() => down),
      ),
    ).rejects.toBe(down)
  })
})

describe('an empty input (S3)', () => {
  it.each([
    ['superjson', undefined, null],
    ['json', json, null],
    ['text', text, ''],
  ])('is no input for %s', async (_, serializer, value) => {
    const channel = signal<unknown>('note', serializer === undefined ? {} : { serializer })
    const history = new ReplayedHistory(
      workflow({ name: 'w' }, async function* () {
        return (yield* channel) ?? null
      }),
    )
    send(history, '')
    expect(await history.task()).toEqual([`complete ${JSON.stringify(value)}`])
  })
})

describe('a signal that the workflow never asked for', () => {
  it('leads to one warning with its name, until the workflow asks for it or ends', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* skipping
      yield* sleep('1h')
    })
    const history = new ReplayedHistory(program)
    await history.task()
    send(history, undefined, 'noet')
    send(history, undefined, 'noet')
    await history.task()
    const warning =
      "Workflow 'w' has not asked for signal 'noet' (event 5) so far (it has asked for 'note'). The signal is kept until " +
      'the workflow receives it'
    expect(history.replay.report().warnings).toEqual([warning])
    send(history, '{"json":1}')
    await history.task()
    expect((await history.everyWay()).report).toMatchObject({
      warnings: [warning],
      unread: [{ signal: 'noet', count: 2 }],
    })
    history.fired('1')
    await history.task()
    expect(history.replay.report()).toMatchObject({ warnings: [], unread: [{ signal: 'noet', count: 2 }] })
  })
})

/** One more decision task, so that the last recorded batch is checked. */
const closing = (history: ReplayedHistory) => {
  const from = history.events.length
  history.begin()
  return history.events.slice(from)
}
