import { afterEach } from 'vitest'
import { createLocalSwf, type ListenOptions, type LocalSwf, type LocalSwfOptions } from '../../src/index.ts'
import { closeRawClients, RawClient, requestOf } from './raw-client.ts'

export const domain = 'd'
export const taskList = { name: 'main' }
export const poll = { domain, taskList }
const workflowType = { name: 'w', version: '1' }

export interface Opened {
  readonly local: LocalSwf
  readonly url: string
  readonly port: number
}

const opened: LocalSwf[] = []
afterEach(async () => {
  closeRawClients()
  for (const local of opened.splice(0)) await local.close()
})

/** A local SWF with a domain and a workflow type, and an HTTP server. */
export async function open(listen: ListenOptions = {}, options: LocalSwfOptions = {}): Promise<Opened> {
  const local = await createLocalSwf(options)
  opened.push(local)
  await local.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await local.swf.registerWorkflowType({ domain, ...workflowType })
  return { local, ...(await local.listen(listen)) }
}

/** The input of a StartWorkflowExecution. */
export const start = (workflowId: string, input = '') => ({
  domain,
  workflowId,
  workflowType,
  taskList,
  executionStartToCloseTimeout: '3600',
  taskStartToCloseTimeout: '600',
  childPolicy: 'TERMINATE' as const,
  input,
})

/** More than fits into the kernel's buffers. */
const heavy = 'x'.repeat(20_000_000)

/** Responds to requests to `/heavy` with 20 MB. */
export const heavyAnswers = (_method: string, path: string) =>
  Promise.resolve(
    path === '/heavy'
      ? { status: 200, headers: { 'Content-Length': String(heavy.length) }, body: heavy }
      : undefined,
  )

/** Requests 20 MB without reading the response. Resolves when the server has begun to send it. */
export async function unreadAnswer(port: number): Promise<RawClient> {
  const client = await RawClient.connect(port)
  client.socket.pause()
  client.write('GET /heavy HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const other = await RawClient.connect(port)
  for (let n = 0; n < 2; n++) await other.write(requestOf('DescribeDomain', { name: domain })).answers()
  return client
}
