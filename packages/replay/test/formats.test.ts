import type { Decision } from '@aws-sdk/client-swf'
import { text as plain } from '@reyield/data'
import {
  activities,
  all,
  allSettled,
  any,
  cancelExternal,
  child,
  continueAsNew,
  fork,
  lambda,
  log,
  map,
  now,
  patched,
  race,
  random,
  retry,
  saga,
  shield,
  sideEffect,
  signal,
  signalExternal,
  sleep,
  startChild,
  timeout,
  uuid,
  workflow,
  type AnyWorkflow,
  type Operation,
  type Schema,
  type WorkflowOptions,
} from '@reyield/workflow'
import { expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

/**
 * The literal formats that Reyield writes into histories. Later versions read them for years, so a line here never changes, whatever
 * the names in the code. The values are from real answers of the engine.
 */
interface Impl {
  a(input?: unknown): Promise<string>
}
const { a } = activities<Impl>({ startToClose: '5m' })
const other = workflow({ name: 'other', executionStartToClose: '1h' }, function* (_: unknown) {})
const told = signal<string>('told')
const throwing = signal<string>('throwing', { onUnreadable: 'throw' })
const schemaOf = <T>(type: string): Schema<T> => ({
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: value =>
      typeof value === type ? { value: value as T } : { issues: [{ message: 'no', path: ['n'] }] },
  },
})
const checked = signal('checked', { schema: schemaOf<number>('number') })
const text = schemaOf<string>('string')

type Program = () => Generator<unknown, unknown, unknown>
const of = (
  program: Program,
  options: Partial<WorkflowOptions> & { input?: Schema<string> } = {},
): AnyWorkflow => workflow({ name: 'w', ...options }, program as never)

/** The ids, markers, controls and wrapped inputs of decisions. */
function format(decision: Decision): string {
  const attributes = Object.entries(decision).find(([key]) => key.endsWith('Attributes'))?.[1] as Record<
    string,
    string
  >
  const id = ['activityId', 'timerId', 'markerName', 'id', 'workflowId']
    .map(key => attributes[key])
    .find(one => one !== undefined)
  if (decision.decisionType === 'FailWorkflowExecution') return decision.decisionType
  const more = ['startToFireTimeout', 'control', 'details', 'input', 'result'].flatMap(key =>
    attributes[key] === undefined ? [] : [`${key}=${attributes[key]}`],
  )
  return [decision.decisionType, ...(id === undefined ? [] : [id]), ...more].join(' ')
}

/** The decisions of a history's decision tasks. */
const decided = (program: AnyWorkflow, ...steps: ((history: ReplayedHistory) => unknown)[]) =>
  decidedWith('{"json":1}', program, ...steps)

async function decidedWith(
  input: string,
  program: AnyWorkflow,
  ...steps: ((history: ReplayedHistory) => unknown)[]
): Promise<string[][]> {
  const history = new ReplayedHistory(program)
  history.events[0]!.workflowExecutionStartedEventAttributes!.input = input
  const answers: string[][] = []
  for (const step of [() => undefined, ...steps]) {
    step(history)
    history.begin()
    const decisions = await history.decide()
    expect((await history.everyWay()).decisions).toEqual(decisions)
    answers.push(decisions.map(format))
    history.complete(decisions)
  }
  return answers
}

const deep = (levels: number): Operation<unknown> => (levels === 0 ? a() : all([deep(levels - 1)]))
function* branch(n: number) {
  yield* a()
  return n
}

const programs: Readonly<Record<string, () => Promise<string[][]>>> = {
  'places of the root, of branches, forks and helpers': () =>
    decided(
      of(function* () {
        yield* now()
        yield* log.info('x')
        yield* random()
        yield* uuid()
        yield* fork(branch(1))
        yield* all({
          plain: a(),
          generator: branch(2),
          nested: race([sleep('1h'), branch(3)]),
          settled: allSettled([a(), any([a()])]),
          each: map([1, 2], n => branch(n)),
          limited: timeout(a(), '5s'),
          tried: retry(() => a(), { maximumAttempts: 3 }),
          undone: saga(function* () {
            yield* a()
          }),
          kept: shield(branch(4)),
          called: lambda('resize', 1),
          own: a.with({ id: 'mine' })(),
        })
      }),
    ),
  'random numbers and ids, which follow from the run, the coroutine and the count': () =>
    decided(
      of(function* () {
        const inBranch = yield* all([
          (function* (): Generator<unknown, unknown, unknown> {
            return yield* random()
          })(),
        ])
        return [yield* random(), yield* uuid(), yield* random(), inBranch]
      }),
    ),
  'a place that is too long': () =>
    decided(
      of(function* () {
        yield* deep(120)
      }),
    ),
  'places after the first, in the root and in a branch': () =>
    decided(
      of(function* () {
        yield* a()
        yield* all([
          (function* () {
            yield* a()
            yield* a()
          })(),
        ])
      }),
      history => history.completed('1'),
      history => history.completed('2.1.1'),
    ),
  'the timer of a further attempt, and its policy': () =>
    decided(
      of(function* () {
        yield* a.with({
          retry: { maximumAttempts: 3, nonRetryable: ['Busy'], on: { Late: { initialInterval: '1h' } } },
        })()
        yield* a.with({ id: 'mine', retry: { maximumAttempts: Infinity } })()
      }),
      history => history.failed('1', 'no'),
      history => history.fired('1~1'),
      history => history.completed('1'),
      history => history.failed('mine', 'no'),
    ),
  'children, signals and cancels that go out': () =>
    decided(
      of(function* () {
        yield* all([
          child(other, 1),
          child(other, 2, { workflowId: 'mine' }),
          startChild(other, 3),
          signalExternal({ workflowId: 'order-7' }, told, 'x'),
          cancelExternal({ workflowId: 'order-7' }),
        ])
      }),
    ),
  'side effects, patches, and a value that looks like an envelope': () =>
    decided(
      of(function* () {
        yield* sideEffect(() => 5)
        yield* sideEffect(() => undefined as never)
        yield* patched('new-way')
        yield* all([sideEffect(() => 'branch')])
        try {
          yield* sideEffect((): never => {
            throw Object.assign(new RangeError('no'), { stack: '' })
          })
        } catch {
          yield* a()
        }
      }),
    ),
  'signals that cannot be read, that are looked at early, or that a schema refuses': () =>
    decided(
      of(function* () {
        yield* sleep('1s')
        yield* told.drain()
        for (const channel of [throwing, checked]) {
          try {
            yield* channel
          } catch {
            yield* a()
          }
        }
      }),
      history => {
        history.fired('1')
        history.record('WorkflowExecutionSignaled', { signalName: 'told', input: 'not json' })
        history.record('WorkflowExecutionSignaled', { signalName: 'throwing', input: 'not json' })
        history.record('WorkflowExecutionSignaled', { signalName: 'checked', input: '{"json":"x"}' })
        history.record('WorkflowExecutionSignaled', { signalName: 'checked', input: '{"json":1}' })
      },
      history => history.completed('2'),
    ),
  'a carried signal that a schema refuses': () =>
    decidedWith(
      '{"reyield":1,"input":null,"signals":[{"name":"checked","input":"{\\"json\\":\\"x\\"}"}]}',
      of(function* () {
        yield* checked
      }),
    ),
  'an input that a schema refuses': () =>
    decided(
      of(
        function* () {
          yield* a()
        },
        { input: text },
      ),
    ),
  'branches that the budget refuses': () =>
    decided(
      of(function* () {
        try {
          yield* map(Array.from({ length: 9000 }), () => a())
        } catch {
          yield* a()
        }
      }),
    ),
  'what a new run is given: signals': () =>
    decided(
      of(function* () {
        yield* a()
        yield* continueAsNew(2)
      }),
      history => {
        history.record('WorkflowExecutionSignaled', { signalName: 'told', input: '{"json":"x"}' })
        history.record('WorkflowExecutionSignaled', { signalName: 'empty' })
        history.completed('1')
      },
    ),
  'what a new run is given: a cancel request': () =>
    decided(
      of(function* () {
        try {
          yield* continueAsNew()
        } finally {
          yield* shield(a())
        }
      }),
      history => history.record('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 }),
      history => history.completed('1.1'),
    ),
  'what a new run is given: an input alone, and one that looks like an envelope': async () => [
    ...(await decided(
      of(function* () {
        yield* continueAsNew(2)
      }),
    )),
    ...(await decided(
      of(
        function* () {
          yield* continueAsNew('{"reyield":1,"input":5}')
        },
        { serializer: plain },
      ),
    )),
  ],
  'a side effect whose value looks like an envelope': () =>
    decided(
      of(
        function* () {
          yield* sideEffect(() => '{"reyield":1}')
        },
        { serializer: plain },
      ),
    ),
  'the engine’s timer for what does not fit': async () => {
    const [answer] = await decided(
      of(function* () {
        yield* map(Array.from({ length: 120 }), () => sleep('1s'))
      }),
    )
    return [answer!.slice(-2)]
  },
  'the engine’s timer after a refusal': () =>
    decided(
      of(function* () {
        yield* a()
      }),
      history => {
        const batch = history.events.length
        history.events.length = batch - 1
        history.record('ScheduleActivityTaskFailed', {
          activityType: { name: 'a', version: '1.0' },
          activityId: '1',
          cause: 'ACTIVITY_CREATION_RATE_EXCEEDED',
          decisionTaskCompletedEventId: batch - 1,
        })
      },
    ),
}

/** The recorded values, by decision task. */
const recorded: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'places of the root, of branches, forks and helpers': [
    [
      'ScheduleActivityTask 1.1',
      'ScheduleActivityTask 2.1.1',
      'ScheduleActivityTask 2.2.1',
      'ScheduleLambdaFunction 2.10.1 input=1',
      'ScheduleActivityTask mine',
      'StartTimer 2.3.1.1.1 startToFireTimeout=3600',
      'ScheduleActivityTask 2.3.1.2.1',
      'ScheduleActivityTask 2.4.1.1.1',
      'ScheduleActivityTask 2.5.1.1.1',
      'ScheduleActivityTask 2.5.1.2.1',
      'ScheduleActivityTask 2.6.1.1.1',
      'StartTimer 2.6.1.2.1 startToFireTimeout=5',
      'ScheduleActivityTask 2.7.1.1.1',
      'ScheduleActivityTask 2.8.1.1.1',
      'ScheduleActivityTask 2.9.1.1',
      'ScheduleActivityTask 2.4.1.2.1.1.1',
    ],
  ],
  'random numbers and ids, which follow from the run, the coroutine and the count': [
    [
      'CompleteWorkflowExecution result={"json":[0.5887111206981785,"ba679aa9-1401-454c-9d8f-82992019bde2",0.6627217314918958,[0.662556893737424]]}',
    ],
  ],
  'a place that is too long': [
    [
      'ScheduleActivityTask 0xa2fe0fd1a80dfc813668b0d507894ab0977c2415.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1',
    ],
  ],
  'places after the first, in the root and in a branch': [
    ['ScheduleActivityTask 1'],
    ['ScheduleActivityTask 2.1.1'],
    ['ScheduleActivityTask 2.1.2'],
  ],
  'the timer of a further attempt, and its policy': [
    [
      'ScheduleActivityTask 1 control={"retry":{"attempts":3,"initial":1000,"backoff":2,"maximum":60000,"v":2,"nonRetryable":["Busy"],"on":{"Late":{"initial":3600000,"maximum":3600000}}}}',
    ],
    ['StartTimer 1~1 startToFireTimeout=1'],
    [
      'ScheduleActivityTask 1 control={"retry":{"attempts":3,"initial":1000,"backoff":2,"maximum":60000,"v":2,"nonRetryable":["Busy"],"on":{"Late":{"initial":3600000,"maximum":3600000}}}}',
    ],
    [
      'ScheduleActivityTask mine control={"retry":{"attempts":"unlimited","initial":1000,"backoff":2,"maximum":60000,"v":2,"nonRetryable":[]}}',
    ],
    ['StartTimer mine~1 startToFireTimeout=1'],
  ],
  'children, signals and cancels that go out': [
    [
      'StartChildWorkflowExecution history.uwirmva4bj.1.1.1 control=1.1.1 input={"json":1}',
      'StartChildWorkflowExecution mine control=1.2.1 input={"json":2}',
      'StartChildWorkflowExecution history.uwirmva4bj.1.3.1 control=1.3.1 input={"json":3}',
      'SignalExternalWorkflowExecution order-7 control=1.4.1 input={"json":"x"}',
      'RequestCancelExternalWorkflowExecution order-7 control=1.5.1',
    ],
  ],
  'side effects, patches, and a value that looks like an envelope': [
    [
      'RecordMarker s1 details={"json":5}',
      'RecordMarker s2',
      'RecordMarker pnew-way',
      'RecordMarker s3.1.1 details={"json":"branch"}',
      'RecordMarker s4 details={"reyield":1,"name":"RangeError","message":"no","classes":["RangeError"],"stack":""}',
      'ScheduleActivityTask 5',
    ],
  ],
  'signals that cannot be read, that are looked at early, or that a schema refuses': [
    ['StartTimer 1 startToFireTimeout=1'],
    [
      'RecordMarker d10',
      'RecordMarker u7 details=skip',
      'RecordMarker u8 details=throw',
      'ScheduleActivityTask 2',
    ],
    ['RecordMarker u9 details={"on":"skip","invalid":["$.n"]}', 'CompleteWorkflowExecution'],
  ],
  'a carried signal that a schema refuses': [['RecordMarker u1.1 details={"on":"skip","invalid":["$.n"]}']],
  'an input that a schema refuses': [
    ['RecordMarker u1 details={"on":"throw","invalid":["$.n"]}', 'FailWorkflowExecution'],
  ],
  'branches that the budget refuses': [
    ['RecordMarker b1 details={"needed":27000,"left":24999}', 'ScheduleActivityTask 2'],
  ],
  'what a new run is given: signals': [
    ['ScheduleActivityTask 1'],
    [
      'ContinueAsNewWorkflowExecution input={"reyield":1,"input":"{\\"json\\":2}","signals":[{"name":"told","input":"{\\"json\\":\\"x\\"}"},{"name":"empty"}]}',
    ],
  ],
  'what a new run is given: a cancel request': [
    ['ScheduleActivityTask 1.1'],
    [],
    ['ContinueAsNewWorkflowExecution input={"reyield":1,"input":null,"cancel":true}'],
  ],
  'what a new run is given: an input alone, and one that looks like an envelope': [
    ['ContinueAsNewWorkflowExecution input={"json":2}'],
    ['ContinueAsNewWorkflowExecution input={"reyield":1,"input":"{\\"reyield\\":1,\\"input\\":5}"}'],
  ],
  'a side effect whose value looks like an envelope': [
    ['RecordMarker s1 details={"reyield":1,"value":"{\\"reyield\\":1}"}', 'CompleteWorkflowExecution'],
  ],
  'the engine’s timer for what does not fit': [
    ['StartTimer 1.98.1 startToFireTimeout=1', 'StartTimer ~wake startToFireTimeout=0'],
  ],
  'the engine’s timer after a refusal': [
    ['ScheduleActivityTask 1'],
    ['StartTimer ~back startToFireTimeout=1'],
  ],
}

it.each(Object.keys(programs))('%s', async name => {
  expect(await programs[name]!()).toEqual(recorded[name])
})
