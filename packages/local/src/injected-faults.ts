import { LocalSwfError } from './errors.ts'
import { Fault } from './fault.ts'
import type { RequestContext, Requests } from './sequencer.ts'

/** What may go wrong between a client and SWF, each with a probability from 0 (the default) to 1. */
export interface FaultOptions {
  /** The same seed brings the same faults to the same requests. Default 1. */
  readonly seed?: number
  /** ThrottlingException; nothing has happened. */
  readonly throttles?: number
  /** InternalFailure, status 500; nothing has happened. */
  readonly failures?: number
  /** The connection is cut before the request is read; nothing has happened. */
  readonly lostRequests?: number
  /** The connection is cut in place of the answer; what was asked has happened. A task that a poll was given is lost. */
  readonly lostResponses?: number
  /** The request waits before it is read. */
  readonly delays?: number
  /** The longest of these waits, in milliseconds of the process's clock. Default 50. */
  readonly longestDelay?: number
  /** A poll is given a task that another poll was given before. */
  readonly duplicateTasks?: number
  /** A poll whose client is gone is given a task all the same, as Amazon SWF does: it's lost until its timeout. */
  readonly deadPolls?: number
  /** The actions that this may happen to. Default: all. */
  readonly actions?: readonly string[]
}

const probabilities = [
  'throttles',
  'failures',
  'lostRequests',
  'lostResponses',
  'delays',
  'duplicateTasks',
  'deadPolls',
] as const

/** Tasks that may be given out again. */
const remembered = 20

/** The connection was cut; the client can't know what has happened. As Node's own error for it. */
export class ConnectionCut extends Error {
  readonly code = 'ECONNRESET'
  constructor() {
    super('socket hang up')
  }
}

/** Requests on their way to the sequencer, to which things happen. */
export class InjectedFaults implements Requests {
  readonly #behind: Requests
  #faults: FaultOptions | undefined
  #random = generator(1)
  /** By poll: the last answers with a task. */
  readonly #handedOut = new Map<string, unknown[]>()

  constructor(behind: Requests) {
    this.#behind = behind
  }

  /** Other faults from here on; undefined: none. Throws LocalSwfError OPTION_INVALID. */
  set(faults: FaultOptions | undefined): void {
    for (const name of Object.keys(faults ?? {})) {
      const value = faults![name as keyof FaultOptions]
      if ((probabilities as readonly string[]).includes(name)) {
        if (!(typeof value === 'number' && value >= 0 && value <= 1))
          throw invalid(name, value, 'a probability from 0 to 1')
      } else if (name === 'seed' || name === 'longestDelay') {
        if (!(typeof value === 'number' && value >= 0)) throw invalid(name, value, 'a number from 0')
      } else if (name === 'actions') {
        if (!Array.isArray(value)) throw invalid(name, value, 'a list of actions')
      } else throw invalid(name, value, `one of seed, longestDelay, actions, ${probabilities.join(', ')}`)
    }
    this.#faults = faults
    this.#random = generator(faults?.seed ?? 1)
  }

  async request(action: string, input: unknown, context: RequestContext = {}): Promise<unknown> {
    const faults = this.#faults
    if (faults === undefined || faults.actions?.includes(action) === false) {
      return this.#behind.request(action, input, context)
    }
    // all are drawn for every request, so that one fault more or less doesn't change the others
    const drawn = Object.fromEntries(
      probabilities.map(name => [name, this.#random() < (faults[name] ?? 0)]),
    ) as Record<(typeof probabilities)[number], boolean>
    const wait = this.#random() * (faults.longestDelay ?? 50)

    if (drawn.delays) await new Promise(resolve => setTimeout(resolve, wait))
    if (drawn.throttles) throw new Fault('com.amazon.coral.availability#ThrottlingException', 'Rate exceeded')
    if (drawn.failures) throw new Fault('com.amazon.coral.service#InternalFailure', undefined, 500)
    if (drawn.lostRequests) throw new ConnectionCut()
    const isPoll = action.startsWith('PollFor')
    const again = isPoll && drawn.duplicateTasks ? this.#handedOut.get(pollOf(action, input)) : undefined
    const response =
      again?.[Math.floor(this.#random() * again.length)] ??
      (await (isPoll && drawn.deadPolls
        ? unaware(this.#behind.request(action, input), context)
        : this.#behind.request(action, input, context)))
    if (isPoll) this.#remember(pollOf(action, input), response)
    if (drawn.lostResponses) throw new ConnectionCut()
    return response
  }

  takeBack(action: string, input: unknown, response: unknown): void {
    this.#behind.takeBack(action, input, response)
  }

  #remember(poll: string, response: unknown): void {
    if ((response as { taskToken?: string }).taskToken === undefined) return
    const given = this.#handedOut.get(poll) ?? []
    this.#handedOut.set(poll, given)
    given.push(response)
    if (given.length > remembered) given.shift()
  }
}

/** The client hears that it's gone; the poll doesn't. */
function unaware(poll: Promise<unknown>, { signal }: RequestContext): Promise<unknown> {
  if (signal === undefined) return poll
  poll.catch(() => undefined)
  return new Promise((resolve, reject) => {
    const gone = () => reject(signal.reason as Error)
    signal.addEventListener('abort', gone, { once: true })
    poll.then(resolve, reject).finally(() => signal.removeEventListener('abort', gone))
  })
}

function pollOf(action: string, input: unknown): string {
  const { domain, taskList } = (input ?? {}) as { domain?: string; taskList?: { name?: string } }
  return JSON.stringify([action, domain, taskList?.name])
}

const invalid = (name: string, value: unknown, expected: string) =>
  new LocalSwfError('OPTION_INVALID', `faults.${name} is ${JSON.stringify(value)}: expected ${expected}`)

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
