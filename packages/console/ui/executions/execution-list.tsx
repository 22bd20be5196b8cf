import { useCallback, useEffect, useRef } from 'preact/hooks'
import type { ExecutionFilter, RunRef } from '../../src/api/index.ts'
import { attentionOf } from '../attention/attention.ts'
import { problemText, problemTone } from '../attention/problems.ts'
import { Rows, type RowAttributes } from '../parts/rows.tsx'
import { Shape, State } from '../parts/state.tsx'
import { Ago, At, now } from '../parts/time.tsx'
import { ageText, spanText } from '../parts/time-text.ts'
import { hrefOf } from '../routes.ts'
import { whyReadOnly } from '../session.ts'
import { hasNews, isAtTop, listing, more, refresh } from './listing.ts'
import { keyOf, type ListedRow } from './merge.ts'

/** What is selected, by `keyOf`. */
export type Selection = ReadonlyMap<string, RunRef>

/** All executions that a filter finds, newest first. Further pages are listed when the end comes near. */
export function ExecutionList(props: {
  readonly filter: ExecutionFilter
  readonly selected: Selection
  readonly select: (selected: Selection) => void
}) {
  const { filter, selected, select } = props
  const { rows, next, isLoading, error } = listing.value
  const isClosed = filter.status === 'closed'
  const canSelect = whyReadOnly.value === undefined && !isClosed
  useEffect(() => {
    const look = () => (isAtTop.value = scrollY < 400)
    addEventListener('scroll', look, { passive: true })
    look()
    return () => removeEventListener('scroll', look)
  }, [])
  const latest = useRef({ selected, select })
  latest.current = { selected, select }
  // always the same function, so that a row is drawn again only if it has changed
  const toggle = useCallback((row: ListedRow) => {
    const changed = new Map(latest.current.selected)
    if (!changed.delete(keyOf(row))) changed.set(keyOf(row), { workflowId: row.workflowId, runId: row.runId })
    latest.current.select(changed)
  }, [])
  const isAll = rows.length > 0 && selected.size >= rows.length
  return (
    <>
      {hasNews.value && (
        <button
          type="button"
          class="news"
          onClick={() => {
            scrollTo({ top: 0 })
            void refresh()
          }}
        >
          Executions have changed: show them
        </button>
      )}
      <Rows
        label={isClosed ? 'Closed executions' : 'Open executions'}
        class={`execution-rows ${canSelect ? 'selects' : ''}`}
        role="grid"
        count={rows.length}
        total={next === undefined ? rows.length : -1}
        onEnd={more}
        head={
          <>
            {canSelect && (
              <span role="columnheader">
                <input
                  type="checkbox"
                  aria-label="Select all that are listed"
                  checked={isAll}
                  ref={box => {
                    if (box !== null) box.indeterminate = selected.size > 0 && !isAll
                  }}
                  onChange={() =>
                    select(
                      new Map(
                        isAll
                          ? []
                          : rows.map(row => [keyOf(row), { workflowId: row.workflowId, runId: row.runId }]),
                      ),
                    )
                  }
                />
              </span>
            )}
            <span role="columnheader">State</span>
            <span role="columnheader">Workflow id</span>
            <span role="columnheader">Type</span>
            <span role="columnheader" class="number">
              {isClosed ? 'Took' : 'Age'}
            </span>
            <span role="columnheader">{isClosed ? 'Closed' : 'Started'}</span>
            <span role="columnheader">Tags</span>
          </>
        }
        row={(index, attributes) => {
          const row = rows[index]!
          const isSelected = selected.has(keyOf(row))
          return (
            <Row
              key={keyOf(row)}
              row={row}
              attributes={attributes}
              {...(canSelect && { isSelected, toggle })}
            />
          )
        }}
      />
      {error !== undefined && (
        <p class="error-line padded" role="alert">
          {error}{' '}
          <button type="button" onClick={() => void refresh()}>
            Try again
          </button>
        </p>
      )}
      {rows.length === 0 && error === undefined && (
        <p class="empty">{isLoading ? 'Listing…' : emptyText(filter)}</p>
      )}
      {rows.length > 0 && next !== undefined && (
        <p class="empty">{isLoading ? 'Listing more…' : 'More follow.'}</p>
      )}
    </>
  )
}

const emptyText = (filter: ExecutionFilter) =>
  Object.keys(filter).length > 1
    ? 'No execution fits these conditions.'
    : filter.status === 'closed'
      ? 'No execution has closed yet.'
      : 'No execution is open.'

function Row(props: {
  readonly row: ListedRow
  readonly attributes: RowAttributes
  readonly isSelected?: boolean
  readonly toggle?: (row: ListedRow) => void
}) {
  const { row, attributes, isSelected, toggle } = props
  const { tabIndex, ...rest } = attributes
  const problem = attentionOf.value.get(keyOf(row))?.problems[0]
  const started = Date.parse(row.started)
  const end = row.closed === undefined ? now.value : Date.parse(row.closed)
  return (
    <div
      {...rest}
      class={row.isStale === true ? 'row stale' : 'row'}
      {...(toggle && { 'aria-selected': isSelected })}
      onKeyDown={event => {
        if (event.key !== ' ' || toggle === undefined || event.target instanceof HTMLInputElement) return
        event.preventDefault()
        toggle(row)
      }}
    >
      {toggle !== undefined && (
        <span role="gridcell" class="pick">
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={`Select ${row.workflowId}`}
            checked={isSelected}
            onChange={() => toggle(row)}
          />
        </span>
      )}
      <span role="gridcell" class="how">
        {problem === undefined ? (
          <State state={row.state}>
            {row.cancelRequested && row.state === 'open' ? 'Canceling' : undefined}
          </State>
        ) : (
          <span class={`state ${problemTone(problem.kind)}`} title={problem.text}>
            <Shape shape="triangle" /> {problemText(problem.kind)}
          </span>
        )}
        {row.isStale === true && (
          <span class="muted" title="It has changed since it was listed.">
            {' '}
            *
          </span>
        )}
      </span>
      <span role="gridcell" class="who">
        <a class="clip" data-focus href={hrefOf(row)} tabIndex={tabIndex} title={row.workflowId}>
          {row.workflowId}
        </a>
      </span>
      <span role="gridcell" class="type clip" title={`${row.type.name} ${row.type.version}`}>
        {row.type.name} <span class="muted">{row.type.version}</span>
      </span>
      <span role="gridcell" class="took number">
        {row.closed === undefined ? ageText(end - started) : spanText(end - started)}
      </span>
      <span role="gridcell" class="when muted">
        {row.closed === undefined ? <At at={row.started} /> : <Ago at={row.closed} />}
      </span>
      <span role="gridcell" class="tags clip">
        {row.tags.map(tag => (
          <span key={tag} class="tag">
            {tag}
          </span>
        ))}
      </span>
    </div>
  )
}
