import { describe, expect, it } from 'vitest'
import { RawClient, requestOf } from './raw-client.ts'
import { domain, heavyAnswers, open, poll, start, unreadAnswer } from './open.ts'

/** Measures the milliseconds until a promise settles. */
async function took(wait: Promise<unknown>): Promise<number> {
  const before = performance.now()
  await wait
  return performance.now() - before
}

describe('a connection is cut', () => {
  it('when it sends no request', async () => {
    const { port } = await open({ timeouts: { idle: 300 } })
    const client = await RawClient.connect(port)
    expect(await took(client.cut())).toBeGreaterThan(250)
  })

  it('when it sends no further request after a response', async () => {
    const { port } = await open({ timeouts: { idle: 300 } })
    const client = await RawClient.connect(port)
    const [answer] = await client.write(requestOf('DescribeDomain', { name: domain })).answers()
    expect([answer!.status]).toEqual([200])
    expect(await took(client.cut())).toBeGreaterThan(250)
  })

  it('when the head of a request does not end, even if it arrives steadily', async () => {
    const { port } = await open({ timeouts: { idle: 300 } })
    const client = await RawClient.connect(port)
    client.write('POST / HTTP/1.1\r\n')
    await client.cut('X-A: b\r\n')
  })

  it('when the body of a request does not end, even if it arrives steadily', async () => {
    const { port } = await open({ timeouts: { body: 300 } })
    const client = await RawClient.connect(port)
    client.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n')
    await client.cut(' ')
  })

  it('when the client does not read its response', async () => {
    const { port } = await open({ timeouts: { write: 300 }, handleOther: heavyAnswers })
    const client = await unreadAnswer(port)
    await client.cut()
  })

  it('when the client reads its response very slowly', async () => {
    const { port } = await open({ timeouts: { write: 300 }, handleOther: heavyAnswers })
    const client = await unreadAnswer(port)
    const drip = setInterval(() => void client.socket.read(1), 20)
    await client.cut()
    clearInterval(drip)
  })
})

it('a connection with a waiting poll is not cut', async () => {
  const { local, port } = await open({ timeouts: { idle: 50, body: 50, write: 50 } })
  const client = await RawClient.connect(port)
  client.write(requestOf('PollForDecisionTask', poll))
  const idle = await RawClient.connect(port)
  for (let n = 0; n < 4; n++) await (await RawClient.connect(port)).cut()
  await idle.cut()
  await local.swf.startWorkflowExecution(start('w'))
  const [answer] = await client.answers()
  expect(JSON.parse(answer!.body)).toMatchObject({ startedEventId: 3 })
})

it.each([
  { idle: 0 },
  { write: -1 },
  { body: Number.NaN },
  { grace: 2 ** 31 },
  { grace: '9' as unknown as number },
])('timeouts %j are refused (OPTION_INVALID)', async timeouts => {
  const { local } = await open()
  await expect(local.listen({ timeouts })).rejects.toMatchObject({ code: 'OPTION_INVALID' })
})
