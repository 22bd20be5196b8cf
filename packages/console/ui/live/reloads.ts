import { useEffect, useRef } from 'preact/hooks'
import type { ServerEvents } from '../../src/api/index.ts'
import { useEvent } from './events.ts'

/** Loads something again after an event of the server, but not more often than once in `pause` milliseconds. */
export function useReloads(reload: () => void, name: keyof ServerEvents, pause: number) {
  const latest = useRef(reload)
  latest.current = reload
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEvent(name, () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      latest.current()
    }, pause)
  })
  useEffect(() => () => clearTimeout(timer.current), [])
}
