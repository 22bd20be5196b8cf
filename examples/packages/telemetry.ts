import { awsSwf, retrying } from '@reyield/client'
import { telemetry } from '@reyield/telemetry'
import { createWorker } from '@reyield/worker'
import { order } from './workflow.ts'

const watch = telemetry() // `telemetry({ opentelemetry })` also writes traces
const worker = createWorker({
  swf: retrying(awsSwf()),
  domain: 'shop',
  taskList: 'measured',
  workflows: [order],
  interceptors: watch.interceptors,
})
const health = await worker.serveHealth({ port: 0, metrics: watch.metrics })
const metrics = await fetch(`http://127.0.0.1:${health.port}/metrics`) // what Prometheus scrapes
console.log((await metrics.text()).split('\n')[0])
await worker.stop()
await health.close()
