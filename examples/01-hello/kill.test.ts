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

/** What hello asks of SWF, request by request; each may use what those before it brought. */
interface Brought {
  runId?: string
  taskToken?: string
  events?: HistoryEvent[]
  input?: string
}
const requests: [string, (swf: Swf, brought: Brought) => Promise<Brought | void>][] = [
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
      }) as Promise<Brought>,
  ],
  ['PollForDecisionTask', (swf, _) => swf.pollForDecisionTask({ domain, taskList }) as Promise<Brought>],
  ['RespondDecisionTaskCompleted', decide],
  ['PollForActivityTask', swf => swf.pollForActivityTask({ domain, taskList }) as Promise<Brought>],
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
  ['PollForDecisionTask', (swf, _) => swf.pollForDecisionTask({ domain, taskList }) as Promise<Brought>],
  ['RespondDecisionTaskCompleted', decide],
]

async function decide(swf: Swf, { runId, taskToken, events }: Brought): Promise<void> {
  const replay = createReplay(HelloWorkflow, {
    execution: { workflowId, runId: runId! },
    serializer: superjson,
  })
  await replay.feed(events!)
  await swf.respondDecisionTaskCompleted({ taskToken, decisions: await replay.decisions() })
}

const deep = process.env['REYIELD_DEEP'] === '1'

/** After which requests the local SWF is killed, of several runs: after each, and in long tests also after each alone. */
const runs: [string, (request: number) => boolean][] = [
  ['every request', () => true],
  ...(deep ? requests : []).map(([name], index): [string, (request: number) => boolean] => [
    `request ${index + 1}, ${name}`,
    request => request === index,
  ]),
]

describe('kill -9 of the local SWF and a restart', () => {
  it.each(runs)('after %s of hello: the execution ends as it should', async (_, killsAfter) => {
    const db = join(mkdtempSync(join(tmpdir(), 'reyield-')), 'swf.sqlite')
    let local = await startLocalSwf(db)
    let brought: Brought = {}
    for (const [index, [, request]] of requests.entries()) {
      brought = { ...brought, ...(await request(awsSwf({ endpoint: local.url }), brought)) }
      if (!killsAfter(index)) continue
      local.child.kill('SIGKILL')
      await once(local.child, 'exit')
      local = await startLocalSwf(db)
    }
    const { events } = await awsSwf({ endpoint: local.url }).getWorkflowExecutionHistory({
      domain,
      execution: { workflowId, runId: brought.runId },
    })
    expect(events!.map(event => event.eventType)).toEqual(tutorialTypes)
    expect(events!.at(-1)!.workflowExecutionCompletedEventAttributes!.result).toBe('{"json":"Hello, World!"}')
    await local.stop()
  })
})
