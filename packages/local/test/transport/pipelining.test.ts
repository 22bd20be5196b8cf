import { expect, it } from 'vitest'
import { RawClient, requestOf } from './raw-client.ts'
import { domain, largeHistory, open, poll, start } from './world.ts'

it('requests that are sent without waiting are answered in their order', async () => {
  const { port } = await open()
  const client = await RawClient.connect(port)
  const asked = Array.from({ length: 200 }, (_, n) => `w${n}`)
  client.write(asked.map(id => requestOf('StartWorkflowExecution', start(id, id.repeat(20)))).join(''))
  const started = await client.answers(asked.length)
  expect(started.map(({ status }) => status)).toEqual(asked.map(() => 200))
  client.write(
    started
      .map(({ body }, n) => {
        const { runId } = JSON.parse(body) as { runId: string }
        return requestOf('DescribeWorkflowExecution', { domain, execution: { workflowId: asked[n], runId } })
      })
      .join(''),
  )
  const described = (await client.answers(asked.length)).map(
    ({ body }) =>
      (JSON.parse(body) as { executionInfo: { execution: { workflowId: string } } }).executionInfo.execution
        .workflowId,
  )
  expect(described).toEqual(asked)
})

it('large bodies behind one another are answered in their order', async () => {
  const { port } = await open()
  const client = await RawClient.connect(port)
  const body = (n: number) => JSON.stringify({ name: domain, ignored: 'x'.repeat(900_000 + n) })
  client.write(Array.from({ length: 8 }, (_, n) => requestOf('DescribeDomain', body(n))).join(''))
  expect((await client.answers(8)).map(({ status }) => status)).toEqual(Array(8).fill(200))
})

it('one request of a connection is carried out at a time: answers that nobody reads are not made', async () => {
  const opened = await open({ timeouts: { write: 200 } })
  const history = await largeHistory(opened, 900_000)
  let asked = 0
  const counting = await opened.local.listen({
    timeouts: { write: 200 },
    other: () => Promise.resolve(void asked++),
  })
  const client = await RawClient.connect(counting.port)
  client.socket.pause()
  client.write(requestOf('GetWorkflowExecutionHistory', history).repeat(200))
  await client.cut()
  expect(asked).toBeLessThan(20) // as many as the kernel's buffers hold
})

it('a poll behind another request is given no task when the client goes away', async () => {
  const { local, port } = await open()
  const client = await RawClient.connect(port)
  client.write(requestOf('PollForDecisionTask', poll).repeat(2))
  const other = await RawClient.connect(port)
  await other.write(requestOf('DescribeDomain', { name: domain })).answers()
  await client.destroy()
  await other.write(requestOf('DescribeDomain', { name: domain })).answers()
  await local.swf.startWorkflowExecution(start('a'))
  await local.swf.startWorkflowExecution(start('b'))
  const given = [await local.swf.pollForDecisionTask(poll), await local.swf.pollForDecisionTask(poll)]
  expect(given.map(({ workflowExecution }) => workflowExecution?.workflowId)).toEqual(['a', 'b'])
})

it('a client that sends requests without end while its poll waits is cut', async () => {
  const { port } = await open()
  const client = await RawClient.connect(port)
  client.write(requestOf('PollForDecisionTask', poll))
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(100_000))
  await client.cut()
})
