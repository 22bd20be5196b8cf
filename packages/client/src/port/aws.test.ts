import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { awsSwf } from '../index.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
})

describe('the endpoint', () => {
  it.each([
    ['the option', 'http://127.0.0.1:1', 'http://127.0.0.1:2', 'http://127.0.0.1:3', 'http://127.0.0.1:1'],
    ['AWS_ENDPOINT_URL_SWF', undefined, 'http://127.0.0.1:2', 'http://127.0.0.1:3', 'http://127.0.0.1:2'],
    ['AWS_ENDPOINT_URL', undefined, '', 'http://127.0.0.1:3', 'http://127.0.0.1:3'],
    ['Amazon SWF', undefined, '', '', 'Amazon SWF in eu-west-1'],
  ])('is that of %s', (_, option, ofSwf, ofAll, expected) => {
    vi.stubEnv('AWS_ENDPOINT_URL_SWF', ofSwf)
    vi.stubEnv('AWS_ENDPOINT_URL', ofAll)
    vi.stubEnv('AWS_REGION', 'eu-west-1')
    expect(awsSwf(option === undefined ? {} : { endpoint: option }).endpoint).toBe(expected)
  })

  it.each(['localhost:4577', '127.0.0.1:4577', ''])('must be a URL: %j throws', endpoint => {
    expect(() => awsSwf({ endpoint })).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        endpoint,
        message: expect.stringContaining("such as 'http://127.0.0.1:4577'") as string,
      }),
    )
  })
})

it('a call without a response fails after 70 s, so that no poll hangs for ever', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const server: Server = createServer(() => undefined)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const swf = awsSwf({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  try {
    let ended = false
    const call = swf.pollForActivityTask({ domain: 'd', taskList: { name: 'l' } })
    call.catch(() => undefined).finally(() => (ended = true))
    await once(server, 'request')
    await vi.advanceTimersByTimeAsync(65_000)
    expect(ended).toBe(false)
    await vi.advanceTimersByTimeAsync(10_000)
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' })
  } finally {
    swf.close()
    server.closeAllConnections()
    server.close()
  }
})
