import type { ExecutionRow, RunRef } from '../../src/api/index.ts'

/** A row of the list. */
export interface ListedRow extends ExecutionRow {
  /** It has changed since it was listed, and SWF's list can only be read from its beginning. */
  readonly isStale?: boolean
}

/** What makes a run one of its kind. */
export const keyOf = ({ workflowId, runId }: RunRef) => `${workflowId}\n${runId}`

/**
 * The rows after the first page has been listed again. Rows of later pages stay. Those that belong to the first page but no longer are in
 * it are gone: newer rows than the page's last one. Those that have changed and are further down are marked.
 */
export function withFirstPage(
  rows: readonly ListedRow[],
  page: readonly ExecutionRow[],
  isLast: boolean,
  changed: readonly RunRef[] = [],
): readonly ListedRow[] {
  if (isLast) return page
  const inPage = new Set(page.map(keyOf))
  const hasChanged = new Set(changed.map(keyOf))
  const timeOf = (row: ExecutionRow) => row.closed ?? row.started
  const end = page.at(-1)
  const rest = rows.filter(row => !inPage.has(keyOf(row)) && end !== undefined && timeOf(row) <= timeOf(end))
  return [
    ...page,
    ...rest.map(row =>
      hasChanged.has(keyOf(row)) && row.isStale !== true ? { ...row, isStale: true } : row,
    ),
  ]
}

/** The rows and those of the next page, without any twice: executions may have started or closed in between. */
export function withNextPage(
  rows: readonly ListedRow[],
  page: readonly ExecutionRow[],
): readonly ListedRow[] {
  const known = new Set(rows.map(keyOf))
  return [...rows, ...page.filter(row => !known.has(keyOf(row)))]
}
