import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { ExecutionFilter } from '../../src/api/index.ts'
import { setQuery } from '../router.ts'
import { session } from '../session.ts'
import { countText } from '../parts/time-text.ts'
import { announce } from '../parts/toast.tsx'
import { type Condition, conditions, whoFilters } from './filter.ts'
import { listing } from './listing.ts'

/** How long after the last key a condition is applied, in milliseconds. */
const patience = 350

const closeStatuses = [
  ['completed', 'Completed'],
  ['failed', 'Failed'],
  ['timed-out', 'Timed out'],
  ['canceled', 'Canceled'],
  ['terminated', 'Terminated'],
  ['continued-as-new', 'Continued as new'],
] as const

/** The conditions, which are in the address of the page, and what they find. */
export function FilterBar({
  filter,
  titleId,
}: {
  readonly filter: ExecutionFilter
  readonly titleId: string
}) {
  const isClosed = filter.status === 'closed'
  const known = session.value?.workflows ?? []
  const types = [
    ...new Set(
      [...known, ...listing.value.rows.slice(0, 1000).map(({ type }) => type)].map(
        type => `${type.name}@${type.version}`,
      ),
    ),
  ]
  const hasConditions = conditions.some(name => filter[name] !== undefined)
  return (
    <>
      <header>
        <h2 id={titleId}>All executions</h2>
        <fieldset class="segments">
          <legend class="unseen">State</legend>
          {(['open', 'closed'] as const).map(status => (
            <label key={status}>
              <input
                type="radio"
                name="status"
                checked={(filter.status ?? 'open') === status}
                onChange={() =>
                  setQuery({ status: status === 'open' ? undefined : status, closeStatus: undefined })
                }
              />
              {status === 'open' ? 'Open' : 'Closed'}
            </label>
          ))}
        </fieldset>
        <Found filter={filter} />
      </header>
      <form class="filters" role="search" aria-label="Executions" onSubmit={event => event.preventDefault()}>
        <Field filter={filter} name="text" label="Text" hint="in id, type or tag" wide />
        <Field filter={filter} name="type" label="Type" hint="name or name@version" options={types} />
        <Field filter={filter} name="id" label="Workflow id" hint="the whole id" />
        <Field filter={filter} name="tag" label="Tag" hint="the whole tag" />
        {isClosed && (
          <label class="field">
            <span>How it closed</span>
            <select
              value={filter.closeStatus ?? ''}
              onChange={event => setQuery({ closeStatus: event.currentTarget.value })}
            >
              <option value="">any</option>
              {closeStatuses.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </label>
        )}
        <Field
          filter={filter}
          name="since"
          label={isClosed ? 'Closed since' : 'Started since'}
          hint="2h or 2026-11-28"
        />
        <Field filter={filter} name="until" label="Until" hint="30m or 2026-11-29" />
        {hasConditions && (
          <button
            type="button"
            class="plain clear"
            onClick={() => setQuery(Object.fromEntries(conditions.map(name => [name, undefined])))}
          >
            Clear
          </button>
        )}
      </form>
    </>
  )
}

function Field(props: {
  readonly filter: ExecutionFilter
  readonly name: Condition
  readonly label: string
  readonly hint: string
  readonly options?: readonly string[]
  readonly wide?: boolean
}) {
  const { filter, name, label, hint, options, wide = false } = props
  const applied = filter[name] ?? ''
  const [text, setText] = useState(applied)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const list = useId()
  useEffect(() => setText(before => (before.trim() === applied ? before : applied)), [applied])
  useEffect(() => () => clearTimeout(timer.current), [])
  const apply = (value: string, after: number) => {
    setText(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setQuery({ [name]: value.trim() }), after)
  }
  return (
    <label class={`field ${wide ? 'wide' : ''}`}>
      <span>{label}</span>
      <input
        type={name === 'text' ? 'search' : 'text'}
        value={text}
        placeholder={hint}
        list={options === undefined ? undefined : list}
        autoComplete="off"
        spellcheck={false}
        onInput={event => apply(event.currentTarget.value, patience)}
        onKeyDown={event => event.key === 'Enter' && apply(event.currentTarget.value, 0)}
      />
      {options !== undefined && (
        <datalist id={list}>
          {options.map(option => (
            <option key={option} value={option} />
          ))}
        </datalist>
      )}
    </label>
  )
}

/** How many there are, by whom they were filtered, and how many of them are listed. */
function Found({ filter }: { readonly filter: ExecutionFilter }) {
  const { rows, next, count, bySwf, isLoading } = listing.value
  const sentence = whoFilters(filter, bySwf)
  const text =
    count === undefined
      ? isLoading
        ? 'Listing…'
        : ''
      : next === undefined
        ? `${countText(rows.length)} found.`
        : `${countText(rows.length)} listed so far; SWF counts ${countText(count.count, count.truncated)}.`
  const isDone = !isLoading
  useEffect(() => {
    if (isDone && text !== '') announce(text)
  }, [isDone, sentence])
  return (
    <p class="found muted">
      {text} {sentence}
    </p>
  )
}
