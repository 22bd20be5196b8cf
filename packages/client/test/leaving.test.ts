import { setImmediate as nextTurn } from 'node:timers/promises'
import { createLocalSwf, type ListenOptions } from '@reyield/local'
import { expect, it } from 'vitest'
import { awsSwf, retrying } from '../src/index.ts'

const domain = 'd'
const taskList = { name: 'main' }
const workflowType = { name: 'w', version: '1' }

async function startLocal(listening: ListenOptions = {}) {
  const local = await createLocalSwf()
  await local.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await local.swf.registerWorkflowType({ domain, ...workflowType })
  const { url } = await local.listen(listening)
  const port = awsSwf({ endpoint: url })
  const swf = retrying(port)
  await swf.describeDomain({ name: domain }) // its response says that it's a local SWF
  const start = (workflowId: string) =>
    local.swf.startWorkflowExecution({
      ...{ domain, workflowId, workflowType, taskList },
      executionStartToCloseTimeout: '3600',
      taskStartToCloseTimeout: '3600',
      childPolicy: 'TERMINATE',
    })
  return { local, swf, start, close: () => (port.close(), local.close()) }
}

it('a poll of a local SWF that waits ends at once when it is not to be repeated', async () => {
  const { swf, close } = await startLocal()
  const leaving = new AbortController()
  const poll = swf.pollForDecisionTask({ domain, taskList }, { retrySignal: leaving.signal })
  const ended = expect(poll).rejects.toMatchObject({ name: 'AbortError' })
  await swf.describeDomain({ name: domain }) // by now, the poll has arrived
  leaving.abort()
  await ended
  await close()
})

it('a poll that leaves returns the task that SWF has started for it, whenever it leaves', async () => {
  const { local, swf, start, close } = await startLocal()
  const outcomes = new Set<string>()
  for (let n = 0; n < 200; n++) {
    const leaving = new AbortController()
    const poll = swf
      .pollForDecisionTask({ domain, taskList }, { retrySignal: leaving.signal })
      .catch(() => undefined)
    await swf.describeDomain({ name: domain })
    const turns = (n % 13) - 6 // from the start of an execution until the poll leaves
    if (turns < 0) leaving.abort()
    for (let turn = turns; turn < 0; turn++) await nextTurn()
    const started = start(String(n))
    for (let turn = 0; turn < turns; turn++) await nextTurn()
    leaving.abort()
    const received = await poll
    const execution = { workflowId: String(n), runId: (await started).runId }
    const { events } = await local.swf.getWorkflowExecutionHistory({ domain, execution })
    const wasStarted = events!.some(({ eventType }) => eventType === 'DecisionTaskStarted')
    outcomes.add(`${wasStarted ? 'started' : 'waiting'}, ${received ? 'received' : 'not received'}`)
    await local.swf.terminateWorkflowExecution({ domain, ...execution })
  }
  expect(outcomes).toEqual(new Set(['started, received', 'waiting, not received'])) // both happened
  await close()
})
