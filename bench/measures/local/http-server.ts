/** The servers of the measure http-transport, in a process of their own: `local` or `bare`. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLocalSwf } from '@reyield/local'

process.once('disconnect', () => process.exit())
const local = await createLocalSwf()
await local.swf.registerDomain({ name: 'bench', workflowExecutionRetentionPeriodInDays: '1' })
const { url, port } = await local.listen()
if (process.argv[2] === 'local') process.send!(port)
else {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'X-Amz-Target': 'SimpleWorkflowService.DescribeDomain' },
    body: '{"name":"bench"}',
  })
  const headers = Object.fromEntries(
    ['x-amzn-RequestId', 'Content-Type', 'Content-Length'].map(name => [name, answer.headers.get(name)!]),
  )
  const body = await answer.text()
  const server = createServer((request, response) => {
    request.on('data', () => undefined)
    request.on('end', () => {
      response.writeHead(200, headers)
      response.end(body)
    })
  })
  server.listen(0, '127.0.0.1', () => process.send!((server.address() as AddressInfo).port))
}
