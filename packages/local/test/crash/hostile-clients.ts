import { connect, type Socket } from 'node:net'

/** A request as bytes. */
function request(action: string, body: string, headers = ''): string {
  const length = Buffer.byteLength(body)
  return `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: SimpleWorkflowService.${action}\r\n${headers}Content-Length: ${length}\r\n\r\n${body}`
}

const poll = request('PollForDecisionTask', '{"domain":"d","taskList":{"name":"flows"}}')
const list = request('ListClosedWorkflowExecutions', '{"domain":"d","closeTimeFilter":{"oldestDate":0}}')
const emptyDecisions = JSON.stringify({ taskToken: 't', decisions: Array<object>(300_000).fill({}) })

/** What each kind of client does with its connection. */
const kinds: Readonly<Record<string, (socket: Socket) => void>> = {
  'reads nothing of many answers': socket => {
    socket.pause()
    for (let n = 0; n < 200; n++) socket.write(list)
  },
  'sends its body byte by byte': socket => {
    socket.write('POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n')
    const timer = setInterval(() => socket.write('{'), 200)
    socket.once('close', () => clearInterval(timer))
  },
  'ends its side after a poll': socket => {
    socket.end(poll)
  },
  'goes away during a poll': socket => {
    socket.write(poll)
    setTimeout(() => socket.resetAndDestroy(), 50)
  },
  'sends no HTTP': socket => {
    socket.write(Buffer.from(Array.from({ length: 500 }, (_, n) => (n * 7919) % 256)))
  },
  'makes as many mistakes as fit': socket => {
    socket.write(request('RespondDecisionTaskCompleted', emptyDecisions))
  },
  'says nothing': () => {},
  'comes from a web page': socket => {
    socket.write(
      request('ListDomains', '{"registrationStatus":"REGISTERED"}', 'Origin: http://example.com\r\n'),
    )
  },
  'names another host': socket => {
    socket.write('POST / HTTP/1.1\r\nHost: example.com\r\nContent-Length: 2\r\n\r\n{}')
  },
}

/** How long a connection lasts, in milliseconds. */
const lasting = 3000

/** Clients of every kind at once, on the current port of the server. */
export class HostileClients {
  readonly #port: () => Promise<number>
  readonly #sockets = new Set<Socket>()
  readonly #loops: Promise<void>[]
  #running = true

  constructor(port: () => Promise<number>, ofEachKind = 3) {
    this.#port = port
    this.#loops = Object.values(kinds).flatMap(kind =>
      Array.from({ length: ofEachKind }, () => this.#repeat(kind)),
    )
  }

  async stop(): Promise<void> {
    this.#running = false
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#loops)
  }

  async #repeat(kind: (socket: Socket) => void): Promise<void> {
    while (this.#running) {
      const socket = connect(await this.#port(), '127.0.0.1')
      this.#sockets.add(socket)
      socket.on('error', () => {}) // the connection is expected to be cut
      const end = setTimeout(() => socket.destroy(), lasting)
      const closed = new Promise<void>(resolve => socket.once('close', () => resolve()))
      kind(socket)
      await closed
      clearTimeout(end)
      this.#sockets.delete(socket)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
}
