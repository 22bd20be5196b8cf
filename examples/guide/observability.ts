import * as opentelemetry from '@opentelemetry/api'
import { connect, type Swf } from '@reyield/client'
import { telemetry } from '@reyield/telemetry'
import { createWorker } from '@reyield/worker'
import { payment } from './workers.ts'

/** A decider with metrics for Prometheus and health checks. */
export async function startMeasuredDecider(swf: Swf, port = 9464) {
  const watch = telemetry()
  const worker = createWorker({
    swf,
    domain: 'shop',
    taskList: 'payments',
    workflows: [payment],
    interceptors: watch.interceptors,
  })
  const health = await worker.serveHealth({ port, metrics: watch.metrics })
  return { worker, health }
}

/** A client whose starts and signals are in the traces of its callers. One run in ten is traced. */
export function tracedClient(endpoint: string) {
  const watch = telemetry({ opentelemetry, sample: 0.1 })
  return connect({ endpoint, domain: 'shop', interceptors: watch.interceptors })
}
