import { signal } from '@preact/signals'
import { agoText, localText } from './time-text.ts'

/** The present time by the clock of what is looked at, to the second. A local SWF's clock may be far from the computer's. */
export const now = signal(Date.now())
const offset = signal(0)

/** Says what time it is there; times are then told from that. */
export function setNow(time: number) {
  offset.value = time - Date.now()
  now.value = time
}

/** Lets times go on. */
export function startTime() {
  setInterval(() => {
    if (document.visibilityState === 'visible') now.value = Date.now() + offset.value
  }, 1000)
}

/** A time as `4m ago`, with the whole time as its title. */
export function Ago({ at }: { readonly at: string | number }) {
  const time = new Date(at)
  return (
    <time dateTime={time.toISOString()} title={localText(time)}>
      {agoText(time.getTime(), now.value)}
    </time>
  )
}

/** A time as `2026-11-29 05:31:44`, in the time zone of the reader. */
export function At({ at }: { readonly at: string | number }) {
  const time = new Date(at)
  return (
    <time dateTime={time.toISOString()} title={time.toISOString()}>
      {localText(time)}
    </time>
  )
}
