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

it('each task goes to a poll that leaves or to the next one, whenever the first one leaves', async () => {
  const { swf, start, close } = await startLocal()
  const received: { byLeaving: boolean; workflowId: string }[] = []
  for (let n = 0; n < 200; n++) {
    const leaving = new AbortController()
    const poll = swf.pollForDecisionTask({ domain, taskList }, { retrySignal: leaving.signal })
    await swf.describeDomain({ name: domain })
    const started = start(String(n))
    for (let turn = n % 10; turn > 0; turn--) await nextTurn()
    leaving.abort()
    const [task] = await Promise.all([poll.catch(() => undefined), started])
    const { workflowExecution } = task ?? (await swf.pollForDecisionTask({ domain, taskList }))
    received.push({ byLeaving: task !== undefined, workflowId: workflowExecution!.workflowId! })
  }
  expect(received.map(({ workflowId }) => workflowId)).toEqual(
    Array.from({ length: 200 }, (_, n) => String(n)),
  )
  // both happened
  expect(new Set(received.map(({ byLeaving }) => byLeaving))).toEqual(new Set([true, false]))
  await close()
})
