import type { IncomingMessage, ServerResponse } from 'node:http'
import type { RunRef, ServerEvents } from '../api/index.ts'
import { securityHeaders } from '../http/headers.ts'

/** How many events are kept for a page that was away for a moment. */
const kept = 200
/** How often something is sent, so that proxies and the page know that the connection lives, in milliseconds. */
const beat = 15_000
/** How many bytes may wait for a page that doesn't read them. */
const mostWaiting = 4 * 1024 * 1024

interface Page {
  readonly response: ServerResponse
  readonly run: RunRef | undefined
}

/** The pages that are visible at present, and the events that they get. */
export class EventHub {
  readonly #pages = new Set<Page>()
  readonly #sent: { readonly id: number; readonly text: string }[] = []
  /** The first ids of another process mean nothing here, so they begin at a time. */
  #id = Date.now() * 1000
  readonly #beating = setInterval(() => this.#beat(), beat).unref()
  /** Are called when a page comes or goes. */
  readonly onPages = new Set<() => void>()
  /** The newest event of each of these names is said to a new page at once. */
  readonly #latest = new Map<keyof ServerEvents, unknown>()

  /** Whether somebody looks. */
  get isWatched(): boolean {
    return this.#pages.size > 0
  }

  /** The runs at which pages look. */
  get runs(): readonly RunRef[] {
    return [...this.#pages].flatMap(({ run }) => run ?? [])
  }

  /** Says something to all pages. */
  say<Name extends keyof ServerEvents>(name: Name, data: ServerEvents[Name]): void {
    const id = ++this.#id
    const text = textOf(id, name, data)
    this.#sent.push({ id, text })
    if (this.#sent.length > kept) this.#sent.shift()
    for (const page of this.#pages) this.#write(page, text)
  }

  /** The same, and new pages get it as well. Nothing is said twice. */
  sayState<Name extends 'attention' | 'calls' | 'service' | 'clock'>(
    name: Name,
    data: ServerEvents[Name],
  ): void {
    if (JSON.stringify(this.#latest.get(name)) === JSON.stringify(data)) return
    this.#latest.set(name, data)
    this.say(name, data)
  }

  /** Adds a page. `lastId`: the last event that it has got. */
  add(request: IncomingMessage, response: ServerResponse, run: RunRef | undefined): void {
    const page = { response, run }
    response.writeHead(200, {
      ...securityHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    })
    response.write(': connected\n\n')
    const lastId = Number(request.headers['last-event-id'] ?? Number.NaN)
    if (!Number.isNaN(lastId)) this.#catchUp(page, lastId)
    for (const [name, data] of this.#latest) this.#write(page, textOf(this.#id, name, data as never))
    this.#pages.add(page)
    this.#say()
    response.on('close', () => {
      this.#pages.delete(page)
      this.#say()
    })
  }

  close(): void {
    clearInterval(this.#beating)
    for (const { response } of this.#pages) response.destroy()
  }

  #say(): void {
    for (const listener of this.onPages) listener()
  }

  #catchUp(page: Page, lastId: number): void {
    const first = this.#sent[0]?.id ?? this.#id + 1
    if (lastId > this.#id || lastId < first - 1) return this.#write(page, textOf(this.#id, 'reload', {}))
    for (const { id, text } of this.#sent) if (id > lastId) this.#write(page, text)
  }

  #write({ response }: Page, text: string): void {
    response.write(text)
    if (response.writableLength > mostWaiting) response.destroy()
  }

  #beat(): void {
    for (const page of this.#pages) this.#write(page, ': beat\n\n')
  }
}

const textOf = <Name extends keyof ServerEvents>(id: number, name: Name, data: ServerEvents[Name]): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`
