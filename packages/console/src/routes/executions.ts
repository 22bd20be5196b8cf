import { serviceOf } from '../app.ts'
import { filtered } from './filter.ts'
import type { Handlers } from './handler.ts'

/** Lists of executions. */
export const executionsRoutes = {
  'GET /api/executions': (app, { query }) =>
    serviceOf(app).listing.page(filtered(query, app.now()), query.cursor),
} satisfies Partial<Handlers>
