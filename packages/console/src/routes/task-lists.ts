import type { Backlog, TaskListRow } from '../api/index.ts'
import { serviceOf, type App } from '../app.ts'
import type { Handlers } from './handler.ts'

/** How many task lists are shown. Each takes two calls. */
const most = 50
/** How long an answer is kept, in milliseconds. */
const fresh = 4000

const kept = new WeakMap<App, { readonly at: number; readonly rows: Promise<readonly TaskListRow[]> }>()

/** Task lists that open executions and configured workflows name. */
export const taskListRoutes = {
  'GET /api/task-lists': app => {
    const known = kept.get(app)
    if (known !== undefined && performance.now() - known.at < fresh) return known.rows
    const rows = rowsOf(app)
    kept.set(app, { at: performance.now(), rows })
    rows.catch(() => kept.delete(app))
    return rows
  },
} satisfies Partial<Handlers>

async function rowsOf(app: App): Promise<readonly TaskListRow[]> {
  const { client } = serviceOf(app)
  app.attention?.look() // it sees task lists as it looks into executions
  const { workflows } = await app.code.declared()
  const declared = workflows.flatMap(({ taskList }) => taskList ?? [])
  const names = [...new Set([...declared, ...app.taskLists.names])].sort().slice(0, most)
  return await Promise.all(
    names.map(async name => {
      const of = { domain: client.domain, taskList: { name } }
      const [decisions, activities] = await Promise.all([
        client.swf.countPendingDecisionTasks(of),
        client.swf.countPendingActivityTasks(of),
      ])
      return {
        name,
        decisions: backlogOf(decisions),
        activities: backlogOf(activities),
        ...app.taskLists.row(name),
      }
    }),
  )
}

const backlogOf = ({
  count = 0,
  truncated = false,
}: {
  readonly count?: number | undefined
  readonly truncated?: boolean | undefined
}): Backlog => ({ count, truncated })
