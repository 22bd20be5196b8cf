import type { IncomingMessage, ServerResponse } from 'node:http'
import { errorResponse, largeResponse, maxRequestBytes, tooLarge, type RawResponse } from '../swf-protocol.ts'
import { bodyOf } from './body.ts'
import { Client } from './client.ts'
import type { Guard, HttpRequest, Route } from './request.ts'
import type { RequestsInProgress } from './requests-in-progress.ts'
import type { UnsentResponses } from './unsent-responses.ts'

export interface ExchangeOptions {
  /** Asked in order, before the body is read. */
  readonly guards: readonly Guard[]
  /** Asked in order; the last one answers everything. */
  readonly routes: readonly Route[]
  readonly inProgress: RequestsInProgress
  readonly unsent: UnsentResponses
}

/** One request, from its head to its answer. */
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
    // Also emitted when a connection is destroyed in the middle of the answer.
    response.once('finish', () => (this.#delivered = !request.socket.destroyed))
    this.#closed = new Promise(resolve => response.once('close', () => resolve(this.#close())))
  }

  /** Carries it out. Told when the body has been read, and when the answer is being sent; resolves when it is sent. */
  async run(read: () => void, sending: () => void): Promise<void> {
    await this.#begin(read, sending)
    if (this.#hasCapacity) this.#options.unsent.made()
    await this.#closed
  }

  /** Resolves when the answer is on its way. A function of its own: one that waits on keeps the answer's text in memory. */
  async #begin(read: () => void, sending: () => void): Promise<void> {
    try {
      const answer = await this.#respond(read)
      // A client that left just before is noticed in the turn after: it must not be given a task.
      if (answer.undelivered !== undefined) await new Promise(resolve => setImmediate(resolve))
      sending()
      this.#send(answer)
    } catch {
      this.#response.destroy()
    }
  }

  /** The client has ended its side of the connection: a poll that waits is given no task. Other answers are sent. */
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

  /** As bytes: a text would stay in memory beside them until the client has read them. */
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
