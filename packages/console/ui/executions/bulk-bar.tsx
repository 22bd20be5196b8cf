import { useState } from 'preact/hooks'
import type { BulkAction, ExecutionFilter } from '../../src/api/index.ts'
import { countText, counted } from '../parts/time-text.ts'
import { whyReadOnly } from '../session.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import type { Selection } from './execution-list.tsx'
import { listing } from './listing.ts'

const kinds = [
  ['signal', 'Signal…'],
  ['request-cancel', 'Request cancel…'],
  ['terminate', 'Terminate…'],
] as const satisfies [BulkAction['kind'], string][]

/** What can be done with many executions: with those that are selected, or with all that the filter finds. */
export function BulkBar(props: {
  readonly filter: ExecutionFilter
  readonly selected: Selection
  readonly clear: () => void
}) {
  const { filter, selected, clear } = props
  const [open, setOpen] = useState<BulkAction['kind'] | undefined>(undefined)
  const [isAll, setAll] = useState(false)
  const { count, rows, next } = listing.value
  if (
    whyReadOnly.value !== undefined ||
    filter.status === 'closed' ||
    (rows.length === 0 && open === undefined)
  )
    return null
  const forAll = selected.size === 0 || isAll
  const all =
    next === undefined
      ? countText(rows.length)
      : count === undefined
        ? ''
        : `${countText(count.count, count.truncated)} or fewer`
  return (
    <div class="bulk-bar" role="group" aria-label="For many executions">
      {selected.size === 0 ? (
        <span class="muted">For all that are found:</span>
      ) : (
        <>
          <strong>{counted(selected.size, 'execution')} selected</strong>
          <label class="small">
            <input type="checkbox" checked={isAll} onChange={event => setAll(event.currentTarget.checked)} />{' '}
            all that are found
            {all === '' ? '' : ` (${all})`}
          </label>
        </>
      )}
      {kinds.map(([kind, text]) => (
        <button
          key={kind}
          type="button"
          class={selected.size === 0 ? 'plain' : ''}
          onClick={() => setOpen(kind)}
        >
          {text}
        </button>
      ))}
      {selected.size > 0 && (
        <button type="button" class="plain" onClick={clear}>
          Clear the selection
        </button>
      )}
      {open !== undefined && (
        <BulkDialog
          kind={open}
          filter={filter}
          {...(!forAll && { only: [...selected.values()] })}
          close={isDone => {
            setOpen(undefined)
            if (isDone) clear()
          }}
        />
      )}
    </div>
  )
}
