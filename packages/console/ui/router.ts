import { computed, signal } from '@preact/signals'
import type { RunRef } from '../src/api/index.ts'
import { type Route, routeOf } from './routes.ts'

const current = signal({ path: location.pathname, query: location.search })

/** What the address says the page shows. */
export const route = computed<Route>(() => routeOf(current.value.path))
/** The parameters of the address. Don't change them; `navigate` does. */
export const query = computed(() => new URLSearchParams(current.value.query))

/** Goes to an address of this page. With `replace` the browser's back button skips the address that was left. */
export function navigate(to: string, { replace = false } = {}) {
  const url = new URL(to, location.href)
  const isSame = url.href === location.href
  if (replace || isSame) history.replaceState(history.state, '', url)
  else {
    history.replaceState({ scroll: scrollY }, '')
    history.pushState({}, '', url)
  }
  show(url.pathname, url.search)
  if (!replace) scrollTo(0, 0)
}

/** Changes parameters of the address; undefined or an empty text removes one. Back skips the change. */
export function setQuery(changes: Readonly<Record<string, string | undefined>>) {
  const next = new URLSearchParams(location.search)
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') next.delete(name)
    else next.set(name, value)
  }
  const text = next.toString()
  navigate(`${location.pathname}${text === '' ? '' : `?${text}`}`, { replace: true })
}

/** Makes links of this page, the back and the forward button change what it shows, without loading it again. */
export function startRouter() {
  history.scrollRestoration = 'manual'
  document.addEventListener('click', event => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (link === null || !isPlain || event.defaultPrevented || link.origin !== location.origin) return
    if (link.target !== '' || link.hasAttribute('download') || link.getAttribute('href')!.startsWith('#'))
      return
    event.preventDefault()
    navigate(link.href)
  })
  addEventListener('popstate', event => {
    show(location.pathname, location.search)
    const { scroll = 0 } = (event.state ?? {}) as { scroll?: number }
    requestAnimationFrame(() => scrollTo(0, scroll))
  })
}

/** Which run the page shows, or undefined. */
export const shownRun = computed<RunRef | undefined>(() =>
  route.value.page === 'execution' ? route.value.run : undefined,
)

function show(path: string, search: string) {
  if (path !== current.peek().path || search !== current.peek().query) current.value = { path, query: search }
}
