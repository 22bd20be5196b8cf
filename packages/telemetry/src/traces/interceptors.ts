import type { Interceptors } from '@reyield/worker'
import { traceActivity } from './activities.ts'
import { traceCall } from './calls.ts'
import { traceDecision } from './decisions.ts'
import type { Tracing } from './tracing.ts'

/** Returns the interceptors that make spans. */
export const tracesInterceptors = (tracing: Tracing): Interceptors => ({
  decision: (task, next) => traceDecision(task, next, tracing),
  activity: (call, next) => traceActivity(call, next, tracing),
  client: (call, next) => traceCall(call, next, tracing),
})
