import { createRequire } from 'node:module'
import { superjson } from '@reyield/data'
import { failureToWire } from '@reyield/data/internal'
import { run } from '@reyield/testing'
import { activities, activity, workflow } from '@reyield/workflow'
import { mark } from '@reyield/workflow/internal'
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { inThread, type ActivityContext, type InThreadOptions } from '../src/index.ts'
import { fixture, until, type Fixture } from './fixture.ts'
import { Money, type double as doubleHere } from './threads/money.ts'
import type { Picture } from './threads/typed.ts'
import type resizeHere from './threads/typed.ts'
import type * as typed from './threads/typed.ts'

const file = (name: string) => new URL(`./threads/${name}`, import.meta.url)
const here = createRequire(import.meta.url)('./threads/activities.cjs') as Record<
  string,
  (input: unknown, context?: Partial<ActivityContext>) => unknown
>
type Echo = (value: unknown) => Promise<unknown>
const inThreadOf = (name: string, options?: InThreadOptions) =>
  inThread<Echo>(file('activities.cjs'), { export: name, threads: 1, ...options })

/** The functions of the module that tests serve, each in a thread. */
const threaded = (names: readonly string[], options?: InThreadOptions) =>
  Object.fromEntries(names.map(name => [name, inThreadOf(name, options)]))

const called = workflow(
  { name: 'called', taskList: 'main', executionStartToClose: '1 day' },
  async function* ({ name, input }: { name: string; input?: unknown }) {
    const one = activity<unknown, unknown>(name, {
      startToClose: '1h',
      retry: { maximumAttempts: 2, initialInterval: 0, nonRetryable: ['RangeError'] },
    })
    return yield* one(input)
  },
)

/** The outcome of an execution, and what was recorded of its activities. */
async function outcomeOf(w: Fixture, start: { name: string; input?: unknown }) {
  const handle = await w.started(called, start)
  const result = await handle.result().catch((error: unknown) => error)
  const execution = { workflowId: handle.workflowId, runId: handle.runId }
  const { events = [] } = await w.swf.getWorkflowExecutionHistory({ domain: 'test', execution })
  const ends = events.flatMap(event => {
    const {
      eventType,
      activityTaskFailedEventAttributes: failed,
      activityTaskCompletedEventAttributes: done,
    } = event
    const details = failed && (JSON.parse(failed.details!) as object)
    return /^ActivityTask(Completed|Failed|Canceled|TimedOut)$/.test(eventType!)
      ? [{ eventType, reason: failed?.reason, details, result: done?.result }]
      : []
  })
  return { result, ends }
}

describe('an activity in a thread', () => {
  it('gets its input and a context, and its log lines and heartbeats arrive', async () => {
    await using w = await fixture('HTTP, strings backwards')
    w.worker({ workflows: [called] })
    w.worker({ activities: threaded(['describe']) })
    const input = { at: new Date(0), ids: new Set([1n]), url: new URL('https://example.com/a') }
    const { result } = await outcomeOf(w, { name: 'describe', input })
    expect(result).toEqual({
      input,
      activityId: '1',
      activityType: { name: 'describe', version: '1.0' },
      workflowId: expect.any(String) as string,
      token: true,
    })
    expect(w.lines).toContainEqual({ level: 'info', message: 'described' })
  })

  const ending = [
    'decline',
    'nothing',
    'manyFail',
    'throwsText',
    'unserializable',
    'instance',
    'tooLong',
    'badHeartbeat',
    'longHeartbeat',
  ]
  it('is recorded as without a thread, however it ends', async () => {
    const recorded: Record<string, unknown[] | undefined>[] = []
    for (const impl of [here, threaded(ending)]) {
      await using w = await fixture('direct transport')
      w.worker({ workflows: [called] })
      w.worker({ activities: Object.fromEntries(ending.map(name => [name, impl[name]])) })
      const ends = await Promise.all(ending.map(async name => (await outcomeOf(w, { name, input: 7 })).ends))
      recorded.push(Object.fromEntries(ending.map((name, index) => [name, ends[index]])))
    }
    expect(recorded[1]).toEqual(recorded[0])
    const repeated = ending.filter(name => recorded[1]![name]!.length > 1) // not a RangeError, nor an unserializable result
    expect(repeated).toEqual(['manyFail', 'throwsText', 'badHeartbeat', 'longHeartbeat'])
  })

  it('returns what it would return without a thread, and heartbeats have the same details', async () => {
    const echo = inThreadOf('echo')
    const values = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    })
    await fc.assert(
      fc.asyncProperty(values, async value => {
        let text: string | undefined
        try {
          text = superjson.serialize(value)
        } catch {
          return
        }
        expect(superjson.serialize(await echo(value))).toBe(text)
      }),
    )
  })

  it('fails as it would fail without a thread, whatever it throws', async () => {
    const errorOf = inThreadOf('errorOf')
    const data = fc.dictionary(fc.constantFrom('a', 'code', 'token', 'data'), fc.jsonValue({ maxDepth: 1 }), {
      noNullPrototype: true,
    })
    const { spec } = fc.letrec(tie => ({
      spec: fc.record(
        {
          kind: fc.nat({ max: 4 }),
          message: fc.string({ minLength: 1 }),
          cause: fc.option(tie('spec'), { nil: undefined }),
          errors: fc.array(tie('spec'), { maxLength: 2 }),
          data,
          value: fc.anything(),
        },
        { requiredKeys: ['kind', 'message'] },
      ),
    }))
    const errorData = (error: unknown) =>
      error instanceof Error ? { own: (error as { a?: unknown }).a } : undefined
    await fc.assert(
      fc.asyncProperty(spec, async one => {
        try {
          superjson.serialize(one)
        } catch {
          return
        }
        const inHere = await thrownBy(async () => calledByEngine(one))
        const there = await thrownBy(() => errorOf(one))
        expect(failureToWire(there)).toEqual(failureToWire(inHere))
        expect(failureToWire(there, { errorData })).toEqual(failureToWire(inHere, { errorData }))
      }),
    )
  })

  it('can be called directly, with a part of a context or without one', async () => {
    const beats: unknown[] = []
    const resize = inThread<typeof resizeHere>(file('typed.js')) // the file is typed.ts
    const context = { heartbeat: async (details: unknown) => void beats.push(details) }
    expect([await resize({ width: 8 }, context), beats]).toEqual([{ width: 3 }, [{ width: 8 }]])
    const size = inThread<typeof typed.size>(file('typed.ts'), { export: 'size' })
    expect([await size({ width: 8 }), await size()]).toEqual([8, 0])
    expectTypeOf(resize).parameters.toEqualTypeOf<[input: Picture, context?: Partial<ActivityContext>]>()
    expectTypeOf(resize).returns.toEqualTypeOf<Promise<Picture>>()
    const { size: declared } = activities<{ size: typeof size; resize: typeof resize }>({
      startToClose: '1m',
    })
    expectTypeOf(declared).toBeCallableWith({ width: 1 })
    // @ts-expect-error its input is a Picture
    expectTypeOf(declared).toBeCallableWith('vase')
  })

  it('has instances of classes if a serializer writes them', async () => {
    const options = { export: 'double', threads: 1 }
    const module = file('money.js')
    const double = inThread<typeof doubleHere>(module, { ...options, serializer: module })
    const beats: unknown[] = []
    const heartbeat = async (details: unknown) => void beats.push(details)
    expect([await double(new Money(2), { heartbeat }), beats]).toStrictEqual([new Money(4), [new Money(2)]])
    const without = inThread<typeof doubleHere>(module, options)
    await expect(without(new Money(2))).rejects.toMatchObject({ code: 'PAYLOAD_UNSERIALIZABLE', path: '$' })
  })

  it('may leave its task open, to be completed by its token', async () => {
    await using w = await fixture('direct transport')
    w.worker({ workflows: [called] })
    const worker = w.worker({ activities: threaded(['later']) })
    const handle = await w.started(called, { name: 'later' })
    await until(
      () => w.lines.some(({ message }) => message.startsWith('The activity is left open')),
      'an open task',
    )
    const token = (await inThreadOf('tokenOfLater')(undefined)) as string
    const open = activity<undefined, string>('later', { startToClose: '1h' })
    await w.client.activity(token, { activity: open }).complete('done')
    expect([await handle.result(), worker.stats().activities?.running]).toEqual(['done', 0])
  })

  it('runs in the runs of @reyield/testing, too', async () => {
    const { result, calls } = await run(
      called,
      { name: 'echo', input: new Map([[1, 2n]]) },
      { activities: threaded(['echo']) },
    )
    expect([result, calls.map(({ outcome }) => outcome)]).toEqual([new Map([[1, 2n]]), ['completed']])
  })

  it('shares its threads with the others of its module, and there are never more than allowed', async () => {
    const [one, two] = [inThreadOf('counted', { threads: 2 }), inThreadOf('counted', { threads: 2 })]
    const ended = (await Promise.all([one, two, one, two, one].map(fn => fn(undefined)))) as {
      most: number
      thread: number
    }[]
    expect([new Set(ended.map(({ thread }) => thread)).size, ended.every(({ most }) => most === 1)]).toEqual([
      2,
      true,
    ])
  })
})

describe('a module that inThread can’t use', () => {
  it.each<[string, () => unknown, string, string]>([
    [
      'no URL',
      () => inThread('./resize.js'),
      'DEFINITION_INVALID',
      'The module of inThread is a string that is no URL: expected the URL',
    ],
    [
      'another value',
      () => inThread(5 as never),
      'DEFINITION_INVALID',
      'The module of inThread is a number: expected the URL',
    ],
    [
      'another URL',
      () => inThread('https://example.com/a.js'),
      'DEFINITION_INVALID',
      'The module of inThread is a URL with https:',
    ],
    [
      'a missing serializer',
      () => inThreadOf('echo', { serializer: file('missing.js') }),
      'DEFINITION_INVALID',
      "The module of inThread's option serializer doesn't exist: /",
    ],
    [
      'a missing file',
      () => inThread(file('missing.js')),
      'DEFINITION_INVALID',
      "The module of inThread doesn't exist: /",
    ],
    [
      'no name',
      () => inThreadOf('', {}),
      'OPTION_INVALID',
      'inThread: export is a string: expected the name of an export',
    ],
    [
      'no threads',
      () => inThreadOf('echo', { threads: 0 }),
      'OPTION_INVALID',
      'inThread: threads is 0: expected a whole number above 0',
    ],
    [
      'a bad grace',
      () => inThreadOf('echo', { grace: 'soon' as never }),
      'DURATION_INVALID',
      'The grace of inThread',
    ],
    [
      'an unknown limit',
      () => inThreadOf('echo', { resourceLimits: { maxMemory: 5 } as never }),
      'OPTION_INVALID',
      'inThread: a member of resourceLimits is maxMemory: expected maxYoungGenerationSizeMb, maxOldGenerationSizeMb, codeRangeSizeMb, stackSizeMb',
    ],
  ])('is refused when the activity is defined: %s', (_, make, code, message) => {
    expect(make).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }),
    )
  })

  it.each<[string, string, string | undefined, string]>([
    [
      'no such export',
      'activities.cjs',
      'resize',
      "The module of activity 'resize' has no export named 'resize'. It has Card, badHeartbeat, ",
    ],
    [
      'neither a default export nor its name',
      'activities.cjs',
      undefined,
      "has no export named 'default' or 'resize'. It has Card, ",
    ],
    [
      'no function',
      'activities.cjs',
      'notAFunction',
      "exports 'notAFunction', which is of type number: expected a function",
    ],
    ['a class', 'activities.cjs', 'Card', "exports 'Card', which is a class: expected a function"],
    ['throws', 'broken.cjs', undefined, "The module of activity 'resize' can't be loaded: file:///"],
  ])('keeps a worker from starting: %s', async (_, module, name, message) => {
    await using w = await fixture('direct transport')
    const options = { threads: 1, ...(name === undefined ? {} : { export: name }) }
    const worker = w.worker({ activities: { resize: inThread(file(module), options) } })
    const error = await worker.ready.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'DEFINITION_INVALID',
      message: expect.stringContaining(message) as string,
    })
    await worker.stopped.catch(() => undefined)
    expect(worker.state).toBe('stopped')
  })

  it('keeps a worker from starting: a serializer that is none', async () => {
    await using w = await fixture('direct transport')
    const worker = w.worker({ activities: threaded(['echo'], { serializer: file('activities.cjs') }) })
    await expect(worker.ready).rejects.toMatchObject({
      code: 'DEFINITION_INVALID',
      message: expect.stringContaining("The module of inThread's option serializer exports none") as string,
    })
  })

  it('may export the function by the activity’s name', async () => {
    const echo = inThread<Echo>(file('activities.cjs'))
    expect(await echo(5, { activityType: { name: 'echo', version: '1.0' } })).toBe(5)
  })
})

/** Calls the function as a worker does: the frames below it aren't recorded. */
function calledByEngine(spec: unknown): unknown {
  const step = () => here['errorOf']!(spec)
  mark('step', step)
  return step()
}

const thrownBy = async (fn: () => Promise<unknown>): Promise<unknown> => {
  try {
    await fn()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
