import { arrived, arrivedError, moved, movedError } from '@reyield/data/internal'
import { isReyieldError, type Serializer } from '@reyield/workflow'
import { mark } from '@reyield/workflow/internal'
import { isCompleteLater } from '../../activities/complete-later.ts'
import type { ActivityContext } from '../../activities/context.ts'
import type { Logger, LogLevel } from '../../logging/logger.ts'
import type { Owner } from '../../uncaught/owner.ts'
import { ownedBy, untilReported } from '../../uncaught/owners.ts'
import type { FromThread, Request, SignalName, ToThread } from '../messages.ts'
import { movedFields } from '../moved-fields.ts'
import { arrivedReason } from '../reasons.ts'
import { polledSignal } from './polled-signal.ts'

type Call = Extract<Request, { readonly kind: 'call' }>
/** A message without the number of its call. */
type Message = FromThread extends infer One ? (One extends unknown ? Omit<One, 'job'> : never) : never

/** One call of an activity's function, in its thread. */
export class RunningCall implements Owner {
  readonly #call: Call
  readonly #post: (message: FromThread) => void
  readonly #signals: Readonly<Record<SignalName, AbortController>>
  readonly #beats = new Map<number, { resolve(): void; reject(error: unknown): void }>()
  #serializer: Serializer | undefined
  #lastBeat = 0
  #over = false

  constructor(call: Call, post: (message: FromThread) => void) {
    this.#call = call
    this.#post = post
    this.#signals = { signal: new AbortController(), stopping: new AbortController() }
  }

  /** Calls the function and sends its result. Never rejects. `poll` receives the messages that have been sent. */
  async run(
    fn: (input: unknown, context: ActivityContext) => unknown,
    serializer: Serializer | undefined,
    poll: () => void,
  ): Promise<void> {
    this.#serializer = serializer
    const context = this.#context(poll)
    const { input, aborted } = this.#call
    for (const which of ['signal', 'stopping'] as const) {
      if (aborted[which] !== undefined) this.#signals[which].abort(arrivedReason(aborted[which]))
    }
    try {
      const call = () => fn(arrived(input, serializer), context)
      mark('step', call)
      const value = await ownedBy(this, async () => call())
      await untilReported()
      this.#returned(value)
    } catch (error) {
      await untilReported()
      this.#send({ kind: 'threw', error: movedError(error) })
    }
    this.#over = true
    for (const beat of this.#beats.values()) beat.resolve() // they are no longer sent
  }

  receive(message: Exclude<ToThread, Request>): void {
    if (message.kind === 'abort') {
      const { which, reason } = message
      ownedBy(this, () => this.#signals[which].abort(arrivedReason(reason)))
      return
    }
    const beat = this.#beats.get(message.beat)
    this.#beats.delete(message.beat)
    if (message.error === undefined) beat?.resolve()
    else beat?.reject(arrivedError(message.error))
  }

  uncaught(error: unknown): void {
    this.#send({ kind: 'uncaught', error: movedError(error) })
  }

  #returned(value: unknown): void {
    try {
      this.#send({
        kind: 'returned',
        value: isCompleteLater(value) ? { later: true } : moved(value, this.#serializer),
      })
    } catch (error) {
      const of = isReyieldError(error, 'PAYLOAD_UNSERIALIZABLE') ? ({ of: 'result' } as const) : {}
      this.#send({ kind: 'threw', error: movedError(error), ...of })
    }
  }

  #send(message: Message): void {
    this.#post({ ...message, job: this.#call.job })
  }

  #context(poll: () => void): ActivityContext {
    const { signal, stopping } = this.#signals
    return {
      ...(this.#call.context as Required<Call['context']>), // outside a worker, what the caller has left out is missing
      signal: polledSignal(signal.signal, poll),
      stopping: polledSignal(stopping.signal, poll),
      log: this.#log(),
      heartbeat: async details => {
        const written = moved(details, this.#serializer)
        if (this.#over) return
        const beat = ++this.#lastBeat
        const sent = new Promise<void>((resolve, reject) => this.#beats.set(beat, { resolve, reject }))
        this.#send({ kind: 'heartbeat', beat, details: written })
        await sent
      },
    }
  }

  #log(): Logger {
    const write = (level: LogLevel) => (message: string, fields?: object) =>
      this.#send({
        kind: 'log',
        level,
        message: String(message),
        ...(fields === undefined ? {} : { fields: movedFields(fields) }),
      })
    return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
  }
}
