import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import * as opentelemetry from '@opentelemetry/api'
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base'
import { awsSwf, retrying } from '@reyield/client'
import { telemetry } from '@reyield/telemetry'
import { createWorker } from '@reyield/worker'
import { impl, order, parcel, pipelineOf, secret, type KeyId } from './program.ts'

/**
 * A worker in a process of its own, which the test kills. Arguments: the endpoint, the folder of payloads, the id of the current key. It
 * logs each span that contains what nobody may read.
 */
const [endpoint, folder, current] = process.argv.slice(2) as [string, string, KeyId]
const exporter: SpanExporter = {
  export(spans, done) {
    for (const { name, attributes, events, status } of spans) {
      if (JSON.stringify([name, attributes, events, status]).includes(secret))
        console.log('SPAN_READABLE', name)
    }
    done({ code: 0 })
  },
  shutdown: async () => undefined,
}
opentelemetry.trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] }),
)
const watch = telemetry({ opentelemetry })
const worker = createWorker({
  swf: retrying(awsSwf({ endpoint })),
  domain: 'shop',
  taskList: 'orders',
  workflows: [order, parcel],
  activities: impl,
  pipeline: pipelineOf(folder, current),
  interceptors: watch.interceptors,
  cache: { stickyTimeout: '1s', maxExecutions: 20 }, // what is lost to other workers would fill it slowly
})
await worker.ready
const health = await worker.serveHealth({ port: 0, host: '127.0.0.1', metrics: watch.metrics })
setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void
process.on('message', () => {
  gc()
  process.send!({ heap: process.memoryUsage().heapUsed, port: health.port })
})
process.once('disconnect', () => process.exit())
process.send!('ready')
