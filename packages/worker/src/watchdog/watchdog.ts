import { url as inspectorUrl } from 'node:inspector'
import { Worker } from 'node:worker_threads'
import type { ReplayOptions } from '@reyield/replay'
import { threadSource, type ThreadData } from './thread.ts'

/** What is written down of an execution that blocks the thread. */
export interface Watched {
  readonly name: string
  readonly version: string
  readonly workflowId: string
  readonly runId: string
  /** Of the workflow's code. */
  readonly code: string
  readonly file: string
}

/** Most bytes of what is written down. */
const room = 4096

const watchdogs = new Map<string, Watchdog>()

/** One thread is enough for all deciders of a process: one activation runs at a time. */
export function watchdogOf(limit: number, folder: string): Watchdog {
  const key = `${limit} ${folder}`
  const watchdog = watchdogs.get(key) ?? new Watchdog(limit, folder)
  watchdogs.set(key, watchdog)
  return watchdog
}

/**
 * Watches over the thread while workflows run: JavaScript can't interrupt a loop, but another thread can name it and end the
 * process. Not while a debugger is attached, which stops the thread on purpose.
 */
class Watchdog {
  readonly #state = new Int32Array(new SharedArrayBuffer(12))
  readonly #text = new Uint8Array(new SharedArrayBuffer(room))
  readonly #encoder = new TextEncoder()
  readonly #limit: number
  readonly #folder: string
  #started = false
  #activation = 0

  constructor(limit: number, folder: string) {
    this.#limit = limit
    this.#folder = folder
  }

  /** For the replays of one execution. */
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
    // flags of the process's own program, for instance --input-type=module, aren't for this one
    new Worker(threadSource, { eval: true, execArgv: [], workerData }).unref()
  }
}

export type { Watchdog }
