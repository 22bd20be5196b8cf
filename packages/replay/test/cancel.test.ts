import {
  activities,
  all,
  allSettled,
  any,
  cancelRequests,
  isReyieldError,
  race,
  signal,
  sleep,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(): Promise<string>
  b(): Promise<string>
  undo(what?: string): Promise<void>
}
const { a, b, undo } = activities<Impl>({ startToClose: '5m' })
const ask = (history: ReplayedHistory) =>
  history.record('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })
const wasCanceled = (error: unknown) => isReyieldError(error, 'CANCELED')

describe('a cancel request', () => {
  it('that is not caught closes the execution as CANCELED, without cancels of its operations (C10, L6)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* all([a(), sleep('1h'), signal('never')])
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    history.begin()
    const kept = await history.decide()
    expect(kept).toEqual([
      { decisionType: 'CancelWorkflowExecution', cancelWorkflowExecutionDecisionAttributes: {} },
    ])
    expect((await history.everyWay()).decisions).toEqual(kept)
    history.complete(kept)
    expect((await history.everyWay()).report.ended).toMatchObject({ error: { code: 'CANCELED' } })
  })

  it('is thrown at the operation that the workflow waits for; a catch can compensate, and a return closes as COMPLETED', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* a()
      } catch (error) {
        yield* undo()
        return { canceled: wasCanceled(error) }
      }
      return 'done'
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual(['cancel activity 1', 'schedule 2 undo'])
    history.completed('2')
    expect(await history.task()).toEqual(['complete {"canceled":true}'])
  })

  it('is thrown at every leaf, before any sibling is ended (C7)', async () => {
    const canceled: string[] = []
    function* branch(name: string) {
      try {
        yield* a()
      } catch (error) {
        if (wasCanceled(error)) canceled.push(name)
        throw error
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      yield* all([branch('x'), all([branch('y'), branch('z')])])
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual(['CancelWorkflowExecution'])
    expect(canceled).toEqual(['x', 'y', 'z'])
  })

  it.each([
    ['allSettled', () => allSettled([a(), b()])],
    ['any', () => any([a(), b()])],
    ['race', () => race({ x: a(), y: b() })],
    ['all', () => all([a(), b()])],
  ])('passes through %s (C8)', async (_, make) => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* make()
      return 'swallowed'
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual(['CancelWorkflowExecution'])
  })

  it('has no effect on a branch that catches it', async () => {
    function* stubborn() {
      try {
        yield* a()
      } catch {
        return 'caught'
      }
      return 'done'
    }
    const program = workflow({ name: 'w' }, async function* () {
      return yield* allSettled([stubborn(), stubborn()])
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual([
      'complete [{"status":"fulfilled","value":"caught"},{"status":"fulfilled","value":"caught"}]',
    ])
  })

  it('is thrown once: a second one changes nothing (C10)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      for (let times = 0; ; times++) {
        try {
          yield* a()
          return times
        } catch {
          continue
        }
      }
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    ask(history)
    expect(await history.task()).toEqual(['cancel activity 1', 'schedule 2 a'])
    history.completed('2')
    expect(await history.task()).toEqual(['complete 1'])
  })

  it('is counted by cancelRequests(), whether caught or not', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const counts = [yield* cancelRequests()]
      try {
        yield* a()
      } catch {
        counts.push(yield* cancelRequests())
      }
      yield* b()
      return [...counts, yield* cancelRequests()]
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual(['cancel activity 1', 'schedule 2 b'])
    ask(history)
    history.completed('2')
    await history.task()
    expect(history.replay.report().ended).toEqual({ result: [0, 1, 2] })
  })

  it('cancels the retry timer of an activity that backs off', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* a.with({ retry: { maximumAttempts: 5 } })()
      } catch {
        yield* undo()
      }
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1', 'Error: no')
    await history.task()
    ask(history)
    expect(await history.task()).toEqual(['cancel timer 1~1', 'schedule 2 undo'])
  })

  it('does not change the close after another error', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* a()
      } catch (error) {
        throw new RangeError('worse', { cause: error })
      }
    })
    const history = new ReplayedHistory(program)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual(['fail RangeError: worse'])
  })

  it('after the end of the program changes nothing (C10)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      return yield* a()
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('1', 'A').begin()
    await history.decide()
    ask(history)
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('CompleteWorkflowExecutionFailed', {
      cause: 'UNHANDLED_DECISION',
      decisionTaskCompletedEventId,
    })
    await history.replay.feed(history.events)
    await expect(history.replay.decisions()).rejects.toMatchObject({ code: 'CACHE_STALE' }) // H4: a new replay is needed
    history.replay = history.fresh()
    expect(await history.task()).toEqual(['complete "A"'])
  })

  it('recorded as a close that the program does not make is nondeterminism', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.begin().complete([{ decisionType: 'CancelWorkflowExecution' }])
    await expect(history.everyWay()).rejects.toMatchObject({ code: 'NON_DETERMINISM' })
  })
})
