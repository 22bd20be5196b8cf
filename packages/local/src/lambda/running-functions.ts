import type { Clock } from '../clock/clock.ts'
import type { LambdaInvocation, LambdaOutcome } from '../machine/lambda-invocations.ts'
import type { Invoke } from './invoke.ts'

export interface RunningFunctionsOptions {
  readonly invoke: Invoke
  readonly clock: Clock
  /** Resolves when the start of the function is durable. */
  readonly durable: () => Promise<void>
  readonly ended: (invocation: LambdaInvocation, outcome: LambdaOutcome) => void
}

/** The running Lambda functions. A function that times out is aborted, and its outcome is ignored. */
export class RunningFunctions {
  readonly #options: RunningFunctionsOptions
  readonly #running = new Set<AbortController>()

  constructor(options: RunningFunctionsOptions) {
    this.#options = options
  }

  async start(invocation: LambdaInvocation): Promise<void> {
    const { invoke, clock, durable, ended } = this.#options
    const over = new AbortController()
    const callOff = clock.wakeAt(invocation.deadline, () => over.abort(), 'poll')
    this.#running.add(over)
    try {
      await durable()
      const outcome = await invoke(invocation, over.signal)
      if (!over.signal.aborted) ended(invocation, outcome)
    } catch {
      // it was aborted, or the log can no longer be written, so there is nothing to record
    } finally {
      this.#running.delete(over)
      callOff()
    }
  }

  abortAll(): void {
    for (const over of this.#running) over.abort()
  }
}
