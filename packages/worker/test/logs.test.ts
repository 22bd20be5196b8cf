import { json } from '@reyield/data'
import { activities, all, log, signal, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import type { Logger } from '../src/index.ts'
import { until, fixture } from './fixture.ts'

/** A logger that keeps all lines, as a person would read them. */
function everything() {
  const lines: string[] = []
  const keep =
    (level: string) =>
    (message: string, fields: object = {}) => {
      const { runId: _, milliseconds: _ms, ...rest } = fields as Record<string, unknown>
      lines.push(
        [
          level,
          message,
          ...Object.entries(rest).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
        ].join(' '),
      )
    }
  const logger: Logger = {
    debug: keep('debug'),
    info: keep('info'),
    warn: keep('warn'),
    error: keep('error'),
  }
  return { lines, logger }
}

it('a run can be followed line by line', async () => {
  await using here = await fixture('direct transport')
  const impl = {
    charge: async (amount: number) => amount,
    ship: async () => {
      throw new RangeError('no box is large enough')
    },
  }
  const { charge, ship } = activities<typeof impl>({ startToClose: '1m' })
  const order = workflow(
    { name: 'order', taskList: 'main', executionStartToClose: '1h' },
    function* (amount: number) {
      yield* charge(amount)
      yield* log.info('Charged', { cents: amount })
      try {
        yield* ship()
      } catch {
        return 'kept'
      }
      return 'shipped'
    },
  )
  const { lines, logger } = everything()
  const workers = [here.worker({ workflows: [order], logger }), here.worker({ activities: impl, logger })]
  await Promise.all(workers.map(worker => worker.ready))
  const begun = lines.length
  const handle = await here.client.start(order, 7, { workflowId: 'order-7' })
  expect(await handle.result()).toBe('kept')
  await until(() => lines.filter(line => line.includes('Decided')).length === 3, 'the last decision')
  const execution = 'domain="test" workflowId="order-7"'
  expect(lines.slice(begun)).toEqual([
    `debug Decided: ScheduleActivityTask 1 ${execution} workflow="order" attempt=1`,
    `debug The activity begins ${execution} activityId="1" activity="charge"`,
    `debug The activity has completed ${execution} activityId="1" activity="charge"`,
    `info Charged ${execution} workflow="order" attempt=1 cents=7`,
    `debug Decided: ScheduleActivityTask 2 ${execution} workflow="order" attempt=1`,
    `debug The activity begins ${execution} activityId="2" activity="ship"`,
    `debug The activity has failed: RangeError ${execution} activityId="2" activity="ship"`,
    `debug Decided: CompleteWorkflowExecution ${execution} workflow="order" attempt=1`,
  ])
})

it('no payload is ever in a line, not even one that could not be read', async () => {
  await using here = await fixture('direct transport')
  const secret = 'SECRET'
  const impl = { keep: async () => secret }
  const { keep } = activities<typeof impl>({ startToClose: '1m' })
  const note = signal<string>('note')
  const secretive = workflow(
    { name: 'secretive', taskList: 'main', executionStartToClose: '1h' },
    function* (_: string) {
      return [yield* note, yield* keep()]
    },
  )
  const { lines, logger } = everything()
  const errors: unknown[] = []
  here.worker({ workflows: [secretive], logger, onError: error => errors.push(error) })
  here.worker({ activities: impl, logger, serializer: json }) // its result isn't superjson
  const handle = await here.started(secretive, secret)
  await handle.signal(note, secret)
  await until(() => errors.length > 0, 'a payload that can not be read')
  expect(errors).toEqual([expect.objectContaining({ code: 'PAYLOAD_UNREADABLE' })])
  expect(lines.filter(line => line.startsWith('error'))).toHaveLength(1)
  expect(lines.filter(line => line.includes(secret))).toEqual([])
})

it('writes one short debug line for decisions that are recorded late, however many they are', async () => {
  await using w = await fixture('direct transport')
  const { step } = activities<{ step(n: number): Promise<void> }>({ startToClose: '1h' })
  const wide = workflow(
    { name: 'wide', taskList: 'main', executionStartToClose: '1 day' },
    async function* () {
      yield* all(Array.from({ length: 150 }, (_, n) => step(n))) // the first answer has 100 of them
    },
  )
  const noted: { level: string; fields: object | undefined }[] = []
  const note = (level: string) => (message: string, fields?: object) => {
    if (message === 'Some decisions were recorded later than first requested') noted.push({ level, fields })
  }
  const logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') }
  w.worker({ workflows: [wide], logger })
  const handle = await w.started(wide, undefined)
  await until(async () => {
    await w.clock.advance(1000)
    return noted.length > 0
  }, 'a note')
  expect(noted).toEqual([
    {
      level: 'debug',
      fields: {
        domain: 'test',
        workflowId: handle.workflowId,
        runId: handle.runId,
        workflow: 'wide',
        attempt: 1,
        count: 52,
        first: 'activity 1.99.1',
      },
    },
  ])
})

it('says which workflows are declared for another task list than the one that is polled', async () => {
  await using here = await fixture('direct transport')
  const { lines, logger } = everything()
  const run = async function* () {}
  const workflows = ['main', 'purchases', undefined].map(taskList =>
    workflow({ name: `in-${taskList}`, executionStartToClose: '1h', ...(taskList && { taskList }) }, run),
  )
  await here.worker({ workflows, taskList: 'main', logger }).ready
  expect(lines.filter(line => line.includes('is declared'))).toEqual([
    "info Workflow 'in-purchases' is declared for task list 'purchases', but this worker polls 'main'. Executions that are " +
      'started without a task list wait for a worker that polls the declared one domain="test" taskList="main" ' +
      'workflow="in-purchases" version="1.0" declared="purchases"',
  ])
})

it('warns if it gets an activity of a type that it does not serve', async () => {
  await using here = await fixture('direct transport')
  const { charge } = activities<{ charge: () => Promise<void> }>({ startToClose: '1m' })
  const order = workflow(
    { name: 'order', taskList: 'main', executionStartToClose: '1h' },
    async function* () {
      yield* charge()
    },
  )
  const { lines, logger } = everything()
  here.worker({ workflows: [order] })
  await here.worker({ activities: { ship: async () => undefined }, logger }).ready
  await here.swf.registerActivityType({ domain: 'test', name: 'charge', version: '1.0' })
  await expect((await here.started(order)).result()).rejects.toThrow('charge')
  const warnings = lines.filter(line => line.startsWith('warn')).map(line => line.replace(/ domain=.*/, ''))
  expect(warnings).toEqual([
    "warn The activity has failed: This worker doesn't serve the activity type 'charge' 1.0, which a task of task list 'main' has. " +
      "It serves 'ship' 1.0. Add the type to the worker's activities, or use another task list for the types of other workers",
  ])
})
