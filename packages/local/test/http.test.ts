import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createLocalSwf, type LocalSwf } from '../src/index.ts'
import { note } from './conformance/noted.ts'

let local: LocalSwf | undefined
afterEach(() => local?.close())

async function open(): Promise<string> {
  local = await createLocalSwf()
  return (await local.listen()).url
}

const post = (url: string, target: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', headers: { 'X-Amz-Target': target, ...headers }, body })

describe('the transport over HTTP', () => {
  it.each([
    ['modern', 'SimpleWorkflowService.ListDomains', { 'Content-Type': 'application/x-amz-json-1.0' }],
    [
      'boto 2',
      'com.amazonaws.swf.service.model.SimpleWorkflowService.ListDomains',
      { 'Content-Type': 'application/json; charset=UTF-8', 'Content-Encoding': 'amz-1.0' },
    ],
    [
      'a signature that is not checked',
      'SimpleWorkflowService.ListDomains',
      { Authorization: 'AWS4-HMAC-SHA256 nonsense' },
    ],
  ])('accepts requests as clients send them: %s', async (_, target, headers) => {
    const response = await post(
      await open(),
      target,
      '{"registrationStatus":"REGISTERED","unknown":1}',
      headers,
    )
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      200,
      'application/x-amz-json-1.0',
      { domainInfos: [] },
    ])
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('responds with an empty body to an action without output', async () => {
    const response = await post(
      await open(),
      'SimpleWorkflowService.RegisterDomain',
      '{"name":"d","workflowExecutionRetentionPeriodInDays":"1"}',
    )
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([
      200,
      '0',
      '',
    ])
  })

  it.each([
    ['no JSON', 'SimpleWorkflowService.ListDomains', '{', 'com.amazon.coral.service#SerializationException'],
    [
      'a wrong JSON type',
      'SimpleWorkflowService.ListDomains',
      '{"registrationStatus":5}',
      'com.amazon.coral.service#SerializationException',
    ],
    [
      'an array',
      'SimpleWorkflowService.ListDomains',
      '[]',
      'com.amazon.coral.service#SerializationException',
    ],
    [
      'a missing member',
      'SimpleWorkflowService.ListDomains',
      '',
      'com.amazon.coral.validate#ValidationException',
    ],
    [
      'an unknown action',
      'SimpleWorkflowService.Nonsense',
      '{}',
      'com.amazon.coral.service#UnknownOperationException',
    ],
    ['no action', '', '{}', 'com.amazon.coral.service#UnknownOperationException'],
    [
      'an action without a prefix',
      'ListDomains',
      '{"registrationStatus":"REGISTERED"}',
      'com.amazon.coral.service#UnknownOperationException',
    ],
    ['a name from Object', 'x.constructor', '{}', 'com.amazon.coral.service#UnknownOperationException'],
    [
      'a hostile key',
      'x.DescribeDomain',
      '{"__proto__":{"name":"x"}}',
      'com.amazon.coral.validate#ValidationException',
    ],
    [
      'too many bytes',
      'x.DescribeDomain',
      `{"name":"${'x'.repeat(1_100_000)}"}`,
      'com.amazon.coral.service#SerializationException',
    ],
    [
      'deep nesting',
      'x.DescribeDomain',
      `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      'com.amazon.coral.service#SerializationException',
    ],
    [
      'an unknown domain',
      'x.DescribeDomain',
      '{"name":"no"}',
      'com.amazonaws.swf.base.model#UnknownResourceFault',
    ],
  ])('rejects %s with a 400 that every client can parse', async (_, target, body, type) => {
    const response = await post(await open(), target, body)
    expect([response.status, ((await response.json()) as { __type: string }).__type]).toEqual([400, type])
    note('fault', type.slice(type.indexOf('#') + 1))
  })

  it('responds to other clients while some have sent only half a request', async () => {
    const url = await open()
    const { port } = new URL(url)
    const slow = Array.from({ length: 200 }, () => connect(Number(port), '127.0.0.1'))
    await Promise.all(slow.map(socket => once(socket, 'connect')))
    for (const socket of slow)
      socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{')
    const response = await post(url, 'x.ListDomains', '{"registrationStatus":"REGISTERED"}')
    expect([response.status, await response.text()]).toEqual([200, '{"domainInfos":[]}'])
    for (const socket of slow) socket.destroy()
  })

  it('refuses requests from web pages', async () => {
    const response = await post(await open(), 'SimpleWorkflowService.ListDomains', '{}', {
      Origin: 'http://evil.example',
    })
    expect([response.status, await response.json()]).toEqual([
      403,
      {
        __type: 'com.amazon.coral.service#AccessDeniedException',
        message: 'Requests from web pages (with an Origin header) are refused',
      },
    ])
  })

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])(
    'responds to %s with a 405 and a JSON body',
    async method => {
      const response = await fetch(await open(), { method })
      expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
        405,
        'application/x-amz-json-1.0',
        {
          __type: 'com.amazon.coral.service#UnknownOperationException',
          message: expect.stringContaining(`${method} is not supported here`) as string,
        },
      ])
    },
  )

  it('serializes the empty message of WorkflowExecutionAlreadyStartedFault', async () => {
    const url = await open()
    await local!.swf.registerDomain({ name: 'd', workflowExecutionRetentionPeriodInDays: '1' })
    await local!.swf.registerWorkflowType({ domain: 'd', name: 'w', version: '1' })
    const start = JSON.stringify({
      domain: 'd',
      workflowId: 'w',
      workflowType: { name: 'w', version: '1' },
      taskList: { name: 'l' },
      executionStartToCloseTimeout: '9',
      taskStartToCloseTimeout: '9',
      childPolicy: 'ABANDON',
    })
    await post(url, 'x.StartWorkflowExecution', start)
    const response = await post(url, 'x.StartWorkflowExecution', start)
    expect([response.status, await response.text()]).toEqual([
      400,
      '{"__type":"com.amazonaws.swf.base.model#WorkflowExecutionAlreadyStartedFault","message":""}',
    ])
  })

  it('describes itself to a browser', async () => {
    const response = await fetch(await open())
    expect([response.status, await response.text()]).toEqual([
      200,
      expect.stringContaining('This is a local Amazon SWF'),
    ])
  })

  it('gives no task to a closed connection', async () => {
    const url = await open()
    const domain = 'd'
    const taskList = { name: 'main' }
    await local!.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
    await local!.swf.registerWorkflowType({ domain, name: 'w', version: '1' })
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const body = JSON.stringify({ domain, taskList })
    socket.write(
      `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: x.PollForDecisionTask\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    await post(url, 'x.DescribeDomain', '{"name":"d"}') // the poll has arrived before this
    await new Promise<void>(resolve => socket.once('close', () => resolve()).destroy())
    await post(url, 'x.DescribeDomain', '{"name":"d"}') // by now, the server has noticed the end of the connection
    await local!.swf.startWorkflowExecution({
      domain,
      workflowId: 'w',
      workflowType: { name: 'w', version: '1' },
      taskList,
      executionStartToCloseTimeout: '9',
      taskStartToCloseTimeout: '9',
      childPolicy: 'ABANDON',
    })
    expect((await local!.swf.pollForDecisionTask({ domain, taskList })).startedEventId).toBe(3)
  })

  it('reports that a port is in use (PORT_IN_USE)', async () => {
    const { port } = new URL(await open())
    await expect(local!.listen({ port: Number(port) })).rejects.toMatchObject({ code: 'PORT_IN_USE' })
  })

  it('ends waiting polls with an empty response when it closes', async () => {
    const url = await open()
    await local!.swf.registerDomain({ name: 'd', workflowExecutionRetentionPeriodInDays: '1' })
    const poll = post(url, 'x.PollForActivityTask', '{"domain":"d","taskList":{"name":"l"}}')
    await post(url, 'x.DescribeDomain', '{"name":"d"}')
    await local!.close()
    expect(await (await poll).json()).toEqual({ startedEventId: 0 })
    local = undefined
  })
})
