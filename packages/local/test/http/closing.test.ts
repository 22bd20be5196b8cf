import { describe, expect, it } from 'vitest'
import { RawClient, requestOf } from './raw-client.ts'
import { heavyAnswers, open, unreadAnswer } from './open.ts'

describe('when the server closes', () => {
  it('a response that a client is still reading is completed', async () => {
    const { local, port } = await open({ handleOther: heavyAnswers })
    const client = await unreadAnswer(port)
    const closed = local.close()
    const [answer] = await client.answers()
    await closed
    expect(answer!.body.length).toBe(20_000_000)
  })

  it('a request in progress gets its response, with Connection: close', async () => {
    const opened = await open()
    let asked = () => {}
    let release = () => {}
    const reached = new Promise<void>(resolve => (asked = resolve))
    const released = new Promise<void>(resolve => (release = resolve))
    const transport = await opened.local.listen({
      handleOther: async () => {
        asked()
        await released
        return { status: 200, headers: {}, body: 'done' }
      },
    })
    const client = await RawClient.connect(transport.port)
    client.write(requestOf('Anything'))
    await reached
    const closed = transport.close()
    const late = await RawClient.connect(transport.port).catch(() => 'refused')
    release()
    const [answer] = await client.answers()
    await closed
    expect([answer!.status, answer!.headers['connection'], late]).toEqual([200, 'close', 'refused'])
  })

  it('a client that does not read its response is cut after the grace period', async () => {
    const { local, port } = await open({ timeouts: { grace: 300 }, handleOther: heavyAnswers })
    const client = await unreadAnswer(port)
    const before = performance.now()
    await local.close()
    expect(performance.now() - before).toBeGreaterThan(250)
    await client.cut()
  })

  it('connections without a request are cut at once', async () => {
    const opened = await open({ timeouts: { grace: 60_000 } })
    const idle = await RawClient.connect(opened.port)
    const half = (await RawClient.connect(opened.port)).write('POST / HTTP/1.1\r\nHost: localhost\r\n')
    await opened.local.close()
    await Promise.all([idle.cut(), half.cut('X-A: b\r\n')])
  })
})
