import { Worker, type ResourceLimits } from 'node:worker_threads'
import { shown } from '../logging/shown.ts'
import type { CrashReason } from './errors.ts'
import type { Job } from './job.ts'
import type { FromThread, ThreadData, ToThread } from './messages.ts'
import { runsFromSources } from './program.ts'

/** What the threads of a pool have in common. */
export interface ThreadOptions {
  /** The program that the threads run, which loads the module. */
  readonly program: URL
  /** The module of the activities, as a `file:` URL. */
  readonly module: string
  /** The module of their serializer, as a `file:` URL. */
  readonly serializer: string | undefined
  /** Node's options for the threads. Undefined: those of the process. */
  readonly execArgv: readonly string[] | undefined
  readonly resourceLimits: ResourceLimits
}

/** Called when a thread has become free, and when it has ended. */
interface Listener {
  free(thread: WorkerThread): void
  ended(thread: WorkerThread): void
}

/** How many jobs of a thread are remembered after they have ended. Until then, their late errors and log lines belong to them. */
const mostRemembered = 32

/** A thread that runs one job at a time. While it has none, it doesn't keep the process running. */
export class WorkerThread {
  readonly #worker: Worker
  readonly #sent = new Int32Array(new SharedArrayBuffer(4))
  readonly #jobs = new Map<number, Job>()
  readonly #listener: Listener
  #job: Job | undefined
  /** Resolves when the thread has ended. */
  readonly ended: Promise<void>

  constructor({ program, module, serializer, execArgv, resourceLimits }: ThreadOptions, listener: Listener) {
    this.#listener = listener
    const options = execArgv ?? (runsFromSources ? [] : undefined) // a thread from the build must not import sources
    const workerData: ThreadData = { module, serializer, sent: this.#sent.buffer }
    this.#worker = new Worker(program, {
      workerData,
      resourceLimits,
      name: 'reyield',
      ...(options === undefined ? {} : { execArgv: [...options] }),
    })
    this.#worker.on('message', (message: FromThread) => this.#receive(message))
    this.#worker.on('error', error => this.#crashed({ error }))
    this.ended = new Promise(resolve => {
      this.#worker.on('exit', exitCode => {
        this.#crashed({ exitCode })
        resolve()
      })
    })
  }

  run(job: Job): void {
    this.#job = job
    this.#jobs.set(job.id, job)
    const [oldest] = this.#jobs.keys()
    if (this.#jobs.size > mostRemembered) this.#jobs.delete(oldest!)
    try {
      job.begin({ post: message => this.#post(message), terminate: reason => void this.terminate(reason) })
      this.#worker.ref()
    } catch (error) {
      job.fail(error)
      this.#isFree()
    }
  }

  /** Ends the thread at once, whatever it does. Its job fails with the reason. */
  async terminate(reason: unknown): Promise<void> {
    this.#listener.ended(this)
    this.#job?.fail(reason)
    this.#job = undefined
    await this.#worker.terminate()
  }

  #post(message: ToThread): void {
    this.#worker.postMessage(message)
    Atomics.add(this.#sent, 0, 1)
  }

  #receive(message: FromThread): void {
    this.#jobs.get(message.job)?.receive(message)
    if (this.#job?.isOver === true) this.#isFree()
  }

  #isFree(): void {
    this.#job = undefined
    this.#worker.unref()
    this.#listener.free(this)
  }

  #crashed(reason: CrashReason): void {
    this.#listener.ended(this)
    const job = this.#job
    this.#job = undefined
    if (job !== undefined) job.crashed(reason)
    else if ('error' in reason) {
      const code = 'REYIELD_THREAD'
      process.emitWarning(`A thread without work ended because of an error: ${shown(reason.error, false)}`, {
        code,
      })
    }
  }
}
