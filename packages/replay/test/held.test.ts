import {
  activities,
  all,
  allSettled,
  any,
  continueAsNew,
  race,
  saga,
  sleep,
  workflow,
  type WorkflowErrors,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

const { charge, refund } = activities<{ charge(): Promise<string>; refund(): Promise<void> }>({
  startToClose: '5m',
})

function overflow(): number {
  return overflow() + 1
}

const bugs: [string, () => unknown][] = [
  ['a TypeError', () => (undefined as never as { id: string }).id],
  ['a ReferenceError', () => missing()],
  ['a stack overflow', overflow],
  ['DURATION_INVALID', () => sleep('300')],
  ['DEFINITION_INVALID', () => charge.with({ startToClose: '1m', id: '7' })],
]

declare function missing(): void

class OrderError extends TypeError {}

const data: [string, () => unknown][] = [
  ['a subclass', () => raise(new OrderError('no'))],
  ['a TypeError with a code', () => raise(Object.assign(new TypeError('no'), { code: 'ERR_INVALID_URL' }))],
  ['a SyntaxError', () => JSON.parse('{') as unknown],
  ['a RangeError', () => BigInt(1.5)],
  ['an Error', () => raise(new Error('no'))],
  ['no Error at all', () => raise('no')],
]

function raise(error: unknown): never {
  throw error
}

const failing = (mistake: () => unknown, workflowErrors?: WorkflowErrors) =>
  workflow({ name: 'w', ...(workflowErrors === undefined ? {} : { workflowErrors }) }, async function* () {
    yield* charge()
    mistake()
  })

async function end(definition: ReturnType<typeof failing>): Promise<string[]> {
  const history = new ReplayedHistory(definition)
  await history.task()
  history.completed('1')
  return history.task()
}

describe('a workflow that ends with an error (E1)', () => {
  it.each(bugs)('is held for %s, and fails if workflowErrors says so', async (_, mistake) => {
    await expect(end(failing(mistake))).rejects.toMatchObject({
      code: 'WORKFLOW_HELD',
      message: expect.stringMatching(/^Workflow 'w' ended with a bug: .+Its execution stays open/s) as string,
    })
    expect(await end(failing(mistake, 'fail'))).toEqual([expect.stringMatching(/^fail /)])
  })

  it.each(data)('fails for %s, and is held if workflowErrors says so', async (_, mistake) => {
    expect(await end(failing(mistake))).toEqual([expect.stringMatching(/^fail /)])
    const asked: unknown[] = []
    const held = failing(mistake, error => {
      asked.push(error)
      return 'hold'
    })
    await expect(end(held)).rejects.toMatchObject({ code: 'WORKFLOW_HELD' })
    expect(asked).toHaveLength(1)
  })

  it('names the line that threw', async () => {
    await expect(end(failing(bugs[0]![1]))).rejects.toThrow(/held\.test\.ts:\d+:\d+/)
  })

  it('is held for a misplaced continueAsNew and for a yielded value that is not an operation', async () => {
    const misplaced = workflow({ name: 'w' }, function* () {
      yield* all([
        (function* () {
          yield* continueAsNew()
        })(),
      ])
    })
    await expect(new ReplayedHistory(misplaced).task()).rejects.toMatchObject({
      cause: { code: 'CONTINUE_AS_NEW_MISPLACED' },
    })
    const nonsense = workflow({ name: 'w' }, function* () {
      yield 5
    })
    await expect(new ReplayedHistory(nonsense).task()).rejects.toMatchObject({
      cause: { code: 'YIELD_INVALID' },
    })
  })

  it('continues if a bug was caught, or was in one branch of several', async () => {
    const bug = function* (): Generator<unknown, never, unknown> {
      throw new TypeError('bug')
    }
    const program = workflow({ name: 'w' }, function* () {
      const [settled] = yield* allSettled([bug()])
      const first = yield* any([bug(), race([all([])])])
      try {
        yield* all([bug()])
      } catch (error) {
        return [settled.status, first, String(error)]
      }
      return undefined
    })
    expect(await new ReplayedHistory(program).task()).toEqual(['complete ["rejected",[],"TypeError: bug"]'])
  })

  it('matches a recorded failure, as older deciders wrote it', async () => {
    const history = new ReplayedHistory(failing(bugs[0]![1]))
    await history.task()
    history
      .completed('1')
      .begin()
      .complete([
        {
          decisionType: 'FailWorkflowExecution',
          failWorkflowExecutionDecisionAttributes: { reason: 'TypeError' },
        },
      ])
    const replay = history.fresh()
    await replay.feed(history.events)
    expect(await replay.decisions()).toEqual([])
  })

  it('throws for an invalid policy when it is declared', () => {
    expect(() => failing(() => 1, 'ignore' as never)).toThrow(
      expect.objectContaining({ code: 'DEFINITION_INVALID' }),
    )
  })
})

describe('a saga whose body ends with an error (E2)', () => {
  const booking = (mistake: () => unknown, workflowErrors: WorkflowErrors = 'hold') =>
    workflow({ name: 'w', workflowErrors }, function* () {
      yield* saga(function* (undo) {
        undo(() => refund())
        yield* charge()
        mistake()
      })
    })

  async function next(definition: ReturnType<typeof booking>): Promise<ReplayedHistory> {
    const history = new ReplayedHistory(definition)
    await history.task()
    history.completed('1.1.1')
    return history
  }

  it('is held before it undoes, for a bug', async () => {
    const history = await next(booking(bugs[0]![1]))
    await expect(history.task()).rejects.toMatchObject({
      code: 'WORKFLOW_HELD',
      cause: expect.any(TypeError) as unknown,
    })
  })

  it.each([
    ['a data error', booking(() => raise(new Error('no')))],
    ['any error, where that is said', booking(bugs[0]![1], 'fail')],
  ])('undoes for %s', async (_, definition) => {
    expect(await (await next(definition)).task()).toEqual(['schedule 1.1.2.1 refund'])
  })

  it('that has recorded an undo step continues to undo, and is held at its close', async () => {
    const undone = await next(booking(bugs[0]![1], 'fail'))
    await undone.task()
    undone.completed('1.1.2.1')
    const history = new ReplayedHistory(booking(bugs[0]![1]))
    history.events.splice(0, Infinity, ...undone.events)
    await expect(history.task()).rejects.toMatchObject({ code: 'WORKFLOW_HELD' })
    const again = new ReplayedHistory(booking(() => 1)) // with fixed code: the undo step is recorded
    again.events.splice(0, Infinity, ...undone.events)
    await expect(again.task()).rejects.toMatchObject({ code: 'NON_DETERMINISM' })
  })
})
