import { SwfError } from '../model/swf-error.ts'
import { faultSampler, type FaultOptions, type FaultSampler, type SampledFaults } from './fault-sampler.ts'
import type { ClientContext, Requests } from '../service/sequencer.ts'

/** How many tasks of each list are remembered, for `duplicateTasks`. */
const remembered = 20

/**
 * The connection was cut, so the client doesn't know whether the request took effect. It looks like Node's own error for this.
 */
export class ConnectionResetError extends Error {
  readonly code = 'ECONNRESET'
  constructor() {
    super('socket hang up')
  }
}

/** Injects faults into requests on their way to the sequencer. */
export class InjectedFaults implements Requests {
  readonly #inner: Requests
  #sampler: FaultSampler | undefined
  /** The last responses with a task, by task list. */
  readonly #handedOut = new Map<string, unknown[]>()

  constructor(inner: Requests) {
    this.#inner = inner
  }

  /**
   * Replaces the faults. Undefined injects none.
   *
   * @throws LocalSwfError OPTION_INVALID
   */
  set(faults: FaultOptions | undefined): void {
    this.#sampler = faults === undefined ? undefined : faultSampler(faults)
  }

  request(action: string, input: unknown, context: ClientContext = {}): Promise<unknown> {
    const sampler = this.#sampler
    const sampled = sampler?.sample(action)
    if (sampler === undefined || sampled === undefined) return this.#inner.request(action, input, context)
    return this.#faulty(sampler, sampled, action, input, context)
  }

  async #faulty(
    sampler: FaultSampler,
    sampled: SampledFaults,
    action: string,
    input: unknown,
    context: ClientContext,
  ): Promise<unknown> {
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

/** Rejects when the client leaves, while the poll itself continues. */
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
