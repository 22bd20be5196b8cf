import { SwfError } from '../model/swf-error.ts'
import { faultSampler, type FaultSampler, type FaultOptions } from './fault-sampler.ts'
import type { ClientContext, Requests } from '../service/sequencer.ts'

/** Tasks that may be given out again. */
const remembered = 20

/** The connection was cut; the client can't know what has happened. As Node's own error for it. */
export class ConnectionResetError extends Error {
  readonly code = 'ECONNRESET'
  constructor() {
    super('socket hang up')
  }
}

/** Requests on their way to the sequencer, to which things happen. */
export class InjectedFaults implements Requests {
  readonly #inner: Requests
  #sampler: FaultSampler | undefined
  /** By poll: the last answers with a task. */
  readonly #handedOut = new Map<string, unknown[]>()

  constructor(behind: Requests) {
    this.#inner = behind
  }

  /** Other faults from here on; undefined: none. Throws LocalSwfError OPTION_INVALID. */
  set(faults: FaultOptions | undefined): void {
    this.#sampler = faults === undefined ? undefined : faultSampler(faults)
  }

  async request(action: string, input: unknown, context: ClientContext = {}): Promise<unknown> {
    const sampler = this.#sampler
    const sampled = sampler?.sample(action)
    if (sampler === undefined || sampled === undefined) return this.#inner.request(action, input, context)
    if (sampled.delays) await new Promise(resolve => setTimeout(resolve, sampled.wait))
    if (sampled.throttles)
      throw new SwfError('com.amazon.coral.availability#ThrottlingException', 'Rate exceeded')
    if (sampled.failures) throw new SwfError('com.amazon.coral.service#InternalFailure', undefined, 500)
    if (sampled.lostRequests) throw new ConnectionResetError()
    const isPoll = action.startsWith('PollFor')
    const again =
      isPoll && sampled.duplicateTasks ? this.#handedOut.get(pollOf(action, input, context)) : undefined
    const response =
      again?.[Math.floor(sampler.random() * again.length)] ??
      (await (isPoll && sampled.deadPolls
        ? unaware(this.#inner.request(action, input, { region: context.region }), context)
        : this.#inner.request(action, input, context)))
    if (isPoll) this.#remember(pollOf(action, input, context), response)
    if (sampled.lostResponses) throw new ConnectionResetError()
    return response
  }

  returnTask(action: string, input: unknown, response: unknown, context?: ClientContext): void {
    this.#inner.returnTask(action, input, response, context)
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
function unaware(poll: Promise<unknown>, { signal }: ClientContext): Promise<unknown> {
  if (signal === undefined) return poll
  poll.catch(() => undefined)
  return new Promise((resolve, reject) => {
    const gone = () => reject(signal.reason as Error)
    signal.addEventListener('abort', gone, { once: true })
    poll.then(resolve, reject).finally(() => signal.removeEventListener('abort', gone))
  })
}

function pollOf(action: string, input: unknown, { region }: ClientContext): string {
  const { domain, taskList } = (input ?? {}) as { domain?: string; taskList?: { name?: string } }
  return JSON.stringify([action, region, domain, taskList?.name])
}
