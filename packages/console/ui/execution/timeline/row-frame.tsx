import type { ComponentChildren } from 'preact'
import type { RowAttributes } from '../../parts/rows.tsx'
import type { TimelineRow } from '../model/timeline-rows.ts'

interface Props {
  readonly row: TimelineRow
  readonly attributes: RowAttributes
  readonly title: ComponentChildren
  readonly bars?: ComponentChildren
  readonly took?: ComponentChildren
  /** Whether the rows below it are shown; undefined if it has none. */
  readonly open?: boolean
  readonly isChosen?: boolean
  readonly isNow?: boolean
  readonly isFuture?: boolean
  toggle?(): void
}

/** The cells of a row. The keys → and ← open and close it. */
export function RowFrame(props: Props) {
  const {
    row,
    attributes,
    title,
    bars,
    took,
    open,
    isChosen = false,
    isNow = false,
    isFuture = false,
  } = props
  const { tabIndex, ...others } = attributes
  const hasButton = row.row === 'step'
  const onKeyDown = (event: KeyboardEvent) => {
    if (open === undefined || (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft')) return
    if (open === (event.key === 'ArrowLeft')) props.toggle?.()
    event.preventDefault()
  }
  return (
    <div
      {...others}
      {...(hasButton || tabIndex === undefined ? {} : { tabIndex })}
      class={`row ${row.row}-row ${isNow ? 'is-now' : ''} ${isFuture ? 'is-future' : ''}`}
      aria-selected={isChosen}
      onKeyDown={onKeyDown}
    >
      <div role="gridcell" class="title-cell" style={{ '--depth': row.depth }}>
        {open === undefined ? (
          <span class="no-toggle" />
        ) : (
          <button
            type="button"
            class="plain toggle"
            tabIndex={-1}
            aria-expanded={open}
            aria-label={open ? 'Close' : 'Open'}
            onClick={() => props.toggle?.()}
          >
            <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
              <path
                d={open ? 'M1 3l4 4 4-4' : 'M3 1l4 4-4 4'}
                fill="none"
                stroke="currentColor"
                stroke-width="1.6"
              />
            </svg>
          </button>
        )}
        {title}
      </div>
      <div role="gridcell" class="bars-cell">
        {bars}
      </div>
      <div role="gridcell" class="took-cell number small">
        {took}
      </div>
    </div>
  )
}
