import { text } from '@reyield/data'
import {
  activities,
  activity,
  all,
  cancelExternal,
  child,
  continueAsNew,
  info,
  lambda,
  patched,
  race,
  retry,
  sideEffect,
  signal,
  signalExternal,
  sleep,
  workflow,
  type AnyWorkflow,
  type Operation,
} from '@reyield/workflow'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadHistory } from '../history/load-history.ts'
import { historyLines } from './history-lines.ts'
import {
  decide,
  failing,
  history,
  refused,
  mock,
  run,
  send,
  type History,
  type HistoryOptions,
} from '@reyield/testing'

interface Impl {
  charge(order: { id: string }): Promise<string>
  pack(): Promise<void>
}
const { charge, pack } = activities<Impl>({ startToClose: '5m' })
const flaky = activity<number, string>('flaky', {
  startToClose: '5m',
  version: '2.0',
  taskList: 'others',
  retry: { maximumAttempts: 3 },
})
const approved = signal<{ by: string }>('approved')
const ship = workflow({ name: 'ship', executionStartToClose: '1h' }, function* (_: number) {
  yield* []
})
const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '1 day' },
  async function* (of: { id: string }) {
    const receipt = yield* charge(of)
    const answer = yield* race({ approved, late: sleep('2h') })
    if (answer.winner === 'late') throw new RangeError('too late')
    return { receipt, by: answer.value.by }
  },
)

/** A history that ends after the workflow has asked for an operation. */
const asking = async (operation: () => Operation<unknown>, options?: HistoryOptions) => {
  const asks = workflow({ name: 'asks', executionStartToClose: '1 day' }, function* () {
    yield* operation()
  })
  return (await decide(asks, history(asks, options).started())).next
}

describe('historyLines', () => {
  it('shows the events, and below them the decisions', async () => {
    const ran = await run(
      order,
      { id: '7' },
      {
        activities: { charge: async () => 'receipt' },
        signals: [send(approved, { by: 'ann' })],
      },
    )
    expect(historyLines(ran)).toEqual([
      "order started with { id: '7' }",
      "  schedule charge({ id: '7' })",
      "charge({ id: '7' }) completed: 'receipt'",
      '  start timer of 2h',
      "signal 'approved': { by: 'ann' }",
      "  complete with { by: 'ann', receipt: 'receipt' }",
    ])
  })

  it('shows attempts, chosen ids, versions, task lists, side effects and patches', async () => {
    const many = workflow({ name: 'many', executionStartToClose: '1 day' }, async function* () {
      yield* sideEffect(() => new Date(0))
      if (yield* patched('fair')) yield* charge.with({ id: 'payment' })({ id: '7' })
      yield* all([flaky(1), pack()])
      yield* sideEffect(() => {
        throw new RangeError('no')
      })
    })
    const ran = await run(many, undefined, {
      activities: [
        mock(charge, async () => 'receipt'),
        mock(flaky, failing(new RangeError('busy'), { times: 1, then: async () => 'ok' })),
        mock(pack, async () => undefined),
      ],
    })
    expect(historyLines(ran)).toEqual([
      'many started',
      '  record a side effect: 1970-01-01T00:00:00.000Z',
      "  record patch 'fair'",
      "  schedule charge({ id: '7' }) 'payment'",
      "charge({ id: '7' }) 'payment' completed: 'receipt'",
      "  schedule flaky@2.0(1) on 'others'",
      '  schedule pack()',
      'flaky@2.0(1) failed: RangeError: busy',
      '  start timer before attempt 2 of flaky@2.0(1)',
      'pack() completed',
      '  nothing',
      'timer before attempt 2 of flaky@2.0(1) fired',
      "  schedule flaky@2.0(1) on 'others', attempt 2",
      "flaky@2.0(1) completed: 'ok'",
      '  record a side effect: [RangeError: no]',
      '  fail with RangeError: no',
    ])
  })

  it('shows events that arrived during a decision task below its decisions, and refused decisions', async () => {
    const begun = history(order)
      .started({ id: '7' })
      .scheduled('1', charge, { id: '7' })
      .completed(charge, 'r')
    const { next } = await decide(order, begun)
    const closing = next.signaled(approved, { by: 'ann' }).decisionStarted().signaled('late', 1)
    const { raw } = await decide(order, closing)
    const recorded = closing.decided(raw).decisionTimedOut()
    expect(historyLines((await decide(order, recorded)).next).slice(4)).toEqual([
      "signal 'approved': { by: 'ann' }",
      '  complete: refused, UNHANDLED_DECISION',
      "signal 'late': 1 (while it was deciding)",
      'decision task timed out',
      "  complete with { by: 'ann', receipt: 'r' }",
    ])
  })

  it.each<[string, () => Operation<unknown>, (recorded: History) => History, string[]]>([
    [
      'a failure',
      () => charge({ id: '7' }),
      recorded => recorded.failed(charge, new RangeError('no')),
      ["charge({ id: '7' }) failed: RangeError: no"],
    ],
    [
      'causes',
      () => pack(),
      recorded => recorded.failed(pack, new Error('a', { cause: new Error('b') })),
      ['pack() failed: Error: a (cause: Error: b)'],
    ],
    [
      "another program's failure",
      () => pack(),
      recorded => recorded.failed(pack, { reason: 'OOM' }),
      ['pack() failed: OOM'],
    ],
    [
      'a timeout',
      () => pack(),
      recorded => recorded.timedOut(pack, 'START_TO_CLOSE', 'half'),
      ["pack() timed out, START_TO_CLOSE: 'half'"],
    ],
    [
      'a canceled activity',
      () => race([pack(), approved]),
      recorded =>
        recorded.signaled(approved, { by: 'x' }).activityCancelRequested('1.1.1').activityCanceled('1.1.1'),
      ["signal 'approved': { by: 'x' }", '  request cancel of pack()', 'pack() canceled'],
    ],
    [
      'a child',
      () => child(ship, 3),
      recorded => recorded.child(ship).completed(),
      ['child ship(3) started', 'child ship(3) completed'],
    ],
    [
      'a child with an id of its own',
      () => child(ship, 3, { workflowId: 'ship-7' }),
      recorded => recorded.child(ship).failed(new RangeError('no')),
      ["child ship(3) 'ship-7' started", "child ship(3) 'ship-7' failed: RangeError: no"],
    ],
    [
      'a child that times out',
      () => child(ship, 3),
      recorded => recorded.child(ship).timedOut(),
      ['child ship(3) started', 'child ship(3) timed out'],
    ],
    [
      'a child that is canceled',
      () => child(ship, 3),
      recorded => recorded.child(ship).canceled(),
      ['child ship(3) started', 'child ship(3) canceled'],
    ],
    [
      'a child that is terminated',
      () => child(ship, 3),
      recorded => recorded.child(ship).terminated(),
      ['child ship(3) started', 'child ship(3) terminated'],
    ],
    [
      'a child that does not start',
      () => child(ship, 3),
      recorded => recorded.child(ship).notStarted(),
      ['child ship(3) not started, WORKFLOW_ALREADY_RUNNING'],
    ],
    [
      'a signal to another execution',
      () => signalExternal({ workflowId: 'order-8' }, approved, { by: 'x' }),
      recorded => recorded.signalOut().delivered(),
      ["signal 'approved' to 'order-8' delivered"],
    ],
    [
      'a signal to an unknown execution',
      () => signalExternal({ workflowId: 'order-8' }, 'go'),
      recorded => recorded.signalOut().failed(),
      ["signal 'go' to 'order-8' not delivered, UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION"],
    ],
    [
      'a cancel request to another execution',
      () => cancelExternal({ workflowId: 'order-8' }),
      recorded => recorded.cancelOut().delivered(),
      ["cancel request to 'order-8' delivered"],
    ],
    [
      'a cancel request to an unknown execution',
      () => cancelExternal({ workflowId: 'order-8' }),
      recorded => recorded.cancelOut().failed(),
      ["cancel request to 'order-8' not delivered, UNKNOWN_EXTERNAL_WORKFLOW_EXECUTION"],
    ],
    [
      'a Lambda function',
      () => lambda('thumb', { a: 1 }),
      recorded => recorded.lambda().completed(4),
      ['Lambda function thumb({ a: 1 }) completed: 4'],
    ],
    [
      'a Lambda function that fails',
      () => lambda('thumb'),
      recorded => recorded.lambda().failed('Unhandled'),
      ['Lambda function thumb() failed: Unhandled'],
    ],
    [
      'a Lambda function that times out',
      () => lambda('thumb'),
      recorded => recorded.lambda().timedOut(),
      ['Lambda function thumb() timed out'],
    ],
    [
      'a Lambda function that is not called',
      () => lambda('thumb'),
      recorded => recorded.lambda().notStarted(),
      ['Lambda function thumb() not started, ASSUME_ROLE_FAILED'],
    ],
    ['a cancel request', () => pack(), recorded => recorded.cancelRequested(), ['cancel requested']],
    [
      'a termination',
      () => pack(),
      recorded => recorded.terminated('by hand'),
      ['execution terminated: by hand'],
    ],
    [
      'the execution’s timeout',
      () => pack(),
      recorded => recorded.executionTimedOut(),
      ['execution timed out'],
    ],
  ])('shows %s', async (_, operation, step, lines) => {
    const begun = await asking(operation)
    expect(historyLines(step(begun)).slice(historyLines(begun).length)).toEqual(lines)
  })

  it('shows refused decisions', () => {
    const schedule = {
      decisionType: 'ScheduleActivityTask',
      scheduleActivityTaskDecisionAttributes: {
        activityId: 'own',
        activityType: { name: 'pack', version: '1.0' },
        input: '{"json":1}',
      },
    } as const
    const recorded = history(order)
      .started({ id: '7' })
      .decided(refused(schedule, 'ACTIVITY_TYPE_DEPRECATED'), schedule, schedule, {
        decisionType: 'CancelTimer',
        cancelTimerDecisionAttributes: { timerId: '1' },
      })
    expect(historyLines(recorded).slice(1)).toEqual([
      "  schedule pack 'own': refused, ACTIVITY_TYPE_DEPRECATED",
      "  schedule pack(1) 'own'",
      "  schedule pack 'own': refused, ACTIVITY_ID_ALREADY_IN_USE",
      '  cancel timer: refused, TIMER_ID_UNKNOWN',
    ])
  })

  it.each<[string, () => Operation<unknown>, string]>([
    ['a child', () => child(ship, 3, { taskList: 'ships' }), "start child ship(3) on 'ships'"],
    ['a signal', () => signalExternal({ workflowId: 'o' }, 'go', 1), "send signal 'go' to 'o': 1"],
    ['a cancel request', () => cancelExternal({ workflowId: 'o' }), "send cancel request to 'o'"],
    ['a Lambda function', () => lambda('thumb', { a: 1 }), 'call Lambda function thumb({ a: 1 })'],
    ['a new run', () => continueAsNew({ round: 2 }), 'continue as new with { round: 2 }'],
  ])('shows that %s is requested', async (_, operation, line) => {
    expect(historyLines(await asking(operation))).toEqual(['asks started', `  ${line}`])
  })

  it('shows all runs of one that continues as new, and what each passes on', async () => {
    const counting = workflow(
      { name: 'counting', executionStartToClose: '1 day' },
      async function* (n: number) {
        yield* sleep('1h')
        if (n === 2) return yield* approved
        yield* continueAsNew(n + 1)
        return undefined
      },
    )
    const ran = await run(counting, 1, { signals: [send(approved, { by: 'ann' }, { after: '1m' })] })
    expect(historyLines(ran)).toEqual([
      'counting started with 1',
      '  start timer of 1h',
      "signal 'approved': { by: 'ann' }",
      '  nothing',
      'timer of 1h fired',
      "  continue as new with 2, carrying signal 'approved': { by: 'ann' }",
      "counting started with 2, carrying signal 'approved': { by: 'ann' }",
      '  start timer of 1h',
      'timer of 1h fired',
      "  complete with { by: 'ann' }",
    ])
  })

  it('shows the ids of a loaded history, and payloads that cannot be decoded', () => {
    const json = {
      events: [
        [
          'WorkflowExecutionStarted',
          { workflowType: { name: 'w', version: '2' }, input: 'raw', taskList: { name: 'l' } },
        ],
        ['DecisionTaskScheduled', {}],
        ['DecisionTaskStarted', {}],
        [
          'DecisionTaskCompleted',
          { startedEventId: 3, executionContext: '{"reyield":1,"status":"{\\"json\\":\\"packing\\"}"}' },
        ],
        ['MarkerRecorded', { markerName: 'mine', details: 'x' }],
        ['WorkflowExecutionSignaled', { signalName: 'go' }],
        ['DecisionTaskScheduled', {}],
        ['DecisionTaskStarted', {}],
        [
          'DecisionTaskCompleted',
          {
            startedEventId: 8,
            executionContext: '{"reyield":1,"error":{"code":"NON_DETERMINISM","message":"…"}}',
          },
        ],
        ['TimerStarted', { timerId: '~retry', startToFireTimeout: '60' }],
      ].map(([eventType, attributes], index) => ({
        eventId: index + 1,
        eventTimestamp: index,
        eventType,
        [`${(eventType as string)[0]!.toLowerCase()}${(eventType as string).slice(1)}EventAttributes`]:
          attributes,
      })),
    }
    const lines = [
      "w@2 started with 'raw'",
      "  status: 'packing'",
      "  record marker 'mine': 'x'",
      "signal 'go'",
      "  can't be decided, NON_DETERMINISM",
    ]
    expect(historyLines(loadHistory(json))).toEqual(lines)
    expect(historyLines(loadHistory(json).events, { serializer: text })[1]).toBe(
      String.raw`  status: '{"json":"packing"}'`,
    )
  })

  it('rejects values that are not histories', () => {
    expect(() => historyLines({} as never)).toThrow(expect.objectContaining({ code: 'HISTORY_INVALID' }))
    expect(() => historyLines(run(order, { id: '7' }) as never)).toThrow('Did you forget await?')
    const putOff = history(order).started({ id: '7' }).completed(charge, 'receipt')
    expect(() => historyLines(putOff)).toThrow(expect.objectContaining({ code: 'HISTORY_UNDECIDED' }))
  })
})

describe('equal scenarios', () => {
  it('have the same lines at other times, in another run, and after an inserted step', async () => {
    const lines = async (options: HistoryOptions, more: boolean) => {
      const definition = workflow({ name: 'changing', executionStartToClose: '30 days' }, async function* () {
        if (more) yield* pack()
        const { runId } = yield* info()
        yield* all([child(ship, 1), charge({ id: runId }), sleep('1h')])
        yield* flaky(1)
      })
      const recorded = await continuedFrom(definition, history(definition, options).started())
      return historyLines(recorded)
    }
    const base = await lines({}, false)
    const elsewhere = { execution: { workflowId: 'other', runId: '22=/+' }, start: new Date(0), step: '7m' }
    expect(await lines(elsewhere, false)).toEqual(base)
    expect(base).toContain("  schedule charge({ id: '<run id>' })")
    expect(await lines(elsewhere, true)).toEqual([
      'changing started',
      '  schedule pack()',
      "pack() completed: 'ok'",
      ...base.slice(1),
    ])
  })

  it('have the same lines for any workflow (property)', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(items, { maxLength: 5 }),
        fc.base64String({ minLength: 8 }),
        fc.nat(1e6),
        async (of, runId, step) => {
          const lines = async (program: readonly Item[], options: HistoryOptions) =>
            historyLines(await continuedFrom(does(program), history(does(program), options).started(1)))
          const base = await lines(of, {})
          const execution = { workflowId: 'w-1', runId }
          expect(await lines(of, { execution, step, start: new Date(1e12) })).toEqual(base)
          expect((await lines(['activity', ...of], { execution })).slice(-base.length + 1)).toEqual(
            base.slice(1),
          )
        },
      ),
      { numRuns: 60 },
    ))
})

type Item = 'activity' | 'flaky' | 'timer' | 'all' | 'race' | 'child' | 'sideEffect' | 'retry' | 'fail'
const items = fc.constantFrom<Item>(
  'activity',
  'flaky',
  'timer',
  'all',
  'race',
  'child',
  'sideEffect',
  'fail',
)

const operations: Readonly<Record<Item, () => Operation<unknown>>> = {
  activity: () => pack(),
  flaky: () => flaky(-1),
  timer: () => sleep('1h'),
  all: () => all([flaky(1), sleep('1m'), child(ship, 1)]),
  race: () => race([sleep('1 day'), pack()]),
  child: () => child(ship, 2),
  sideEffect: () => sideEffect(() => 5),
  retry: () => retry(() => pack(), { maximumAttempts: 2 }),
  fail: () => charge({ id: 'fail' }),
}

const does = (program: readonly Item[]) =>
  workflow({ name: 'w', executionStartToClose: '365 days' }, async function* (_: number) {
    for (const item of program) yield* operations[item]()
  })

/** Everything that the workflow asks for succeeds, except operations that are meant to fail. */
async function continuedFrom(definition: AnyWorkflow, begun: History): Promise<History> {
  let recorded = begun
  for (;;) {
    const { next, waiting, ended } = await decide(definition, recorded)
    if (ended !== undefined) return next
    const { kind, id, input } = waiting[0]!
    const failing = input === -1 || (input as { id?: string } | undefined)?.id === 'fail'
    if (kind === 'timer') recorded = next.timerFired()
    else if (kind === 'child') recorded = next.child(id).completed()
    else recorded = failing ? next.activityFailed(id, new Error('busy')) : next.activityCompleted(id, 'ok')
    if (kind === 'activity' && failing) {
      const after = await decide(definition, recorded)
      if (after.next.open.some(what => what.includes('~'))) recorded = after.next.timerFired()
    }
  }
}
