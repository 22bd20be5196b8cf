import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { awsSwf, type AwsSwfOptions } from '../index.ts'
import { bindingFor } from './binding.ts'

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

describe('the binding', () => {
  const handler = { requestHandler: {} as never }
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const local = 'http://127.0.0.1:1'
  it.each<[string, AwsSwfOptions, string]>([
    ['no endpoint', {}, "'sdk' for Amazon SWF. 'lean' is for other endpoints, such as a local SWF"],
    [
      'Amazon’s endpoint',
      { endpoint: 'https://swf.eu-west-1.amazonaws.com' },
      "'sdk' for Amazon SWF. 'lean' is for other endpoints, such as a local SWF",
    ],
    [
      'an endpoint in a private network',
      { endpoint: 'https://vpce-1.swf.us-east-1.vpce.amazonaws.com' },
      "'sdk' for Amazon SWF. 'lean' is for other endpoints, such as a local SWF",
    ],
    [
      'options of the SDK’s client',
      { endpoint: local, client: { credentials, ...handler } },
      "'sdk' with the options requestHandler of client, which only the AWS SDK has",
    ],
    ['a query', { endpoint: `${local}/?a=b` }, "'sdk' for an endpoint with a query or a user name"],
  ])('is that of the SDK for %s, and can’t be lean', (_, options, expected) => {
    expect(bindingFor(options.endpoint === undefined ? undefined : new URL(options.endpoint), options)).toBe(
      'sdk',
    )
    expect(() => awsSwf({ ...options, binding: 'lean' })).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: `The binding is lean: expected ${expected}`,
      }),
    )
  })

  it.each([local, 'https://swf.example.com/path', 'http://amazonaws.com.example.com', 'http://[::1]:4577'])(
    'is the lean one for %s',
    endpoint => {
      const url = new URL(endpoint)
      expect(bindingFor(url, {})).toBe('lean')
      expect(bindingFor(url, { client: { credentials, region: 'local' } })).toBe('lean')
      expect(bindingFor(url, { binding: 'sdk' })).toBe('sdk')
    },
  )

  it('is one of the two', () => {
    expect(() => awsSwf({ endpoint: local, binding: 'fast' as never })).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: "The binding is fast: expected 'lean' or 'sdk'",
      }),
    )
  })
})

it.each(['lean', 'sdk'] as const)('a %s call without a response fails after 70 s', async binding => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const server: Server = createServer(() => undefined)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const swf = awsSwf({ endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, binding })
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
