import { useComputed, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { FoundEvents } from '../../../src/api/index.ts'
import { useResource } from '../../live/resource.ts'
import { Rows } from '../../parts/rows.tsx'
import { counted } from '../../parts/time-text.ts'
import { announce } from '../../parts/toast.tsx'
import { byStep, inOrder } from '../model/history-rows.ts'
import type { RunState } from '../run-state.ts'
import { EventRow, GroupRow } from './history-row.tsx'

/** Nobody types for so long: then the search begins. In milliseconds. */
const typingEnds = 200

/** The events: a line each, in their order or below their steps. A click goes to the event. */
export function History({ state }: { readonly state: RunState }) {
  const text = useSignal('')
  const grouped = useSignal(false)
  const found = useSearch(state, text.value)
  const events = useSignal<readonly number[] | undefined>(undefined)
  events.value = found?.events
  const rows = useComputed(() =>
    grouped.value
      ? byStep(state.view.value, state.last.value, events.value)
      : inOrder(state.last.value, events.value),
  ).value
  const at = state.eventId.value
  useEffect(() => {
    if (found !== undefined) announce(`${counted(found.events.length, 'event')} found`)
  }, [found])

  const onKeyDown = (event: KeyboardEvent) => {
    const list = found?.events ?? []
    if (event.key !== 'Enter' || list.length === 0) return
    event.preventDefault()
    const next = event.shiftKey ? list.findLast(id => id < at) : list.find(id => id > at)
    state.go(next ?? (event.shiftKey ? list.at(-1) : list[0]))
  }
  const list = (
    <Rows
      label="Events"
      role="grid"
      scrolls
      class="history-rows"
      count={rows.count}
      shown={rows.rowOf(at) ?? -1}
      row={(index, attributes) => {
        const row = rows.at(index)
        if (row.row === 'group')
          return <GroupRow key={row.key} row={row} attributes={attributes} state={state} />
        return (
          <EventRow
            key={row.eventId}
            eventId={row.eventId}
            inGroup={row.inGroup}
            attributes={attributes}
            state={state}
          />
        )
      }}
    />
  )
  return (
    <section class="panel pane history" aria-label="History">
      <header>
        <h2>History</h2>
        <span class="muted small">{counted(found?.events.length ?? state.last.value, 'event')}</span>
        <div class="pane-tools">
          <label class="small">
            <input
              type="checkbox"
              checked={grouped.value}
              onChange={event => (grouped.value = event.currentTarget.checked)}
            />{' '}
            By step
          </label>
          <input
            type="search"
            class="pane-search"
            aria-label="Search events"
            placeholder="Search events"
            title="Enter goes to the next event that was found, Shift+Enter to the one before"
            onInput={event => (text.value = event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
        </div>
      </header>
      {rows.count === 0 ? <p class="empty">No event contains this text.</p> : list}
    </section>
  )
}

/** Events that contain a text; undefined without one. What was found stays while something else is searched. */
function useSearch(state: RunState, text: string): FoundEvents | undefined {
  const wanted = useSignal('')
  useEffect(() => {
    const timer = setTimeout(() => (wanted.value = text.trim()), typingEnds)
    return () => clearTimeout(timer)
  }, [text])
  const path = wanted.value === '' ? undefined : `${state.api}/search`
  const { data } = useResource<FoundEvents>(path, { text: wanted.value, last: state.last.value })
  return path === undefined ? undefined : data
}
