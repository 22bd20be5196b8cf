import { AsyncResource } from 'node:async_hooks'
import { arrived, arrivedError, moved, movedError } from '@reyield/data/internal'
import { InvalidDefinitionError, type Serializer } from '@reyield/workflow'
import { markRevived, revivedOf } from '@reyield/workflow/internal'
import { completeLater } from '../activities/complete-later.ts'
import type { ActivityContext } from '../activities/context.ts'
import { inWords, ThreadCrashedError, type CrashReason } from './errors.ts'
import type { ContextData, ExportNames, FromThread, Request, SignalName, ToThread } from './messages.ts'
import { arrivedFields } from './moved-fields.ts'
import { movedReason } from './reasons.ts'

/** What a job asks of a thread. */
export type Asked = {
  readonly names: ExportNames
  readonly activity: string | undefined
  readonly module: string
} & (
  | { readonly kind: 'look' }
  | {
      readonly kind: 'call'
      readonly input: unknown
      readonly context: Partial<ActivityContext>
      readonly grace: number
      readonly serializer: Serializer | undefined
    }
)

/** The thread of a job, while it runs. */
export interface JobThread {
  post(message: ToThread): void
  /** Terminates the thread. Its job fails with the reason. */
  terminate(reason: unknown): void
}

interface Settle {
  resolve(value: unknown): void
  reject(error: unknown): void
}

const signalNames = ['signal', 'stopping'] as const

let jobs = 0

/** One call of a function in a thread, as the main thread sees it. */
export class Job {
  readonly result: Promise<unknown>
  readonly id = ++jobs
  readonly #asked: Asked
  readonly #settle: Settle
  /** The async context of the call. Errors that no code catches belong to its activity. */
  readonly #caller = new AsyncResource('reyield.thread')
  readonly #ended = new AbortController()
  #thread: JobThread | undefined
  #dropped: () => void = () => undefined

  constructor(asked: Asked) {
    this.#asked = asked
    let settle!: Settle
    this.result = new Promise((resolve, reject) => (settle = { resolve, reject }))
    this.#settle = settle
    for (const which of signalNames) this.#listen(which)
  }

  get isOver(): boolean {
    return this.#ended.signal.aborted
  }

  /** Calls the function if the job is aborted before a thread is free. */
  whenDropped(dropped: () => void): void {
    this.#dropped = dropped
  }

  /**
   * Begins in a thread.
   *
   * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE)
   */
  begin(thread: JobThread): void {
    thread.post(this.#request())
    this.#thread = thread
    const { signal } = this.#context
    if (signal?.aborted === true) this.#endWithin(signal.reason)
  }

  receive(message: FromThread): void {
    this.#caller.runInAsyncScope(() => this.#receive(message))
  }

  /** The thread has ended before the job. */
  crashed(reason: CrashReason): void {
    this.fail(new ThreadCrashedError(this.#asked.activity, reason))
  }

  fail(error: unknown): void {
    this.#end()
    this.#settle.reject(error)
  }

  #listen(which: SignalName): void {
    const signal = this.#context[which]
    if (signal === undefined) return
    const aborted = () => this.#aborted(which, signal)
    signal.addEventListener('abort', aborted, { signal: this.#ended.signal })
  }

  #aborted(which: SignalName, { reason }: AbortSignal): void {
    if (this.#thread !== undefined) {
      this.#thread.post({ kind: 'abort', job: this.id, which, reason: movedReason(reason) })
      if (which === 'signal') this.#endWithin(reason)
    } else if (which === 'signal') {
      this.#dropped()
      this.fail(reason)
    }
  }

  /** Terminates the thread if the function doesn't end after its signal was aborted. */
  #endWithin(reason: unknown): void {
    const { grace } = this.#asked as Asked & { readonly kind: 'call' }
    const timer = setTimeout(() => this.#thread?.terminate(reason), grace)
    this.#ended.signal.addEventListener('abort', () => clearTimeout(timer))
  }

  #end(): void {
    this.#ended.abort()
    this.#thread = undefined
  }

  get #context(): Partial<ActivityContext> {
    return this.#asked.kind === 'call' ? this.#asked.context : {}
  }

  get #serializer(): Serializer | undefined {
    return this.#asked.kind === 'call' ? this.#asked.serializer : undefined
  }

  #request(): Request {
    const base = { job: this.id, names: this.#asked.names }
    if (this.#asked.kind === 'look') return { kind: 'look', ...base }
    const context = this.#context
    const abortedNow = signalNames.filter(which => context[which]?.aborted === true)
    return {
      kind: 'call',
      ...base,
      input: moved(this.#asked.input, this.#serializer),
      context: dataOf(context),
      aborted: Object.fromEntries(abortedNow.map(which => [which, movedReason(context[which]!.reason)])),
    }
  }

  #receive(message: FromThread): void {
    if (message.kind === 'log') {
      const { level, fields } = message
      this.#context.log?.[level](message.message, fields && arrivedFields(fields))
    } else if (message.kind === 'heartbeat') void this.#beat(message.beat, message.details)
    else if (message.kind === 'uncaught') void Promise.reject(arrivedError(message.error)) // Node reports it to its owner
    else if (message.kind === 'returned') {
      this.#end()
      this.#settle.resolve(
        'later' in message.value ? completeLater() : arrived(message.value, this.#serializer),
      )
    } else if (message.kind === 'threw') this.fail(thrown(message))
    else this.fail(this.#unusable(message))
  }

  async #beat(beat: number, details: Parameters<typeof arrived>[0]): Promise<void> {
    let error: string | undefined
    try {
      await this.#context.heartbeat?.(arrived(details, this.#serializer))
    } catch (refused) {
      error = movedError(refused)
    }
    this.#thread?.post({ kind: 'beaten', job: this.id, beat, ...(error === undefined ? {} : { error }) })
  }

  #unusable({ problem, error }: Extract<FromThread, { readonly kind: 'unusable' }>): Error {
    const { activity, module } = this.#asked
    const cause = error === undefined ? undefined : arrivedError(error)
    const isUnknown = (cause as { code?: unknown } | undefined)?.code === 'ERR_UNKNOWN_FILE_EXTENSION'
    const help = isUnknown ? '. Install tsx, which runs TypeScript, or compile the module' : ''
    return new InvalidDefinitionError(
      `The module of ${inWords(activity)} ${problem}${help}: ${module}`,
      cause === undefined ? {} : { cause },
    )
  }
}

function dataOf({
  activityId,
  activityType,
  workflowExecution,
  taskToken,
}: Partial<ActivityContext>): ContextData {
  return {
    ...(activityId === undefined ? {} : { activityId }),
    ...(activityType === undefined ? {} : { activityType }),
    ...(workflowExecution === undefined ? {} : { workflowExecution }),
    ...(taskToken === undefined ? {} : { taskToken }),
  }
}

/** What a function has thrown; or the error of a result that can't be moved, which another attempt would have, too (rule E6). */
function thrown({ error, of }: Extract<FromThread, { readonly kind: 'threw' }>): unknown {
  const arrived = arrivedError(error)
  if (of !== undefined) markRevived(arrived as Error, { ...revivedOf(arrived)!, of })
  return arrived
}
