import type { Output } from './output.ts'
import { cut, joined, paint, tab, widthOf, type Text } from './text.ts'

/** A column of a table. */
export interface Column<Row> {
  readonly header: string
  readonly value: (row: Row) => Text
  readonly align?: 'left' | 'right'
  /** Columns with a higher number are shrunk first if the table is too wide. Default 0. */
  readonly shrink?: number
  /** The column is at least so wide from the beginning, for rows that come later. */
  readonly usual?: number
  /** The column isn't shrunk below this number of columns of the terminal. Default: the width of its header, at least 4. */
  readonly least?: number
}

const gap = 2

/**
 * A table that is printed as its rows come. In a terminal, columns are aligned, and their widths are those of the first batch of rows,
 * shrunk to the terminal's. Elsewhere a row is a line of values separated by tabs, without a header.
 */
export class Table<Row> {
  readonly #out: Output
  readonly #columns: readonly Column<Row>[]
  #widths: readonly number[] | undefined

  constructor(out: Output, columns: readonly Column<Row>[]) {
    this.#out = out
    this.#columns = columns
  }

  /** Prints rows. */
  add(rows: readonly Row[]): void {
    if (rows.length === 0) return
    if (!this.#out.isTerminal) {
      for (const row of rows) {
        this.#out.line(
          joined(
            this.#columns.map(({ value }) => value(row)),
            tab,
          ),
        )
      }
      return
    }
    const cells = rows.map(row => this.#columns.map(({ value }) => value(row)))
    if (this.#widths === undefined) {
      this.#widths = widthsOf(this.#columns, cells, this.#out.width)
      this.#line(this.#columns.map(({ header }) => paint.bold(header)))
    }
    for (const row of cells) this.#line(row)
  }

  #line(cells: readonly Text[]): void {
    const widths = this.#widths!
    const kept = cells.map((cell, i) => cut(cell, widths[i]!))
    const last = kept.findLastIndex(cell => widthOf(cell) > 0)
    const padded = kept.slice(0, last + 1).map((cell, i) => {
      const space = ' '.repeat(Math.max(0, widths[i]! - widthOf(cell)))
      if (this.#columns[i]!.align === 'right') return joined([space, cell])
      return i === last ? cell : joined([cell, space])
    })
    this.#out.line(joined(padded, ' '.repeat(gap)))
  }
}

/** The widths of columns for these cells, in a terminal of this width. */
function widthsOf<Row>(
  columns: readonly Column<Row>[],
  cells: readonly (readonly Text[])[],
  available: number,
): number[] {
  const widths = columns.map(({ header, usual = 0 }, i) =>
    cells.reduce((width, row) => Math.max(width, widthOf(row[i]!)), Math.max(usual, widthOf(header))),
  )
  const excess = () => widths.reduce((sum, width) => sum + width + gap, -gap) - available
  const order = columns
    .map(({ shrink = 0 }, i) => ({ shrink, i }))
    .sort((a, b) => b.shrink - a.shrink || b.i - a.i)
  for (const { i } of order) {
    const { header, least = Math.max(4, widthOf(header)) } = columns[i]!
    widths[i] = Math.min(widths[i]!, Math.max(least, widths[i]! - Math.max(0, excess())))
  }
  // the last column may be wider in later rows
  const last = columns.length - 1
  if (columns[last]!.align !== 'right') widths[last] = widths[last]! + Math.max(0, -excess())
  // a terminal that is narrower than all least widths: from the last column on
  for (let i = widths.length - 1; i >= 0; i--) widths[i] = Math.max(1, widths[i]! - Math.max(0, excess()))
  return widths
}
