import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Exchange, type ExchangeOptions } from './exchange.ts'
import { respondToMalformed } from './malformed.ts'
import type { ConnectionTimeouts } from './timeouts.ts'

/** From so many requests on that wait for their turn no more are read. */
const pauseReadingAt = 16
/** What was read in one piece may hold more, up to this; a client that sends still more is cut. */
const maxWaiting = 1024
/** The same for all connections together. */
const maxWaitingOfAll = 10_000

export interface ConnectionOptions extends ExchangeOptions {
  readonly timeouts: ConnectionTimeouts
  /** How many requests wait for their turn on all connections. */
  readonly waiting: { count: number }
}

/**
 * One connection of a client: one request at a time, in order. So it costs one answer in memory, even if the client sends
 * requests without end and reads no answers. Each phase but that of a poll that waits has its timeout.
 */
export class Connection {
  readonly #socket: Socket
  readonly #options: ConnectionOptions
  #waiting: Exchange[] = []
  #current: Exchange | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(socket: Socket, options: ConnectionOptions) {
    this.#socket = socket
    this.#options = options
    this.#limit('idle')
    socket.once('end', () => this.#current?.leave())
    socket.once('close', () => {
      clearTimeout(this.#timer)
      this.#current?.leave()
      this.#forgetWaiting()
    })
  }

  /** Cuts the connection unless a request of it is being answered; then the answer is the last one. */
  close(): void {
    this.#forgetWaiting()
    if (this.#current === undefined || !this.#options.inProgress.has(this.#current)) this.#socket.destroy()
  }

  /** A request whose head has arrived. */
  take(request: IncomingMessage, response: ServerResponse): void {
    if (this.#socket.destroyed) return
    const { waiting } = this.#options
    this.#waiting.push(new Exchange(this.#options, request, response))
    waiting.count++
    if (this.#current === undefined) void this.#serve()
    else if (this.#waiting.length > maxWaiting || waiting.count > maxWaitingOfAll) this.#socket.destroy()
    else this.#readOrNot()
  }

  /** What can't be read as HTTP, after the requests so far. */
  malformed(error: NodeJS.ErrnoException): void {
    if (this.#current === undefined) respondToMalformed(error, this.#socket)
    else this.#socket.destroy()
  }

  async #serve(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#current = next
      if (this.#socket.readableEnded) next.leave()
      this.#limit('body')
      await next.run(
        () => {
          clearTimeout(this.#timer)
          this.#readOrNot() // reading the body may have gone on with the connection
        },
        () => this.#limit('write'),
      )
    }
    this.#current = undefined
    if (!this.#socket.destroyed) this.#limit('idle')
  }

  #next(): Exchange | undefined {
    // A connection that was cut is destroyed before it is closed.
    if (this.#options.inProgress.closing || this.#socket.destroyed) this.#forgetWaiting()
    const next = this.#waiting.shift()
    if (next === undefined) return undefined
    this.#options.waiting.count--
    return next
  }

  #forgetWaiting(): void {
    this.#options.waiting.count -= this.#waiting.length
    this.#waiting = []
  }

  /** Stops reading while requests wait, all of which would be held in memory. */
  #readOrNot(): void {
    if (this.#waiting.length >= pauseReadingAt) this.#socket.pause()
    else if (this.#socket.isPaused()) this.#socket.resume()
  }

  #limit(phase: 'idle' | 'body' | 'write'): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#socket.destroy(), this.#options.timeouts[phase])
  }
}
