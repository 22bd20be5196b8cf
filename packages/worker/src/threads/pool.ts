import type { Job } from './job.ts'
import { WorkerThread, type ThreadOptions } from './worker-thread.ts'

/** How long a thread without work is kept, in milliseconds. Loading a module may take seconds. */
const keptIdle = 60_000

/** The threads of one module. They start when there is work for them. */
export class ThreadPool {
  readonly #options: ThreadOptions
  readonly #most: number
  readonly #threads = new Set<WorkerThread>()
  readonly #idle = new Map<WorkerThread, NodeJS.Timeout>()
  readonly #waiting = new Set<Job>()

  /** `most`: how many threads there may be. */
  constructor(options: ThreadOptions, most: number) {
    this.#options = options
    this.#most = most
  }

  /** Runs a job as soon as a thread is free. */
  async run(job: Job): Promise<unknown> {
    this.#waiting.add(job)
    job.whenDropped(() => this.#waiting.delete(job))
    this.#next()
    return await job.result
  }

  /** Ends all threads. Jobs that run or wait fail with the reason. */
  async close(reason: unknown): Promise<void> {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const job of waiting) job.fail(reason)
    await Promise.all([...this.#threads].map(thread => thread.terminate(reason)))
  }

  #next(): void {
    while (this.#waiting.size > 0) {
      const [job] = this.#waiting
      try {
        const thread = this.#freeThread()
        if (thread === undefined) return
        this.#waiting.delete(job!)
        thread.run(job!)
      } catch (error) {
        this.#waiting.delete(job!)
        job!.fail(error) // Node refuses to start a thread
      }
    }
  }

  #freeThread(): WorkerThread | undefined {
    const idle = [...this.#idle.keys()].at(-1) // the one that had work last, so that others may end
    if (idle !== undefined) {
      clearTimeout(this.#idle.get(idle))
      this.#idle.delete(idle)
      return idle
    }
    if (this.#threads.size >= this.#most) return undefined
    const thread = new WorkerThread(this.#options, {
      free: freed => {
        if (!this.#threads.has(freed)) return
        this.#idle.set(freed, setTimeout(() => void freed.terminate(undefined), keptIdle).unref())
        this.#next()
      },
      ended: over => {
        this.#threads.delete(over)
        clearTimeout(this.#idle.get(over))
        this.#idle.delete(over)
        this.#next()
      },
    })
    this.#threads.add(thread)
    return thread
  }
}
