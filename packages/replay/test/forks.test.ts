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
  type Task,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { Story } from './story.ts'

interface Impl {
  a(): Promise<string>
  b(): Promise<string>
  undo(): Promise<string>
}
const { a, b, undo } = activities<Impl>({ startToClose: '5m' })
const ask = (story: Story) => story.tell('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })

describe('a fork (C6)', () => {
  it('runs beside the generator that starts it; its coroutine has the number of its place (W6)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const task = yield* fork(a())
      const mine = yield* b()
      return [mine, yield* task.join()]
    })
    const story = new Story(program)
    expect(await story.task()).toEqual(['schedule 2 b', 'schedule 1.1 a'])
    story.completed('2', 'B')
    expect(await story.task()).toEqual([])
    expect((await story.everyWay()).report.waiting).toEqual([
      { kind: 'activity', id: '1.1', state: 'open', name: 'a', version: '1.0', input: undefined },
      { kind: 'fork', id: '1', state: 'open' },
    ])
    story.completed('1.1', 'A')
    expect(await story.task()).toEqual(['complete ["B","A"]'])
  })

  it('may be joined by several, and again later', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const task = yield* fork(a())
      const both = yield* all([task.join(), task.join()])
      return [...both, yield* task.join()]
    })
    const story = new Story(program)
    await story.task()
    story.completed('1.1', 'A')
    expect(await story.task()).toEqual(['complete ["A","A","A"]'])
  })

  it('throws its error at those who join it', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const task = yield* fork(a())
      try {
        return yield* task.join()
      } catch (error) {
        return (error as Error).message
      }
    })
    const story = new Story(program)
    await story.task()
    story.failed('1.1', 'Error: no')
    expect(await story.task()).toEqual(['complete "Activity a 1.0 (id \'1.1\') failed: Error: no"'])
  })

  it('is ended when its maker finishes, which waits for its clean-up', async () => {
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
    const story = new Story(program)
    await story.task()
    story.completed('2', 'B')
    expect(await story.task()).toEqual(['cancel activity 1.1', 'schedule 1.2.1 undo'])
    story.completed('1.2.1')
    expect(await story.task()).toEqual(['complete "done"'])
    await story.everyWay()
  })

  it('that failed and was never joined fails its maker, unless that fails by itself', async () => {
    const program = workflow({ name: 'w' }, async function* (fails: boolean) {
      yield* fork(a())
      yield* b()
      if (fails) throw new Error('mine')
    })
    for (const [fails, expected] of [
      [false, "fail ActivityFailedError: Activity a 1.0 (id '1.1') failed: Error: no"],
      [true, 'fail Error: mine'],
    ] as const) {
      const story = new Story(program, fails)
      await story.task()
      story.failed('1.1', 'Error: no')
      expect(await story.task()).toEqual([])
      story.completed('2')
      expect(await story.task()).toEqual([expected])
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
    const story = new Story(program)
    await story.task()
    story.completed('2')
    expect(await story.task()).toEqual(['cancel activity 1.1', 'schedule 1.2.1 undo'])
    story.completed('1.2.1')
    expect(await story.task()).toEqual([
      'complete "Fork 1 was ended and has no result: join it before it is canceled"',
    ])
  })

  it('that is canceled before its first turn never starts', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const task = yield* fork(a())
      yield* task.cancel()
      return 'done'
    })
    expect(await new Story(program).task()).toEqual(['complete "done"'])
  })

  it('may cancel itself', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const box: { task?: Task<unknown> } = {}
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
    const story = new Story(program)
    await story.task()
    story.completed('1.1')
    expect(await story.task()).toEqual([])
    story.fired('2')
    expect(await story.task()).toEqual(['complete "done"'])
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
    const story = new Story(program, undefined, { guards: 'off' })
    await story.task()
    story.fired('1.2.1')
    expect(await story.task()).toEqual(['complete undefined'])
  })

  it('hears of a cancel request after its maker, each before the other is ended (C7)', async () => {
    const heard: string[] = []
    function* hearing(name: string) {
      try {
        yield* signal(name)
      } catch (error) {
        heard.push(name)
        throw error
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      yield* fork(hearing('fork'))
      yield* hearing('maker')
    })
    const story = new Story(program)
    await story.task()
    ask(story)
    expect(await story.task()).toEqual(['CancelWorkflowExecution'])
    expect(heard.slice(0, 2)).toEqual(['maker', 'fork'])
  })

  it('is ended before a new run begins (C11)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* fork(a())
      yield* b()
      yield* continueAsNew()
    })
    const story = new Story(program)
    await story.task()
    story.completed('2')
    expect(await story.task()).toEqual(['continue as new undefined'])
  })

  it('that is begun while its maker is still to hear of a cancel request hears of it too (C9)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* shield(a())
      const task = yield* fork(b())
      yield* task.join()
    })
    const story = new Story(program)
    await story.task()
    ask(story)
    await story.task()
    story.completed('1.1')
    expect(await story.task()).toEqual(['CancelWorkflowExecution'])
    await story.everyWay()
  })
})
