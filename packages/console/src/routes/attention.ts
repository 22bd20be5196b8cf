import { serviceOf } from '../app.ts'
import type { Handlers } from './handler.ts'

/** Executions that need somebody. */
export const attentionRoutes = {
  'GET /api/attention': app => {
    serviceOf(app)
    return app.attention!.attention()
  },
} satisfies Partial<Handlers>
