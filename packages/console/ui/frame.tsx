import { signal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { messageOf, token } from './api.ts'
import { connection, reconnect, retryAt, useEvent } from './live/events.ts'
import { route } from './router.ts'
import { readClock, session, sessionError, whyReadOnly } from './session.ts'
import { Toasts } from './parts/toast.tsx'
import { now } from './parts/time.tsx'

const calls = signal<{ lastMinute: number; budget: number } | undefined>(undefined)
const service = signal<{ reachable: boolean; code?: string }>({ reachable: true })

/** What all pages have around them: where one is, where one can go, and whether the server is there. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  useEvent('clock', () => void readClock().catch(() => undefined))
  useEvent('calls', data => (calls.value = data))
  useEvent('service', data => (service.value = data))
  const { page } = route.value
  const known = session.value
  const links: [href: string, title: string, pages: string[]][] = [
    ...(known !== undefined && known.domain === undefined
      ? []
      : ([
          ['/', 'Executions', ['executions', 'execution']],
          ['/task-lists', 'Task lists', ['task-lists']],
          ['/schedules', 'Schedules', ['schedules']],
        ] as [string, string, string[]][])),
    ...(known?.local === undefined ? [] : ([['/clock', 'Clock', ['clock']]] as [string, string, string[]][])),
    ['/files', 'Files', ['files', 'file']],
  ]
  return (
    <>
      <a class="unseen" href="#content">
        Skip to the content
      </a>
      <header class="frame-head">
        <a class="brand" href="/">
          Reyield
        </a>
        <nav aria-label="Pages">
          {links.map(([href, title, pages]) => (
            <a key={href} href={href} aria-current={pages.includes(page) ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <Place />
      </header>
      <Banners />
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <Toasts />
    </>
  )
}

function Place() {
  const known = session.value
  if (known === undefined) return null
  return (
    <div class="place small">
      {known.readOnly ? (
        <span class="tag" title={whyReadOnly.value}>
          read-only
        </span>
      ) : (
        token.value === undefined && (
          <span class="tag" title={whyReadOnly.value}>
            no token: nothing can be changed
          </span>
        )
      )}
      {calls.value !== undefined && (
        <span
          class="muted"
          title="Calls of SWF’s actions by this console in the last minute, and how many it allows itself"
        >
          {calls.value.lastMinute} of {calls.value.budget} calls/min
        </span>
      )}
      <span class="wrap">
        <span class="muted">{known.place}</span>
        {known.domain !== undefined && (
          <>
            {' '}
            <strong>{known.domain}</strong>
          </>
        )}
      </span>
    </div>
  )
}

function Banners() {
  if (connection.value === 'away') {
    const seconds = Math.max(0, Math.ceil(((retryAt.value ?? 0) - Date.now()) / 1000))
    void now.value // counts down
    return (
      <div class="banner bad" role="alert">
        <span>
          The server of this page can’t be reached. What you see may be old. Trying again
          <span aria-hidden="true">{seconds > 0 ? ` in ${seconds} s` : ''}</span>.
        </span>
        <button type="button" onClick={reconnect}>
          Try now
        </button>
      </div>
    )
  }
  if (connection.value === 'refused') {
    return (
      <div class="banner bad" role="alert">
        This console needs a token for reading too. Open the address that the command has printed.
      </div>
    )
  }
  if (!service.value.reachable) {
    return (
      <div class="banner" role="alert">
        SWF can’t be reached{service.value.code === undefined ? '' : ` (${service.value.code})`}. What you see
        may be old.
      </div>
    )
  }
  if (session.value === undefined && sessionError.value !== undefined) {
    return (
      <div class="banner bad" role="alert">
        {messageOf(sessionError.value)}
      </div>
    )
  }
  return null
}

/** Moves the focus to the heading of a new page, so that screen readers read it and keys go on from there. */
export function useFocusOnNavigation() {
  const { page } = route.value
  const key = JSON.stringify(route.value)
  useEffect(() => {
    if (!first) document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
    first = false
  }, [page, key])
}
let first = true
