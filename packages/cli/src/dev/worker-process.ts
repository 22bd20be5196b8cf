import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** How a worker is run. */
export interface WorkerOptions {
  /** The module that starts the workers. */
  readonly file: string
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** Called with each line that it prints. */
  readonly onLine: (line: string) => void
}

/** How a process has ended: with an exit code, or by a signal. */
export type WorkerExit = { readonly code: number } | { readonly signal: string }

/** Ends the process when this one is gone, also by SIGKILL. */
const withParent = new URL('./with-parent.js', import.meta.url).href

/** A process of workers. Whatever it has started ends with it. */
export class WorkerProcess {
  readonly #child: ChildProcess
  /** Resolves when it has ended and its output is read. */
  readonly ended: Promise<WorkerExit>
  #isStopped = false

  constructor({ file, cwd, env, onLine }: WorkerOptions) {
    const imports = [import.meta.resolve('tsx'), withParent].flatMap(each => ['--import', each])
    const child = spawn(process.execPath, ['--enable-source-maps', ...imports, file], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: process.platform !== 'win32', // a group of its own, which can be ended as a whole
    })
    this.#child = child
    for (const stream of [child.stdout!, child.stderr!]) createInterface({ input: stream }).on('line', onLine)
    this.ended = new Promise(resolve => {
      child.on('error', error => {
        onLine(error.message)
        resolve({ code: 1 })
      })
      child.on('exit', () => this.#kill('SIGKILL')) // what it has started may hold its output open
      child.on('close', (code, signal) => resolve(signal === null ? { code: code ?? 1 } : { signal }))
    })
  }

  /** Whether it was stopped from here, and hasn't ended by itself. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  /**
   * Asks it to end, and ends it after a grace period (milliseconds), or when `hurry` is aborted. Resolves with whether it ended by itself.
   */
  async stop(grace: number, hurry?: AbortSignal): Promise<boolean> {
    this.#isStopped = true
    this.#child.kill('SIGTERM')
    const ended = new AbortController()
    const over = sleep(grace, undefined, {
      signal: AbortSignal.any([ended.signal, ...(hurry === undefined ? [] : [hurry])]),
    }).catch(() => undefined)
    const isOver = await Promise.race([this.ended.then(() => false), over.then(() => true)])
    ended.abort()
    if (!isOver) return true
    this.#kill('SIGKILL')
    await this.ended
    return false
  }

  /** Ends it and all that it has started, at once. */
  #kill(signal: NodeJS.Signals): void {
    const { pid } = this.#child
    if (pid === undefined) return
    try {
      if (process.platform === 'win32') this.#child.kill(signal)
      else process.kill(-pid, signal)
    } catch {
      // it's gone
    }
  }
}
