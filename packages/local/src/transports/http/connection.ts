import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { Exchange, type ExchangeOptions } from './exchange.ts'
import { respondToMalformed } from './malformed.ts'
import type { ConnectionTimeouts } from './timeouts.ts'

/** When this many requests of a connection wait for their turn, no more are read. */
const pauseReadingAt = 16
/** A chunk that was already read can contain more requests than that. With more than this, the connection is cut. */
const maxWaiting = 1024
/** The maximum number of waiting requests of all connections together. */
const maxWaitingOfAll = 10_000

export interface ConnectionOptions extends ExchangeOptions {
  readonly timeouts: ConnectionTimeouts
  /** The number of requests that wait for their turn on all connections. */
  readonly waiting: { count: number }
}

/**
 * A client's connection. It handles one request at a time, in order, so there's at most one response of it in memory, even if the
 * client sends requests without reading responses. Each phase has a timeout, except a waiting poll.
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
    socket.once('end', () => this.#current?.halfClosed())
    socket.once('close', () => {
      clearTimeout(this.#timer)
      this.#current?.leave()
      this.#forgetWaiting()
    })
  }

  /** Cuts the connection, unless one of its requests is in progress. Then its response is the last one. */
  close(): void {
    this.#forgetWaiting()
    if (this.#current === undefined || !this.#options.inProgress.has(this.#current)) this.#socket.destroy()
  }

  /** Called when the head of a request has arrived. */
  take(request: IncomingMessage, response: ServerResponse): void {
    if (this.#socket.destroyed) return
    const { waiting } = this.#options
    this.#waiting.push(new Exchange(this.#options, request, response))
    waiting.count++
    if (this.#current === undefined) void this.#serve()
    else if (this.#waiting.length > maxWaiting || waiting.count > maxWaitingOfAll) this.#socket.destroy()
    else this.#readOrNot()
  }

  /** Called when what follows the requests so far isn't valid HTTP. */
  malformed(error: NodeJS.ErrnoException): void {
    if (this.#current === undefined) respondToMalformed(error, this.#socket)
    else this.#socket.destroy()
  }

  async #serve(): Promise<void> {
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      this.#current = next
      if (this.#socket.readableEnded) next.halfClosed()
      this.#limit('body')
      await next.run(
        () => {
          clearTimeout(this.#timer)
          this.#readOrNot() // reading the body may have resumed the connection
        },
        () => this.#limit('write'),
      )
    }
    this.#current = undefined
    if (!this.#socket.destroyed) this.#limit('idle')
  }

  #next(): Exchange | undefined {
    // a cut connection is first destroyed and emits its close event later
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

  /** Stops reading while too many requests wait, since all of them are kept in memory. */
  #readOrNot(): void {
    if (this.#waiting.length >= pauseReadingAt) this.#socket.pause()
    else if (this.#socket.isPaused()) this.#socket.resume()
  }

  #limit(phase: 'idle' | 'body' | 'write'): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#socket.destroy(), this.#options.timeouts[phase])
  }
}
