import type { Decision } from '@aws-sdk/client-swf'
import { superjson, text } from '@reyield/data'
import {
  activities,
  activity,
  all,
  allSettled,
  cancelExternal,
  child,
  continueAsNew,
  isReyieldError,
  lambda,
  log,
  map,
  shield,
  sideEffect,
  signal,
  signalExternal,
  sleep,
  startChild,
  workflow,
  type AnyWorkflow,
  type Operation,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import type { ReplayOptions } from '../src/index.ts'
import { ReplayedHistory } from './replayed-history.ts'

const { charge, ship } = activities<{
  charge(input: unknown): Promise<string>
  ship(): Promise<string>
}>({ startToClose: '5m' })
const other = workflow({ name: 'other', executionStartToClose: '1h' }, function* (_: unknown) {})
const note = signal<unknown>('note')
const longRun = { workflowId: 'order-7', runId: 'r'.repeat(65) }

const long = 'x'.repeat(32_769)
const values: Readonly<Record<string, unknown>> = {
  'is too long': long,
  'is a function': () => 1,
  'has an instance of a class': { order: new (class Order {})() },
  'is too long only as it is written': ['"'.repeat(16_384)],
}
const codeOf = (value: string) => (value.includes('too long') ? 'PAYLOAD_TOO_LONG' : 'PAYLOAD_UNSERIALIZABLE')

/** Operations with a value as input, and the marker of its refusal. */
const carriers: Readonly<Record<string, (value: never) => Operation<unknown>>> = {
  'the input of an activity': charge,
  'the input of an activity with an id of its own': (value: unknown) => charge.with({ id: 'mine' })(value),
  'the input of an activity with retries': (value: unknown) =>
    charge.with({ retry: { maximumAttempts: 3 } })(value),
  'the input of a child': (value: unknown) => child(other, value),
  'the input of a child that is started apart': (value: unknown) => startChild(other, value),
  'the input of a Lambda function': (value: unknown) => lambda('resize', value),
  'the input of a signal to another execution': (value: unknown) =>
    signalExternal({ workflowId: 'order-7' }, note, value),
  'the value of a side effect': (value: unknown) => sideEffect(() => value as never),
}

const never = '1158 days' // 100,051,200 seconds
const fields: Readonly<Record<string, readonly [code: string, () => Operation<unknown>]>> = {
  'startToClose of nine digits': ['DURATION_INVALID', () => charge.with({ startToClose: never })(1)],
  'scheduleToStart of nine digits': ['DURATION_INVALID', () => charge.with({ scheduleToStart: never })(1)],
  'scheduleToClose of nine digits': ['DURATION_INVALID', () => charge.with({ scheduleToClose: never })(1)],
  'heartbeat of nine digits': ['DURATION_INVALID', () => charge.with({ heartbeat: never })(1)],
  'taskStartToClose of a child of nine digits': [
    'DURATION_INVALID',
    () => child(other, 1, { taskStartToClose: never }),
  ],
  'a role of a child of 1,601 characters': [
    'DEFINITION_INVALID',
    () => child(other, 1, { lambdaRole: 'r'.repeat(1601) }),
  ],
  'a run id of 65 characters to signal': ['DEFINITION_INVALID', () => signalExternal(longRun, note, 1)],
  'a run id of 65 characters to cancel': ['DEFINITION_INVALID', () => cancelExternal(longRun)],
  'a run id that is no string': [
    'DEFINITION_INVALID',
    () => cancelExternal({ workflowId: 'order-7', runId: 7 as never }),
  ],
  'a signal name of 257 characters': [
    'DEFINITION_INVALID',
    () => signalExternal({ workflowId: 'order-7' }, 's'.repeat(257), 1),
  ],
  'an empty signal name': ['DEFINITION_INVALID', () => signalExternal({ workflowId: 'order-7' }, '', 1)],
  'an id that leaves no room for the timers of retries': [
    'DEFINITION_INVALID',
    () => charge.with({ id: 'i'.repeat(256), retry: { maximumAttempts: 2 } })(1),
  ],
  'a retry policy of more than 32,768 characters': [
    'DEFINITION_INVALID',
    () =>
      activity('charge', {
        startToClose: '5m',
        retry: { maximumAttempts: 2, nonRetryable: Array.from({ length: 4000 }, (__, at) => `Error${at}x`) },
      })(1),
  ],
}

/** Asks for an operation, passes its error to another one, and continues. */
const catching = (ask: () => Operation<unknown>) =>
  workflow({ name: 'w' }, async function* () {
    let message = 'nothing'
    try {
      yield* ask()
    } catch (error) {
      message = isReyieldError(error) ? `${error.code}: ${error.message}` : String(error)
    }
    yield* charge(message)
    return message
  })

const decidedByOthers: Partial<ReplayOptions>[] = [
  { limits: { payload: 1_000_000 } },
  { serializer: { ...superjson, serialize: value => JSON.stringify({ json: String(value) }) } },
]

/** A caught refusal is in the answer, and the whole history replays: cached, new, by pages, with other limits and codecs. */
async function goesOn(definition: AnyWorkflow, code: string, marker: string) {
  const history = new ReplayedHistory(definition)
  history.begin()
  const decisions = await history.decide()
  const fresh = await history.everyWay()
  expect(fresh.decisions).toEqual(decisions)
  history.complete(decisions)
  const [marked, scheduled, ...rest] = decisions
  const { markerName, details } = marked!.recordMarkerDecisionAttributes!
  expect([markerName, (JSON.parse(details!) as { code: string }).code, rest]).toEqual([marker, code, []])
  const { input, activityId } = scheduled!.scheduleActivityTaskDecisionAttributes!
  const message = superjson.deserialize(input) as string
  expect(message.startsWith(`${code}: `)).toBe(true)
  expect(message).not.toContain('xxxxx')
  history.completed(activityId!).begin()
  for (const options of [{}, ...decidedByOthers]) {
    const replay = new ReplayedHistory(definition, undefined, options).fresh()
    await replay.feed(history.events)
    await replay.decisions()
    expect(replay.report().ended).toEqual({ result: message })
  }
  expect(await history.decide()).toEqual((await history.everyWay()).decisions)
  return message
}

describe('a value that SWF would refuse (E4)', () => {
  describe.each(Object.entries(values))('that %s', (what, value) => {
    it.each(Object.entries(carriers))(
      'as %s is thrown at its yield*, and the program goes on',
      async (_, of) => {
        await goesOn(
          catching(() => of(value as never)),
          codeOf(what),
          'r1',
        )
      },
    )

    it.each(Object.entries(carriers))('as %s holds the execution when it is not caught', async (_, of) => {
      const program = workflow({ name: 'w' }, async function* () {
        yield* of(value as never)
      })
      await expect(new ReplayedHistory(program).task()).rejects.toMatchObject({
        code: 'WORKFLOW_HELD',
        cause: { code: codeOf(what) },
      })
    })

    it('does not use the marker limit of side effects (M8)', async () => {
      const program = workflow({ name: 'w' }, async function* () {
        yield* allSettled([charge(value)])
        yield* sideEffect(() => 7)
      })
      const history = new ReplayedHistory(program, undefined, { limits: { markers: 1 } })
      history.begin()
      const decided = (await history.decide()).map(
        ({ recordMarkerDecisionAttributes: marker, decisionType }) => marker?.markerName ?? decisionType,
      )
      expect(decided).toEqual(['r1.1.1', 's2', 'CompleteWorkflowExecution'])
    })

    it('is thrown by the composite whose branch has it as input, generator or not', async () => {
      const programs = [
        catching(() => all([ship(), charge(value)])),
        catching(() => map([1], () => charge(value), { concurrency: 1 })),
        catching(() => shield(charge(value))),
      ]
      const ids = ['r1.2.1', 'r1.1.1', 'r1.1']
      for (const [at, program] of programs.entries()) {
        const history = new ReplayedHistory(program)
        history.begin()
        const decisions = await history.decide()
        expect(decisions[0]!.recordMarkerDecisionAttributes!.markerName).toBe(ids[at])
        expect((await history.everyWay()).decisions).toEqual(decisions)
      }
    })

    it('is thrown at continueAsNew, as often as it is asked for', async () => {
      const program = workflow({ name: 'w' }, async function* () {
        const codes: string[] = []
        for (const input of [value, value, 'short']) {
          try {
            yield* continueAsNew(input)
          } catch (error) {
            codes.push((error as { code: string }).code)
            if (codes.length === 1) yield* ship()
          }
        }
      })
      const history = new ReplayedHistory(program)
      const code = codeOf(what)
      const names = (decisions: readonly Decision[]) =>
        decisions.map(
          ({ decisionType, recordMarkerDecisionAttributes: marker }) => marker?.markerName ?? decisionType,
        )
      history.begin()
      const first = await history.decide()
      expect(names(first)).toEqual(['r~continueAsNew.1', 'ScheduleActivityTask'])
      expect(first[0]!.recordMarkerDecisionAttributes!.details).toContain(code)
      history.complete(first).completed('1').begin()
      const second = await history.decide()
      expect(names(second)).toEqual(['r~continueAsNew.2', 'ContinueAsNewWorkflowExecution'])
      expect((await history.everyWay()).decisions).toEqual(second)
    })

    it('holds the execution as its result, or fails it if workflowErrors says so', async () => {
      const returning = (workflowErrors: 'hold' | 'fail') =>
        workflow({ name: 'w', workflowErrors }, function* () {
          yield* []
          return value
        })
      await expect(new ReplayedHistory(returning('hold')).task()).rejects.toMatchObject({
        code: codeOf(what),
      })
      const history = new ReplayedHistory(returning('fail'))
      const decided = await history.task()
      expect(decided[0]).toContain('mark r~result')
      expect(decided[1]).toMatch(
        /^fail (PayloadTooLong|UnserializablePayload)Error: The result of workflow 'w' /,
      )
      for (const options of [{}, ...decidedByOthers]) {
        const replay = new ReplayedHistory(returning('fail'), undefined, options).fresh()
        await replay.feed(history.events)
        expect(await replay.decisions()).toEqual([])
      }
    })
  })

  it.each(Object.entries(fields))(
    '%s is thrown at its yield*, and the program goes on',
    async (_, [code, ask]) => {
      await goesOn(catching(ask), code, 'r1')
    },
  )

  it.each(Object.entries(fields))('%s holds the execution when it is not caught', async (_, [code, ask]) => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* ask()
    })
    await expect(new ReplayedHistory(program).task()).rejects.toMatchObject({
      code: 'WORKFLOW_HELD',
      cause: { code },
    })
  })
})

const failedWith = (error: unknown) => (isReyieldError(error) ? error.code : String(error))

/** Charges a value, and then a short one if it is refused. */
const charging = (value: unknown) =>
  workflow({ name: 'w' }, async function* () {
    try {
      return yield* charge(value)
    } catch (error) {
      return yield* charge(failedWith(error))
    }
  })

describe('a refusal (M7)', () => {
  it('is not made if an older history has recorded an operation that would be refused today', async () => {
    const history = new ReplayedHistory(charging(long), undefined, { limits: { payload: Infinity } })
    expect(await history.task()).toEqual(['schedule 1 charge'])
    history.completed('1', 'paid').begin()
    const replay = new ReplayedHistory(charging(long)).fresh()
    await replay.feed(history.events)
    expect(replay.report().ended).toBeUndefined()
    await replay.decisions()
    expect(replay.report().ended).toEqual({ result: 'paid' })
  })

  it('stays if the refused operation would be accepted today', async () => {
    const history = new ReplayedHistory(charging(long))
    await history.task()
    history.completed('2', 'paid').begin()
    const replay = new ReplayedHistory(charging('short')).fresh()
    await replay.feed(history.events)
    await replay.decisions()
    expect(replay.report().ended).toEqual({ result: 'paid' })
  })

  it('that the code no longer asks for is nondeterminism, even for an older decider without refusals', async () => {
    const history = new ReplayedHistory(charging(long))
    await history.task()
    history.completed('2', 'paid').begin()
    const changed = workflow({ name: 'w' }, async function* () {
      yield* note
    })
    for (const [definition, options] of [
      [changed, {}],
      [charging(long), { limits: { verdicts: false } }],
    ] as const) {
      const replay = new ReplayedHistory(definition, undefined, options).fresh()
      await expect(replay.feed(history.events)).rejects.toMatchObject({
        code: 'NON_DETERMINISM',
        recorded: { id: 'r1' },
      })
    }
  })

  it('makes a cached replay stale if the answer with it was lost, and another decider accepted the value', async () => {
    const history = new ReplayedHistory(charging(long))
    history.begin()
    await history.decide()
    const liberal = new ReplayedHistory(charging(long), undefined, { limits: { payload: Infinity } }).fresh()
    await liberal.feed(history.events)
    history
      .complete(await liberal.decisions())
      .completed('1', 'paid')
      .begin()
    await expect(history.replay.feed(history.events)).rejects.toMatchObject({ code: 'CACHE_STALE' })
  })

  it('does not count for the marker limit of side effects', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const refused = yield* allSettled([1, 2, 3].map(() => charge(long)))
      return [refused.length, yield* sideEffect(() => 7)]
    })
    const history = new ReplayedHistory(program, undefined, { limits: { markers: 1 } })
    expect((await history.task()).map(one => one.split(' ').slice(0, 2).join(' '))).toEqual([
      'mark r1.1.1',
      'mark r1.2.1',
      'mark r1.3.1',
      'mark s2',
      'complete [3,7]',
    ])
  })

  it('of an operation with an own id leaves the id free', async () => {
    const mine = charge.with({ id: 'mine' })
    const program = workflow({ name: 'w' }, async function* () {
      for (const value of [long, long, 'short']) {
        try {
          return yield* mine(value)
        } catch {
          continue
        }
      }
      return undefined
    })
    const history = new ReplayedHistory(program)
    const decided = await history.task()
    expect(decided.map(one => one.split(' ').slice(0, 2).join(' '))).toEqual([
      'mark r1',
      'mark r2',
      'schedule mine',
    ])
    history.completed('mine', 'paid')
    expect(await history.task()).toEqual(['complete "paid"'])
  })

  it('has the line of its yield* in a traced replay', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* charge(long)
    })
    const history = new ReplayedHistory(program, undefined, { trace: true })
    await expect(history.task()).rejects.toThrow(
      /PayloadTooLongError: .* \(.*refused-values\.test\.ts:\d+:\d+\)/,
    )
  })
})

describe('a value whose refusal is known late', () => {
  it('is thrown at the yield* even if its operation was created in an earlier task', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const asked = charge(long)
      yield* sleep('1s')
      try {
        return yield* asked
      } catch (error) {
        return failedWith(error)
      }
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('1').begin()
    const kept = await history.decide()
    expect(kept.map(({ decisionType }) => decisionType)).toEqual([
      'RecordMarker',
      'CompleteWorkflowExecution',
    ])
    expect((await history.everyWay()).decisions).toEqual(kept)
  })

  it('is thrown at the start of a later task if an older decider could not send it', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const settled = yield* allSettled([charge('a'), charge(long), cancelExternal(longRun)])
      return settled.map(one => (one.status === 'rejected' ? failedWith(one.reason) : one.value))
    })
    const older = new ReplayedHistory(program, undefined, { limits: { verdicts: false, decisions: 3 } })
    older.begin()
    const [first] = await older.decide()
    older.complete([first!]).completed('1.1.1', 'paid').begin() // the others are cut off
    const present = new ReplayedHistory(program, undefined, { limits: { decisions: 3 } }).fresh()
    await present.feed(older.events)
    const decisions = await present.decisions()
    older.complete(decisions)
    expect(present.report().ended).toEqual({ result: ['paid', 'PAYLOAD_TOO_LONG', 'DEFINITION_INVALID'] })
    const again = new ReplayedHistory(program).fresh()
    await again.feed(older.events)
    expect(await again.decisions()).toEqual([])
    expect(again.report().ended).toEqual({ result: ['paid', 'PAYLOAD_TOO_LONG', 'DEFINITION_INVALID'] })
  })
})

/** Decides as a worker does whose pipeline makes each payload three times as long. */
async function encoded(history: ReplayedHistory, program: AnyWorkflow, options: Partial<ReplayOptions> = {}) {
  const replay = new ReplayedHistory(program, undefined, {
    limits: { payload: Infinity, ...options.limits },
    ...options,
  }).fresh()
  await replay.feed(history.events)
  let decisions = await replay.decisions()
  for (let attempts = 1; ; attempts++) {
    const tooLong = new Map<Decision, number>()
    for (const decision of decisions) {
      const length = 3 * (payloadOf(decision)?.length ?? 0)
      if (length > 32_768) tooLong.set(decision, length)
    }
    if (tooLong.size === 0) return { decisions, attempts, report: replay.report() }
    decisions = await replay.refuse(tooLong)
  }
}

function payloadOf(decision: Decision): string | undefined {
  const attributes = Object.values(decision).find(value => typeof value === 'object') as
    | { input?: string; result?: string; details?: string }
    | undefined
  return attributes?.input ?? attributes?.result ?? attributes?.details
}

describe('a payload that a pipeline makes too long', () => {
  const grows = 'x'.repeat(12_000)

  it.each(Object.entries(carriers))(
    'as %s is thrown at its yield*, and replays without a pipeline',
    async (_, of) => {
      const program = catching(() => of(grows as never))
      const history = new ReplayedHistory(program)
      history.begin()
      const { decisions } = await encoded(history, program)
      expect(decisions.map(({ decisionType }) => decisionType)).toEqual([
        'RecordMarker',
        'ScheduleActivityTask',
      ])
      const { length } = JSON.parse(payloadOf(decisions[0]!)!) as { length: number }
      expect([length > 36_000, length < 37_000]).toEqual([true, true])
      const { activityId } = decisions[1]!.scheduleActivityTaskDecisionAttributes!
      history.complete(decisions).completed(activityId!).begin()
      const replay = new ReplayedHistory(program).fresh()
      await replay.feed(history.events)
      await replay.decisions()
      expect(replay.report().ended).toEqual({
        result: expect.stringMatching(/^PAYLOAD_TOO_LONG: /) as string,
      })
    },
  )

  it('is refused one by one, with each side effect run once and each line logged once', async () => {
    let run = 0
    const lines: string[] = []
    const program = workflow({ name: 'w' }, async function* () {
      const first = yield* sideEffect(() => ++run)
      for (let size = 40_000; ; size = Math.floor(size / 2)) {
        yield* log.info(`tries ${size}`)
        try {
          return yield* charge('x'.repeat(size) + first)
        } catch {
          yield* log.info(`${size} is too long`)
        }
      }
    })
    const history = new ReplayedHistory(program)
    history.begin()
    const { decisions, attempts } = await encoded(history, program, {
      log: (_, message) => lines.push(message),
    })
    expect(attempts).toBe(3)
    expect(decisions.map(({ recordMarkerDecisionAttributes: marker }) => marker?.markerName)).toEqual([
      's1',
      'r2',
      'r3',
      undefined,
    ])
    expect(run).toBe(1)
    expect(lines).toEqual([
      'tries 40000',
      '40000 is too long',
      'tries 20000',
      '20000 is too long',
      'tries 10000',
    ])
  })

  it('is refused at each yield* that asks for it, if several have the same input', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const large = 'x'.repeat(30_000)
      const outcomes = yield* allSettled([charge(large), charge(large), charge('small')])
      return outcomes.map(({ status }) => status)
    })
    const history = new ReplayedHistory(program)
    history.begin()
    const { decisions, attempts } = await encoded(history, program)
    expect(attempts).toBe(2)
    expect(
      decisions.map(
        ({ recordMarkerDecisionAttributes: marker, scheduleActivityTaskDecisionAttributes: activity }) =>
          marker?.markerName ?? activity?.activityId,
      ),
    ).toEqual(['r1.1.1', 'r1.2.1', '1.3.1'])
  })

  it('is refused at the start of the task that first sends it', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const settled = yield* allSettled([charge('a'), charge('b'), charge(grows), charge('c')])
      return settled.map(({ status }) => status)
    })
    const limits = { payload: Infinity, decisions: 3, openActivities: 2 }
    const history = new ReplayedHistory(program)
    history.begin()
    history.complete((await encoded(history, program, { limits })).decisions)
    history.completed('1.1.1').begin()
    const { decisions } = await encoded(history, program, { limits })
    expect(decisions.map(one => one.decisionType)).toEqual(['RecordMarker', 'ScheduleActivityTask'])
    history.complete(decisions).completed('1.2.1').completed('1.4.1').begin()
    const replay = new ReplayedHistory(program).fresh()
    await replay.feed(history.events)
    await replay.decisions()
    expect(replay.report().ended).toEqual({ result: ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'] })
  })

  it('is refused at a further attempt, which may have another codec', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* charge.with({ retry: { maximumAttempts: 2, initialInterval: '1s' } })(grows)
      } catch (error) {
        return failedWith(error)
      }
      return undefined
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1', 'Busy')
    await history.task()
    history.fired('1~1').begin()
    const { decisions, report } = await encoded(history, program)
    expect(report.ended).toEqual({ result: 'PAYLOAD_TOO_LONG' })
    history.complete(decisions)
    const replay = history.fresh()
    await replay.feed(history.events)
    expect(await replay.decisions()).toEqual([])
  })

  it('is a runaway if the program never stops asking', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      for (let attempt = 0; ; attempt++) {
        try {
          return yield* charge(grows + attempt)
        } catch {
          continue
        }
      }
    })
    const history = new ReplayedHistory(program)
    history.begin()
    await expect(encoded(history, program)).rejects.toMatchObject({ code: 'WORKFLOW_RUNAWAY' })
  })

  it('holds the execution as its result', async () => {
    const program = workflow({ name: 'w' }, function* () {
      yield* []
      return grows
    })
    const history = new ReplayedHistory(program)
    history.begin()
    await expect(encoded(history, program)).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LONG' })
  })
})

it('the length of a child’s input counts as it is sent, even if it looks like the envelope of a new run', async () => {
  const lookalike = child.bind(undefined, { ...other, serializer: text } as never) as never as (
    input: string,
  ) => Operation<unknown>
  const input = `{"reyield":1,"input":"${'x'.repeat(32_735)}"`
  const history = new ReplayedHistory(catching(() => lookalike(input)))
  const [marked] = await history.task()
  expect(marked).toMatch(/^mark r1 .*PAYLOAD_TOO_LONG/)
})

describe('unread signals that are too large for continueAsNew', () => {
  const signals = (history: ReplayedHistory, count: number, size: number, signalName = 'note') => {
    for (let at = 0; at < count; at++) {
      history.record('WorkflowExecutionSignaled', {
        signalName,
        input: superjson.serialize('x'.repeat(size)),
      })
    }
  }
  const rounds = workflow({ name: 'w' }, async function* () {
    yield* sleep('1s')
    try {
      yield* continueAsNew('next')
    } catch (error) {
      if (!isReyieldError(error, 'PAYLOAD_TOO_LONG')) throw error // thrown by the new run
      const { length } = yield* note.drain()
      yield* continueAsNew(`${length} drained: ${error.message}`)
    }
  })

  it('are named in the error', async () => {
    const history = new ReplayedHistory(rounds)
    await history.task()
    signals(history, 2, 20_000)
    signals(history, 1, 10, 'other')
    history.fired('1').begin()
    const decisions = await history.decide()
    expect((await history.everyWay()).decisions).toEqual(decisions)
    expect(decisions.map(one => one.recordMarkerDecisionAttributes?.markerName)).toEqual([
      'r~continueAsNew.1',
      undefined,
    ])
    const { input } = decisions[1]!.continueAsNewWorkflowExecutionDecisionAttributes!
    expect(JSON.parse(input!)).toMatchObject({
      input: expect.stringContaining(
        "2 drained: The input of continueAsNew with the unread signals 'note' (2 times), 'other' has 40",
      ) as string,
      signals: [{ name: 'other' }],
    })
  })

  it('hold the execution if they came after it', async () => {
    const history = new ReplayedHistory(rounds)
    await history.task()
    history.fired('1')
    signals(history, 2, 20_000)
    history.begin()
    const message =
      /^The input of continueAsNew with the unread signals 'note' \(2 times\) has 40\d+ characters/
    await expect(history.decide()).rejects.toThrow(message)
    await expect(
      history
        .fresh()
        .feed(history.events)
        .then(() => history.everyWay()),
    ).rejects.toThrow(message)
  })

  it('are counted after the pipeline', async () => {
    const history = new ReplayedHistory(rounds)
    await history.task()
    signals(history, 2, 6000)
    history.fired('1').begin()
    const { decisions } = await encoded(history, rounds)
    expect(decisions.map(one => one.recordMarkerDecisionAttributes?.markerName)).toEqual([
      'r~continueAsNew.1',
      undefined,
    ])
  })

  it('hold the execution if they came after it and a pipeline makes them too long', async () => {
    const history = new ReplayedHistory(rounds)
    await history.task()
    history.fired('1')
    signals(history, 2, 6000)
    history.begin()
    await expect(encoded(history, rounds)).rejects.toThrow(/unread signals 'note' \(2 times\) has/)
  })
})

describe('an activity with a serializer of its own', () => {
  it('is named in the error', async () => {
    const printed = charge.with({ serializer: text })
    const program = workflow({ name: 'w' }, async function* () {
      yield* printed({ order: 7 })
    })
    await expect(new ReplayedHistory(program).task()).rejects.toMatchObject({
      cause: {
        message:
          "The input of activity 'charge' (id '1') can't be written: the serializer 'text' refuses $: a string was expected, not an object",
      },
    })
  })

  it('is refused for any error of its serializer, without the error’s text', async () => {
    const strict = charge.with({
      serializer: {
        ...superjson,
        name: 'strict',
        serialize(value) {
          throw new RangeError(`no ${String(value)}`)
        },
      },
    })
    const program = workflow({ name: 'w' }, async function* () {
      yield* strict('secret')
    })
    await expect(new ReplayedHistory(program).task()).rejects.toMatchObject({
      cause: {
        code: 'PAYLOAD_UNSERIALIZABLE',
        message:
          "The input of activity 'charge' (id '1') can't be written: the serializer 'strict' refuses $: it threw RangeError",
      },
    })
  })
})
