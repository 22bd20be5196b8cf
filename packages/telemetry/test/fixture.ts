import { createClient, retrying, type Client, type Swf } from '@reyield/client'
import { createLocalSwf, testClock, type LocalSwf, type TestClock } from '@reyield/local'
import { createWorker, type AnyWorkerOptions, type Logger, type Worker } from '@reyield/worker'
import { telemetry, type Telemetry, type TelemetryOptions } from '../src/index.ts'

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** A local SWF on a clock that the test advances, with a client and workers that are all measured. */
export interface Fixture extends AsyncDisposable {
  readonly local: LocalSwf
  readonly swf: Swf
  readonly clock: TestClock
  readonly client: Client
  readonly watch: Telemetry
  worker(options: Partial<AnyWorkerOptions>): Worker
  /** Starts an execution when all workers are ready. */
  started: Client['start']
}

export async function fixture(options: TelemetryOptions = {}): Promise<Fixture> {
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const swf = retrying(local.swf)
  const watch = telemetry(options)
  const workers: Worker[] = []
  const place = { swf, domain: 'test', interceptors: watch.interceptors }
  const client = createClient(place)
  return {
    local,
    swf,
    clock,
    client,
    watch,
    worker(more) {
      const worker = createWorker({ ...place, taskList: 'main', logger: silent, ...more })
      workers.push(worker)
      return worker
    },
    started: (async (...start: Parameters<Client['start']>) => {
      await Promise.all(workers.map(worker => worker.ready))
      return client.start(...start)
    }) as Client['start'],
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map(worker => worker.stop({ now: true })))
      await local.close()
    },
  }
}

/** Waits until a condition holds. Throws after ten seconds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Ten seconds have passed without: ${what}`)
    await new Promise(resolve => setImmediate(resolve))
  }
}

/** The values of metrics by name and labels, without `reyield_` and the label `domain`. Of histograms, only how many values they have. */
export function figures(text: string, ...names: string[]): Record<string, number> {
  const found: Record<string, number> = {}
  for (const line of text.split('\n')) {
    const [, name, labels = '', value] = /^reyield_(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (name === undefined || /_bucket$|_sum$/.test(name)) continue
    const short = name.replace(/_count$/, '')
    if (names.length > 0 && !names.includes(short)) continue
    const shown = [...labels.matchAll(/(\w+)="([^"]*)"/g)].filter(([, label]) => label !== 'domain')
    found[[short, ...shown.map(([, label, of]) => `${label}=${of}`)].join(' ')] = Number(value)
  }
  return found
}
