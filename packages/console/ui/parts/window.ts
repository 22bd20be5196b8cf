/** Which rows of a long list exist in the page: `from` up to `to`, not included. */
export interface RowRange {
  readonly from: number
  readonly to: number
}

/** Rows that exist beyond each edge of what can be seen, so that scrolling a little draws nothing new. */
const margin = 8

/**
 * The rows that can be seen. `top`: how far the list's beginning is above the upper edge of what can be seen (negative: below it);
 * all in pixels. Rows are taken in steps of the margin, so that the range changes rarely.
 */
export function rowsInView(top: number, height: number, rowHeight: number, count: number): RowRange {
  const first = Math.floor(top / rowHeight)
  const last = Math.ceil((top + height) / rowHeight)
  const from = Math.floor((first - margin) / margin) * margin
  const to = Math.ceil((last + margin) / margin) * margin
  return { from: limited(from, count), to: limited(to, count) }
}

/** The row that a key moves to from row `at`; undefined if the key moves nowhere. */
export function rowAfterKey(key: string, at: number, count: number, pageRows: number): number | undefined {
  const moves: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + pageRows,
    PageUp: at - pageRows,
    Home: 0,
    End: count - 1,
  }
  const to = moves[key]
  return to === undefined || count === 0 ? undefined : Math.min(Math.max(to, 0), count - 1)
}

const limited = (row: number, count: number) => Math.min(Math.max(row, 0), count)
