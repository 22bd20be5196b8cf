import {
  activities,
  all,
  continueAsNew,
  fork,
  isReyieldError,
  race,
  shield,
  signal,
  sleep,
  workflow,
  type Fork,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(): Promise<string>
  b(): Promise<string>
  undo(): Promise<string>
}
const { a, b, undo } = activities<Impl>({ startToClose: '5m' })
const ask = (history: ReplayedHistory) =>
  history.record('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })

describe('a fork (C6)', () => {
  it('runs concurrently with the generator that starts it; its coroutine has the number of its place (W6)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const task = yield* fork(a())
      const mine = yield* b()
      return [mine, yield* task.join()]
    })
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['schedule 2 b', 'schedule 1.1 a'])
    history.completed('2', 'B')
    expect(await history.task()).toEqual([])
    expect((await history.everyWay()).report.waiting).toEqual([
      { kind: 'activity', id: '1.1', state: 'open', name: 'a', version: '1.0', input: undefined },
      { kind: 'fork', id: '1', state: 'open' },
    ])
    history.completed('1.1', 'A')
    expect(await history.task()).toEqual(['complete ["B","A"]'])
  })

  it('may be joined by several, and again later', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const task = yield* fork(a())
      const both = yield* all([task.join(), task.join()])
      return [...both, yield* task.join()]
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('1.1', 'A')
    expect(await history.task()).toEqual(['complete ["A","A","A"]'])
  })

  it('throws its error at every join', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const task = yield* fork(a())
      try {
        return yield* task.join()
      } catch (error) {
        return (error as Error).message
      }
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1.1', 'Error: no')
    expect(await history.task()).toEqual(['complete "Activity a 1.0 (id \'1.1\') failed: Error: no"'])
  })

  it('is ended when the coroutine that started it finishes, which waits for its clean-up', async () => {
    function* watch() {
      try {
        yield* a()
      } finally {
        yield* shield(undo())
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      yield* fork(watch())
      yield* b()
      return 'done'
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('2', 'B')
    expect(await history.task()).toEqual(['cancel activity 1.1', 'schedule 1.2.1 undo'])
    history.completed('1.2.1')
    expect(await history.task()).toEqual(['complete "done"'])
    await history.everyWay()
  })

  it('that failed and was never joined fails the coroutine that started it, unless that fails by itself', async () => {
    const program = workflow({ name: 'w' }, async function* (fails: boolean) {
      yield* fork(a())
      yield* b()
      if (fails) throw new Error('mine')
    })
    for (const [fails, expected] of [
      [false, "fail ActivityFailedError: Activity a 1.0 (id '1.1') failed: Error: no"],
      [true, 'fail Error: mine'],
    ] as const) {
      const history = new ReplayedHistory(program, fails)
      await history.task()
      history.failed('1.1', 'Error: no')
      expect(await history.task()).toEqual([])
      history.completed('2')
      expect(await history.task()).toEqual([expected])
    }
  })

  it('is ended by cancel(), which waits for its clean-up; joined then, it throws FORK_ENDED', async () => {
    function* watch() {
      try {
        yield* a()
      } finally {
        yield* shield(undo())
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      const task = yield* fork(watch())
      yield* b()
      yield* task.cancel()
      yield* task.cancel()
      try {
        return yield* task.join()
      } catch (error) {
        return isReyieldError(error, 'FORK_ENDED') && error.message
      }
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('2')
    expect(await history.task()).toEqual(['cancel activity 1.1', 'schedule 1.2.1 undo'])
    history.completed('1.2.1')
    expect(await history.task()).toEqual([
      'complete "Fork 1 was ended and has no result: join it before it is canceled"',
    ])
  })

  it('that is canceled before its first turn never starts', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const task = yield* fork(a())
      yield* task.cancel()
      return 'done'
    })
    expect(await new ReplayedHistory(program).task()).toEqual(['complete "done"'])
  })

  it('may cancel itself', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const box: { task?: Fork<unknown> } = {}
      box.task = yield* fork(
        (function* () {
          yield* a()
          yield* box.task!.cancel()
          yield* b()
        })(),
      )
      yield* sleep('1m')
      return 'done'
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('1.1')
    expect(await history.task()).toEqual([])
    history.fired('2')
    expect(await history.task()).toEqual(['complete "done"'])
  })

  it('is not started by a branch that has ended', async () => {
    function* loser() {
      try {
        yield* a()
      } catch {
        yield* fork(b())
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      return yield* race([loser(), sleep('1m')])
    })
    const history = new ReplayedHistory(program, undefined, { guards: 'off' })
    await history.task()
    history.fired('1.2.1')
    expect(await history.task()).toEqual(['complete undefined'])
  })

  it('gets a cancel request after the coroutine that started it, each before the other is ended (C7)', async () => {
    const canceled: string[] = []
    function* hearing(name: string) {
      try {
        yield* signal(name)
      } catch (error) {
        canceled.push(name)
        throw error
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      yield* fork(hearing('fork'))
      yield* hearing('maker')
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual(['CancelWorkflowExecution'])
    expect(canceled.slice(0, 2)).toEqual(['maker', 'fork'])
  })

  it('is ended before a new run begins (C11)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* fork(a())
      yield* b()
      yield* continueAsNew()
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('2')
    expect(await history.task()).toEqual(['continue as new undefined'])
  })

  it('gets a cancel request that is kept for the coroutine that starts it (C9)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* shield(a())
      const task = yield* fork(b())
      yield* task.join()
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    await history.task()
    history.completed('1.1')
    expect(await history.task()).toEqual(['CancelWorkflowExecution'])
    await history.everyWay()
  })
})
