import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { superjson } from '@reyield/data'
import { register } from '@reyield/client'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { homeFolder, reyield, startTestSwf, type TestSwf } from './reyield.ts'

let swf: TestSwf
beforeAll(async () => {
  swf = await startTestSwf()
  await register(swf.swf, { domain: 'shop', activities: [{ name: 'approve', version: '1.0' }] })
  await swf.swf.registerWorkflowType({
    domain: 'shop',
    name: 'order',
    version: '1',
    defaultTaskList: { name: 'l' },
    defaultExecutionStartToCloseTimeout: '60',
    defaultTaskStartToCloseTimeout: '5',
    defaultChildPolicy: 'TERMINATE',
  })
})
afterAll(() => swf.close())

const domain = 'shop'
const taskList = { name: 'l' }
let workflowId = ''
let execution: { workflowId: string; runId: string }
let token = ''

/** Starts an execution, decides once, and takes its activity, as a worker that leaves it open does. */
beforeEach(async () => {
  workflowId = `order-${crypto.randomUUID()}`
  const workflowType = { name: 'order', version: '1' }
  const { runId } = await swf.swf.startWorkflowExecution({ domain, workflowId, workflowType })
  execution = { workflowId, runId: runId! }
  const { taskToken } = await swf.swf.pollForDecisionTask({ domain, taskList })
  await swf.swf.respondDecisionTaskCompleted({
    taskToken,
    decisions: [
      {
        decisionType: 'ScheduleActivityTask',
        scheduleActivityTaskDecisionAttributes: {
          activityId: 'a',
          activityType: { name: 'approve', version: '1.0' },
          taskList,
          scheduleToStartTimeout: 'NONE',
          startToCloseTimeout: 'NONE',
          scheduleToCloseTimeout: 'NONE',
          heartbeatTimeout: 'NONE',
        },
      },
    ],
  })
  token = (await swf.swf.pollForActivityTask({ domain, taskList })).taskToken!
})
afterEach(() => swf.swf.terminateWorkflowExecution({ domain, workflowId }))
const run = (...args: string[]) => reyield(['activity', ...args], { env: swf.env })

/** The attributes of the event that ends the activity. */
async function ended() {
  const { events = [] } = await swf.swf.getWorkflowExecutionHistory({ domain, execution })
  const { eventType, ...found } = events.find(({ eventType }) =>
    /^ActivityTask(Completed|Failed|Canceled)$/.test(eventType!),
  )!
  const attributes =
    found.activityTaskCompletedEventAttributes ??
    found.activityTaskFailedEventAttributes ??
    found.activityTaskCanceledEventAttributes!
  const { scheduledEventId: _, startedEventId: __, ...members } = attributes
  return [eventType, members]
}

it('completes an activity by its token, once', async () => {
  const file = join(homeFolder(), 'token.txt')
  writeFileSync(file, `${token}\n`)
  expect(await run('complete', `@${file}`, '--result', '{ by: "Ada" }')).toEqual({
    code: 0,
    out: 'The activity was completed\n',
    err: '',
  })
  expect(await ended()).toEqual(['ActivityTaskCompleted', { result: superjson.serialize({ by: 'Ada' }) }])
  expect(await run('complete', token)).toMatchObject({
    code: 3,
    out: '',
    err: expect.stringMatching(
      /^error: SWF no longer knows this task of an activity.* \[ACTIVITY_TASK_UNKNOWN\]\n/,
    ) as string,
  })
})

it('fails it with an error that the workflow knows by its name', async () => {
  const message = 'the card has expired'
  expect(await run('fail', token, '--name', 'CardExpiredError', '--message', message)).toMatchObject({
    code: 0,
    out: 'The activity was failed with CardExpiredError\n',
  })
  const [type, { reason, details }] = (await ended()) as [string, { reason: string; details: string }]
  expect([type, reason]).toEqual(['ActivityTaskFailed', `CardExpiredError: ${message}`])
  expect(JSON.parse(details)).toMatchObject({ name: 'CardExpiredError', message })
})

it('sends heartbeats, says when the workflow asks to cancel it, and cancels it', async () => {
  expect(await run('heartbeat', token, '--details', '7')).toMatchObject({
    code: 0,
    out: 'The heartbeat was sent\n',
  })
  await swf.swf.signalWorkflowExecution({ domain, workflowId, signalName: 'go on' })
  const { taskToken } = await swf.swf.pollForDecisionTask({ domain, taskList })
  await swf.swf.respondDecisionTaskCompleted({
    taskToken,
    decisions: [
      {
        decisionType: 'RequestCancelActivityTask',
        requestCancelActivityTaskDecisionAttributes: { activityId: 'a' },
      },
    ],
  })
  expect((await run('heartbeat', token)).out).toContain('the workflow asks to cancel the activity')
  expect(JSON.parse((await run('heartbeat', token, '--json')).out)).toEqual({ cancelRequested: true })
  const canceled = await reyield(['activity', 'cancel', '-', '--details', '"why"', '--serializer', 'json'], {
    env: swf.env,
    input: token,
  })
  expect(canceled).toMatchObject({ code: 0, out: 'The activity was canceled\n', err: '' })
  expect(await ended()).toMatchObject(['ActivityTaskCanceled', { details: '"why"' }])
})

it('refuses what cannot work before it sends anything', async () => {
  const refused = await Promise.all([
    run('complete', 'no token'),
    run('complete', '@nowhere.txt'),
    run('complete', token, '--result', 'Ada'),
    run('complete', '-', '--result', '-'),
    run('complete', ''),
  ])
  expect(refused.map(({ code, err }) => [code, /\[\w+\]/.exec(err)?.[0]])).toEqual([
    [2, '[TASK_TOKEN_INVALID]'],
    [2, '[USAGE_INVALID]'],
    [2, '[USAGE_INVALID]'],
    [2, '[USAGE_INVALID]'],
    [2, '[TASK_TOKEN_INVALID]'],
  ])
  expect(JSON.stringify(refused)).not.toContain(token)
})

it('needs the workflow id if a pipeline is configured', async () => {
  const config = join(homeFolder(), 'piped.config.mjs')
  writeFileSync(
    config,
    `export default { domain: 'shop', pipeline: [{ name: 'at', encode: (text, { workflowId }) => workflowId + text, decode: text => text }] }`,
  )
  const missing = await run('complete', token, '--result', '7', '--config', config)
  expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('--workflow-id ID') as string })
  const given = ['--config', config, '--workflow-id', workflowId]
  expect(await run('complete', token, '--result', '7', ...given)).toMatchObject({ code: 0, err: '' })
  expect(await ended()).toEqual([
    'ActivityTaskCompleted',
    { result: `reyield:1:at:${workflowId}${superjson.serialize(7)}` },
  ])
})
