import { writeFileSync } from 'node:fs'
import type { Decision } from '@aws-sdk/client-swf'
import { superjson } from '@reyield/data'
import { createLocalSwf, testClock } from '@reyield/local'
import { createReplay } from '../../src/index.ts'
import { courses, type Outside } from './courses.ts'
import { canceledHelper, failingHelper, traveled } from './errors-that-travel.ts'
import { helper, programs } from './programs.ts'

const domain = 'golden'
const taskList = { name: 'golden' }

/** How activity 'picky' fails, attempt by attempt. */
const failures = [
  '{"reyield":1,"name":"Busy","message":"busy"}',
  '{"reyield":1,"name":"RangeError","message":"too much"}',
]

/** The failure that an input names, as an earlier version wrote it. */
const failureOf = (input: string | undefined) => traveled[superjson.deserialize(input) as string]!

/** How the golden children close, by the names of their types. */
const closes: Readonly<Record<string, (input: string | undefined) => Decision>> = {
  helper: result => ({
    decisionType: 'CompleteWorkflowExecution',
    completeWorkflowExecutionDecisionAttributes: { result },
  }),
  'failing-helper': input => ({
    decisionType: 'FailWorkflowExecution',
    failWorkflowExecutionDecisionAttributes: failureOf(input),
  }),
  'canceled-helper': () => ({
    decisionType: 'CancelWorkflowExecution',
    cancelWorkflowExecutionDecisionAttributes: {},
  }),
}

/**
 * Records the history of a program on the local SWF, one thing at a time, and writes it with the decisions of each
 * decision task. Only for new programs: what lies here already is never recorded anew.
 */
export async function record(name: string): Promise<void> {
  const clock = testClock()
  let runs = 0
  let attempts = 0
  const local = await createLocalSwf({ clock, pollSeconds: 0, randomId: () => `golden/run+${++runs}=` })
  const { swf } = local
  const program = programs[name]!
  const execution = { workflowId: name, runId: 'golden/run+1=' }
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, name, version: '1.0' })
  for (const activity of ['step', 'slow', 'broken', 'picky', 'relay', 'failing', 'canceled'])
    await swf.registerActivityType({ domain, name: activity, version: '1.0' })
  for (const { name: type, version } of [helper, failingHelper, canceledHelper])
    await swf.registerWorkflowType({ domain, name: type, version })
  await swf.startWorkflowExecution({
    domain,
    workflowId: name,
    workflowType: { name, version: '1.0' },
    taskList,
    input: superjson.serialize(1),
    executionStartToCloseTimeout: '86400',
    taskStartToCloseTimeout: '10',
    childPolicy: 'TERMINATE',
  })
  const course = courses[name]
  const outside: Outside = {
    signal: input =>
      swf.signalWorkflowExecution({
        domain,
        workflowId: name,
        signalName: 'told',
        input: superjson.serialize(input),
      }),
    cancel: () => swf.requestCancelWorkflowExecution({ domain, workflowId: name }),
    pass: () => clock.toNextEvent(),
  }
  const decisions: unknown[] = []
  let prepared = -1
  for (;;) {
    const { executionInfo } = await swf.describeWorkflowExecution({ domain, execution })
    if (executionInfo!.executionStatus === 'CLOSED') break
    if (prepared < decisions.length) await course?.before?.[++prepared]?.(outside)
    const task = await swf.pollForDecisionTask({ domain, taskList })
    if (task.taskToken !== undefined) {
      const number = decisions.length
      const replay = createReplay(program, { execution, serializer: superjson })
      await replay.feed(task.events!)
      decisions.push(course?.answers?.[number] ?? (await replay.decisions()))
      await course?.during?.[number]?.(outside)
      await swf.respondDecisionTaskCompleted({
        taskToken: task.taskToken,
        decisions: decisions.at(-1) as never,
      })
      continue
    }
    const helping = await swf.pollForDecisionTask({ domain, taskList: { name: 'helpers' } })
    if (helping.taskToken !== undefined) {
      const { input } = helping.events![0]!.workflowExecutionStartedEventAttributes!
      const decision = closes[helping.workflowType!.name!]!(input)
      await swf.respondDecisionTaskCompleted({ taskToken: helping.taskToken, decisions: [decision] })
      continue
    }
    const activity = await swf.pollForActivityTask({ domain, taskList })
    if (activity.taskToken === undefined) await clock.toNextEvent()
    else if (activity.activityType!.name === 'broken') {
      await swf.respondActivityTaskFailed({ taskToken: activity.taskToken, reason: 'Error: broken' })
    } else if (activity.activityType!.name === 'step') {
      const n = superjson.deserialize(activity.input) as number
      await swf.respondActivityTaskCompleted({
        taskToken: activity.taskToken,
        result: superjson.serialize(n + 1),
      })
    } else if (activity.activityType!.name === 'picky') {
      const details = failures[attempts++]!
      await swf.respondActivityTaskFailed({ taskToken: activity.taskToken, reason: 'failed', details })
    } else if (activity.activityType!.name === 'relay') {
      const details = '{"reyield":1,"name":"TimeoutError","message":"late","code":"TIMED_OUT"}'
      await swf.respondActivityTaskFailed({
        taskToken: activity.taskToken,
        reason: 'TimeoutError: late',
        details,
      })
    } else if (activity.activityType!.name === 'failing') {
      await swf.respondActivityTaskFailed({ taskToken: activity.taskToken, ...failureOf(activity.input) })
    } else if (activity.activityType!.name === 'canceled') {
      await swf.respondActivityTaskCanceled({ taskToken: activity.taskToken })
    } // slow ones never complete
  }
  const { events } = await swf.getWorkflowExecutionHistory({ domain, execution })
  await local.close()
  const file = new URL(`${name}.json`, import.meta.url)
  writeFileSync(file, `${JSON.stringify({ execution, events, decisions }, null, 1)}\n`)
}
