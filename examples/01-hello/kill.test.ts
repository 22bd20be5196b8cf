import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { awsSwf, type Swf } from '@reyield/client'
import { superjson } from '@reyield/data'
import { createReplay } from '@reyield/replay'
import { describe, expect, it } from 'vitest'
import { startLocalSwf } from '../start/processes.ts'
import { HelloWorld } from './activities.ts'
import { tutorialTypes } from './tutorial-history.ts'
import { HelloWorkflow } from './workflows.ts'

const domain = 'tutorial'
const taskList = { name: 'default' }
const workflowId = 'hello'

/** The requests of hello. Each may use what earlier responses contained. */
interface Received {
  runId?: string
  taskToken?: string
  events?: HistoryEvent[]
  input?: string
}
const requests: [string, (swf: Swf, received: Received) => Promise<Received | void>][] = [
  [
    'RegisterDomain',
    async swf =>
      void (await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })),
  ],
  [
    'RegisterWorkflowType',
    async swf => void (await swf.registerWorkflowType({ domain, name: 'HelloWorkflow', version: '1.0' })),
  ],
  [
    'RegisterActivityType',
    async swf => void (await swf.registerActivityType({ domain, name: 'HelloWorld', version: '1.0' })),
  ],
  [
    'StartWorkflowExecution',
    swf =>
      swf.startWorkflowExecution({
        domain,
        workflowId,
        workflowType: { name: 'HelloWorkflow', version: '1.0' },
        taskList,
        input: superjson.serialize('World'),
        executionStartToCloseTimeout: '3600',
        taskStartToCloseTimeout: '10',
        childPolicy: 'TERMINATE',
      }) as Promise<Received>,
  ],
  ['PollForDecisionTask', (swf, _) => swf.pollForDecisionTask({ domain, taskList }) as Promise<Received>],
  ['RespondDecisionTaskCompleted', decide],
  ['PollForActivityTask', swf => swf.pollForActivityTask({ domain, taskList }) as Promise<Received>],
  [
    'RecordActivityTaskHeartbeat',
    async (swf, { taskToken }) => void (await swf.recordActivityTaskHeartbeat({ taskToken })),
  ],
  [
    'RespondActivityTaskCompleted',
    async (swf, { taskToken, input }) => {
      const result = superjson.serialize(await HelloWorld(superjson.deserialize(input) as string))
      await swf.respondActivityTaskCompleted({ taskToken, result })
    },
  ],
  ['PollForDecisionTask', (swf, _) => swf.pollForDecisionTask({ domain, taskList }) as Promise<Received>],
  ['RespondDecisionTaskCompleted', decide],
]

async function decide(swf: Swf, { runId, taskToken, events }: Received): Promise<void> {
  const replay = createReplay(HelloWorkflow, {
    execution: { workflowId, runId: runId! },
    serializer: superjson,
  })
  await replay.feed(events!)
  await swf.respondDecisionTaskCompleted({ taskToken, decisions: await replay.decisions() })
}

const deep = process.env['REYIELD_DEEP'] === '1'

/** The requests after which the local SWF is killed: in one run after each, and in long tests also one run for each request. */
const runs: [string, (request: number) => boolean][] = [
  ['every request', () => true],
  ...(deep ? requests : []).map(([name], index): [string, (request: number) => boolean] => [
    `request ${index + 1}, ${name}`,
    request => request === index,
  ]),
]

describe('kill -9 of the local SWF and a restart', () => {
  it.each(runs)('after %s of hello: the execution completes', async (_, killsAfter) => {
    const db = join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')
    let local = await startLocalSwf(db)
    let received: Received = {}
    for (const [index, [, request]] of requests.entries()) {
      received = { ...received, ...(await request(awsSwf({ endpoint: local.url }), received)) }
      if (!killsAfter(index)) continue
      local.child.kill('SIGKILL')
      await once(local.child, 'exit')
      local = await startLocalSwf(db)
    }
    const { events } = await awsSwf({ endpoint: local.url }).getWorkflowExecutionHistory({
      domain,
      execution: { workflowId, runId: received.runId },
    })
    expect(events!.map(event => event.eventType)).toEqual(tutorialTypes)
    expect(events!.at(-1)!.workflowExecutionCompletedEventAttributes!.result).toBe('{"json":"Hello, World!"}')
    await local.stop()
  })
})
