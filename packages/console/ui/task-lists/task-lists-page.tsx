import type { Backlog, TaskListRow } from '../../src/api/index.ts'
import { useResource } from '../live/resource.ts'
import { useReloads } from '../live/reloads.ts'
import { Loaded } from '../parts/loaded.tsx'
import { Shape } from '../parts/state.tsx'
import { type Column, Table } from '../parts/table.tsx'
import { Ago } from '../parts/time.tsx'
import { countText, spanText } from '../parts/time-text.ts'
import { useTitle } from '../parts/title.ts'

/** Where tasks wait, how long, and who takes them. */
export function TaskListsPage() {
  useTitle('Task lists')
  const lists = useResource<readonly TaskListRow[]>('/api/task-lists')
  useReloads(lists.reload, 'executions', 10_000)
  return (
    <>
      <h1 tabIndex={-1}>Task lists</h1>
      <section class="panel" aria-label="Task lists">
        <Loaded resource={lists}>
          {rows =>
            rows.length === 0 ? (
              <p class="empty">No open execution and no configured workflow names a task list.</p>
            ) : (
              <Table label="Task lists" columns={columns} rows={rows} keyOf={({ name }) => name} />
            )
          }
        </Loaded>
      </section>
      <p class="muted small">
        A backlog counts tasks that no worker has started. Waits, types and workers are those that the
        executions looked at lately have shown.
      </p>
    </>
  )
}

const columns: readonly Column<TaskListRow>[] = [
  { title: 'Task list', isHead: true, cell: ({ name }) => name },
  { title: 'Decision tasks', isNumber: true, cell: row => <Waiting backlog={row.decisions} row={row} /> },
  { title: 'Activity tasks', isNumber: true, cell: row => <Waiting backlog={row.activities} row={row} /> },
  {
    title: 'Wait, median',
    isNumber: true,
    cell: ({ wait }) => (wait === undefined ? '—' : spanText(wait.p50)),
  },
  {
    title: 'Wait, 95 %',
    isNumber: true,
    cell: ({ wait }) => (wait === undefined ? '—' : spanText(wait.p95)),
  },
  {
    title: 'Types',
    cell: ({ types }) =>
      types.length === 0 ? (
        '—'
      ) : (
        <span class="tags">
          {types.map(type => (
            <span key={type} class="tag">
              {type}
            </span>
          ))}
        </span>
      ),
  },
  {
    title: 'Workers seen',
    cell: ({ identities }) =>
      identities.length === 0 ? (
        'none'
      ) : (
        <ul>
          {identities.slice(0, 20).map(({ identity, build, seen }) => (
            <li key={identity} class="wrap">
              <span class="mono">{identity}</span> {build !== undefined && <span class="tag">{build}</span>}{' '}
              <span class="muted">
                <Ago at={seen} />
              </span>
            </li>
          ))}
          {identities.length > 20 && <li class="muted">and {countText(identities.length - 20)} more</li>}
        </ul>
      ),
  },
]

/** A backlog. It's marked if nobody was seen who takes its tasks. */
function Waiting({ backlog, row }: { readonly backlog: Backlog; readonly row: TaskListRow }) {
  const { count, truncated } = backlog
  if (count === 0 || row.identities.length > 0) return <>{countText(count, truncated)}</>
  return (
    <span class="state bad" title="Tasks wait, and no worker was seen lately">
      <Shape shape="triangle" /> {countText(count, truncated)}
    </span>
  )
}
