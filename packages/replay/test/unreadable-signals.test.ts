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
import { Story } from './story.ts'

const { a } = activities<{ a(): Promise<string> }>({ startToClose: '5m' })
const skipping = signal<number>('note')
const throwing = signal<number>('note', { onUnreadable: 'throw' })

const send = (story: Story, input: string | undefined, signalName = 'note') =>
  story.tell('WorkflowExecutionSignaled', { signalName, input })

async function replays(story: Story, definition?: AnyWorkflow): Promise<void> {
  await story.everyWay()
  const replay = definition === undefined ? story.fresh() : new Story(definition).fresh()
  await replay.feed(story.events)
  expect(await replay.decisions()).toEqual([])
}

const dropped = (eventId: number) =>
  `Signal 'note' of event ${eventId} can't be read by the serializer 'superjson' and was dropped: send it again as that ` +
  `serializer writes it (handle.signal(…) does). If good signals are dropped, the wrong serializer is deployed`

describe('a signal that can not be read (S2)', () => {
  it('is dropped with a warning, and its receiver gets the next one', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const got = yield* skipping
      yield* sleep('1h')
      return [got, yield* skipping]
    })
    const story = new Story(program)
    await story.task()
    send(story, 'from a console')
    expect(await story.task()).toEqual(['mark u5 skip'])
    expect(story.replay.report().warnings).toEqual([dropped(5)])
    send(story, '{"json":1}')
    send(story, '[1')
    send(story, '{"json":2}')
    await story.task()
    story.fired('1')
    await story.task()
    expect(story.events.at(-1)).toMatchObject({
      workflowExecutionCompletedEventAttributes: { result: '{"json":[1,2]}' },
    })
    await replays(story)
  })

  it('is thrown at its receiver where the signal says so, and later ones go on', async () => {
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
    const story = new Story(program)
    send(story, '{"json":1}')
    send(story, 'bad')
    await story.task()
    send(story, '{"json":2}')
    await story.task()
    expect(story.events.at(-1)).toMatchObject({
      workflowExecutionCompletedEventAttributes: { result: '{"json":[1,true,2]}' },
    })
    await replays(story)
  })

  it('holds the execution when its error is not caught (E1)', async () => {
    const story = new Story(
      workflow({ name: 'w' }, async function* () {
        yield* throwing
      }),
    )
    send(story, 'bad')
    await expect(story.task()).rejects.toMatchObject({
      code: 'WORKFLOW_HELD',
      cause: { code: 'PAYLOAD_UNREADABLE' },
    })
  })

  it('is not counted by pending nor given by drain; what is thrown is counted, and thrown by one drain', async () => {
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
      const story = new Story(looks(channel))
      await story.task()
      send(story, '{"json":1}')
      story.completed('1', 'A')
      send(story, 'bad')
      send(story, '{"json":2}')
      const decided = await story.task()
      expect(decided.at(-1)).toBe(`complete ${JSON.stringify(result)}`)
      expect(
        story.events.slice(-3, -1).map(event => event.markerRecordedEventAttributes?.markerName),
      ).toEqual(['d9', 'u8'])
      await replays(story)
    }
  })

  it('stays what it was judged, whatever option and serializer are deployed later', async () => {
    const reads = (channel: typeof skipping) =>
      workflow({ name: 'w' }, async function* () {
        try {
          yield* race([channel, sleep('1h')])
          yield* a()
        } catch {
          yield* sleep('2h')
        }
      })
    const story = new Story(reads(throwing))
    await story.task()
    send(story, 'bad')
    await story.task()
    const readable = signal<number>('note', { serializer: text })
    for (const channel of [skipping, throwing, readable]) await replays(story, reads(channel))
  })

  it('that a deployment made unreadable holds where it was once read', async () => {
    const reads = (channel: typeof skipping) =>
      workflow({ name: 'w' }, async function* () {
        yield* channel
        yield* a()
      })
    const story = new Story(reads(signal<number>('note', { serializer: text })))
    await story.task()
    send(story, 'plain')
    await story.task()
    await expect(
      new Story(reads(skipping)).fresh().feed([...story.events, ...closing(story)]),
    ).rejects.toMatchObject({
      code: 'PAYLOAD_UNREADABLE',
    })
  })

  it('and is unread travels into the next run, and is judged there', async () => {
    const program = workflow({ name: 'w' }, async function* (round: number) {
      if (round === 1) return yield* continueAsNew(2)
      return yield* all([skipping, skipping])
    })
    const story = new Story(program, 1)
    send(story, '{"json":1}')
    send(story, 'bad')
    send(story, '{"json":2}')
    await story.task()
    const next = new Story(program)
    next.events[0]!.workflowExecutionStartedEventAttributes!.input =
      story.events.at(-1)!.workflowExecutionContinuedAsNewEventAttributes!.input
    expect((await next.task()).at(-1)).toBe('complete [1,2]')
    expect(next.events.at(-2)).toMatchObject({ markerRecordedEventAttributes: { markerName: 'u1.2' } })
    await replays(next)
  })

  it('for the pipeline counts as well; any other error of it holds', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return yield* skipping
    })
    const story = new Story(program)
    send(story, 'sealed: no')
    send(story, 'sealed: {"json":1}')
    story.begin()
    const pipeline = (refusal: (sealed: string) => Error) => ({
      encode: (plain: string) => `sealed: ${plain}`,
      decode(sealed: string) {
        if (sealed === 'sealed: no') throw refusal(sealed)
        return sealed.replace('sealed: ', '')
      },
    })
    const decoded = await decodeEvents(
      story.events,
      pipeline(sealed => new UnreadablePayloadError('seal', sealed, 'no such key')),
    )
    const replay = story.fresh()
    await replay.feed(decoded)
    expect(await replay.decisions()).toMatchObject([
      { recordMarkerDecisionAttributes: { markerName: 'u2' } },
      { completeWorkflowExecutionDecisionAttributes: { result: '{"json":1}' } },
    ])
    const down = new Error('the key service is down')
    await expect(
      decodeEvents(
        story.events,
        pipeline(() => down),
      ),
    ).rejects.toBe(down)
  })
})

describe('an empty input (S3)', () => {
  it.each([
    ['superjson', undefined, null],
    ['json', json, null],
    ['text', text, ''],
  ])('is none for %s', async (_, serializer, value) => {
    const channel = signal<unknown>('note', serializer === undefined ? {} : { serializer })
    const story = new Story(
      workflow({ name: 'w' }, async function* () {
        return (yield* channel) ?? null
      }),
    )
    send(story, '')
    expect(await story.task()).toEqual([`complete ${JSON.stringify(value)}`])
  })
})

describe('a signal that the workflow never asked for', () => {
  it('is warned about once, by its name, until it asks or ends', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* skipping
      yield* sleep('1h')
    })
    const story = new Story(program)
    await story.task()
    send(story, undefined, 'noet')
    send(story, undefined, 'noet')
    await story.task()
    const warning =
      "Signal 'noet' (event 5) is none that workflow 'w' has asked for so far (it has asked for 'note'): it is kept until " +
      'the workflow does'
    expect(story.replay.report().warnings).toEqual([warning])
    send(story, '{"json":1}')
    await story.task()
    expect((await story.everyWay()).report).toMatchObject({
      warnings: [warning],
      unread: [{ signal: 'noet', count: 2 }],
    })
    story.fired('1')
    await story.task()
    expect(story.replay.report()).toMatchObject({ warnings: [], unread: [{ signal: 'noet', count: 2 }] })
  })
})

/** One more decision task, so that the last recorded batch is checked. */
const closing = (story: Story) => {
  const from = story.events.length
  story.begin()
  return story.events.slice(from)
}
