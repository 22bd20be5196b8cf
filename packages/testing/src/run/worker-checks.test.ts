import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { activities, race, signal, sleep, status, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { explore, mock, run, send, type MockContext } from '../index.ts'
import { Program } from '../simulator/program.ts'

const long = 'x'.repeat(33_000)
const note = signal<string>('note')
const { step } = activities<{ step(input: string): Promise<unknown> }>({ startToClose: '1m' })
const one = workflow({ name: 'one', executionStartToClose: '1 day' }, async function* (input: string) {
  try {
    return yield* step(input)
  } catch (error) {
    return ((error as Error).cause as { code?: string; message: string }).message
  }
})
const waits = workflow({ name: 'waits', executionStartToClose: '1 day' }, async function* () {
  return yield* note
})

const eventOf = (eventId: number, eventType: EventType, attributes: object): HistoryEvent => ({
  eventId,
  eventType,
  eventTimestamp: new Date(0),
  [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
})
const startOf = (eventId: number) =>
  eventOf(eventId, 'WorkflowExecutionStarted', { taskList: { name: 'main' } })
const signalOf = (eventId: number) =>
  eventOf(eventId, 'WorkflowExecutionSignaled', { signalName: 'note', input: '{"json":""}' })
const decisionTaskOf = (eventId: number) => [
  eventOf(eventId, 'DecisionTaskScheduled', { taskList: { name: 'main' } }),
  eventOf(eventId + 1, 'DecisionTaskStarted', { scheduledEventId: eventId }),
]

describe('a run and an exploration apply the checks of workers and clients', () => {
  it.each<[string, (input: string, context: MockContext) => unknown, string]>([
    [
      'a result that is too long',
      () => long,
      "The result of activity 'step' has 33011 characters, SWF takes 32768",
    ],
    [
      'details of a heartbeat that are too long',
      (_, { heartbeat }) => heartbeat('x'.repeat(2040)),
      "The details of a heartbeat of activity 'step' has 2051 characters, SWF takes 2048",
    ],
  ])('to %s: the activity fails', async (_, act, message) => {
    const options = { activities: { step: act } }
    const { result } = await run(one, 'x', options)
    expect(result).toMatch(new RegExp(`^${message.slice(0, 30)}`))
    const results = new Set<unknown>()
    await explore(one, 'x', {
      ...options,
      outcomes: { step: ['completed'] },
      cancelRequests: 0,
      finally: { 'the result is recorded': view => results.add(view.result) },
    })
    expect([...results]).toEqual([result])
  })

  it.each<[string, () => unknown, string]>([
    ['an input that is too long', () => run(one, long), 'PAYLOAD_TOO_LONG'],
    ['an input of an exploration', () => explore(one, long), 'PAYLOAD_TOO_LONG'],
    ['a signal that is too long', () => run(waits, undefined).signal(note, long), 'PAYLOAD_TOO_LONG'],
    [
      'a signal of the options',
      () => run(waits, undefined, { signals: [send(note, long)] }),
      'PAYLOAD_TOO_LONG',
    ],
    ['a reason that is too long', () => run(waits, undefined).terminate('x'.repeat(257)), 'PAYLOAD_TOO_LONG'],
    ['a workflow id that SWF refuses', () => run(one, 'x', { workflowId: 'a:b' }), 'DEFINITION_INVALID'],
    [
      'an activity with an invalid name',
      () => run(one, 'x', { activities: { 'a/b': () => 1 } }),
      'DEFINITION_INVALID',
    ],
    [
      'two activities of one type',
      () => run(one, 'x', { activities: [mock(step, () => 1), mock(step, () => 2)] }),
      'DEFINITION_DUPLICATE',
    ],
    ['two children of one type', () => run(one, 'x', { children: [waits, waits] }), 'DEFINITION_DUPLICATE'],
  ])('to %s', async (_, act, code) => {
    await expect((async () => await act())()).rejects.toMatchObject({ code })
  })

  const declared = { executionStartToClose: '1 day' }
  const ask = signal<string>('ask')
  const ignores = workflow({ name: 'ignores', ...declared }, async function* () {
    yield* ask
    yield* note.pending()
  })
  const unread =
    "The execution closes with signals that it has not received: 'note'. They are lost. " +
    'Receive them before the end: for (const value of yield* channel.drain()) …'
  const unasked =
    "Workflow 'ignores' has not asked for signal 'note' (event 5) so far (it has asked for 'ask'). The signal is kept " +
    'until the workflow receives it'
  const says = workflow({ name: 'says', ...declared }, async function* (length: number) {
    yield* status('packing')
    yield* sleep('1s')
    yield* status('x'.repeat(length))
    yield* sleep('1s')
  })
  const tooLong =
    'The status of the workflow has 33040 characters, and the limit is 31744. The last status is kept. Pass less to status(…)'
  const forgets = workflow({ name: 'forgets', ...declared }, async function* () {
    try {
      sleep('1s')
      throw new Error('no')
    } finally {
      yield* sleep('1s')
    }
  })
  const receiving = workflow({ name: 'receiving', ...declared }, async function* () {
    for (;;) yield* note
  })

  it('to signals that the workflow never receives or asks for: a warning once for each', async () => {
    const going = run(ignores, undefined)
    await going.untilIdle()
    going.signal(note, 'later')
    await going.untilIdle()
    going.signal(ask, 'now')
    const { warnings, closeStatus } = await going
    expect({ warnings, closeStatus }).toEqual({ warnings: [unasked, unread], closeStatus: 'COMPLETED' })
    expect((await run(ignores, undefined, { signals: [send(ask, 'now')] })).warnings).toEqual([])
  })

  it('to a status that is too long: a warning, and the history still has the last one', async () => {
    const ran = await run(says, 33_000)
    expect(ran.warnings).toEqual([tooLong])
    const contexts = ran.history.events.map(
      event => event.decisionTaskCompletedEventAttributes?.executionContext,
    )
    expect(contexts.filter(context => context !== undefined)).toEqual([
      '{"reyield":1,"status":"{\\"json\\":\\"packing\\"}"}',
    ])
    expect((await run(says, 9)).warnings).toEqual([])
  })

  it('to warnings of its replay, with source lines', async () => {
    const { warnings } = await run(forgets, undefined, { guards: 'off' })
    expect(warnings).toEqual([
      expect.stringMatching(/has not yielded sleep .*worker-checks\.test\.ts:\d+:\d+\).* waits for sleep/),
      expect.stringMatching(/created sleep .*worker-checks\.test\.ts:\d+:\d+\).* never yielded it/),
    ])
  })

  it('to the history budget: a warning at half and at 80 % of the events, each once', async () => {
    const warned = new Set<string>()
    const execution = { workflowId: 'w', runId: 'r' }
    const options = { execution, serializer: superjson, guards: 'throw' } as const
    const program = new Program(receiving, options, warning => warned.size < warned.add(warning).size)
    const events = [startOf(1)]
    const shares: unknown[] = []
    for (const count of [12_400, 12_500, 12_600, 20_000, 20_010]) {
      while (events.length < count - 2) events.push(signalOf(events.length + 1))
      events.push(...decisionTaskOf(events.length + 1))
      const { warnings: found } = await program.decide([...events], false)
      shares.push(found.map(one => /^The history has used (.*) of its 25000 events/.exec(one)?.[1] ?? one))
      const completed = { scheduledEventId: events.length - 1, startedEventId: events.length }
      events.push(eventOf(events.length + 1, 'DecisionTaskCompleted', completed))
    }
    expect(shares).toEqual([[], ['half'], [], ['80 %'], []])
  })

  it('in every scenario of an exploration: it counts the warnings, and checks see them', async () => {
    const options = { signals: [send(ask, 'now'), send(note, 'later')], cancelRequests: 0, mayWaitFor: [ask] }
    const either = workflow({ name: 'ignores', ...declared }, async function* () {
      yield* race([ask, note])
      yield* sleep('1s')
    })
    const { warnings, unread: left, scenarios } = await explore(either, undefined, options)
    const counts = Object.values(warnings)
    expect({ scenarios, kinds: Object.keys(warnings).length > 0, left }).toMatchObject({ kinds: true })
    expect(Math.max(...counts)).toBeLessThanOrEqual(scenarios)
    const failed = explore(either, undefined, {
      ...options,
      finally: { 'no signal is lost': view => view.warnings.length === 0 },
    })
    await expect(failed).rejects.toMatchObject({ code: 'SCENARIO_FAILED' })
  })

  it('to errors that no code catches: the activity fails, and the workflow is held', async () => {
    const program = `
      import { activities, signal, sleep, workflow } from '@reyield/workflow'
      import { explore, run } from '@reyield/testing'
      const { step } = activities({ startToClose: '1m' })
      const options = { name: 'w', executionStartToClose: '1 day' }
      const does = workflow(options, async function* () {
        try { return yield* step() } catch (error) { return String(error.cause.message) }
      })
      const leaves = workflow(options, async function* () {
        void Promise.reject(new RangeError('left behind'))
        yield* sleep('1s')
      })
      const acts = {
        rejects: async () => { void Promise.reject(new Error('left behind')); await new Promise(done => setTimeout(done, 5)) },
        heartbeats: async (_, { heartbeat }) => { void heartbeat('x'.repeat(3000)); await new Promise(done => setTimeout(done, 5)) },
      }
      const found = {}
      for (const [name, act] of Object.entries(acts)) found[name] = (await run(does, undefined, { activities: { step: act } })).result
      found.run = await run(leaves).then(() => 'ended', error => error.code)
      found.explore = await explore(leaves).then(() => 'complete', error => error.cause?.code ?? error.code)
      console.log(JSON.stringify(found))
    `
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      cwd: new URL('../../', import.meta.url).pathname,
      env: { ...process.env, NODE_OPTIONS: '' },
    })
    expect(JSON.parse(stdout)).toEqual({
      rejects: 'left behind',
      heartbeats: expect.stringMatching(/^The details of a heartbeat of activity 'step'/) as unknown,
      run: 'ERROR_UNCAUGHT',
      explore: 'ERROR_UNCAUGHT',
    })
  })
})
