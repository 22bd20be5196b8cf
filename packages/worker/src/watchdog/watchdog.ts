import { url as inspectorUrl } from 'node:inspector'
import { Worker } from 'node:worker_threads'
import type { ReplayOptions } from '@reyield/replay'
import { threadSource, type ThreadData } from './thread.ts'

/** The note about an execution that blocks the thread. */
export interface Watched {
  readonly name: string
  readonly version: string
  readonly workflowId: string
  readonly runId: string
  /** A hash of the workflow's code. */
  readonly code: string
  readonly file: string
}

/** The most bytes of a note. */
const noteBytes = 4096

const watchdogs = new Map<string, Watchdog>()

/** One thread is enough for all deciders of a process with the same options, since one activation runs at a time. */
export function watchdogOf(limit: number, folder: string): Watchdog {
  const key = `${limit} ${folder}`
  const watchdog = watchdogs.get(key) ?? new Watchdog(limit, folder)
  watchdogs.set(key, watchdog)
  return watchdog
}

/**
 * Watches the thread while workflows run. JavaScript can't interrupt a loop, but another thread can report it and end the
 * process. Nothing is watched while a debugger is attached, which stops the thread on purpose.
 */
class Watchdog {
  readonly #state = new Int32Array(new SharedArrayBuffer(12))
  readonly #text = new Uint8Array(new SharedArrayBuffer(noteBytes))
  readonly #encoder = new TextEncoder()
  readonly #limit: number
  readonly #folder: string
  #started = false
  #activation = 0

  constructor(limit: number, folder: string) {
    this.#limit = limit
    this.#folder = folder
  }

  /** Returns the callbacks for the replays of one execution. */
  watch(execution: Watched): ReplayOptions['activation'] {
    const text = JSON.stringify(execution)
    return { begin: () => this.#begin(text), end: () => Atomics.store(this.#state, 0, 0) }
  }

  #begin(text: string): void {
    if (inspectorUrl() !== undefined) return
    if (!this.#started) this.#start()
    const { written } = this.#encoder.encodeInto(text, this.#text)
    Atomics.store(this.#state, 2, written)
    this.#activation = (this.#activation % 0x7fff_ffff) + 1
    Atomics.store(this.#state, 0, this.#activation)
  }

  #start(): void {
    this.#started = true
    const workerData: ThreadData = {
      numbers: this.#state.buffer,
      text: this.#text.buffer,
      limit: this.#limit,
      folder: this.#folder,
    }
    // flags of the process, for instance --input-type=module, must not apply to this program
    new Worker(threadSource, { eval: true, execArgv: [], workerData }).unref()
  }
}

export type { Watchdog }
