import { useEffect, useRef, useState } from 'preact/hooks'
import { get, isAway, messageOf, pathWith, type Parameters, RequestError } from '../api.ts'
import { useEvent } from './events.ts'

/** What was loaded, and how it stands with loading it. */
export interface Resource<T> {
  /** The newest that has been loaded; it stays while it's loaded again. */
  readonly data: T | undefined
  readonly error: { readonly code: string; readonly message: string } | undefined
  readonly isLoading: boolean
  /** Loads again. Calls while it's loading are one more load afterwards. */
  readonly reload: () => void
}

/** Loads an address whenever it changes, and when the server can be reached again. Without a path nothing is loaded. */
export function useResource<T>(path: string | undefined, parameters: Parameters = {}): Resource<T> {
  const address = path === undefined ? undefined : pathWith(path, parameters)
  const [state, set] = useState<{
    address?: string
    data?: T
    error?: Resource<T>['error']
    isLoading: boolean
  }>({
    isLoading: true,
  })
  const loading = useRef<{ again: boolean; abort: AbortController; address: string } | undefined>(undefined)

  const load = () => {
    if (address === undefined) return
    const running = loading.current
    if (running?.address === address) {
      running.again = true
      return
    }
    running?.abort.abort()
    const mine = { again: false, abort: new AbortController(), address }
    loading.current = mine
    set(({ address: before, data, error }) =>
      before === address && data !== undefined
        ? { address, data, ...(error && { error }), isLoading: true }
        : { address, isLoading: true },
    )
    const settle = (change: { data?: T; error?: Resource<T>['error'] }) => {
      if (mine.abort.signal.aborted) return
      loading.current = undefined
      set(before => ({
        ...(before.data !== undefined && { data: before.data }),
        ...change,
        address,
        isLoading: false,
      }))
      if (mine.again) load()
    }
    void get<T>(address, {}, mine.abort.signal).then(
      data => settle({ data }),
      (error: unknown) => {
        const code = error instanceof RequestError ? error.code : 'CONSOLE_FAILED'
        settle(isAway(error) ? {} : { error: { code, message: messageOf(error) } })
      },
    )
  }

  useEffect(load, [address])
  useEffect(() => () => loading.current?.abort.abort(), [])
  useEvent('connected', ({ again }) => again && load())
  useEvent('reload', load)
  const isCurrent = state.address === address
  return {
    data: isCurrent ? state.data : undefined,
    error: isCurrent ? state.error : undefined,
    isLoading: isCurrent ? state.isLoading : address !== undefined,
    reload: load,
  }
}
