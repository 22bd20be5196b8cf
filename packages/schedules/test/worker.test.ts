import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { scriptedSwf } from '@reyield/client/testing'
import { createWorker } from '@reyield/worker'
import { expect, it } from 'vitest'
import { schedule, scheduleWorkflow } from '../src/index.ts'
import { fixture, hour, report } from './fixture.ts'

it('a worker for schedules alone needs no code of the workflows that they start', async () => {
  await using here = await fixture()
  await here.deploy() // registers the types
  await here.deploy({ taskList: 'schedules', workflows: [] })
  await here.client.schedules.create(
    schedule({ name: 'hourly', every: '1h', workflow: report, input: 'x', taskList: 'schedules' }),
  )
  await here.pass(hour)
  const [started] = here.events('hourly.run')[0]!
  expect(started!.workflowExecutionStartedEventAttributes).toMatchObject({
    workflowType: { name: 'report', version: '1.0' },
    taskList: { name: 'main' },
    executionStartToCloseTimeout: '604800',
    tagList: ['scheduled:2026-01-01T01:00:00.000Z'],
    parentWorkflowExecution: { workflowId: 'schedule.hourly' },
  })
})

it('a worker that has the workflow of schedules twice is refused', async () => {
  const { swf } = scriptedSwf({})
  const logger = { debug() {}, info() {}, warn() {}, error() {} }
  const place = { swf, domain: 'shop', taskList: 'main', logger, watchdog: false } as const
  const worker = createWorker({ ...place, workflows: [scheduleWorkflow], schedules: true })
  await expect(worker.ready).rejects.toMatchObject({ code: 'DEFINITION_DUPLICATE' })
})

it('a worker without the package is told to install it', async () => {
  const hooks = `export async function resolve(name, context, next) {
    if (name === '@reyield/schedules') throw Object.assign(new Error('absent'), { code: 'ERR_MODULE_NOT_FOUND' })
    return next(name, context)
  }`
  const program = `import { register } from 'node:module'
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}))
    const { createWorker } = await import('@reyield/worker')
    const logger = { debug() {}, info() {}, warn() {}, error() {} }
    const place = { swf: {}, domain: 'shop', taskList: 'main', logger, watchdog: false }
    const { ready, stopped } = createWorker({ ...place, workflows: [], schedules: true })
    await ready.catch(({ code, message }) => console.log(code, message))
    await stopped.catch(() => undefined)`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: import.meta.dirname,
  })
  expect(stdout).toBe(
    "OPTION_INVALID The worker's option schedules is true, but @reyield/schedules is not installed: " +
      'expected the package: npm install @reyield/schedules\n',
  )
})
