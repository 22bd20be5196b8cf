import { setImmediate } from 'node:timers/promises'
import { awsSwf, createClient, retrying, type Client, type Swf, type Timers } from '@reyield/client'
import type { PayloadPipeline } from '@reyield/data'
import { createLocalSwf, testClock, type TestClock } from '@reyield/local'
import { createWorker, type AnyWorkerOptions, type Logger, type Worker } from '../src/index.ts'

/** A line that a logger has received. */
export interface Line {
  readonly level: 'debug' | 'info' | 'warn' | 'error'
  readonly message: string
  readonly code?: string
}

/** A logger that keeps its lines. */
export function keptLog(): { readonly lines: Line[]; readonly logger: Logger } {
  const lines: Line[] = []
  const keep = (level: Line['level']) => (message: string, fields?: object) => {
    const { code } = (fields ?? {}) as { code?: string }
    lines.push({ level, message, ...(code === undefined ? {} : { code }) })
  }
  return {
    lines,
    logger: { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') },
  }
}

/** Waits until a condition holds. Throws after ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Ten seconds have passed without: ${what}`)
    await setImmediate()
  }
}

/** An asynchronous pipeline that reverses each string. */
export const backwards: PayloadPipeline = [
  {
    name: 'backwards',
    encode: text => setImmediate([...text].reverse().join('')),
    decode: text => setImmediate([...text].reverse().join('')),
  },
]

/**
 * Timers on the local SWF's clock. In real time, the waits between tries would take as long as minutes of that clock, and tasks would time
 * out before they are answered.
 */
export const timersOf = (clock: TestClock): Timers => ({
  now: () => clock.now(),
  sleep: (milliseconds, { signal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error)
      const gone = () => {
        callOff()
        reject(signal!.reason as Error)
      }
      const wake = () => {
        signal?.removeEventListener('abort', gone)
        resolve()
      }
      const callOff = clock.wakeAt(clock.now() + milliseconds, wake, 'poll')
      signal?.addEventListener('abort', gone, { once: true })
    }),
})

/** A local SWF on a clock that the test advances, with a client and workers. */
export interface Fixture extends AsyncDisposable {
  readonly swf: Swf
  readonly clock: TestClock
  readonly client: Client
  /** A client with another pipeline. */
  clientOf(pipeline: PayloadPipeline): Client
  readonly lines: Line[]
  /** Starts an execution when all workers are ready. */
  started: Client['start']
  worker(options: Partial<AnyWorkerOptions>): Worker
}

/** The ways to connect to it. Each test of behavior runs with all of them. */
export const ways = ['direct transport', 'HTTP, strings backwards', 'HTTP, AWS SDK'] as const

export async function fixture(way: (typeof ways)[number]): Promise<Fixture> {
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const http =
    way === 'direct transport'
      ? undefined
      : awsSwf({
          endpoint: (await local.listen({ port: 0 })).url,
          binding: way === 'HTTP, AWS SDK' ? 'sdk' : 'lean',
        })
  const swf: Swf = http === undefined ? local.swf : retrying(http)
  const pipeline = way === 'HTTP, strings backwards' ? backwards : []
  const workers: Worker[] = []
  const { lines, logger } = keptLog()
  const common = { swf, domain: 'test', taskList: 'main', pipeline, logger }
  const started = (worker: Worker) => {
    workers.push(worker)
    return worker
  }
  const client = createClient({ swf, domain: 'test', pipeline })
  return {
    swf,
    clock,
    lines,
    client,
    clientOf: other => createClient({ swf, domain: 'test', pipeline: other }),
    started: (async (...start: Parameters<Client['start']>) => {
      await Promise.all(workers.map(worker => worker.ready))
      return client.start(...start)
    }) as Client['start'],
    worker: options => started(createWorker({ ...common, ...options })),
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map(worker => worker.stop({ now: true })))
      http?.close()
      await local.close()
    },
  }
}
