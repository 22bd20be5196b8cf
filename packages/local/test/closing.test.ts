import { connect } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { createLocalSwf, type LocalSwf } from '../src/index.ts'

const listDomains = { registrationStatus: 'REGISTERED' } as const

test('an idle connection does not delay closing', async () => {
  const local = await createLocalSwf()
  const { port } = await local.listen()
  const idle = connect(port, '127.0.0.1')
  await once(idle, 'connect')
  const ended = once(idle, 'close')
  await local.swf.listDomains(listDomains)
  await local.close()
  idle.destroy()
  await ended
})

test('a path of slashes is handled like any other path', async () => {
  const local = await createLocalSwf()
  const { port } = await local.listen()
  const socket = connect(port, '127.0.0.1')
  socket.write('GET // HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1.1 200 OK/)
  await local.close()
})

test('rejects calls after closing (SERVER_CLOSED), and closing again has no effect', async () => {
  const local = await createLocalSwf()
  await Promise.all([local.close(), local.close()])
  await expect(local.swf.listDomains(listDomains)).rejects.toMatchObject({ code: 'SERVER_CLOSED' })
})

test('rejects a call that waits for an execution to close (SERVER_CLOSED)', async () => {
  const local = await createLocalSwf()
  const domain = 'd'
  await local.swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '1' })
  await local.swf.registerWorkflowType({ domain, name: 'w', version: '1' })
  const { runId } = await local.swf.startWorkflowExecution({
    domain,
    workflowId: 'a',
    workflowType: { name: 'w', version: '1' },
    taskList: { name: 'main' },
    executionStartToCloseTimeout: '10',
    taskStartToCloseTimeout: '5',
    childPolicy: 'TERMINATE',
  })
  const closed = local.swf.closed({ domain, workflowId: 'a', runId: runId! })
  const rejected = expect(closed).rejects.toMatchObject({ code: 'SERVER_CLOSED' })
  await local.swf.listDomains(listDomains)
  await local.close()
  await rejected
})

/** Polls again as soon as a poll has returned, as workers do. Stops when a poll fails. Returns how often it has polled. */
async function pollWithoutPause(local: LocalSwf): Promise<number> {
  const poll = { domain: 'd', taskList: { name: 'main' } }
  for (let count = 1; ; count++) {
    try {
      await local.swf.pollForDecisionTask(poll)
    } catch {
      return count
    }
  }
}

test.each([
  ['and listens', {}],
  ['and lets no poll wait', { pollSeconds: 0 }],
])('closes while a client in the same process polls all the time %s', async (_, options) => {
  const local = await createLocalSwf(options)
  await local.swf.registerDomain({ name: 'd', workflowExecutionRetentionPeriodInDays: '1' })
  await local.listen()
  const polls = pollWithoutPause(local)
  await local.swf.listDomains(listDomains)
  await local.close()
  expect(await polls).toBeGreaterThan(1)
})
