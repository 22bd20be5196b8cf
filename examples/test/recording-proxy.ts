import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Forwards requests to a local SWF, and collects the actions and the decisions that go through. */
export async function recordingProxy(target: string) {
  const actions = new Set<string>()
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = Buffer.concat(chunks)
      const action = String(incoming.headers['x-amz-target']).replace(/^.*[.]/, '')
      if (action !== 'GetClosingEvents') actions.add(`swf:${action}`) // the local SWF's own, which Amazon SWF doesn't have
      if (action === 'RespondDecisionTaskCompleted') {
        const { decisions = [] } = JSON.parse(body.toString()) as { decisions?: { decisionType: string }[] }
        for (const { decisionType } of decisions) actions.add(`swf:${decisionType}`)
      }
      const { method, url, headers } = incoming
      const forwarded = request(new URL(url!, target), { method, headers }, answer => {
        response.writeHead(answer.statusCode!, answer.headers)
        answer.pipe(response)
      })
      forwarded.on('error', () => response.destroy())
      response.on('close', () => forwarded.destroy())
      forwarded.end(body)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    actions,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
