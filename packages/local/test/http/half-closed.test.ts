import { afterEach, describe, expect, it, test } from 'vitest'
import { RawClient, requestOf } from './raw-client.ts'
import { killAll, startServer } from '../server-process.ts'
import { domain, open, poll, start, taskList } from './open.ts'

afterEach(killAll)

const count = 200

test('gives no task to a poll whose connection has ended its request side while the poll waited', async () => {
  const server = await startServer()
  const { port, swf } = server
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, name: 'w', version: '1' })
  const pollers = await Promise.all(Array.from({ length: count }, () => RawClient.connect(port)))
  for (const client of pollers) client.write(requestOf('PollForDecisionTask', poll))
  const starter = await RawClient.connect(port)
  await starter.write(requestOf('DescribeDomain', { name: domain })).answers()
  await Promise.all(pollers.map(client => new Promise<void>(resolve => client.socket.end(resolve))))
  for (let n = 0; n < count; n++) starter.write(requestOf('StartWorkflowExecution', start(`w${n}`)))
  expect((await starter.answers(count)).map(({ status }) => status)).toEqual(Array(count).fill(200))
  expect(await Promise.all(pollers.map(client => client.answers()))).toEqual(Array(count).fill([]))
  const whole = await RawClient.connect(port)
  for (let n = 0; n < count; n++) {
    const [answer] = await whole.write(requestOf('PollForDecisionTask', poll)).answers()
    expect(JSON.parse(answer!.body)).toMatchObject({ startedEventId: 3 })
  }
  await whole.destroy()
  await server.stop()
})

/** The number of tasks that are left for a worker with a complete connection. */
async function tasksLeft(local: Awaited<ReturnType<typeof open>>['local']): Promise<number> {
  let left = 0
  while ((await local.swf.pollForDecisionTask({ domain, taskList })).taskToken !== undefined) left++
  return left
}

describe('gives no task to a poll whose connection has ended its request side', () => {
  it('together with the poll, if there are tasks already', async () => {
    const { local, port } = await open({}, { pollSeconds: 0 })
    for (let n = 0; n < count; n++) await local.swf.startWorkflowExecution(start(`w${n}`))
    const pollers = await Promise.all(Array.from({ length: count }, () => RawClient.connect(port)))
    for (const client of pollers) client.end(requestOf('PollForDecisionTask', poll))
    expect(await Promise.all(pollers.map(client => client.answers()))).toEqual(Array(count).fill([]))
    expect(await tasksLeft(local)).toBe(count)
  })

  it('before it was the turn of the poll, after another request', async () => {
    const { local, port } = await open({}, { pollSeconds: 0 })
    await local.swf.startWorkflowExecution(start('w'))
    const client = await RawClient.connect(port)
    client.end(requestOf('DescribeDomain', { name: domain }) + requestOf('PollForDecisionTask', poll))
    expect((await client.answers(2)).map(({ status }) => status)).toEqual([200])
    expect(await tasksLeft(local)).toBe(1)
  })
})

it('responds to any other request of such a connection', async () => {
  const { local, port } = await open({}, { pollSeconds: 0 })
  const client = await RawClient.connect(port)
  client.end(requestOf('StartWorkflowExecution', start('w')))
  const [answer] = await client.answers()
  expect([answer!.status, await tasksLeft(local)]).toEqual([200, 1])
})
