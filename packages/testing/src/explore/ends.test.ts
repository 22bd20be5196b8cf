import {
  activity,
  allSettled,
  child,
  isReyieldError,
  lambda,
  sleep,
  workflow,
  type Operation,
} from '@reyield/workflow'
import { expect, it } from 'vitest'
import { explore, scenario, type Scenario } from '../index.ts'

const day = { executionStartToClose: '1 day' } as const
const charge = activity<string, string>('charge', { startToClose: '5m', cancellation: 'wait' })
const ship = workflow({ name: 'ship', ...day }, function* (_: string) {
  yield* []
})
const options = {
  activities: { charge: async (id: string) => `receipt ${id}` },
  children: { ship: async (id: string) => `parcel ${id}` },
  lambdas: { thumb: (id: string) => `thumb ${id}` },
}

/** A workflow that returns how two operations have ended. */
const both = (operation: (id: string) => Operation<unknown>) =>
  workflow({ name: 'both', ...day }, function* () {
    const ends = yield* allSettled([operation('a'), operation('b')])
    return ends.map(one => (one.status === 'fulfilled' ? one.value : (one.reason as { code: string }).code))
  })
const charges = both(id => charge(id))
const ships = both(id => child(ship, id, { workflowId: id, cancellation: 'wait' }))
const thumbs = both(id => lambda('thumb', id, { startToClose: '1m' }))

it.each<[string, typeof charges, (execution: Scenario) => Promise<unknown>, unknown]>([
  [
    'activities fail: the oldest, or one by its input',
    charges,
    async execution => {
      await execution.fail(charge, new RangeError('no'), { input: 'b' })
      await execution.fail('charge')
    },
    ['ACTIVITY_FAILED', 'ACTIVITY_FAILED'],
  ],
  [
    'children complete and fail: the oldest, or one by its workflow id',
    ships,
    async execution => {
      await execution.failChild(ship, { id: 'b' })
      await execution.completeChild('ship')
    },
    ['parcel a', 'CHILD_FAILED'],
  ],
  [
    'Lambda functions complete and fail: the oldest call, or the nth',
    thumbs,
    async execution => {
      await execution.failLambda('thumb', { nth: 2 })
      await execution.completeLambda('thumb')
    },
    ['thumb a', 'LAMBDA_FAILED'],
  ],
])('in a scenario, %s', async (_, definition, steps, result) => {
  const execution = await scenario(definition, undefined, options)
  await steps(execution)
  expect((await execution.runToEnd()).result).toEqual(result)
})

it.each<[string, typeof charges, (execution: Scenario) => Promise<unknown>]>([
  ['an activity', charges, execution => execution.cancel(charge)],
  ['a child', ships, execution => execution.cancelChild(ship)],
])('in a scenario, %s is canceled after the workflow has requested it', async (_, definition, cancel) => {
  const execution = await scenario(definition, undefined, options)
  expect(execution.view).toMatchObject({ cancelRequests: 0, closeStatus: undefined })
  await execution.requestCancel()
  await cancel(execution)
  await cancel(execution)
  expect(execution.view).toMatchObject({ cancelRequests: 1, closeStatus: 'CANCELED' })
  expect(execution.sentences.slice(1).every(one => one.endsWith('was canceled on request'))).toBe(true)
})

it('an exploration reports how many steps it took, and how many the longest scenario has', async () => {
  const napping = workflow({ name: 'napping', ...day }, function* () {
    try {
      yield* charge('a')
    } catch (error) {
      if (!isReyieldError(error, 'ACTIVITY_FAILED')) throw error
      yield* sleep('1m')
    }
  })
  const covered = await explore(napping, undefined, {
    ...options,
    cancelRequests: 0,
    outcomes: { charge: ['completed', 'failed'] },
  })
  expect(covered).toMatchObject({ complete: true, scenarios: 2, longest: 2, deviations: Infinity })
  expect(covered.steps).toBeGreaterThanOrEqual(3)
})
