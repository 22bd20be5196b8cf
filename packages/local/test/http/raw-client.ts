import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A request as bytes, as SWF clients write it. */
export function requestOf(
  action: string,
  input: object | string = {},
  headers: Record<string, string> = {},
): string {
  const body = typeof input === 'string' ? input : JSON.stringify(input)
  const lines = Object.entries({
    Host: '127.0.0.1',
    'X-Amz-Target': `SimpleWorkflowService.${action}`,
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`)
  return ['POST / HTTP/1.1', ...lines, '', body].join('\r\n')
}

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const open = new Set<Socket>()

/** Destroys connections that tests have left. */
export function closeRawClients(): void {
  for (const socket of open) socket.destroy()
  open.clear()
}

/** A TCP connection with which the test controls what is written and read, and when. */
export class RawClient {
  readonly socket: Socket
  readonly #closed: Promise<void>
  #chunks: Buffer[] = []
  #bytes = 0
  /** The number of bytes that a response needs at least to be complete. */
  #needed = 1

  private constructor(socket: Socket) {
    this.socket = socket
    open.add(socket)
    socket.on('error', () => undefined)
    this.#closed = new Promise(resolve => {
      socket.once('close', () => {
        open.delete(socket)
        resolve()
      })
    })
  }

  static async connect(port: number): Promise<RawClient> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const client = new RawClient(socket)
    await once(socket, 'connect')
    return client
  }

  write(bytes: string): this {
    this.socket.write(bytes)
    return this
  }

  /** Ends this side of the connection. */
  end(bytes = ''): this {
    this.socket.end(bytes)
    return this
  }

  /**
   * Resolves when the server has cut the connection. A client that doesn't read only notices this by writing: by default empty
   * lines, which are allowed before a request.
   */
  async cut(bytes = '\r\n'): Promise<void> {
    const writing = setInterval(() => this.socket.write(bytes), 10)
    await this.#closed
    clearInterval(writing)
  }

  /** Destroys the connection. */
  async destroy(): Promise<void> {
    this.socket.destroy()
    await this.#closed
  }

  /** Reads this number of responses, or fewer if the connection ends before. */
  async answers(count = 1): Promise<RawAnswer[]> {
    const found: RawAnswer[] = []
    while (found.length < count) {
      const answer = this.#next()
      if (answer !== undefined) found.push(answer)
      else if (this.socket.readableEnded || this.socket.destroyed) break
      else await this.#more()
    }
    return found
  }

  #more(): Promise<void> {
    return new Promise(resolve => {
      const done = () => {
        this.socket.off('data', read).off('end', done).off('close', done)
        this.socket.pause()
        resolve()
      }
      const read = (chunk: Buffer) => {
        this.#chunks.push(chunk)
        this.#bytes += chunk.length
        done()
      }
      this.socket.on('data', read).on('end', done).on('close', done)
      this.socket.resume()
    })
  }

  #next(): RawAnswer | undefined {
    if (this.#bytes < this.#needed) return undefined
    const received = Buffer.concat(this.#chunks)
    this.#chunks = [received]
    const head = received.indexOf('\r\n\r\n')
    if (head < 0) return undefined
    const [line = '', ...lines] = received.subarray(0, head).toString().split('\r\n')
    const headers = Object.fromEntries(
      lines.map(each => [
        each.slice(0, each.indexOf(':')).toLowerCase(),
        each.slice(each.indexOf(':') + 1).trim(),
      ]),
    )
    const end = head + 4 + Number(headers['content-length'] ?? 0)
    this.#needed = end
    if (received.length < end) return undefined
    this.#needed = 1
    this.#chunks = [received.subarray(end)]
    this.#bytes = received.length - end
    return { status: Number(line.split(' ')[1]), headers, body: received.subarray(head + 4, end).toString() }
  }
}
