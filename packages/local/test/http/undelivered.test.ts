import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { listen, type Listening } from '../../src/transports/http/listen.ts'
import type { ClientContext } from '../../src/service/sequencer.ts'

const transports: Listening[] = []
afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close()
})

const input = { domain: 'd', taskList: { name: 'l' } }
const response = { taskToken: 'token' }

/** Returns what is given to the next poll if a client leaves after its poll got a task, but before the response is written. */
async function takenBack(action: string): Promise<unknown[]> {
  const back: unknown[] = []
  let asked = () => {}
  const reached = new Promise<void>(resolve => (asked = resolve))
  const transport = await listen({
    async request(_action: string, _input: unknown, { signal }: ClientContext = {}) {
      const gone = once(signal!, 'abort')
      asked()
      await gone
      return response // it got the task at the same time
    },
    returnTask: (...what: unknown[]) => back.push(what.slice(0, 3)), // without the context of the client
  })
  transports.push(transport)
  const socket = connect(transport.port, '127.0.0.1')
  const body = JSON.stringify(input)
  socket.write(
    `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: x.${action}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  await reached
  socket.destroy()
  await once(socket, 'close')
  await new Promise(resolve => setImmediate(resolve))
  while (action.startsWith('Poll') && back.length === 0) await new Promise(resolve => setImmediate(resolve))
  return back
}

test("a task whose response can't be written goes to the next poll", async () => {
  expect(await takenBack('PollForActivityTask')).toEqual([['PollForActivityTask', input, response]])
})

test("another response that can't be written is dropped", async () => {
  expect(await takenBack('DescribeDomain')).toEqual([])
})

test('a task whose response the client does not read goes to the next poll', async () => {
  const back: unknown[] = []
  const task = { taskToken: 'token', input: 'x'.repeat(20_000_000) }
  const transport = await listen(
    { request: () => Promise.resolve(task), returnTask: (...what) => back.push(what.slice(0, 3)) },
    { timeouts: { write: 100 } },
  )
  transports.push(transport)
  const socket = connect(transport.port, '127.0.0.1').pause()
  const body = JSON.stringify(input)
  socket.write(
    `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: x.PollForActivityTask\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  while (back.length === 0) await new Promise(resolve => setImmediate(resolve))
  expect(back).toEqual([['PollForActivityTask', input, task]])
  socket.destroy()
})
