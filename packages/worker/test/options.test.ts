import { scriptedSwf } from '@reyield/client/testing'
import { workflow } from '@reyield/workflow'
import { hostname } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createWorker, type AnyWorkerOptions } from '../src/index.ts'
import { until } from './fixture.ts'

const nothing = workflow({ name: 'nothing', executionStartToClose: '1h' }, function* () {})
const activities = { ship: async () => 1 }
const workflows = [nothing]
const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** `createWorker` as JavaScript calls it, without checks by types. */
const create = (options: object) => {
  const { swf, calls } = scriptedSwf({ describeDomain: [{ domainInfo: { name: 'test' } }] })
  const place = {
    swf,
    domain: 'test',
    taskList: 'main',
    register: false,
    watchdog: undefined,
    logger: silent,
  }
  return { worker: createWorker({ ...place, ...options } as unknown as AnyWorkerOptions), calls }
}

const notOptions = (option: string, needed: string) =>
  `The worker's option ${option} is set without ${needed}: expected both, or neither of them`

describe('a worker is refused', () => {
  it.each<[what: string, options: object, code: string, message: string]>([
    [
      'with neither workflows nor activities',
      {},
      'DEFINITION_INVALID',
      'The worker has neither workflows nor activities: pass workflows, activities, or both to createWorker',
    ],
    [
      'with workflows and activities that are undefined',
      { workflows: undefined, activities: undefined, guards: 'off', schemas: {} },
      'DEFINITION_INVALID',
      'The worker has neither workflows nor activities: pass workflows, activities, or both to createWorker',
    ],
    [
      'with schedules only for activities',
      { activities, schedules: true },
      'OPTION_INVALID',
      notOptions('schedules', 'workflows'),
    ],
    [
      'with schedules that are no boolean',
      { workflows, schedules: 'yes' },
      'OPTION_INVALID',
      "The worker's option schedules is a string: expected true or false",
    ],
    [
      'with guards only for activities',
      { activities, guards: 'off' },
      'OPTION_INVALID',
      notOptions('guards', 'workflows'),
    ],
    [
      'with nonDeterminism only for activities',
      { activities, nonDeterminism: 'fail' },
      'OPTION_INVALID',
      notOptions('nonDeterminism', 'workflows'),
    ],
    [
      'with a watchdog only for activities',
      { activities, watchdog: false },
      'OPTION_INVALID',
      notOptions('watchdog', 'workflows'),
    ],
    [
      'with schemas only for workflows',
      { workflows, schemas: {} },
      'OPTION_INVALID',
      notOptions('schemas', 'activities'),
    ],
    [
      'with an empty list of workflows, even beside activities',
      { workflows: [], activities },
      'DEFINITION_INVALID',
      "The worker's workflows are an empty list: expected a list of workflows, as workflow(…) returns them",
    ],
    [
      'with a workflow instead of a list',
      { workflows: nothing },
      'DEFINITION_INVALID',
      "The worker's workflows are an object: expected a list of workflows, as workflow(…) returns them",
    ],
    [
      'with null as workflows',
      { workflows: null, activities },
      'DEFINITION_INVALID',
      "The worker's workflows are null: expected a list of workflows, as workflow(…) returns them",
    ],
    [
      'with a generator function instead of a workflow',
      { workflows: [nothing, function* order() {}] },
      'DEFINITION_INVALID',
      'workflows[1] of the worker is a function: expected a workflow, as workflow(…) returns it',
    ],
    [
      'with a hole in the list',
      { workflows: [undefined] },
      'DEFINITION_INVALID',
      'workflows[0] of the worker is undefined: expected a workflow, as workflow(…) returns it',
    ],
    ...[
      [{}, 'have no functions'],
      [[], 'are an empty list'],
      [null, 'are null'],
      [() => 1, 'are a function'],
      ['ship', 'are a string'],
    ].map(([value, found]): [string, object, string, string] => [
      `with activities that ${found as string}`,
      { workflows, activities: value },
      'DEFINITION_INVALID',
      `The worker's activities ${found as string}: expected a module that exports functions, an instance of a class with methods, ` +
        'or a list of { name, run }',
    ]),
    ...[
      [true, '', 'a boolean: expected false, or an object of maxExecutions, maxBytes and stickyTimeout'],
      [null, '', 'null: expected false, or an object of maxExecutions, maxBytes and stickyTimeout'],
      [
        { size: 9 },
        '',
        "an object with 'size': expected false, or an object of maxExecutions, maxBytes and stickyTimeout",
      ],
      [{ maxExecutions: 0 }, '.maxExecutions', '0: expected a whole number from 1'],
      [{ maxBytes: '9' }, '.maxBytes', 'a string: expected a whole number from 1'],
      [{ stickyTimeout: '10ms' }, '.stickyTimeout', '10 ms: expected at least one second'],
    ].map(([cache, at, found]): [string, object, string, string] => [
      `with a cache of ${JSON.stringify(cache)}`,
      { workflows, cache },
      'OPTION_INVALID',
      `The worker's cache${at as string} is ${found as string}`,
    ]),
    ...['', ' ', 'a b', 'a\n', 'a\u0000', 'x'.repeat(129), 7].map(
      (buildId): [string, object, string, string] => [
        `with a buildId of ${JSON.stringify(buildId).slice(0, 20)}`,
        { workflows, buildId },
        'OPTION_INVALID',
        `buildId is ${JSON.stringify(buildId)}: expected 1 to 128 characters without white space or control characters`,
      ],
    ),
    [
      'with a cache only for activities',
      { activities, cache: false },
      'OPTION_INVALID',
      notOptions('cache', 'workflows'),
    ],
    ...['concurrency', 'pollers'].flatMap(option =>
      [
        [0, '', '0: expected a whole number from 1'],
        [1.5, '', '1.5: expected a whole number from 1'],
        ['4', '', 'a string: expected a whole number from 1, or an object of decisions and activities'],
        [null, '', 'null: expected a whole number from 1, or an object of decisions and activities'],
        [{ decisions: 0 }, '.decisions', '0: expected a whole number from 1'],
        [{ activities: '9' }, '.activities', 'a string: expected a whole number from 1'],
        [
          { activity: 9 },
          '',
          "an object with 'activity': expected a whole number from 1, or an object of decisions and activities",
        ],
      ].map(([value, at, found]): [string, object, string, string] => [
        `with ${option} of ${JSON.stringify(value)}`,
        { workflows, activities, [option]: value },
        'OPTION_INVALID',
        `The worker's ${option}${at as string} is ${found as string}`,
      ]),
    ),
  ])('%s', (_, options, code, message) => {
    expect(() => create(options)).toThrow(expect.objectContaining({ code, message }))
  })
})

describe('polls', () => {
  it.each<[what: string, options: object, decisions: number, activities: number]>([
    ['by default', { workflows, activities }, 8, 4],
    ['without a cache', { workflows, activities, cache: false }, 4, 4],
    ['of workflows only', { workflows }, 8, 0],
    ['of activities only', { activities }, 0, 4],
    [
      'that are fewer because of a concurrency for each loop',
      { workflows, activities, concurrency: 3 },
      6,
      3,
    ],
    ['with a concurrency of one loop', { workflows, activities, concurrency: { activities: 1 } }, 8, 1],
    [
      'with a concurrency of both',
      { workflows, activities, concurrency: { decisions: 1, activities: 2 } },
      2,
      2,
    ],
    ['with pollers for each loop, up to its concurrency', { workflows, activities, pollers: 7 }, 8, 7],
    [
      'with pollers of each loop',
      { workflows, activities, pollers: { decisions: 2, activities: 12 }, concurrency: { activities: 11 } },
      4,
      11,
    ],
    [
      'with numbers for a loop that the worker does not have',
      { activities, concurrency: { decisions: 9, activities: 2 } },
      0,
      2,
    ],
  ])('are open %s', async (_, options, decisions, activityPolls) => {
    const warnings: Error[] = []
    const warned = (warning: Error) => void warnings.push(warning)
    process.on('warning', warned)
    const { worker, calls } = create(options)
    await worker.ready
    const polls = () => ({
      decisions: calls.filter(({ method }) => method === 'pollForDecisionTask').length,
      activities: calls.filter(({ method }) => method === 'pollForActivityTask').length,
    })
    await until(() => calls.length >= 1 + decisions + activityPolls, 'polls')
    await new Promise(resolve => setImmediate(resolve))
    expect(polls()).toEqual({ decisions, activities: activityPolls })
    await worker.stop({ now: true })
    process.off('warning', warned)
    expect(warnings).toEqual([]) // for instance of too many listeners
  })
})

it('an option that is undefined counts as not set', async () => {
  const options = {
    guards: undefined,
    nonDeterminism: undefined,
    watchdog: undefined,
    cache: undefined,
    schedules: undefined,
    schemas: undefined,
  }
  for (const part of [
    { workflows, activities: undefined },
    { activities, workflows: undefined },
  ]) {
    const { worker } = create({ ...options, ...part })
    await worker.ready
    await worker.stop({ now: true })
  }
})

it('refuses two activities of one name, but not a workflow and an activity of one name', async () => {
  const twice = [
    { name: 'nothing', run: () => 1 },
    { name: 'nothing', run: () => 2 },
  ]
  expect(() => create({ workflows, activities: twice })).toThrow(
    expect.objectContaining({ code: 'DEFINITION_DUPLICATE' }),
  )
  const { worker } = create({ workflows, activities: { nothing: () => 1 } })
  await worker.stop({ now: true })
})

describe('the identity of a worker', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })
  const own = `${process.pid}@${hostname()}`

  it.each<[string, object, string | undefined, string]>([
    ['without a build id', {}, undefined, own],
    ['with an empty variable', {}, '', own],
    ['with a variable', {}, '52a', `${own} build/52a`],
    ['with an option, which wins', { buildId: 'v1.2+3' }, '52a', `${own} build/v1.2+3`],
    ['with an identity of its own, which wins', { identity: 'me', buildId: '7' }, '52a', 'me'],
    ['with a long identity', { identity: 'm'.repeat(300) }, undefined, 'm'.repeat(256)],
  ])('%s is sent with both kinds of polls', async (_, options, variable, identity) => {
    vi.stubEnv('REYIELD_BUILD_ID', variable)
    const { worker, calls } = create({ workflows, activities, cache: false, watchdog: false, ...options })
    const sent = (name: string) =>
      calls.filter(call => call.method === name).map(({ input }) => (input as { identity: string }).identity)
    await until(
      () => sent('pollForDecisionTask').length > 0 && sent('pollForActivityTask').length > 0,
      'a poll of each kind',
    )
    await worker.stop({ grace: 0 })
    expect([sent('pollForDecisionTask')[0], sent('pollForActivityTask')[0]]).toEqual([identity, identity])
  })

  it('with a variable that is no build id is refused', () => {
    vi.stubEnv('REYIELD_BUILD_ID', 'a b')
    expect(() => create({ workflows })).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message:
          'REYIELD_BUILD_ID is "a b": expected 1 to 128 characters without white space or control characters',
      }) as Error,
    )
  })
})

it('keeps no replays if REYIELD_DEV=1 says that it is restarted often', async () => {
  vi.stubEnv('REYIELD_DEV', '1')
  const { worker } = create({ workflows, cache: { maxExecutions: 5 } })
  expect(worker.cacheStats()).toBe(undefined)
  await worker.stop({ now: true })
  vi.unstubAllEnvs()
})
