/** Seconds: the longest that an execution may run (swf-semantics.md §6.1). */
export const ONE_YEAR = 31_536_000

/** Whether the text is a whole number of seconds (or days) from 0 on, as Amazon SWF writes durations. */
export const isDuration = (text: string) => /^\d+$/.test(text)

export const isWholeNumber = (text: string) => /^-?\d+$/.test(text)

/** Epoch milliseconds at which a duration in seconds ends that began at `from`; nothing for `NONE` or none given. */
export function endOf(from: number, duration: string | undefined): number | undefined {
  return duration === undefined || duration === 'NONE' ? undefined : from + Number(duration) * 1000
}

/** Epoch seconds, as the wire has them, of epoch milliseconds. */
export const toSeconds = (ms: number) => Math.round(ms) / 1000

/** Epoch milliseconds of the wire's epoch seconds. */
export const toMilliseconds = (seconds: number) => Math.round(seconds * 1000)
