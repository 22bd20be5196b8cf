import { expect, it } from 'vitest'
import { RawClient, requestOf } from './raw-client.ts'
import { domain, heavyAnswers, open, poll, start } from './open.ts'

it('pipelined requests get their responses in order', async () => {
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

it('pipelined requests with large bodies get their responses in order', async () => {
  const { port } = await open()
  const client = await RawClient.connect(port)
  const body = (n: number) => JSON.stringify({ name: domain, ignored: 'x'.repeat(900_000 + n) })
  client.write(Array.from({ length: 8 }, (_, n) => requestOf('DescribeDomain', body(n))).join(''))
  expect((await client.answers(8)).map(({ status }) => status)).toEqual(Array(8).fill(200))
})

it('handles one request of a connection at a time, so that unread responses are not created', async () => {
  const made: string[] = []
  const { port } = await open({
    timeouts: { write: 200 },
    handleOther: (method, path) => {
      if (path !== '/') made.push(path)
      return heavyAnswers(method, path === '/' ? path : '/heavy')
    },
  })
  const client = await RawClient.connect(port)
  client.socket.pause()
  client.write(
    Array.from({ length: 200 }, (_, n) => `GET /${n} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(''),
  )
  await client.cut()
  expect(made).toEqual(['/0']) // 20 MB: more than the kernel's buffers hold
})

it('handles the next request of a connection when the previous response has been read', async () => {
  const made: string[] = []
  const { port } = await open({
    handleOther: (method, path) => {
      if (path !== '/') made.push(path)
      return heavyAnswers(method, path === '/' ? path : '/heavy')
    },
  })
  const client = await RawClient.connect(port)
  client.write([1, 2, 3].map(n => `GET /${n} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join(''))
  for (const expected of [['/1'], ['/1', '/2'], ['/1', '/2', '/3']]) {
    expect(made.slice(0, expected.length - 1)).toEqual(expected.slice(0, -1))
    const [answer] = await client.answers()
    expect([answer!.status, made.slice(0, expected.length)]).toEqual([200, expected])
  }
})

it('a poll after another request gets no task if the client leaves', async () => {
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

it('cuts a client that keeps sending requests while its poll waits', async () => {
  const { port } = await open()
  const client = await RawClient.connect(port)
  client.write(requestOf('PollForDecisionTask', poll))
  client.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(100_000))
  await client.cut()
})
