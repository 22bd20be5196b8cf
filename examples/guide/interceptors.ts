import { AsyncLocalStorage } from 'node:async_hooks'
import type { Interceptors } from '@reyield/worker'

const tenants = new AsyncLocalStorage<string>()

/** The tenant for which the present activity runs. */
export const tenant = (): string | undefined => tenants.getStore()

/** Makes the tenant, the first part of each workflow id, known to activities. */
export const perTenant: Interceptors = {
  activity(call, next) {
    const { workflowId } = call.context.workflowExecution
    return tenants.run(workflowId.split('.')[0]!, () => next(call))
  },
}

/** Tags each execution that a client starts, and reports slow decision tasks. */
export const operations: Interceptors = {
  client(call, next) {
    if (call.call !== 'start') return next(call)
    return next({ ...call, settings: { tags: ['web'], ...call.settings } })
  },
  async decision(task, next) {
    const begin = performance.now()
    const end = await next(task)
    const milliseconds = performance.now() - begin
    if (milliseconds > 1000)
      console.warn(`${task.workflowType.name}: ${end.replayedEvents} events, ${milliseconds} ms`)
    return end
  },
}
