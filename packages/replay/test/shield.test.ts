import {
  activities,
  all,
  any,
  isEnded,
  race,
  saga,
  shield,
  signal,
  sleep,
  workflow,
  type Branch,
  type Operation,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(): Promise<string>
  b(): Promise<string>
  undo(what?: string): Promise<string>
}
const { a, b, undo } = activities<Impl>({ startToClose: '5m' })
const stop = signal('stop')
const ask = (history: ReplayedHistory) =>
  history.record('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })
const send = (history: ReplayedHistory, signalName: string) =>
  history.record('WorkflowExecutionSignaled', { signalName })

describe('a shield', () => {
  it('returns the result of its content; its coroutine has the number of its place (W6)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const first = yield* shield(a())
      const second = yield* shield(
        (function* () {
          return `${first}${yield* b()}`
        })(),
      )
      return second
    })
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['schedule 1.1 a'])
    history.completed('1.1', 'A')
    expect(await history.task()).toEqual(['schedule 2.1 b'])
    history.completed('2.1', 'B')
    expect(await history.task()).toEqual(['complete "AB"'])
  })

  it('lets the clean-up of an ended branch wait; the composite passes on its outcome after that (C2, C5)', async () => {
    function* work() {
      try {
        yield* a()
      } finally {
        yield* shield(undo())
      }
      return 'never'
    }
    const program = workflow({ name: 'w' }, async function* () {
      return yield* race({ work: work(), stop })
    })
    const history = new ReplayedHistory(program)
    await history.task()
    send(history, 'stop')
    expect(await history.task()).toEqual(['cancel activity 1.1.1', 'schedule 1.1.2.1 undo'])
    history.completed('1.1.2.1')
    expect(await history.task()).toEqual(['complete {"winner":"stop"}'])
    await history.everyWay()
  })

  it('that runs when its branch is ended finishes; its value is dropped, then the token is thrown (C3)', async () => {
    const seen: unknown[] = []
    function* work() {
      try {
        seen.push(yield* shield(a()))
        yield* b()
      } catch (error) {
        seen.push(isEnded(error))
        throw error
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      return yield* race({ work: work(), stop })
    })
    const history = new ReplayedHistory(program)
    await history.task()
    send(history, 'stop')
    expect(await history.task()).toEqual([])
    history.completed('1.1.1.1', 'A')
    expect(await history.task()).toEqual(['complete {"winner":"stop"}'])
    expect(seen).toEqual([true])
  })

  it('begins even if its branch is already being ended, so that a failure is compensated (C3)', async () => {
    function* work() {
      try {
        yield* a()
      } catch {
        yield* shield(undo())
        yield* b()
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      yield* all([b(), work()])
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history) // thrown at both; the first one's failure then ends the second, which is on its way to its catch
    expect(await history.task()).toEqual([
      'cancel activity 1.1.1',
      'cancel activity 1.2.1',
      'schedule 1.2.2.1 undo',
    ])
    history.completed('1.2.2.1')
    expect(await history.task()).toEqual(['CancelWorkflowExecution'])
    await history.everyWay()
  })

  it('keeps a cancel request for the operation after it; its own value is not lost (C9)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const value = yield* shield(a())
      try {
        yield* b()
      } catch {
        return `${value}, then canceled`
      }
      return 'not canceled'
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual([])
    history.completed('1.1', 'A')
    expect(await history.task()).toEqual(['complete "A, then canceled"'])
    await history.everyWay()
  })

  it('that fails while its branch is being ended is not lost: a clean-up has failed (C5)', async () => {
    function* work() {
      yield* shield(a())
    }
    const program = workflow({ name: 'w' }, async function* () {
      return yield* race({ work: work(), stop })
    })
    const history = new ReplayedHistory(program)
    await history.task()
    send(history, 'stop')
    await history.task()
    history.failed('1.1.1.1', 'Error: a')
    expect(await history.task()).toEqual([
      "fail ActivityFailedError: Activity a 1.0 (id '1.1.1.1') failed: Error: a",
    ])
  })

  it('passes on a kept request if no operation after it waits, since no coroutine has got it (C9)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const [value] = yield* all([shield(a())])
      yield* sleep('1h')
      return value
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual([])
    history.completed('1.1.1.1', 'A')
    expect(await history.task()).toEqual(['CancelWorkflowExecution'])
    await history.everyWay()
  })

  type Composite = (branches: readonly Branch[]) => Operation<unknown>
  describe.each<[string, Composite]>([
    ['race', race],
    ['any', any],
  ])('that decides a %s', (_, composite) => {
    function* cleansUp() {
      try {
        yield* b()
      } finally {
        yield* shield(undo())
      }
    }
    function* declines() {
      try {
        return yield* b()
      } catch {
        return 'declined'
      }
    }
    const program = (waiting: () => Generator<unknown, unknown, unknown>) =>
      workflow({ name: 'w' }, async function* () {
        const value = yield* composite([waiting(), shield(a())])
        yield* sleep('1h')
        return value
      })

    it('keeps a cancel request if the branches that got it are ended before they react (C9)', async () => {
      const history = new ReplayedHistory(program(cleansUp))
      await history.task()
      ask(history)
      expect(await history.task()).toEqual(['cancel activity 1.1.1', 'schedule 1.1.2.1 undo'])
      history.completed('1.2.1.1', 'A')
      expect(await history.task()).toEqual([]) // it has settled, and waits for the clean-up (C2)
      history.completed('1.1.2.1')
      expect(await history.task()).toEqual(['CancelWorkflowExecution'])
      await history.everyWay()
    })

    it('does not keep it if a branch that got it has reacted', async () => {
      const history = new ReplayedHistory(program(declines))
      await history.task()
      ask(history)
      expect(await history.task()).toEqual(['cancel activity 1.1.1'])
      history.completed('1.2.1.1', 'A') // the content of the shield is awaited (C2)
      expect(await history.task()).toEqual(['start 2 3600s'])
      await history.everyWay()
    })
  })
})

describe('a saga', () => {
  const trip = () =>
    saga(function* (undoing) {
      undoing(() => undo('first'))
      const first = yield* a()
      undoing(() => undo('second'))
      const second = yield* b()
      return first + second
    })
  const program = workflow({ name: 'w' }, async function* () {
    return yield* trip()
  })

  it('returns the result of its program, and undoes nothing', async () => {
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['schedule 1.1.1 a'])
    history.completed('1.1.1', 'A')
    expect(await history.task()).toEqual(['schedule 1.1.2 b'])
    history.completed('1.1.2', 'B')
    expect(await history.task()).toEqual(['complete "AB"'])
  })

  it('that fails runs its undo steps in reverse, then throws its error', async () => {
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('1.1.1', 'A')
    await history.task()
    history.failed('1.1.2', 'Error: full')
    expect(await history.task()).toEqual(['schedule 1.1.3.1 undo'])
    expect(history.events.at(-1)!.activityTaskScheduledEventAttributes!.input).toBe('{"json":"second"}')
    history.completed('1.1.3.1')
    expect(await history.task()).toEqual(['schedule 1.1.4.1 undo'])
    history.completed('1.1.4.1')
    expect(await history.task()).toEqual([
      "fail ActivityFailedError: Activity b 1.0 (id '1.1.2') failed: Error: full",
    ])
    await history.everyWay()
  })

  it('continues after an undo step that fails, and reports all errors', async () => {
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('1.1.1', 'A')
    await history.task()
    history.failed('1.1.2', 'Error: full')
    await history.task()
    history.failed('1.1.3.1', 'Error: stuck')
    expect(await history.task()).toEqual(['schedule 1.1.4.1 undo'])
    history.completed('1.1.4.1')
    expect(await history.task()).toEqual([
      "fail UndoFailedError: 1 undo step of a saga failed (Activity undo 1.0 (id '1.1.3.1') failed: Error: stuck): " +
        "what they should have undone may still be in effect. The saga was undone because of: Activity b 1.0 (id '1.1.2') failed: Error: full",
    ])
  })

  it('is undone at a cancel request, and closes as CANCELED', async () => {
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual(['cancel activity 1.1.1', 'schedule 1.1.2.1 undo'])
    history.completed('1.1.2.1')
    expect(await history.task()).toEqual(['CancelWorkflowExecution'])
  })

  it('that was failing gets a cancel request when it has undone its steps', async () => {
    const failing = workflow({ name: 'w' }, async function* () {
      try {
        yield* trip()
      } catch {
        yield* sleep('1h')
      }
    })
    const history = new ReplayedHistory(failing)
    await history.task()
    history.failed('1.1.1', 'Error: full')
    expect(await history.task()).toEqual(['schedule 1.1.2.1 undo'])
    ask(history)
    expect(await history.task()).toEqual([])
    history.completed('1.1.2.1')
    expect(await history.task()).toEqual(['CancelWorkflowExecution'])
    await history.everyWay()
  })

  it('is undone as a branch that has lost, every step of it', async () => {
    const racing = workflow({ name: 'w' }, async function* () {
      return yield* race({ trip: trip(), late: sleep('1h') })
    })
    const history = new ReplayedHistory(racing)
    await history.task()
    history.completed('1.1.1.1.1', 'A')
    await history.task()
    history.fired('1.2.1')
    expect(await history.task()).toEqual(['cancel activity 1.1.1.1.2', 'schedule 1.1.1.1.3.1 undo'])
    history.completed('1.1.1.1.3.1')
    expect(await history.task()).toEqual(['schedule 1.1.1.1.4.1 undo'])
    history.completed('1.1.1.1.4.1')
    expect(await history.task()).toEqual(['complete {"winner":"late"}'])
    await history.everyWay()
  })
})
