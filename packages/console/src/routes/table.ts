import { actionRoutes } from './actions.ts'
import { attentionRoutes } from './attention.ts'
import { codeRoutes } from './code.ts'
import { eventsRoutes } from './events.ts'
import { executionsRoutes } from './executions.ts'
import { fileRoutes } from './files.ts'
import type { Handlers } from './handler.ts'
import { localRoutes } from './local.ts'
import { runRoutes } from './run.ts'
import { scheduleRoutes } from './schedules.ts'
import { sessionRoutes } from './session.ts'
import { taskListRoutes } from './task-lists.ts'

/** What answers each endpoint. */
export const handlers: Handlers = {
  ...sessionRoutes,
  ...executionsRoutes,
  ...attentionRoutes,
  ...runRoutes,
  ...eventsRoutes,
  ...codeRoutes,
  ...actionRoutes,
  ...scheduleRoutes,
  ...taskListRoutes,
  ...localRoutes,
  ...fileRoutes,
}
