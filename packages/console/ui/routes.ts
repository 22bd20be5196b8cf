import type { RunRef } from '../src/api/index.ts'

/** A page of the console. */
export type Route =
  | { readonly page: 'executions' | 'task-lists' | 'schedules' | 'clock' | 'files' | 'unknown' }
  | { readonly page: 'execution'; readonly run: RunRef }
  | { readonly page: 'file'; readonly id: string }

const simple = ['executions', 'task-lists', 'schedules', 'clock', 'files'] as const

/** The page of a path. */
export function routeOf(path: string): Route {
  const [first = '', ...others] = path.split('/').slice(1)
  const rest = others.map(decoded)
  if (first === '' && rest.length === 0) return { page: 'executions' }
  if (rest.length === 0) return { page: simple.find(page => page === first) ?? 'unknown' }
  if (first === 'file' && rest.length === 1) return { page: 'file', id: rest[0]! }
  if (first === 'execution' && rest.length === 2) {
    return { page: 'execution', run: { workflowId: rest[0]!, runId: rest[1]! } }
  }
  return { page: 'unknown' }
}

/** What a page of one run shows: a run in SWF, or a file. */
export type Shown = RunRef | { readonly file: string }

const partsOf = (shown: Shown) =>
  ('file' in shown ? [shown.file] : [shown.workflowId, shown.runId]).map(partOf).join('/')

/** `.` and `..` would be taken for folders, also if they're encoded. So they get a slash before them, which no id in SWF contains. */
const partOf = (id: string) => encodeURIComponent(/^[.]{1,2}$/.test(id) ? `/${id}` : id)

/** The address of the page of a run or a file, at an event if one is given. */
export const hrefOf = (shown: Shown, event?: number) =>
  `/${'file' in shown ? 'file' : 'execution'}/${partsOf(shown)}${event === undefined ? '' : `?event=${event}`}`

/** The address under which the server has its parts: `RUN` in src/api/execution.ts. */
export const apiOf = (shown: Shown) => `/api/${'file' in shown ? 'files' : 'executions'}/${partsOf(shown)}`

function decoded(part: string) {
  try {
    return decodeURIComponent(part).replace(/^[/](?=[.]{1,2}$)/, '')
  } catch {
    return part
  }
}
