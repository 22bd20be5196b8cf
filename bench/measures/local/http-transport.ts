import { fork } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { median, round, type Figure, type Measure } from '../../measure.ts'

const connections = 16
const box = 1000
const boxes = 5

/** Requests a second that a server in a process of its own answers, each connection asking again when it is answered. */
async function rate(port: number): Promise<number> {
  const body = '{"name":"bench"}'
  const request = Buffer.from(
    `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-amz-json-1.0\r\n` +
      `X-Amz-Target: SimpleWorkflowService.DescribeDomain\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  let answered = 0
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(port, '127.0.0.1')
    socket.setNoDelay(true)
    let length: number | undefined
    let received = 0
    socket.on('data', chunk => {
      received += chunk.length
      length ??= lengthOf(chunk) // all answers are of the same length
      if (received < length) return
      received = 0
      answered++
      socket.write(request)
    })
    socket.write(request)
    return socket
  })
  const rates: number[] = []
  for (let n = 0; n <= boxes; n++) {
    const before = answered
    const begin = performance.now()
    await new Promise(resolve => setTimeout(resolve, box))
    rates.push(((answered - before) * 1000) / (performance.now() - begin))
  }
  for (const socket of sockets) socket.destroy()
  return median(rates.slice(1))
}

function lengthOf(chunk: Buffer): number {
  const text = chunk.toString('latin1')
  return text.indexOf('\r\n\r\n') + 4 + Number(/content-length: (\d+)/i.exec(text)![1])
}

async function measured(kind: 'local' | 'bare'): Promise<number> {
  const child = fork(fileURLToPath(new URL('http-server.js', import.meta.url)), [kind])
  const [port] = (await once(child, 'message')) as [number]
  const value = await rate(port)
  child.kill()
  return value
}

/** What the local SWF adds to node:http. */
export const httpTransport: Measure = {
  name: 'http-transport',
  about:
    `DescribeDomain over HTTP, answers a second, ${connections} connections that ask again at once; server and client in a ` +
    'process each; median of five boxes of a second; floor: bare node:http that reads the body and answers the same bytes',
  async run(): Promise<Figure[]> {
    const value = await measured('local')
    const floor = await measured('bare')
    return [
      {
        measure: 'http-transport',
        at: `connections=${connections}`,
        value: round(value),
        unit: 'calls/s',
        floor: round(floor),
        ratio: round(floor / value),
      },
    ]
  },
}
