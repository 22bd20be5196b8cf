import type { IncomingMessage, ServerResponse } from 'node:http'
import { faultAnswer, mostBytes, tooLarge, type Answer } from '../answer.ts'
import { bodyOf } from './body.ts'
import { Client } from './client.ts'
import type { Guard, Route } from './request.ts'
import type { UnderWay } from './under-way.ts'

export interface ExchangeOptions {
  /** Asked in order, before the body is read. */
  readonly guards: readonly Guard[]
  /** Asked in order; the last one answers everything. */
  readonly routes: readonly Route[]
  readonly underWay: UnderWay
}

/** One request, from its head to its answer. */
export class Exchange {
  readonly #options: ExchangeOptions
  readonly #request: IncomingMessage
  readonly #response: ServerResponse
  readonly #client = new Client()
  #sending: Answer | undefined

  constructor(options: ExchangeOptions, request: IncomingMessage, response: ServerResponse) {
    this.#options = options
    this.#request = request
    this.#response = response
    response.once('close', () => this.#close())
  }

  async serve(): Promise<void> {
    try {
      this.#send(await this.#answer())
    } catch {
      this.#response.destroy()
    }
  }

  async #answer(): Promise<Answer> {
    const { guards, routes, underWay } = this.#options
    for (const guard of guards) {
      const refusal = guard(this.#request)
      if (refusal !== undefined) return refusal
    }
    const body = await bodyOf(this.#request, mostBytes)
    if (body === undefined) return faultAnswer(tooLarge)
    underWay.add(this.#response)
    const { method = '', url = '/', headers } = this.#request
    const client = this.#client
    const [path = ''] = url.split('?', 1)
    const request = {
      method,
      url,
      path,
      headers,
      body,
      get signal() {
        return client.signal
      },
    }
    for (const route of routes) {
      const answer = await route(request)
      if (answer !== undefined) return answer
    }
    throw new Error('no route')
  }

  #send(answer: Answer): void {
    if (this.#response.destroyed) return answer.undelivered?.()
    this.#sending = answer
    this.#response.writeHead(answer.status, answer.headers)
    this.#response.end(answer.body)
  }

  #close(): void {
    if (!this.#response.writableFinished) {
      this.#client.leave()
      this.#sending?.undelivered?.()
    }
    this.#options.underWay.delete(this.#response)
  }
}
