import { signal } from '@preact/signals'
import type { ExecutionFilter, ExecutionsPage, RunRef } from '../../src/api/index.ts'
import { get, isAway, messageOf, pathWith } from '../api.ts'
import { onEvent } from '../live/events.ts'
import { parametersOf } from './filter.ts'
import { type ListedRow, withFirstPage, withNextPage } from './merge.ts'

/** What has been listed for a filter. */
export interface Listing {
  /** The filter's parameters, which tell listings apart. */
  readonly key: string
  readonly rows: readonly ListedRow[]
  /** For the next page; undefined if all are listed. */
  readonly next: string | undefined
  readonly count: ExecutionsPage['count'] | undefined
  readonly bySwf: keyof ExecutionFilter | undefined
  readonly isLoading: boolean
  readonly error: string | undefined
}

const none: Listing = {
  key: '',
  rows: [],
  next: undefined,
  count: undefined,
  bySwf: undefined,
  isLoading: true,
  error: undefined,
}

/** What is listed. It stays when another page is shown, so that going back shows it at once. */
export const listing = signal<Listing>(none)
/** Whether newer rows than those shown exist; they're shown when the reader asks, because rows must not move under the pointer. */
export const hasNews = signal(false)
/** Whether the reader is at the beginning of the list, where new rows may come in. */
export const isAtTop = signal(true)

let filter: ExecutionFilter = {}
let abort = new AbortController()
let isBusy = false
let changed: RunRef[] = []
let timer: ReturnType<typeof setTimeout> | undefined
let isShown = false

/** The least time between two listings because of changes, in milliseconds. */
const pause = 1000

/** Lists for a filter, unless it's listed already. @returns what stops following changes */
export function follow(next: ExecutionFilter): () => void {
  const key = pathWith('', parametersOf(next))
  const isKnown = listing.peek().key === key && listing.peek().error === undefined
  filter = next
  isShown = true
  if (isKnown && listing.peek().rows.length > 0) refreshSoon()
  else {
    abort.abort()
    abort = new AbortController()
    isBusy = false
    listing.value = { ...none, key }
    void refresh()
  }
  return () => {
    isShown = false
    clearTimeout(timer)
    timer = undefined
  }
}

/** Lists again from the beginning. */
export function refresh(): Promise<void> {
  const some = changed
  changed = []
  hasNews.value = false
  return load(undefined, (page, { rows }) =>
    withFirstPage(rows, page.executions, page.next === undefined, some),
  )
}

/** Lists the next page, if there is one and none is being listed. */
export function more() {
  const { next, error } = listing.peek()
  if (next === undefined || isBusy || error !== undefined) return
  void load(next, (page, { rows }) => withNextPage(rows, page.executions))
}

async function load(
  cursor: string | undefined,
  rowsAfter: (page: ExecutionsPage, before: Listing) => readonly ListedRow[],
) {
  if (isBusy) return
  isBusy = true
  const { signal: mine } = abort
  listing.value = { ...listing.peek(), isLoading: true }
  try {
    const page = await get<ExecutionsPage>('/api/executions', { ...parametersOf(filter), cursor }, mine)
    if (mine.aborted) return
    const before = listing.peek()
    // later pages that are listed keep their own cursor
    const keepsNext =
      cursor === undefined && before.rows.length > page.executions.length && page.next !== undefined
    listing.value = {
      key: before.key,
      rows: rowsAfter(page, before),
      next: keepsNext ? before.next : page.next,
      count: page.count,
      bySwf: page.bySwf,
      isLoading: false,
      error: undefined,
    }
  } catch (error) {
    if (mine.aborted) return
    listing.value = {
      ...listing.peek(),
      isLoading: isAway(error),
      error: isAway(error) ? undefined : messageOf(error),
    }
  } finally {
    if (!mine.aborted) isBusy = false
  }
}

function refreshSoon() {
  timer ??= setTimeout(() => {
    timer = undefined
    if (!isShown) return
    if (isAtTop.peek()) void refresh()
    else hasNews.value = true
  }, pause)
}

/** Follows the server's events; once in the page. */
export function startListing() {
  onEvent('executions', event => {
    changed = [...changed, ...(event.changed ?? [])].slice(-10_000)
    refreshSoon()
  })
  onEvent('connected', ({ again }) => again && refreshSoon())
  onEvent('reload', refreshSoon)
}
