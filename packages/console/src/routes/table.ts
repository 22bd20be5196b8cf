import { codeRoutes } from './code.ts'
import { eventsRoutes } from './events.ts'
import { executionsRoutes } from './executions.ts'
import type { Handlers } from './handler.ts'
import { runRoutes } from './run.ts'
import { sessionRoutes } from './session.ts'

/** What answers each endpoint. */
export const handlers: Partial<Handlers> = {
  ...sessionRoutes,
  ...executionsRoutes,
  ...runRoutes,
  ...eventsRoutes,
  ...codeRoutes,
}
