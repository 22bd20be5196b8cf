import { activities, all, continueAsNew, signal, sleep, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { figures, fixture, until } from './fixture.ts'

let failures = 0
const impl = {
  charge: async (amount: number) => amount,
  flaky: async () => {
    if (failures-- > 0) throw new RangeError('not yet')
    return 'at last'
  },
}
const { charge, flaky } = activities<typeof impl>({
  startToClose: '1m',
  scheduleToStart: '1m',
  retry: { maximumAttempts: 5, initialInterval: '1s' },
})
const go = signal<string>('go')
const options = { taskList: 'main', executionStartToClose: '1 day' } as const
const order = workflow({ name: 'order', ...options }, async function* (amount: number) {
  const charged = yield* charge(amount)
  return [charged, yield* go]
})
const retried = workflow({ name: 'retried', ...options }, async function* () {
  return yield* flaky()
})
const chain = workflow({ name: 'chain', ...options }, async function* (left: number) {
  if (left > 0) yield* continueAsNew(left - 1)
  return 'end'
})
const lonely = workflow({ name: 'lonely', ...options }, async function* () {
  yield* all([charge(1), charge(2), sleep('2m')])
})

it('counts what happens in an execution', async () => {
  await using here = await fixture()
  here.worker({ workflows: [order], activities: impl, concurrency: 3 })
  const handle = await here.started(order, 7, { workflowId: 'order-7' })
  await handle.signal(go, 'on')
  expect(await handle.result()).toEqual([7, 'on'])
  const settled = 'worker_concurrency_used task_list=main loop=decisions'
  await until(() => figures(here.watch.metrics())[settled] === 0, 'the end of the last task')
  const found = Object.entries(figures(here.watch.metrics()))
  const isExact = ([name]: [string, number]) => !/^swf_|^worker_poll|^decision_|^cache_|^history/.test(name) // those depend on when the signal comes
  expect(Object.fromEntries(found.filter(isExact))).toEqual({
    'activity_duration_seconds activity_type=charge': 1,
    'activity_schedule_to_start_seconds task_list=main': 1,
    'activity_tasks_total activity_type=charge outcome=completed': 1,
    'client_calls_total call=result outcome=ok': 1,
    'client_calls_total call=signal outcome=ok': 1,
    'client_calls_total call=start outcome=ok': 1,
    'client_duration_seconds call=result': 1,
    'client_duration_seconds call=signal': 1,
    'client_duration_seconds call=start': 1,
    'execution_closed_total workflow_type=order outcome=completed': 1,
    'execution_started_total workflow_type=order': 1,
    'payload_size payload=activity_input': 1,
    'payload_size payload=activity_result': 1,
    'payload_size payload=signal': 1,
    'payload_size payload=workflow_input': 1,
    'payload_size payload=workflow_result': 1,
    'worker_concurrency_limit task_list=main loop=activities': 3,
    'worker_concurrency_limit task_list=main loop=decisions': 3,
    'worker_concurrency_used task_list=main loop=activities': 0,
    'worker_concurrency_used task_list=main loop=decisions': 0,
  })
  expect(Object.keys(figures(here.watch.metrics(), 'worker_poll_age_seconds'))).toEqual([
    'worker_poll_age_seconds task_list=main loop=decisions',
    'worker_poll_age_seconds task_list=main loop=activities',
  ])
  expect(figures(here.watch.metrics(), 'worker_pollers_open')).toEqual({
    'worker_pollers_open task_list=main loop=decisions': 6,
    'worker_pollers_open task_list=main loop=activities': 3,
  })
})

it('counts decision tasks by what became of them', async () => {
  await using here = await fixture()
  here.worker({ workflows: [chain], concurrency: 1 })
  const handle = await here.started(chain, 2)
  expect(await handle.result()).toBe('end')
  const done = 'decision_tasks_total workflow_type=chain outcome=completed'
  await until(() => figures(here.watch.metrics())[done] === 3, 'three decision tasks')
  const names = ['decision_tasks_total', 'decision_replayed_events', 'cache_lookups_total', 'history_events']
  const more = ['execution_started_total', 'execution_closed_total', 'decision_schedule_to_start_seconds']
  expect(figures(here.watch.metrics(), ...names, ...more)).toEqual({
    [done]: 3,
    'decision_schedule_to_start_seconds task_list=main sticky=false': 3,
    'decision_replayed_events workflow_type=chain': 3,
    'cache_lookups_total task_list=main result=none': 3,
    'history_events workflow_type=chain': 3,
    'execution_started_total workflow_type=chain': 3,
    'execution_closed_total workflow_type=chain outcome=continued_as_new': 2,
    'execution_closed_total workflow_type=chain outcome=completed': 1,
  })
})

it('counts failures and retries of activities', async () => {
  await using here = await fixture()
  failures = 2
  here.worker({ workflows: [retried], activities: impl })
  const handle = await here.started(retried)
  let result: unknown
  void handle.result().then(found => (result = found))
  await until(async () => {
    await here.clock.advance(500)
    return result !== undefined
  }, 'the result')
  const done = 'execution_closed_total workflow_type=retried outcome=completed'
  await until(() => figures(here.watch.metrics())[done] === 1, 'the last count')
  expect(figures(here.watch.metrics(), 'activity_tasks_total', 'activity_retries_total')).toEqual({
    'activity_tasks_total activity_type=flaky outcome=failed': 2,
    'activity_tasks_total activity_type=flaky outcome=completed': 1,
    'activity_retries_total workflow_type=retried': 2,
  })
})

it('measures how long activities wait, also over several decision tasks, and counts those that time out', async () => {
  await using here = await fixture()
  here.worker({ workflows: [lonely] })
  const { ready } = here.worker({ activities: impl, taskList: 'other' })
  await ready
  const handle = await here.started(lonely)
  let closed = false
  void handle.result().then(
    () => (closed = true),
    () => (closed = true),
  )
  await until(async () => {
    await here.clock.advance(1000)
    return (await handle.history()).some(({ eventType }) => eventType === 'ActivityTaskScheduled')
  }, 'activities that wait')
  await here.clock.advance(20_000)
  const late = here.worker({ activities: impl, concurrency: 1 })
  await until(async () => {
    await here.clock.advance(10)
    return (
      (await handle.history()).filter(({ eventType }) => eventType === 'ActivityTaskCompleted').length === 2
    )
  }, 'both activities')
  await late.stop()
  await until(async () => {
    await here.clock.advance(1000)
    return closed
  }, 'the end')
  const text = here.watch.metrics()
  const bucket = (le: string) =>
    Number(
      new RegExp(`^reyield_activity_schedule_to_start_seconds_bucket\\{.*le="${le}"\\} (\\d+)$`, 'm').exec(
        text,
      )?.[1],
    )
  expect([bucket('10'), bucket('30'), bucket('\\+Inf')]).toEqual([0, 2, 2])
})

it('counts what can not be decided by its code', async () => {
  await using here = await fixture()
  const { ready } = here.worker({ workflows: [order] })
  await ready
  await here.swf.registerWorkflowType({ domain: 'test', name: 'chain', version: '1.0' })
  await here.started(chain, 1)
  const held = 'decision_tasks_total workflow_type=chain outcome=held'
  await until(async () => {
    await here.clock.advance(1000)
    return figures(here.watch.metrics())[held] === 1
  }, 'a held execution')
  expect(figures(here.watch.metrics(), 'decision_undecidable_total', 'decision_tasks_total')).toEqual({
    'decision_tasks_total workflow_type=chain outcome=released': 1,
    [held]: 1,
    'decision_undecidable_total workflow_type=chain code=TYPE_UNREGISTERED': 2,
  })
})

it('the age of the last poll is left out while a worker is full, since it does not poll then', async () => {
  await using here = await fixture()
  let finish!: () => void
  const charge = () => new Promise<number>(resolve => (finish = () => resolve(1)))
  here.worker({ workflows: [order] })
  here.worker({ activities: { charge }, concurrency: 1 })
  await here.started(order, 7)
  const used = 'worker_concurrency_used task_list=main loop=activities'
  await until(() => figures(here.watch.metrics())[used] === 1, 'the activity')
  const ages = () => Object.keys(figures(here.watch.metrics(), 'worker_poll_age_seconds'))
  expect(ages()).toEqual(['worker_poll_age_seconds task_list=main loop=decisions'])
  await until(() => finish !== undefined, 'the call of the function')
  finish()
  await until(() => ages().length === 2, 'room for another task')
})

it('shows what limits of activities hold back', async () => {
  await using here = await fixture()
  const pair = workflow({ name: 'pair', ...options }, async function* () {
    yield* all([charge(1), charge(2), charge(3)])
  })
  here.worker({ workflows: [pair] })
  const release: (() => void)[] = []
  const slow = () => new Promise<void>(resolve => release.push(resolve))
  const limits = { activityOptions: { charge: { concurrency: 1 } }, activitiesPerSecond: 1000, pollers: 4 }
  here.worker({ activities: { charge: slow, flaky: slow }, ...limits, concurrency: 4 })
  const handle = await here.started(pair)
  const names = ['activity_waiting', 'worker_pollers_held_back'] as const
  const waiting = 'activity_waiting task_list=main activity_type=charge'
  await until(() => figures(here.watch.metrics())[waiting] === 2, 'tasks that wait')
  expect(figures(here.watch.metrics(), ...names)).toEqual({
    [waiting]: 2,
    'worker_pollers_held_back task_list=main loop=decisions': 0,
    'worker_pollers_held_back task_list=main loop=activities': 0,
  })
  for (let task = 0; task < 3; task++) {
    await until(() => release.length > task, 'the next start')
    release[task]!()
  }
  await handle.result()
  expect(figures(here.watch.metrics(), ...names)[waiting]).toBe(0)
})

it('shows the polls that a rate holds back, and no age of polls meanwhile', async () => {
  await using here = await fixture()
  const one = workflow({ name: 'one', ...options }, async function* () {
    yield* charge(1)
  })
  here.worker({ workflows: [one] })
  here.worker({ activities: impl, activitiesPerSecond: 0.001, concurrency: 3, pollers: 3 })
  const held = 'worker_pollers_held_back task_list=main loop=activities'
  await until(() => figures(here.watch.metrics())[held] === 2, 'a single poll')
  const handle = await here.started(one)
  await handle.result()
  const names = [
    'worker_pollers_held_back',
    'worker_pollers_open',
    'worker_concurrency_used',
    'worker_poll_age_seconds',
  ]
  const ofActivities = () =>
    Object.fromEntries(
      Object.entries(figures(here.watch.metrics(), ...names)).filter(([name]) => /activities/.test(name)),
    )
  await until(() => ofActivities()['worker_concurrency_used task_list=main loop=activities'] === 0, 'the end')
  expect(ofActivities()).toEqual({
    [held]: 3,
    'worker_pollers_open task_list=main loop=activities': 0,
    'worker_concurrency_used task_list=main loop=activities': 0,
  })
})
