import { effect, signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ServerEvents } from '../../src/api/index.ts'
import { headers, pathWith, token } from '../api.ts'
import { shownRun } from '../router.ts'
import { createEventParser } from './event-stream.ts'

/** Whether the server's events arrive. `away`: it can't be reached; the page tries again. */
export const connection = signal<'connecting' | 'open' | 'away' | 'refused'>('connecting')
/** When the page tries to reach the server again, in milliseconds since 1970. */
export const retryAt = signal<number | undefined>(undefined)

type Name = keyof ServerEvents | 'connected'
type Data<N extends Name> = N extends keyof ServerEvents ? ServerEvents[N] : { readonly again: boolean }

const listeners = new Map<Name, Set<(data: never) => void>>()
const shortest = 500
const longest = 10_000

/** Calls a function for each event of a name. `connected` is said at each connection; `again`: it's not the first. @returns what ends it */
export function onEvent<N extends Name>(name: N, listener: (data: Data<N>) => void): () => void {
  const set = listeners.get(name) ?? new Set()
  listeners.set(name, set.add(listener))
  return () => void set.delete(listener)
}

/** `onEvent` for a component. */
export function useEvent<N extends Name>(name: N, listener: (data: Data<N>) => void) {
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => onEvent(name, data => latest.current(data)), [name])
}

function say<N extends Name>(name: N, data: Data<N>) {
  for (const listener of listeners.get(name) ?? []) listener(data as never)
}

let lastId: string | undefined
let ending: AbortController | undefined
let wait = shortest
let timer: ReturnType<typeof setTimeout> | undefined
let times = 0

/** Connects, now and whenever the connection is lost. While the page is hidden there is none: the server then asks SWF for nothing. */
export function startEvents() {
  document.addEventListener('visibilitychange', connect)
  addEventListener('online', reconnect)
  effect(() => {
    void shownRun.value // the server follows the run that is shown
    void token.value
    reconnect()
  })
}

/** Tries to reach the server at once. */
export function reconnect() {
  wait = shortest
  connect()
}

function connect() {
  clearTimeout(timer)
  ending?.abort()
  retryAt.value = undefined
  if (document.visibilityState === 'hidden') return
  ending = new AbortController()
  void receive(ending.signal)
}

async function receive(abort: AbortSignal) {
  const run = shownRun.peek()
  const shown =
    run === undefined ? undefined : `${encodeURIComponent(run.workflowId)}/${encodeURIComponent(run.runId)}`
  const seen: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId }
  try {
    const response = await fetch(pathWith('/api/events', { run: shown }), {
      signal: abort,
      headers: { accept: 'text/event-stream', ...headers(), ...seen },
    })
    if (response.status === 401 || response.status === 403) {
      connection.value = 'refused'
      return
    }
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`)
    connection.value = 'open'
    wait = shortest
    say('connected', { again: times++ > 0 })
    const parse = createEventParser(({ id, name, data }) => {
      lastId = id ?? lastId
      say(name as keyof ServerEvents, JSON.parse(data) as never)
    })
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (let part = await reader.read(); !part.done; part = await reader.read()) parse(part.value)
  } catch {
    // the server is away, or the connection was closed to open another
  }
  if (abort.aborted) return
  connection.value = 'away'
  retryAt.value = Date.now() + wait
  timer = setTimeout(connect, wait)
  wait = Math.min(wait * 2, longest)
}
