import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExecutionKey } from '../src/machine/keys.ts'
import type { Transaction } from '../src/machine/transaction.ts'
import { cancelExternal, child, complete, schedule, signalExternal, World } from './local-world.ts'
import { plain, stateOf } from './plain-state.ts'
import { livedThrough, step } from './random-worlds.ts'
import type { Step, Tokens } from './random-worlds.ts'

const DAY = 24 * 3600 * 1000

/** A log from which rows are removed as compaction does it: those of a group in order, groups in any order. */
class CompactedLog {
  readonly #world: World
  readonly #removed = new Set<number>()
  readonly #groups: number[][] = []
  #draw = 7

  constructor(world: World) {
    this.#world = world
  }

  /** Removes so many rows of those that the log doesn't need any longer; returns how many there were. */
  remove(count: number): number {
    for (const group of this.#world.machine.obsolete()) this.#groups.push([...group])
    let done = 0
    for (; done < count && this.#groups.length > 0; done++) {
      this.#draw = (this.#draw * 1_103_515_245 + 12_345) % 2 ** 31
      const index = this.#draw % this.#groups.length
      const group = this.#groups[index]!
      const seq = group.shift()!
      if (group.length === 0) this.#groups.splice(index, 1)
      expect(seq).toBeLessThan(this.#world.log.length)
      expect(this.#removed.has(seq)).toBe(false)
      this.#removed.add(seq)
    }
    return done
  }

  /** The rows that are left. */
  get rows(): Transaction[] {
    return this.#world.log.filter(({ seq }) => !this.#removed.has(seq))
  }
}

/** Steps in a world in which executions live for a month and retention, a week, passes again and again. */
const longStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: step },
  {
    weight: 1,
    arbitrary: fc.constantFrom(0.5, 3, 7, 8).map(days => (world: World) => world.pass(days * DAY)),
  },
)

/** All that clients can learn of a world, and what it does from then on. */
function learned(world: World): unknown {
  const filter = { oldestDate: 0 }
  const all = () => {
    const open = world.call('ListOpenWorkflowExecutions', { domain: 'd', startTimeFilter: filter })
    const closed = world.call('ListClosedWorkflowExecutions', { domain: 'd', closeTimeFilter: filter })
    return [open, closed].map(({ executionInfos }) =>
      executionInfos.map(({ execution }) => [
        world.describe(execution as never),
        world.call('GetWorkflowExecutionHistory', { domain: 'd', execution: execution }),
      ]),
    )
  }
  const before = all()
  const ready = [...world.machine.ready()]
  const invocations = world.machine.invocations()
  const polled: unknown[] = []
  for (const list of ['flows', 'acts', 'host']) {
    for (const poll of [() => world.decisionTask({ list }), () => world.activityTask({ list })]) {
      let task = poll()
      for (; task.startedEventId > 0; task = poll()) polled.push(task)
    }
  }
  world.pass(40 * DAY)
  return { before, ready, invocations, polled, after: all() }
}

test('a machine made from a compacted log has the state of one made from the whole log, and goes on in the same way', () => {
  let removed = 0
  let parts = 0
  const steps = fc.array(fc.tuple(longStep, fc.constantFrom(0, 0, 0, 1, 5, 1000)), {
    minLength: 50,
    maxLength: 150,
    size: 'max',
  })
  const more = fc.array(longStep, { maxLength: 30 })
  fc.assert(
    fc.property(steps, more, (all, rest) => {
      const world = new World().registered('2592000')
      const compacted = new CompactedLog(world)
      const tokens: Tokens = { decisions: [], activities: [] }
      for (const [one, count] of all) {
        one(world, tokens)
        removed += compacted.remove(count)
      }
      const rows = compacted.rows
      expect(plain(stateOf(rows))).toEqual(plain(stateOf(world.log)))
      const again = world.compacted(rows)
      again.machine.ready()
      world.machine.ready()
      const length = world.log.length
      const copies = { decisions: [...tokens.decisions], activities: [...tokens.activities] }
      for (const one of rest) one(world, tokens)
      for (const one of rest) one(again, copies)
      expect(learned(again)).toEqual(learned(world))
      const goes = (log: readonly Transaction[]) => log.filter(({ seq }) => seq > length)
      expect(goes(again.log)).toEqual(goes(world.log))
      parts++
    }),
    { numRuns: process.env['REYIELD_DEEP'] === '1' ? 3000 : 80 },
  )
  expect(removed).toBeGreaterThan(parts)
})

/** What a log needs to have, known from the log alone: what isn't about executions, and those that are still to be seen. */
function needed(log: readonly Transaction[]): Transaction[] {
  const state = stateOf(log)
  const lastHeartbeats = new Map<string, Transaction>()
  const lastExpiry = log.findLast(({ kind }) => kind === 'executions-expired')
  for (const one of log) {
    const { kind, key, data } = one
    if (kind !== 'heartbeat') continue
    const { scheduledEventId } = data as { scheduledEventId: number }
    const open = state.executions.get(parseExecutionKey(key).runId)?.activitiesByEvent.has(scheduledEventId)
    if (open === true) lastHeartbeats.set(`${scheduledEventId} ${key}`, one)
  }
  const heartbeats = new Set(lastHeartbeats.values())
  return log.filter(one => {
    if (/^(domain|workflow-type|activity-type)-/.test(one.kind)) return true
    if (one.kind === 'executions-expired') return one === lastExpiry
    if (one.kind === 'heartbeat') return heartbeats.has(one)
    return state.executions.has(parseExecutionKey(one.key).runId)
  })
}

test('a compaction may stop after any row', () => {
  let stops = 0
  fc.assert(
    fc.property(fc.array(longStep, { minLength: 40, maxLength: 80, size: 'max' }), steps => {
      const world = livedThrough(steps, '2592000')
      world.pass(8 * DAY)
      const compacted = new CompactedLog(world)
      const whole = plain(stateOf(world.log))
      for (; compacted.remove(1) > 0; stops++) {
        expect(plain(stateOf(compacted.rows))).toEqual(whole)
      }
      expect(needed(compacted.rows)).toEqual(compacted.rows)
    }),
    { numRuns: process.env['REYIELD_DEEP'] === '1' ? 500 : 25 },
  )
  expect(stops).toBeGreaterThan(0)
})

/** The same log without the rows of an execution, as compaction leaves it. */
const without = (world: World, workflowId: string) => {
  const compacted = new CompactedLog(world)
  expect(compacted.remove(Infinity)).toBeGreaterThan(0)
  const { rows } = compacted
  expect(rows.filter(({ key }) => parseExecutionKey(key).workflowId === workflowId)).toEqual([])
  return world.compacted(rows)
}

describe('an open execution does nothing twice when the other one is gone from the log:', () => {
  const long = { executionStartToCloseTimeout: '31536000' }

  test('a child is not started again', () => {
    const world = new World().started(long)
    world.decide([child('c', { taskList: { name: 'c' } })])
    world.decide([complete('r')], {}, { list: 'c' })
    world.pass(8 * DAY)
    const again = without(world, 'c')
    expect(again.machine.followUp(again.now)).toBe(undefined)
    expect(again.rows(1, world.latest('w'))).toEqual(world.rows(1, world.latest('w')))
  })

  test.each([
    ['a signal is not sent again', signalExternal('t')],
    ['a cancel is not requested again', cancelExternal('t')],
  ])('%s, not even to the next run of the workflow id', (_, decision) => {
    const world = new World().started(long)
    const sender = world.latest('w')
    world.start({ workflowId: 't', taskList: { name: 't' } })
    world.decide([decision])
    world.decide([complete()], {}, { list: 't' })
    world.pass(8 * DAY)
    const again = without(world, 't')
    again.start({ workflowId: 't', taskList: { name: 't' } })
    again.settle()
    expect(again.rows(1, again.latest('t')).map(([, type]) => type)).toEqual([
      'WorkflowExecutionStarted',
      'DecisionTaskScheduled',
    ])
    expect(again.rows(1, sender)).toEqual(world.rows(1, sender))
  })
})

test('of the heartbeats of an activity only the last one is needed, and none when it has ended', () => {
  const world = new World().started({ executionStartToCloseTimeout: '31536000' })
  world.decide([schedule('a', { heartbeatTimeout: '100' })])
  const { taskToken } = world.activityTask()
  const compacted = new CompactedLog(world)
  for (const details of ['1', '2', '3']) {
    world.pass(60_000)
    world.call('RecordActivityTaskHeartbeat', { taskToken, details })
  }
  expect(compacted.remove(Infinity)).toBe(2)
  const again = world.compacted(compacted.rows)
  expect(again.machine.nextDeadline()).toBe(world.now + 100_000)
  again.pass(100_000)
  expect(again.rows(7, world.latest('w'))[0]).toMatchObject([7, 'ActivityTaskTimedOut', { details: '3' }])
  world.call('RespondActivityTaskCompleted', { taskToken })
  expect(compacted.remove(Infinity)).toBe(1)
  expect(compacted.rows.filter(({ kind }) => kind === 'heartbeat')).toEqual([])
})

test('a row that only says how far time has come is needed while it is the last one', () => {
  const world = new World().registered()
  const compacted = new CompactedLog(world)
  const clock = { kind: 'clock', key: '' }
  world.commit(clock)
  expect(compacted.remove(Infinity)).toBe(0)
  world.commit(clock)
  expect(compacted.remove(Infinity)).toBe(1)
  world.start()
  expect(compacted.remove(Infinity)).toBe(1)
  expect(compacted.rows.filter(({ kind }) => kind === 'clock')).toEqual([])
})
