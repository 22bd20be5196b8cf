import { activities, isReyieldError, patched, race, sideEffect, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { Story } from './story.ts'

interface Impl {
  a(n?: unknown): Promise<string>
  b(): Promise<string>
}
const { a, b } = activities<Impl>({ startToClose: '5m' })
/** A value that is another one each time. */
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
    const story = new Story(program)
    expect(await story.task()).toEqual(['mark s1 1', 'schedule 2 a'])
    story.completed('2')
    expect(await story.task()).toEqual(['complete 1'])
    expect((await story.everyWay()).report.ended).toEqual({ result: 1 })
  })

  it('gives what a replay gives: a copy of the value', async () => {
    const when = new Date(5)
    const program = workflow({ name: 'w' }, async function* () {
      const value = yield* sideEffect(() => when)
      return value !== when && value.getTime()
    })
    expect(await new Story(program).task()).toEqual(['mark s1 "1970-01-01T00:00:00.005Z"', 'complete 5'])
  })

  it('records what it throws, and throws it in replays too', async () => {
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
    const story = new Story(program)
    story.begin()
    story.complete(await story.decide())
    story.completed('2')
    expect(await story.task()).toEqual(['complete "no 1"'])
    expect((await story.everyWay()).report.ended).toEqual({ result: 'no 1' })
  })

  it('tells a value that looks like a failure from one (formats)', async () => {
    const program = workflow({ name: 'w', serializer: plain }, async function* () {
      return yield* sideEffect(() => ({ reyield: 1, name: 'Error' }))
    })
    const story = new Story(program)
    story.begin()
    const [marker, complete] = await story.decide()
    expect(marker!.recordMarkerDecisionAttributes!.details).toBe(
      '{"reyield":1,"value":"{\\"reyield\\":1,\\"name\\":\\"Error\\"}"}',
    )
    expect(complete!.completeWorkflowExecutionDecisionAttributes!.result).toBe('{"reyield":1,"name":"Error"}')
  })

  it('is recorded with the answer that rests on it although its branch has ended since (M1)', async () => {
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
    expect(await new Story(program).task()).toEqual(['mark s1.1.1 "x"', 'mark pnever', 'complete undefined'])
  })

  it('waits unevaluated when an answer is full, and is run with the next task (M2)', async () => {
    const next = counter()
    const program = workflow({ name: 'w' }, async function* () {
      const values: number[] = []
      for (let i = 0; i < 5; i++) values.push(yield* sideEffect(next))
      return values
    })
    const story = new Story(program, undefined, { limits: { markers: 2 } })
    expect(await story.task()).toEqual(['mark s1 1', 'mark s2 2', 'start ~wake 0s'])
    story.fired('~wake')
    expect(await story.task()).toEqual(['mark s3 3', 'mark s4 4', 'start ~wake 0s'])
    story.fired('~wake')
    expect(await story.task()).toEqual(['mark s5 5', 'complete [1,2,3,4,5]'])
    expect((await story.everyWay()).report.ended).toEqual({ result: [1, 2, 3, 4, 5] })
  })

  it('that another decider has evaluated makes a kept replay stale, and accuses no fresh one (M3, W4)', async () => {
    const next = counter()
    const program = workflow({ name: 'w' }, async function* () {
      yield* a(yield* sideEffect(next))
    })
    const story = new Story(program)
    story.begin()
    const mine = await story.decide()
    const other = story.fresh()
    await other.feed(story.events)
    const theirs = await other.decisions()
    expect(mine).not.toEqual(theirs)
    story.complete(theirs)
    story.completed('2')
    story.begin()
    const error: unknown = await story.decide().catch((error: unknown) => error)
    expect(isReyieldError(error, 'CACHE_STALE')).toBe(true)
    expect((await story.everyWay()).report.ended).toEqual({ result: undefined })
  })

  it('whose marker is missing in the batch makes a kept replay stale (M3)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* sideEffect(() => 1)
      yield* a()
    })
    const story = new Story(program)
    story.begin()
    await story.decide()
    story.complete([])
    story.begin()
    await expect(story.decide()).rejects.toThrow(/STALE|marker 's1'/)
  })

  it('that is recorded and not asked for is non-determinism (M3)', async () => {
    const story = new Story(workflow({ name: 'w' }, () => sleep('1m')[Symbol.iterator]()))
    story.begin()
    story.complete([{ decisionType: 'RecordMarker', recordMarkerDecisionAttributes: { markerName: 's1' } }])
    story.begin()
    await expect(story.decide()).rejects.toThrow(/does not record marker 's1' there/)
  })

  it('whose marker SWF refuses lets the task go: the value is lost (M6)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a(yield* sideEffect(() => 1))
    })
    const story = new Story(program)
    story.begin()
    await story.decide()
    const decisionTaskCompletedEventId = story.tell('DecisionTaskCompleted')
    story.tell('RecordMarkerFailed', {
      markerName: 's1',
      cause: 'OPERATION_NOT_PERMITTED',
      decisionTaskCompletedEventId,
    })
    story.begin()
    await expect(story.decide()).rejects.toMatchObject({ code: 'MARKER_REFUSED', eventId: 5 })
  })

  it('that gives a promise is told so', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* sideEffect((() => Promise.resolve(1)) as unknown as () => number)
    })
    const story = new Story(program)
    story.begin()
    const [, fail] = await story.decide()
    expect(fail!.failWorkflowExecutionDecisionAttributes!.reason).toBe(
      'TypeError: The function of sideEffect gave a promise: what waits belongs into an activity',
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

  it('is true, and leaves a marker, where history has not passed yet (M4)', async () => {
    const story = new Story(changed)
    await story.task()
    story.completed('1')
    expect(await story.task()).toEqual(['mark pno-b', 'complete "new"'])
    expect((await story.everyWay()).report.ended).toEqual({ result: 'new' })
  })

  it('is false where old code has passed (M4)', async () => {
    const story = new Story(old)
    await story.task()
    story.completed('1')
    await story.task()
    story.completed('2')
    const after = new Story(changed)
    after.events.splice(0, Infinity, ...story.events)
    expect(await after.task()).toEqual(['complete "old"'])
  })

  it('is true for good: a second call gives true without a second marker', async () => {
    const twice = workflow({ name: 'w' }, async function* () {
      const first = yield* patched('x')
      yield* a()
      return [first, yield* patched('x')]
    })
    const story = new Story(twice)
    expect(await story.task()).toEqual(['mark px', 'schedule 1 a'])
    story.completed('1')
    expect(await story.task()).toEqual(['complete [true,true]'])
    await story.everyWay()
  })

  it('lets a loop change over in a later episode: false is not final (M4)', async () => {
    const loop = (asks: boolean) =>
      workflow({ name: 'w' }, async function* () {
        const ways: boolean[] = []
        for (let i = 0; i < 2; i++) {
          ways.push(asks && (yield* patched('x')))
          yield* a()
        }
        return ways
      })
    const story = new Story(loop(false))
    await story.task()
    story.completed('1')
    const after = new Story(loop(true))
    after.events.splice(0, Infinity, ...story.events)
    expect(await after.task()).toEqual(['mark px', 'schedule 2 a'])
    after.completed('2')
    expect(await after.task()).toEqual(['complete [false,true]'])
  })

  it('that was removed from the code is non-determinism, unless it is declared as retired (M5)', async () => {
    const story = new Story(changed)
    await story.task()
    story.completed('1')
    story.begin()
    story.complete((await story.decide()).slice(0, 1)) // the marker alone: the rest was split off
    const removed = (retired: string[]) =>
      workflow({ name: 'w', retired }, async function* () {
        yield* a()
        return 'new'
      })
    for (const [retired, expected] of [
      [[], /does not record marker 'pno-b'/],
      [['no-b'], undefined],
    ] as const) {
      const after = new Story(removed([...retired]))
      after.events.splice(0, Infinity, ...story.events)
      if (expected === undefined) expect(await after.task()).toEqual(['complete "new"'])
      else await expect(after.task()).rejects.toThrow(expected)
    }
  })
})
