import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorResponse, largeResponse, maxRequestBytes, tooLarge, type RawResponse } from '../swf-protocol.ts'
import { bodyOf } from './body.ts'
import { Client } from './client.ts'
import type { Guard, HttpRequest, Route } from './request.ts'
import type { RequestsInProgress } from './requests-in-progress.ts'
import type { UnsentResponses } from './unsent-responses.ts'

/** The header by which our client says that it ends a poll by ending its side of the connection (`half-close`), and still reads. */
const localSwfHeader = 'x-local-swf'

export interface ExchangeOptions {
  /** Called in order, before the body is read. */
  readonly guards: readonly Guard[]
  /** Called in order until one responds. The last one responds to every request. */
  readonly routes: readonly Route[]
  readonly inProgress: RequestsInProgress
  readonly unsent: UnsentResponses
}

/** One request, from its head to its response. */
export class Exchange {
  readonly #options: ExchangeOptions
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #client = new Client()
  readonly #closed: Promise<void>
  #undelivered: (() => void) | undefined
  #delivered = false
  #hasCapacity = false

  constructor(options: ExchangeOptions, request: IncomingMessage, response: ServerResponse) {
    this.#options = options
    this.#request = request
    this.#response = response
    // also emitted if the connection is destroyed in the middle of the response
    response.once('finish', () => (this.#delivered = !request.socket.destroyed))
    this.#closed = new Promise(resolve => response.once('close', () => resolve(this.#close())))
  }

  /**
   * Handles the request. Calls `read` when the body has been read and `sending` before the response is sent. Resolves when it's
   * sent.
   */
  async run(read: () => void, sending: () => void): Promise<void> {
    await this.#begin(read, sending)
    if (this.#hasCapacity) this.#options.unsent.made()
    await this.#closed
  }

  /** Resolves when the response is being sent. It's a separate method since a pending one would keep the body in memory. */
  async #begin(read: () => void, sending: () => void): Promise<void> {
    try {
      const answer = await this.#respond(read)
      // that a client has just left is noticed only in the next turn, and it must not get a task
      if (answer.undelivered !== undefined) await new Promise(resolve => setImmediate(resolve))
      sending()
      this.#send(answer)
    } catch {
      this.#response.destroy()
    }
  }

  /**
   * Called when the client has ended its side of the connection. A waiting poll gets no task. Other responses are still sent. So is a task
   * that was already given to the poll, if the client has said that it ends polls in this way. Of other clients, SWF can't know whether they
   * still read.
   */
  halfClosed(): void {
    if (this.#request.headers[localSwfHeader] === 'half-close') this.#client.endWait()
    else this.#client.leave()
  }

  /** Called when the connection is closed. */
  leave(): void {
    this.#client.leave()
  }

  async #respond(read: () => void): Promise<RawResponse> {
    const { guards, routes, inProgress } = this.#options
    for (const guard of guards) {
      const refused = guard(this.#request)
      if (refused !== undefined) return refused
    }
    const body = await bodyOf(this.#request, maxRequestBytes)
    read()
    if (body === undefined) return errorResponse(tooLarge)
    inProgress.add(this)
    const request = this.#complete(body)
    for (const route of routes) {
      const answer = await route(request)
      if (answer !== undefined) return answer
    }
    throw new Error('no route')
  }

  #complete(body: Buffer): HttpRequest {
    const { method = '', url = '/', headers } = this.#request
    const [path = ''] = url.split('?', 1)
    const client = this.#client
    const { unsent } = this.#options
    return {
      method,
      url,
      path,
      headers,
      body,
      get signal() {
        return client.signal
      },
      waitForCapacity: async () => {
        await unsent.waitForCapacity()
        this.#hasCapacity = true
      },
    }
  }

  #send({ status, headers, body, undelivered }: RawResponse): void {
    const response = this.#response
    if (response.destroyed || (undelivered !== undefined && this.#client.gone)) {
      undelivered?.()
      response.destroy()
      return
    }
    this.#undelivered = undelivered
    if (this.#options.inProgress.closing) response.setHeader('Connection', 'close')
    response.writeHead(status, headers)
    if (body.length < largeResponse) response.end(body)
    else this.#sendLarge(Buffer.from(body))
  }

  /** Sends bytes instead of a string, since a string would stay in memory besides its bytes until the client has read them. */
  #sendLarge(bytes: Buffer): void {
    const { unsent } = this.#options
    const sending = { bytes: bytes.length, cut: () => this.#response.destroy() }
    unsent.add(sending)
    this.#response.once('close', () => unsent.delete(sending))
    this.#response.end(bytes)
  }

  #close(): void {
    if (!this.#delivered) {
      this.#client.leave()
      this.#undelivered?.()
    }
    this.#options.inProgress.delete(this)
  }
}
