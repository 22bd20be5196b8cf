import { setMaxListeners } from 'node:events'
import type { ExitCode } from '../errors/exit-codes.ts'

/** How long a command may take to end after a signal, in milliseconds. */
const grace = 2000

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/**
 * Ctrl-C, and the signals that end a process. The first aborts the command, which may still print what it has found. The second, or the
 * end of the grace period, ends the process.
 */
export class Interruption {
  readonly #controller = new AbortController()
  readonly #expired: Promise<void>
  #exitCode: ExitCode | undefined

  constructor() {
    setMaxListeners(0, this.#controller.signal) // each call that runs listens
    let expire: () => void
    this.#expired = new Promise(resolve => (expire = resolve))
    for (const [signal, code] of Object.entries(codes)) {
      process.on(signal, () => {
        if (this.#exitCode !== undefined) return expire()
        this.#exitCode = code
        this.#controller.abort(new DOMException('The command was interrupted', 'AbortError'))
        setTimeout(expire, grace).unref()
      })
    }
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** That of the first signal; undefined without one. */
  get exitCode(): ExitCode | undefined {
    return this.#exitCode
  }

  /** What the command returns, or undefined if it doesn't end in time after a signal. */
  async orGivenUp<T>(command: Promise<T>): Promise<T | undefined> {
    return await Promise.race([command, this.#expired.then(() => undefined)])
  }
}
