import type { ClientCall } from '@reyield/client'
import type { Interceptors } from '@reyield/worker'
import { codeLabel } from './codes.ts'
import { DecisionMetrics } from './decisions.ts'
import type { Metrics } from './metrics.ts'
import { countRequest } from './requests.ts'
import { quietly } from '../quietly.ts'
import { observeWorker } from './workers.ts'

/** Returns the interceptors that count what workers and clients do. */
export function metricsInterceptors(metrics: Metrics): Required<Interceptors> {
  const decisions = new DecisionMetrics(metrics)
  return {
    async decision(task, next) {
      const begin = performance.now()
      const end = await next(task)
      quietly(() => decisions.ended(task, end, performance.now() - begin))
      return end
    },
    activity(call, next) {
      const begin = performance.now()
      const { domain } = call
      const { name } = call.context.activityType
      void call.ended.then(({ outcome }) => {
        metrics.activityTasks.add([domain, name, outcome])
        metrics.activityDuration.record([domain, name], (performance.now() - begin) / 1000)
      })
      return next(call)
    },
    request: (request, next) => countRequest(request, next, metrics),
    client: (call, next) => countCall(call, next, metrics),
    worker: worker => observeWorker(worker, metrics),
  }
}

async function countCall(
  call: ClientCall,
  next: (call: ClientCall) => Promise<unknown>,
  { calls, callDuration }: Metrics,
): Promise<unknown> {
  const begin = performance.now()
  const count = (outcome: string) => {
    calls.add([call.domain, call.call, outcome])
    callDuration.record([call.domain, call.call], (performance.now() - begin) / 1000)
  }
  try {
    const result = await next(call)
    count('ok')
    return result
  } catch (error) {
    count(codeLabel(error))
    throw error
  }
}
