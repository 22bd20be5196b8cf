import { afterEach, expect, it, onTestFailed } from 'vitest'
import { figuresOf, hasFigures } from '../crash/process-figures.ts'
import { killAll, startServer, type ServerProcess } from '../server-process.ts'
import { closeRawClients, RawClient, requestOf } from './raw-client.ts'
import { domain, start } from './open.ts'

afterEach(() => {
  closeRawClients()
  killAll()
})

/** The number of clients that read nothing, and of requests that each of them sends without waiting. */
const clients = 100
const pipelined = 200
/** Signals of 30 kB, which lead to a history of 6 MB in one response. */
const signals = 200
/** The number of responses that another client gets in the meantime, by which the test measures time. */
const meanwhile = 400
/** The memory that the server may use: 32 MB of unsent responses, and garbage. The text of 100 responses would be 600 MB. */
const mostMegabytes = 500
const deadline = 60_000

/** Records a history of several megabytes, and returns the request for it. */
async function largeHistory({ swf }: ServerProcess): Promise<string> {
  await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await swf.registerWorkflowType({ domain, name: 'w', version: '1' })
  const { runId } = await swf.startWorkflowExecution(start('large'))
  const signal = { domain, workflowId: 'large', signalName: 's', input: 'x'.repeat(30_000) }
  await Promise.all(Array.from({ length: signals }, () => swf.signalWorkflowExecution(signal)))
  return requestOf('GetWorkflowExecutionHistory', {
    domain,
    execution: { workflowId: 'large', runId: runId! },
  })
}

/** Reads responses one after the other, and returns the maximum memory of the server in the meantime. */
async function most(server: ServerProcess, asked: string, answers: number): Promise<number> {
  const client = await RawClient.connect(server.port)
  let megabytes = 0
  for (let n = 0; n < answers; n++) {
    const [answer] = await client.write(asked).answers()
    expect(answer?.status).toBe(200)
    megabytes = Math.max(megabytes, figuresOf(server.child.pid!).megabytes)
  }
  await client.destroy()
  return megabytes
}

it.skipIf(!hasFigures)(
  `uses constant memory and serves other clients while ${clients} clients request large responses without reading them`,
  { timeout: deadline },
  async () => {
    const server = await startServer()
    const history = await largeHistory(server)
    const describe = requestOf('DescribeDomain', { name: domain })
    // memory that responding always needs is allocated before
    const reader = await RawClient.connect(server.port)
    const [answer] = await reader.write(history).answers()
    expect(answer!.body.length).toBeGreaterThan(signals * 30_000)
    await reader.destroy()
    server.swf.destroy()
    await most(server, describe, 10)
    const before = figuresOf(server.child.pid!)

    const hostile = await Promise.all(Array.from({ length: clients }, () => RawClient.connect(server.port)))
    for (const { socket } of hostile) socket.pause().write(history.repeat(pipelined))
    const peak = await most(server, describe, meanwhile)
    onTestFailed(() => console.error('before', before, 'at most', peak, 'MB'))
    expect(peak - before.megabytes).toBeLessThan(mostMegabytes)

    await Promise.all(hostile.map(client => client.destroy()))
    await expect
      .poll(() => figuresOf(server.child.pid!).descriptors, { timeout: deadline })
      .toBeLessThanOrEqual(before.descriptors)
    expect(await server.stop()).toBe(0)
  },
)
