import { scriptedSwf } from '@reyield/client/testing'
import { workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { createWorker, type ActivityContext } from '../src/index.ts'

const impl = {
  resize: async (url: string) => url,
  mail: async (to: string, { heartbeat }: ActivityContext) => heartbeat(to),
}
const nothing = workflow({ name: 'nothing', executionStartToClose: '1h' }, function* () {})
const { swf } = scriptedSwf({})
const place = { swf, domain: 'test', taskList: 'main' }

/** `createWorker` as JavaScript calls it, without checks by types. */
const create = (options: object) => () => createWorker({ ...place, ...options } as never)

const members = 'an object of concurrency, activitiesPerSecond and heartbeat'
const every = "an object of every, such as { every: '10s' }"

describe('a worker is refused', () => {
  it.each<[options: object, code: string, message: string]>([
    ...[0, -1, NaN, Infinity, '5', null].map((rate): [object, string, string] => [
      { activitiesPerSecond: rate },
      'OPTION_INVALID',
      `The worker's activitiesPerSecond is ${typeof rate === 'number' ? rate : rate === null ? 'null' : 'a string'}: expected a number ` +
        'greater than 0, such as 5 or 0.5',
    ]),
    [
      { activityOptions: { resize: { activitiesPerSecond: 0 } } },
      'OPTION_INVALID',
      "The worker's activityOptions.resize.activitiesPerSecond is 0: expected a number greater than 0, such as 5 or 0.5",
    ],
    [
      { activityOptions: { resize: { concurrency: 0.5 } } },
      'OPTION_INVALID',
      "The worker's activityOptions.resize.concurrency is 0.5: expected a whole number from 1",
    ],
    [
      { activityOptions: { resize: { slots: 2 } } },
      'OPTION_INVALID',
      `The worker's activityOptions.resize is an object with 'slots': expected ${members}`,
    ],
    [
      { activityOptions: { resize: 2 } },
      'OPTION_INVALID',
      `The worker's activityOptions.resize is a number: expected ${members}`,
    ],
    [
      { activityOptions: [] },
      'OPTION_INVALID',
      "The worker's activityOptions is a list: expected an object of options by the names of activities",
    ],
    [
      { activityOptions: { toString: {} } },
      'DEFINITION_INVALID',
      "activityOptions has 'toString', and the worker has no activity of that name: expected one of resize, mail",
    ],
    [{ heartbeat: '10s' }, 'OPTION_INVALID', `The worker's heartbeat is a string: expected ${every}`],
    [
      { heartbeat: { every: '10s', details: 1 } },
      'OPTION_INVALID',
      `The worker's heartbeat is an object with 'details': expected ${every}`,
    ],
    [
      { activityOptions: { resize: { heartbeat: { every: 999 } } } },
      'OPTION_INVALID',
      "The worker's activityOptions.resize.heartbeat.every is 999 ms: expected at least one second",
    ],
    [
      { heartbeat: {} },
      'DURATION_INVALID',
      expect.stringContaining('heartbeat.every is undefined: expected milliseconds') as string,
    ],
    ...['activitiesPerSecond', 'heartbeat', 'activityOptions'].map((option): [object, string, string] => [
      { activities: undefined, workflows: [nothing], [option]: {} },
      'OPTION_INVALID',
      `The worker's option ${option} is set without activities: expected both, or neither of them`,
    ]),
  ])('with %j', (options, code, message) => {
    expect(create({ activities: impl, ...options })).toThrow(expect.objectContaining({ code, message }))
  })
})

it('the compiler knows the names of activities, and their options', () => {
  const list = [{ name: 'image.resize', run: (url: string) => url }] as const
  const heartbeat = { every: '10s' } as const
  // only compiled, never called
  const _uses = (untyped: object) => [
    createWorker({
      ...place,
      activities: impl,
      activitiesPerSecond: 0.5,
      heartbeat,
      activityOptions: {
        resize: { concurrency: 2, activitiesPerSecond: 5, heartbeat: false },
        mail: { heartbeat },
      },
    }),
    createWorker({ ...place, activities: list, activityOptions: { 'image.resize': { concurrency: 2 } } }),
    createWorker({
      ...place,
      activities: [{ name: 'ship', run: (order: string, context) => context.heartbeat(order) }],
      activityOptions: { ship: { concurrency: 2 } },
    }),
    createWorker({ ...place, activities: untyped, activityOptions: { resize: { concurrency: 2 } } }),
    createWorker({ ...place, workflows: [nothing] }),
    // @ts-expect-error -- no activity has this name
    createWorker({ ...place, activities: impl, activityOptions: { resise: { concurrency: 2 } } }),
    // @ts-expect-error -- no activity of the list has this name
    createWorker({ ...place, activities: list, activityOptions: { resize: { concurrency: 2 } } }),
    // @ts-expect-error -- there is no such option
    createWorker({ ...place, activities: impl, activityOptions: { resize: { slots: 2 } } }),
    // @ts-expect-error -- a rate is a number
    createWorker({ ...place, activities: impl, activitiesPerSecond: '5' }),
    // @ts-expect-error -- options of activities need activities
    createWorker({ ...place, workflows: [nothing], activitiesPerSecond: 5 }),
    // @ts-expect-error -- options of activities need activities
    createWorker({ ...place, workflows: [nothing], activityOptions: { resize: { concurrency: 2 } } }),
  ]
})
