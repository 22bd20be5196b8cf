import { basename } from 'node:path'
import type { CommandContext } from '../context/context.ts'
import { paint, text } from '../output/text.ts'
import type { Changes } from './changes.ts'
import { checkCode } from './code-check.ts'
import { printChecks } from './printing-checks.ts'
import type { DevSwf } from './dev-swf.ts'
import { nudgeHeld } from './held.ts'
import type { DevOptions } from './options.ts'
import { WorkerProcess, type WorkerExit } from './worker-process.ts'

/** How long the workers may take to end before a restart, in milliseconds. Activities that run may use it. */
const grace = 10_000

/** Keeps the process of the workers, and replaces it by one with the newest code. */
export class Restarts {
  readonly #context: CommandContext
  readonly #swf: DevSwf
  readonly #options: DevOptions
  readonly #folder: string
  readonly #ending: AbortSignal
  readonly #onWorkers: (isRunning: boolean) => void
  #worker: WorkerProcess | undefined

  /**
   * `folder`: that of the configuration, in which the workers run. `ending`: aborted when the session ends, so that nothing takes long.
   * `onWorkers`: called when the workers were started, and when they have ended or are about to.
   */
  constructor(
    context: CommandContext,
    swf: DevSwf,
    options: DevOptions,
    folder: string,
    ending: AbortSignal,
    onWorkers: (isRunning: boolean) => void,
  ) {
    this.#context = context
    this.#swf = swf
    this.#options = options
    this.#folder = folder
    this.#ending = ending
    this.#onWorkers = onWorkers
  }

  /** Checks the code and restarts the workers. `changed`: the files, undefined for the first start. */
  async restart(changed: readonly string[] | undefined, changes: Changes): Promise<void> {
    const { out } = this.#context
    if (changed !== undefined) out.line(paint.magenta(titleOf(changed)))
    if (!(await this.#fits())) return
    if (changes.pending || this.#ending.aborted) return // there is newer code, or nobody needs it
    if (!(await this.stop(grace, this.#ending))) {
      out.line(paint.yellow(`The worker didn't end within ${grace / 1000} s, so it was killed`))
    }
    if (changes.pending || this.#ending.aborted) return
    this.#start()
    const nudged = await nudgeHeld(this.#swf.client)
    if (nudged.length > 0) out.line(paint.dim(`held until now, and tried again: ${nudged.join(', ')}`))
  }

  /** Stops the workers. `grace`: how long they may take, in milliseconds. Resolves with whether they ended by themselves. */
  async stop(grace: number, hurry?: AbortSignal): Promise<boolean> {
    const worker = this.#worker
    this.#worker = undefined
    this.#onWorkers(false)
    return (await worker?.stop(grace, hurry)) ?? true
  }

  /** Whether the code can be loaded. If executions don't fit it, that's shown. */
  async #fits(): Promise<boolean> {
    const { out, status } = this.#context
    const { settings } = this.#options
    if (settings.workflows.length === 0) return true
    const found = await checkCode(this.#swf, settings, this.#ending, workflowId =>
      status.show(`replaying ${workflowId}`),
    )
    status.clear()
    if (this.#ending.aborted) return false
    if (found.loads) {
      printChecks(out, found.executions, basename(this.#options.config))
      return true
    }
    out.line(text`${paint.red('✗')} ${paint.bold("The workflows can't be loaded")}`)
    out.block(found.error.message, '    ')
    out.line(
      paint.yellow(
        this.#worker === undefined
          ? 'No worker runs until that is mended'
          : 'The worker runs on with the code before, until that is mended',
      ),
    )
    return false
  }

  #start(): void {
    const { out } = this.#context
    const { url, domain } = this.#swf
    const { worker: file, settings } = this.#options
    const worker = new WorkerProcess({
      file,
      cwd: this.#folder,
      env: {
        ...process.env,
        SWF_ENDPOINT: url,
        SWF_DOMAIN: domain,
        AWS_ENDPOINT_URL_SWF: url, // so that no worker uses Amazon SWF by mistake
        AWS_REGION: settings.region ?? 'us-east-1',
        REYIELD_DEV: '1',
      },
      onLine: line => out.line(text`${paint.dim('worker')}  ${line}`),
    })
    this.#worker = worker
    this.#onWorkers(true)
    out.line(paint.dim('the worker was started'))
    void worker.ended.then(exit => {
      if (worker.isStopped) return
      if (this.#worker === worker) {
        this.#worker = undefined
        this.#onWorkers(false)
      }
      out.line(
        paint.yellow(
          `The worker ended ${howOf(exit)}. It's started again when a file changes, and by the key r`,
        ),
      )
    })
  }
}

function titleOf(changed: readonly string[]): string {
  const [first, ...others] = changed
  if (first === undefined) return 'restarting'
  return others.length === 0 ? `${first} changed` : `${first} and ${others.length} other files changed`
}

const howOf = (exit: WorkerExit) => ('signal' in exit ? `by ${exit.signal}` : `with exit code ${exit.code}`)
