import type { Column } from '../output/table.ts'
import { paint, type Text } from '../output/text.ts'
import { agoText } from '../output/times.ts'
import type { Execution } from './execution.ts'

const statusColors: Readonly<Record<string, (text: Text) => Text>> = {
  OPEN: paint.cyan,
  COMPLETED: paint.green,
  FAILED: paint.red,
  TIMED_OUT: paint.red,
  TERMINATED: paint.yellow,
  CANCELED: paint.yellow,
}

const statusText = ({ status, cancelRequested }: Execution): Text => {
  const shown =
    status === 'OPEN' && cancelRequested
      ? 'open, cancel requested'
      : status.toLowerCase().replaceAll('_', ' ')
  return (statusColors[status] ?? paint.dim)(shown)
}

const typeText = ({ type }: Execution) => `${type.name}@${type.version}`

/** The columns of executions in a terminal. */
export const columnsOf = (now: number, withClose: boolean): readonly Column<Execution>[] => [
  { header: 'ID', value: ({ workflowId }) => workflowId, shrink: 1, least: 16 },
  { header: 'TYPE', value: typeText, shrink: 2, least: 10 },
  { header: 'STATUS', value: statusText },
  { header: 'STARTED', value: ({ started }) => agoText(started, now), align: 'right' },
  ...(withClose
    ? [
        {
          header: 'CLOSED',
          value: ({ closed }: Execution) => (closed === null ? '' : agoText(closed, now)),
          align: 'right' as const,
        },
      ]
    : []),
  { header: 'TAGS', value: ({ tags }) => paint.dim(tags.join(', ')), shrink: 3, least: 0 },
]

/** The same for programs that read lines: whole values, one after another. */
export const plainColumns: readonly Column<Execution>[] = [
  { header: 'ID', value: ({ workflowId }) => workflowId },
  { header: 'RUN', value: ({ runId }) => runId },
  { header: 'TYPE', value: typeText },
  { header: 'STATUS', value: ({ status }) => status },
  { header: 'STARTED', value: ({ started }) => started.toISOString() },
  { header: 'CLOSED', value: ({ closed }) => closed?.toISOString() ?? '' },
  { header: 'TAGS', value: ({ tags }) => tags.join(',') },
]
