import { activities, all, patched, sideEffect, sleep, workflow, type AnyWorkflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { BookingWorkflow } from '../../../examples/04-booking/workflows.ts'
import { ReplayedHistory } from '../../replay/test/replayed-history.ts'
import { replayerOf } from '../src/index.ts'
import { bookingRun } from './booking.ts'

const { charge, pay } = activities<{ charge(of: number): string; pay(of: number): string }>({
  startToClose: '5m',
})
const execution = { workflowId: 'history', runId: 'run/1=' }
let evaluated = 0
const options = { name: 'order', executionStartToClose: '1 day' } as const
function* steps() {
  yield* charge(1)
  yield* sideEffect(() => ++evaluated)
  yield* sleep('1h')
  return yield* charge(2)
}
const order = workflow(options, steps)

/** Charged, slept, and charged again: three decision tasks, the last one open. */
async function recorded() {
  const past = new ReplayedHistory(order)
  past.events[0]!.workflowExecutionStartedEventAttributes!.workflowType = { name: 'order', version: '1.0' }
  await past.task() // 3: started, 5: the activity
  past.completed('1', 'x')
  await past.task() // 8: started, 10: the marker, 11: the timer
  past.fired('3').begin() // 14: started
  return { execution, events: past.events }
}

const check = async (definition: AnyWorkflow, guards?: 'off') =>
  replayerOf([definition], guards === undefined ? {} : { guards }).check(await recorded())

describe('check', () => {
  it('finds nothing in a history that the code has made, and counts its decision tasks', async () => {
    expect(await check(order)).toEqual({ decisionTasks: 3, error: undefined })
    expect(await replayerOf([BookingWorkflow]).check(await bookingRun())).toEqual({
      decisionTasks: 9,
      error: undefined,
    })
  })

  it('does not run a side effect whose value is recorded', async () => {
    const run = await recorded()
    const before = evaluated
    await replayerOf([order]).check(run)
    expect(evaluated).toBe(before)
  })

  it('decides a task afresh if a replay in memory lacks inputs of operations that were not recorded at once', async () => {
    const split = workflow(options, function* () {
      yield* charge(1)
      yield* sideEffect(() => 0)
      yield* all([charge(2), charge(3)])
    })
    const past = new ReplayedHistory(split)
    past.events[0]!.workflowExecutionStartedEventAttributes!.workflowType = { name: 'order', version: '1.0' }
    await past.task()
    past.completed('1', 'x').begin()
    past.complete((await past.decide()).slice(0, 2)) // a decider with a smaller limit: the second activity isn't recorded
    past.record('WorkflowExecutionSignaled', { signalName: 'go' })
    past.begin()
    const run = { execution, events: past.events }
    expect(await replayerOf([split]).check(run)).toEqual({ decisionTasks: 3, error: undefined })
  })

  it('reports changed code with a diff and its source lines, and the event', async () => {
    const changed = workflow(options, function* () {
      yield* pay(1)
    })
    const { error, decisionTasks } = await check(changed)
    expect(decisionTasks).toBe(3)
    expect(error).toMatchObject({ code: 'NON_DETERMINISM', eventId: 5 })
    expect(error!.message).toMatch(
      /^Workflow 'order' doesn't do what its history records\n- history: event 5 ActivityTaskScheduled id '1' charge 1\.0\n\+ program: .* pay 1\.0 .*\n.*\n +at .*check\.test\.ts:\d+:\d+/,
    )
  })

  it('accepts a change behind a patch', async () => {
    const changed = workflow(options, function* () {
      yield* charge(1)
      yield* sideEffect(() => 0)
      yield* sleep('1h')
      if (yield* patched('pays')) return yield* pay(2)
      return yield* charge(2)
    })
    expect(await check(changed)).toEqual({
      decisionTasks: 3,
      error: undefined,
      patches: [{ id: 'pays', wentOldWay: false }],
    })
  })

  it.each<[string, () => Generator<unknown, unknown>, string, number]>([
    [
      'a bug in the open decision task',
      function* () {
        yield* charge(1)
        yield* sideEffect(() => 0)
        yield* sleep('1h')
        throw new TypeError('x is undefined')
      },
      'WORKFLOW_HELD',
      3,
    ],
    [
      'an operation that is never yielded',
      function* () {
        charge(1)
        yield* []
      },
      'NON_DETERMINISM',
      3,
    ],
    [
      'a call that returns something else in every replay',
      function* () {
        Date.now()
        yield* charge(1)
      },
      'NONDETERMINISTIC_CALL',
      3,
    ],
  ])('reports %s', async (_, run, code, tasks) => {
    const { error, decisionTasks } = await check(workflow(options, run))
    expect([error?.code, decisionTasks]).toEqual([code, tasks])
    const hasLine = /check\.test\.ts:\d+/.test(error!.message)
    expect(hasLine).toBe(code !== 'NON_DETERMINISM') // there the program asks for nothing
  })

  it('lets nondeterministic calls pass without guards', async () => {
    const calling = workflow(options, function* () {
      Date.now()
      return yield* steps()
    })
    expect(await check(calling, 'off')).toEqual({ decisionTasks: 3, error: undefined })
  })

  it('reports a history of another type, and one that is no history', async () => {
    const run = await recorded()
    expect(await replayerOf([]).check(run)).toEqual({
      decisionTasks: 0,
      error: {
        code: 'DEFINITION_MISSING',
        message:
          "The history is of workflow type order 1.0, which isn't among the given workflows (none). Pass the workflow that its deciders serve",
        eventId: undefined,
      },
    })
    expect(await replayerOf([order]).check({ events: [] })).toMatchObject({
      error: { code: 'HISTORY_INVALID' },
    })
    expect(
      await replayerOf([order]).check({
        execution,
        events: run.events.filter(({ eventId }) => eventId !== 4),
      }),
    ).toMatchObject({ error: { code: 'HISTORY_INVALID' } })
  })
})
