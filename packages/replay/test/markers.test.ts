import { activities, isReyieldError, patched, race, sideEffect, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(n?: unknown): Promise<string>
  b(): Promise<string>
}
const { a, b } = activities<Impl>({ startToClose: '5m' })
/** A value that differs each time. */
const counter = () => {
  let n = 0
  return () => ++n
}

describe('a side effect', () => {
  it('runs once: its value is recorded in a marker, and is the same in replays (M1)', async () => {
    const next = counter()
    const program = workflow({ name: 'w' }, async function* () {
      const value = yield* sideEffect(next)
      yield* a(value)
      return value
    })
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['mark s1 1', 'schedule 2 a'])
    history.completed('2')
    expect(await history.task()).toEqual(['complete 1'])
    expect((await history.everyWay()).report.ended).toEqual({ result: 1 })
  })

  it('returns the same as in a replay: a copy of the value', async () => {
    const when = new Date(5)
    const program = workflow({ name: 'w' }, async function* () {
      const value = yield* sideEffect(() => when)
      return value !== when && value.getTime()
    })
    expect(await new ReplayedHistory(program).task()).toEqual([
      'mark s1 "1970-01-01T00:00:00.005Z"',
      'complete 5',
    ])
  })

  it('gets the time at which its decision task was started, which may be long after the event', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* sleep('1h')
      const recorded = yield* sideEffect(now => now.toISOString())
      yield* a()
      return recorded
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('1') // event 6, a second after event 5
    expect(await history.task()).toEqual(['mark s2 "2026-01-01T00:00:08.000Z"', 'schedule 3 a'])
    history.completed('3')
    expect(await history.task()).toEqual(['complete "2026-01-01T00:00:08.000Z"'])
    await history.everyWay()
  })

  it('records the error that it throws, and throws it in replays, too', async () => {
    const next = counter()
    const program = workflow({ name: 'w' }, async function* () {
      try {
        return yield* sideEffect(() => {
          throw new RangeError(`no ${next()}`)
        })
      } catch (error) {
        yield* a()
        return (error as Error).message
      }
    })
    const history = new ReplayedHistory(program)
    history.begin()
    history.complete(await history.decide())
    history.completed('2')
    expect(await history.task()).toEqual(['complete "no 1"'])
    expect((await history.everyWay()).report.ended).toEqual({ result: 'no 1' })
  })

  it('distinguishes a failure from a value that looks like one (formats)', async () => {
    const program = workflow({ name: 'w', serializer: plain }, async function* () {
      return yield* sideEffect(() => ({ reyield: 1, name: 'Error' }))
    })
    const history = new ReplayedHistory(program)
    history.begin()
    const [marker, complete] = await history.decide()
    expect(marker!.recordMarkerDecisionAttributes!.details).toBe(
      '{"reyield":1,"value":"{\\"reyield\\":1,\\"name\\":\\"Error\\"}"}',
    )
    expect(complete!.completeWorkflowExecutionDecisionAttributes!.result).toBe('{"reyield":1,"name":"Error"}')
  })

  it('is recorded with the answer that depends on it even if its branch has ended since (M1)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([
        (function* () {
          yield* sideEffect(() => 'x')
          yield* a()
        })(),
        (function* () {
          yield* patched('never')
        })(),
      ])
    })
    expect(await new ReplayedHistory(program).task()).toEqual([
      'mark s1.1.1 "x"',
      'mark pnever',
      'complete undefined',
    ])
  })

  it('is not run when an answer is full, but with the next task (M2)', async () => {
    const next = counter()
    const program = workflow({ name: 'w' }, async function* () {
      const values: number[] = []
      for (let i = 0; i < 5; i++) values.push(yield* sideEffect(next))
      return values
    })
    const history = new ReplayedHistory(program, undefined, { limits: { markers: 2 } })
    expect(await history.task()).toEqual(['mark s1 1', 'mark s2 2', 'start ~wake 0s'])
    history.fired('~wake')
    expect(await history.task()).toEqual(['mark s3 3', 'mark s4 4', 'start ~wake 0s'])
    history.fired('~wake')
    expect(await history.task()).toEqual(['mark s5 5', 'complete [1,2,3,4,5]'])
    expect((await history.everyWay()).report.ended).toEqual({ result: [1, 2, 3, 4, 5] })
  })

  it('that another decider has run makes a cached replay stale, and is no error in a new one (M3, W4)', async () => {
    const next = counter()
    const program = workflow({ name: 'w' }, async function* () {
      yield* a(yield* sideEffect(next))
    })
    const history = new ReplayedHistory(program)
    history.begin()
    const mine = await history.decide()
    const other = history.fresh()
    await other.feed(history.events)
    const theirs = await other.decisions()
    expect(mine).not.toEqual(theirs)
    history.complete(theirs)
    history.completed('2')
    history.begin()
    const error: unknown = await history.decide().catch((error: unknown) => error)
    expect(isReyieldError(error, 'CACHE_STALE')).toBe(true)
    expect((await history.everyWay()).report.ended).toEqual({ result: undefined })
  })

  it('whose marker is missing in the batch makes a cached replay stale (M3)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* sideEffect(() => 1)
      yield* a()
    })
    const history = new ReplayedHistory(program)
    history.begin()
    await history.decide()
    history.complete([])
    history.begin()
    await expect(history.decide()).rejects.toThrow(/STALE|marker 's1'/)
  })

  it('that is recorded and not asked for is nondeterminism (M3)', async () => {
    const history = new ReplayedHistory(workflow({ name: 'w' }, () => sleep('1m')[Symbol.iterator]()))
    history.begin()
    history.complete([{ decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName: 's1' } }])
    history.begin()
    await expect(history.decide()).rejects.toThrow(/does not record marker 's1' there/)
  })

  it('whose marker SWF refuses holds the execution, since the value is lost (M6)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a(yield* sideEffect(() => 1))
    })
    const history = new ReplayedHistory(program)
    history.begin()
    await history.decide()
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('RecordMarkerFailed', {
      markerName: 's1',
      cause: 'OPERATION_NOT_PERMITTED',
      decisionTaskCompletedEventId,
    })
    history.begin()
    await expect(history.decide()).rejects.toMatchObject({ code: 'MARKER_REFUSED', eventId: 5 })
  })

  it('throws if its function returns a promise', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* sideEffect((() => Promise.resolve(1)) as unknown as () => number)
    })
    const history = new ReplayedHistory(program)
    history.begin()
    const [, fail] = await history.decide()
    expect(fail!.failWorkflowExecutionDecisionAttributes!.reason).toBe(
      'TypeError: The function of sideEffect returned a promise. Code that waits belongs in an activity',
    )
  })
})

const plain = {
  name: 'json',
  serialize: (value: unknown) => JSON.stringify(value),
  deserialize: (text: string | undefined): unknown => (text === undefined ? undefined : JSON.parse(text)),
}

describe('patched', () => {
  const old = workflow({ name: 'w' }, async function* () {
    yield* a()
    yield* b()
    return 'old'
  })
  const changed = workflow({ name: 'w' }, async function* () {
    yield* a()
    if (yield* patched('no-b')) return 'new'
    yield* b()
    return 'old'
  })

  it('is true and records a marker at a place that history has not passed yet (M4)', async () => {
    const history = new ReplayedHistory(changed)
    await history.task()
    history.completed('1')
    expect(await history.task()).toEqual(['mark pno-b', 'complete "new"'])
    expect((await history.everyWay()).report.ended).toEqual({ result: 'new' })
  })

  it('is false where old code has passed (M4)', async () => {
    const history = new ReplayedHistory(old)
    await history.task()
    history.completed('1')
    await history.task()
    history.completed('2')
    const after = new ReplayedHistory(changed)
    after.events.splice(0, Infinity, ...history.events)
    expect(await after.task()).toEqual(['complete "old"'])
    const replay = after.fresh()
    await replay.feed(after.events)
    expect(replay.patches()).toEqual([{ id: 'no-b', wentOldWay: true }])
  })

  it('stays true: a second call returns true without a second marker', async () => {
    const twice = workflow({ name: 'w' }, async function* () {
      const first = yield* patched('x')
      yield* a()
      return [first, yield* patched('x')]
    })
    const history = new ReplayedHistory(twice)
    expect(await history.task()).toEqual(['mark px', 'schedule 1 a'])
    history.completed('1')
    expect(await history.task()).toEqual(['complete [true,true]'])
    await history.everyWay()
    const replay = history.fresh()
    await replay.feed(history.events)
    expect(replay.patches()).toEqual([{ id: 'x', wentOldWay: false }])
  })

  it('may become true in a loop in a later episode, since false is not final (M4)', async () => {
    const loop = (asks: boolean) =>
      workflow({ name: 'w' }, async function* () {
        const ways: boolean[] = []
        for (let i = 0; i < 2; i++) {
          ways.push(asks && (yield* patched('x')))
          yield* a()
        }
        return ways
      })
    const history = new ReplayedHistory(loop(false))
    await history.task()
    history.completed('1')
    const after = new ReplayedHistory(loop(true))
    after.events.splice(0, Infinity, ...history.events)
    expect(await after.task()).toEqual(['mark px', 'schedule 2 a'])
    after.completed('2')
    expect(await after.task()).toEqual(['complete [false,true]'])
    const replays = [history, after].map(({ events }) => ({ events, replay: after.fresh() }))
    for (const { events, replay } of replays) await replay.feed(events)
    expect(replays.map(({ replay }) => replay.patches())).toEqual([
      [{ id: 'x', wentOldWay: true }],
      [{ id: 'x', wentOldWay: true }],
    ])
  })

  it('that was removed from the code is nondeterminism, unless it is declared as retired (M5)', async () => {
    const history = new ReplayedHistory(changed)
    await history.task()
    history.completed('1')
    history.begin()
    history.complete((await history.decide()).slice(0, 1)) // the marker alone: the rest was split off
    const removed = (retired: string[]) =>
      workflow({ name: 'w', retired }, async function* () {
        yield* a()
        return 'new'
      })
    for (const [retired, expected] of [
      [[], /does not record marker 'pno-b'/],
      [['no-b'], undefined],
    ] as const) {
      const after = new ReplayedHistory(removed([...retired]))
      after.events.splice(0, Infinity, ...history.events)
      if (expected === undefined) expect(await after.task()).toEqual(['complete "new"'])
      else await expect(after.task()).rejects.toThrow(expected)
    }
  })
})
