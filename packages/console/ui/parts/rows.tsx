import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { rowAfterKey, type RowRange, rowsInView } from './window.ts'

/** The attributes that the element of a row needs: `<div {...attributes}>cells</div>`. */
export interface RowAttributes {
  readonly role: 'row'
  readonly class: string
  readonly style: { readonly transform: string }
  readonly 'aria-rowindex': number
  readonly 'data-row': number
  /** In a grid: for the element `[data-focus]` of the row, so take it out of these; or for the row itself if it has none. */
  readonly tabIndex?: number
}

/** What a long table needs. */
export interface RowsProps {
  /** What the table is called by screen readers. */
  readonly label: string
  readonly count: number
  /** How many there would be if all were listed; -1 if that isn't known. Default: `count`. */
  readonly total?: number
  /** `grid` if keys move between the rows: the element `[data-focus]` of a row is focused, or the row itself. Default `table`. */
  readonly role?: 'grid' | 'table'
  /** The row of column headers, with cells of the role `columnheader`. */
  readonly head?: ComponentChildren
  readonly class?: string
  /** Whether the table scrolls by itself (its height comes from CSS) and not with the page. Default false. */
  readonly scrolls?: boolean
  /** The row that is to be in view, for instance the chosen one; when it changes, it's scrolled to. */
  readonly shown?: number
  /** Draws a row. Its cells have the role `cell`, or `gridcell` in a grid. Give it a `key`. */
  readonly row: (index: number, attributes: RowAttributes) => ComponentChildren
  /** Called when the end comes into view. */
  readonly onEnd?: () => void
  /** Called when a key moves to a row of a grid. */
  readonly onMove?: (index: number) => void
}

/**
 * A table of which only the rows in view exist. All rows have the height of the custom property `--row`, which the class may change, also
 * by media queries. Its roles are explicit, because the layout of its rows is CSS grid.
 */
export function Rows(props: RowsProps) {
  const { label, count, total = count, role = 'table', scrolls = false, head, onEnd, onMove, shown } = props
  const outer = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const probe = useRef<HTMLDivElement>(null)
  const [range, setRange] = useState<RowRange>({ from: 0, to: Math.min(count, 40) })
  const [height, setHeight] = useState(32)
  const [active, setActive] = useState(0)
  const focusNext = useRef(false)

  const measure = () => {
    const { current: list } = body
    if (list === null) return
    const row = probe.current!.getBoundingClientRect().height || 32
    setHeight(row)
    const box = list.getBoundingClientRect()
    const view = scrolls ? outer.current!.getBoundingClientRect() : { top: 0, height: innerHeight }
    const next = rowsInView(view.top - box.top, view.height, row, count)
    setRange(before => (before.from === next.from && before.to === next.to ? before : next))
    if (box.top + count * row < view.top + view.height + 20 * row) onEnd?.()
  }
  const latest = useRef(measure)
  latest.current = measure

  useLayoutEffect(() => latest.current(), [count, scrolls])
  useEffect(() => {
    const scroller = scrolls ? outer.current! : window
    let frame = 0
    const soon = () => {
      cancelAnimationFrame(frame)
      frame = requestAnimationFrame(() => latest.current())
    }
    const sizes = new ResizeObserver(soon)
    sizes.observe(document.documentElement)
    sizes.observe(outer.current!)
    scroller.addEventListener('scroll', soon, { passive: true })
    return () => {
      cancelAnimationFrame(frame)
      sizes.disconnect()
      scroller.removeEventListener('scroll', soon)
    }
  }, [scrolls])

  const scrollTo = (index: number) => {
    const list = body.current!.getBoundingClientRect()
    const view = scrolls ? outer.current!.getBoundingClientRect() : { top: 0, bottom: innerHeight }
    const top = list.top + index * height
    const covered = 2.5 * height // by sticky heads
    const by =
      top < view.top + covered ? top - view.top - covered : Math.max(top + height * 1.5 - view.bottom, 0)
    if (by !== 0) (scrolls ? outer.current! : window).scrollBy({ top: by })
    latest.current()
  }
  useEffect(() => {
    if (shown === undefined || shown < 0 || shown >= count) return
    scrollTo(shown)
    if (body.current?.contains(document.activeElement) !== true) setActive(shown)
  }, [shown])
  const focusRow = (index: number) => {
    const row = body.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)
    if (row == null) return // it's drawn next
    focusNext.current = false
    ;(row.querySelector<HTMLElement>('[data-focus]') ?? row).focus({ preventScroll: true })
  }
  useLayoutEffect(() => {
    if (focusNext.current) focusRow(active)
  })

  const onKeyDown = (event: KeyboardEvent) => {
    if (role !== 'grid' || event.altKey || event.ctrlKey || event.metaKey) return
    if (event.target instanceof HTMLInputElement && event.target.type !== 'checkbox') return
    const page = Math.max(1, Math.floor((scrolls ? outer.current!.clientHeight : innerHeight) / height) - 3)
    const to = rowAfterKey(event.key, active, count, page)
    if (to === undefined) return
    event.preventDefault()
    focusNext.current = true
    setActive(to)
    scrollTo(to)
    focusRow(to) // at once, so that a key that is pressed right after this one is for the new row
    onMove?.(to)
  }
  // A row that was clicked or tabbed to is the one from which keys move on.
  const onFocusIn = (event: FocusEvent) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]')
    if (row !== null) setActive(Number(row.dataset['row']))
  }

  const headRows = head === undefined ? 0 : 1
  // The row with the focus always exists, however far one scrolls: else the focus would be lost.
  const hasFocus = body.current?.contains(document.activeElement) === true
  const indexes = Array.from(
    { length: Math.max(0, Math.min(range.to, count) - range.from) },
    (_, i) => range.from + i,
  )
  if (hasFocus && active < count && (active < range.from || active >= range.to)) indexes.push(active)
  // There is always a row that Tab comes to: the first in view, if the one that keys moved from has been scrolled away.
  const entry = indexes.includes(active) ? active : indexes[Math.min(8, indexes.length - 1)]
  // The same row gets the same attributes as long as they are equal, so that rows that stay in view aren't drawn again.
  const cache = useRef(new Map<string, RowAttributes>())
  if (cache.current.size > 1000) cache.current.clear()
  const attributesOf = (index: number): RowAttributes => {
    const tabIndex = role === 'grid' ? (index === entry ? 0 : -1) : undefined
    const key = `${index} ${height} ${headRows} ${tabIndex}`
    const known = cache.current.get(key)
    if (known !== undefined) return known
    const attributes: RowAttributes = {
      role: 'row',
      class: 'row',
      style: { transform: `translateY(${index * height}px)` },
      'aria-rowindex': index + 1 + headRows,
      'data-row': index,
      ...(tabIndex !== undefined && { tabIndex }),
    }
    cache.current.set(key, attributes)
    return attributes
  }
  return (
    <div
      ref={outer}
      class={`rows ${scrolls ? 'scrolls ' : ''}${props.class ?? ''}`}
      role={role}
      aria-label={label}
      aria-rowcount={total < 0 ? -1 : total + headRows}
      tabIndex={scrolls && role === 'table' ? 0 : undefined}
      onKeyDown={onKeyDown}
      onFocusIn={onFocusIn}
    >
      <div ref={probe} class="rows-probe" aria-hidden="true" />
      {head !== undefined && (
        <div role="rowgroup">
          <div role="row" class="rows-head" aria-rowindex={1}>
            {head}
          </div>
        </div>
      )}
      <div ref={body} role="rowgroup" class="rows-body" style={{ height: `${count * height}px` }}>
        {indexes.map(index => props.row(index, attributesOf(index)))}
      </div>
    </div>
  )
}
