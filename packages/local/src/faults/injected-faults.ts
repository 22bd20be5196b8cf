import { Fault } from '../model/swf-error.ts'
import { faultDraws, type FaultDraws, type FaultOptions } from './fault-sampler.ts'
import type { RequestContext, Requests } from '../service/sequencer.ts'

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
  #draws: FaultDraws | undefined
  /** By poll: the last answers with a task. */
  readonly #handedOut = new Map<string, unknown[]>()

  constructor(behind: Requests) {
    this.#behind = behind
  }

  /** Other faults from here on; undefined: none. Throws LocalSwfError OPTION_INVALID. */
  set(faults: FaultOptions | undefined): void {
    this.#draws = faults === undefined ? undefined : faultDraws(faults)
  }

  async request(action: string, input: unknown, context: RequestContext = {}): Promise<unknown> {
    const draws = this.#draws
    const drawn = draws?.draw(action)
    if (draws === undefined || drawn === undefined) return this.#behind.request(action, input, context)
    if (drawn.delays) await new Promise(resolve => setTimeout(resolve, drawn.wait))
    if (drawn.throttles) throw new Fault('com.amazon.coral.availability#ThrottlingException', 'Rate exceeded')
    if (drawn.failures) throw new Fault('com.amazon.coral.service#InternalFailure', undefined, 500)
    if (drawn.lostRequests) throw new ConnectionCut()
    const isPoll = action.startsWith('PollFor')
    const again =
      isPoll && drawn.duplicateTasks ? this.#handedOut.get(pollOf(action, input, context)) : undefined
    const response =
      again?.[Math.floor(draws.random() * again.length)] ??
      (await (isPoll && drawn.deadPolls
        ? unaware(this.#behind.request(action, input, { region: context.region }), context)
        : this.#behind.request(action, input, context)))
    if (isPoll) this.#remember(pollOf(action, input, context), response)
    if (drawn.lostResponses) throw new ConnectionCut()
    return response
  }

  takeBack(action: string, input: unknown, response: unknown, context?: RequestContext): void {
    this.#behind.takeBack(action, input, response, context)
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

function pollOf(action: string, input: unknown, { region }: RequestContext): string {
  const { domain, taskList } = (input ?? {}) as { domain?: string; taskList?: { name?: string } }
  return JSON.stringify([action, region, domain, taskList?.name])
}
