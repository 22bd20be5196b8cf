import { superjson } from '@reyield/data'
import { packInput } from '@reyield/data/internal'
import {
  all,
  child,
  continueAsNew,
  isReyieldError,
  signal,
  sleep,
  startChild,
  workflow,
  type AnyWorkflow,
  type Schema,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import type { ReplayOptions } from '../src/index.ts'
import { ReplayedHistory } from './replayed-history.ts'

type Answer = ReturnType<Schema<unknown>['~standard']['validate']>

/** A schema that accepts the values for which a function returns true. */
const schemaOf = <T>(validate: (value: T) => boolean | Answer): Schema<T> => ({
  '~standard': {
    version: 1,
    vendor: 'test',
    validate(value) {
      const answer = validate(value as T)
      if (typeof answer !== 'boolean') return answer as never
      return answer ? { value: value as T } : { issues: [{ message: `not ${String(value)}`, path: ['id'] }] }
    },
  },
})
const any = schemaOf<number>(() => true)
const none = schemaOf<number>(() => false)
const even = schemaOf<number>(value => value % 2 === 0)
const deployed = { 'a looser schema': any, 'a stricter schema': none, 'no schema': undefined }

const withInput = (input: Schema<number> | undefined) =>
  workflow({ name: 'w', ...(input && { input }) }, async function* (n: number) {
    yield* sleep('1h')
    return n
  })

const refused = (markers: readonly string[]) => [
  ...markers,
  "fail InvalidInputError: The input of workflow 'w' is invalid: its schema refuses $.id. Expected a value that the schema accepts: " +
    'fix the sender or the schema',
]

/** All other deciders make the same decisions. */
async function replaysWith(
  history: ReplayedHistory,
  definitions: readonly AnyWorkflow[],
  options?: Partial<ReplayOptions>,
) {
  await history.everyWay()
  for (const definition of definitions) {
    const replay = new ReplayedHistory(definition, undefined, options).fresh()
    await replay.feed(history.events)
    expect(await replay.decisions()).toEqual((await history.everyWay()).decisions)
  }
}

describe('the input of a start (M9)', () => {
  it('that was refused stays refused, and one that was accepted stays accepted, whatever is deployed later', async () => {
    for (const [input, decided] of [
      [2, ['start 1 3600s']],
      [3, refused(['mark u1 {"on":"throw","invalid":["$.id"]}'])],
    ] as const) {
      const history = new ReplayedHistory(withInput(even), input)
      expect(await history.task()).toEqual(decided)
      await replaysWith(history, Object.values(deployed).map(withInput))
    }
  })

  it('that was refused is refused again when SWF refuses the close', async () => {
    const history = new ReplayedHistory(withInput(even), 3)
    history.begin()
    const [marker, close] = await history.decide()
    history.complete([marker!])
    history.record('FailWorkflowExecutionFailed', {
      cause: 'UNHANDLED_DECISION',
      decisionTaskCompletedEventId: history.events.length - 1,
    })
    history.record('WorkflowExecutionSignaled', { signalName: 'note' })
    history.begin()
    expect(await history.decide()).toEqual([close])
    await replaysWith(history, Object.values(deployed).map(withInput))
  })

  it('is checked again if the decision task that checked it was never completed', async () => {
    const history = new ReplayedHistory(withInput(even), 3)
    history.begin()
    await history.decide()
    history.record('DecisionTaskTimedOut', { scheduledEventId: 2, startedEventId: 3 })
    history.begin()
    const replay = new ReplayedHistory(withInput(any)).fresh()
    await replay.feed(history.events)
    expect(await replay.decisions()).toMatchObject([{ decisionType: 'StartTimer' }])
  })

  it('that cannot be read holds the execution instead', async () => {
    const history = new ReplayedHistory(withInput(none))
    history.events[0]!.workflowExecutionStartedEventAttributes!.input = 'from a console'
    await expect(history.task()).rejects.toMatchObject({ code: 'PAYLOAD_UNREADABLE' })
  })

  it('reaches the program as it is recorded, whatever the schema does to it', async () => {
    const meddling = schemaOf<{ id: string }>(value => {
      value.id = 'changed'
      return { value: { id: 'another' } }
    })
    const note = signal('note', { schema: meddling })
    const program = workflow({ name: 'w', input: meddling }, async function* (input) {
      return [input, yield* note]
    })
    const history = new ReplayedHistory(program, { id: 'as it was' })
    history.record('WorkflowExecutionSignaled', { signalName: 'note', input: '{"json":{"id":"as it was"}}' })
    expect(await history.task()).toEqual(['complete [{"id":"as it was"},{"id":"as it was"}]'])
  })
})

describe('a signal with a schema (S2)', () => {
  const receiving = (schema: Schema<number> | undefined, onUnreadable: 'skip' | 'throw') => {
    const note = signal<number>('note', { onUnreadable, ...(schema && { schema }) })
    return workflow({ name: 'w' }, async function* () {
      const got: unknown[] = []
      const waiting = yield* note.pending()
      for (let n = 0; n < 2; n++) {
        try {
          got.push(yield* note)
        } catch (error) {
          got.push(isReyieldError(error, 'INPUT_INVALID') ? error.paths : error)
        }
      }
      yield* sleep('1h')
      return { waiting, got, rest: yield* note.drain() }
    })
  }
  const onUnreadables = ['skip', 'throw'] as const

  it('is dropped or thrown as the signal’s option says, whatever is deployed later', async () => {
    const results = {
      skip: '{"waiting":0,"got":[2,4],"rest":[6]}',
      throw: '{"waiting":1,"got":[["$.id"],2],"rest":[4,6]}',
    }
    for (const on of onUnreadables) {
      const history = new ReplayedHistory(receiving(even, on))
      const send = (value: number) =>
        history.record('WorkflowExecutionSignaled', { signalName: 'note', input: superjson.serialize(value) })
      send(1)
      await history.task()
      for (const value of [2, 4, 6]) send(value)
      await history.task()
      history.fired('1')
      const all = onUnreadables.flatMap(other =>
        Object.values(deployed).map(schema => receiving(schema, other)),
      )
      await history.task()
      expect(history.events.at(-1)).toMatchObject({
        workflowExecutionCompletedEventAttributes: { result: `{"json":${results[on]}}` },
      })
      const verdicts = history.events.flatMap(({ markerRecordedEventAttributes: marker }) =>
        marker?.markerName?.startsWith('u') === true ? [marker.markerName, marker.details] : [],
      )
      expect(verdicts).toEqual(['u2', `{"on":"${on}","invalid":["$.id"]}`])
      await replaysWith(history, [receiving(even, on)])
      // up to the timer nothing is checked again, so any other deployment agrees
      const upToTimer = history.events.slice(
        0,
        history.events.findIndex(({ eventType }) => eventType === 'TimerFired'),
      )
      for (const definition of all) {
        const replay = new ReplayedHistory(definition).fresh()
        await replay.feed(upToTimer)
        expect(await replay.decisions()).toEqual([])
      }
    }
  })

  it('holds the execution when its error is thrown and not caught', async () => {
    const note = signal('note', { schema: none, onUnreadable: 'throw' })
    const program = workflow({ name: 'w' }, async function* () {
      yield* note
    })
    const history = new ReplayedHistory(program)
    history.record('WorkflowExecutionSignaled', { signalName: 'note', input: '{"json":1}' })
    await expect(history.task()).rejects.toMatchObject({
      code: 'WORKFLOW_HELD',
      cause: { code: 'INPUT_INVALID' },
    })
  })

  it('is checked in the next run if it was carried there, or came with the start', async () => {
    const note = signal('note', { schema: even })
    const program = workflow({ name: 'w' }, async function* (round: number) {
      if (round === 1) return yield* continueAsNew(2)
      return yield* all([note, note])
    })
    const history = new ReplayedHistory(program, 1)
    for (const value of [2, 3, 4])
      history.record('WorkflowExecutionSignaled', { signalName: 'note', input: superjson.serialize(value) })
    await history.task()
    const signals = [{ name: 'note', input: '{"json":3}' }]
    const inputs = {
      carried: history.events.at(-1)!.workflowExecutionContinuedAsNewEventAttributes!.input,
      'of signalWithStart': packInput({ input: '{"json":2}', signals, cancel: false }),
    }
    for (const [how, input] of Object.entries(inputs)) {
      const next = new ReplayedHistory(program)
      next.events[0]!.workflowExecutionStartedEventAttributes!.input = input
      const decided = await next.task()
      const marked = (n: number) => `mark u1.${n} {"on":"skip","invalid":["$.id"]}`
      expect([how, decided]).toEqual([how, how === 'carried' ? [marked(2), 'complete [2,4]'] : [marked(1)]])
      await replaysWith(next, [program])
    }
  })
})

describe('an operation with a value that a schema refuses (E4)', () => {
  const parent = (input: Schema<number> | undefined) => {
    const other = workflow(
      { name: 'other', executionStartToClose: '1h', ...(input && { input }) },
      function* (_: number) {},
    )
    return workflow({ name: 'w' }, async function* () {
      const handle = yield* startChild(other, 2)
      try {
        yield* all([handle.result(), child(other, 3)])
      } catch (error) {
        if (!isReyieldError(error, 'INPUT_INVALID')) throw error
        yield* sleep('1m')
      }
    })
  }
  const limits = { openChildren: 1 }

  it('is refused before it is sent, even if a decider without a schema created it', async () => {
    const history = new ReplayedHistory(parent(undefined), undefined, { limits })
    await history.task()
    history.child('1', 'Started')
    expect(await history.task()).toEqual([]) // the second one waits for the limit
    const next = new ReplayedHistory(parent(even), undefined, { limits })
    next.events.splice(0, 1, ...history.events)
    next.child('1', 'Completed', { result: undefined })
    expect(await next.task()).toEqual([
      expect.stringMatching(
        /^mark r2\.2\.1 \{"code":"INPUT_INVALID","field":"The input of child workflow 'other'/,
      ),
      'start 3 60s',
    ])
    await replaysWith(next, [parent(even), parent(none), parent(undefined)], { limits })
  })

  it('is not checked for a new run of another version, which has its own schema', async () => {
    const program = workflow({ name: 'w', input: even }, async function* () {
      yield* continueAsNew(3, { version: '2.0' })
    })
    expect(await new ReplayedHistory(program, 2).task()).toEqual(['continue as new {"json":3}'])
  })
})

describe('a schema that can not be used', () => {
  const secret = 'hush-hush'
  const broken: Readonly<Record<string, Schema<string>>> = {
    'validates asynchronously': schemaOf(async value => ({ value })),
    'refuses asynchronously': schemaOf(async value => Promise.reject(new Error(value)) as never),
    throws: schemaOf(value => {
      throw new TypeError(`no schema for ${value}`)
    }),
  }
  it.each(Object.entries(broken))(
    'because it %s holds the execution, wherever it is used',
    async (_, schema) => {
      const note = signal('note', { schema })
      const other = workflow(
        { name: 'other', executionStartToClose: '1h', input: schema },
        function* (_: string) {},
      )
      const programs = [
        other,
        workflow({ name: 'w' }, async function* (_: string) {
          yield* note
        }),
        workflow({ name: 'w' }, async function* (value: string) {
          try {
            yield* child(other, value)
          } catch {
            yield* sleep('1h') // it isn't an error of the program
          }
        }),
      ]
      for (const program of programs) {
        const history = new ReplayedHistory(program, secret)
        history.record('WorkflowExecutionSignaled', {
          signalName: 'note',
          input: superjson.serialize(secret),
        })
        const error = await history.task().catch((thrown: unknown) => thrown)
        expect(isReyieldError(error, 'SCHEMA_UNUSABLE')).toBe(true)
        expect((error as Error).message).not.toContain(secret)
      }
    },
  )

  it('throws when it is declared if it is not a schema', () => {
    for (const schema of [null, {}, { '~standard': { version: 1 } }, () => true]) {
      expect(() => workflow({ name: 'w', input: schema as never }, function* () {})).toThrow(
        /has no usable schema/,
      )
      expect(() => signal('note', { schema: schema as never })).toThrow(/has no usable schema/)
    }
  })
})
