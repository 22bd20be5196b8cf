/** The longest time that an execution can run, in seconds (swf-semantics.md §6.1). */
export const ONE_YEAR = 31_536_000

/** Whether the text is a non-negative whole number. Amazon SWF writes durations like this, in seconds or days. */
export const isDuration = (text: string) => /^\d+$/.test(text)

export const isWholeNumber = (text: string) => /^-?\d+$/.test(text)

/**
 * When a duration in seconds ends that began at `from`, in epoch milliseconds. Undefined if the duration is missing or `NONE`.
 */
export function endOf(from: number, duration: string | undefined): number | undefined {
  return duration === undefined || duration === 'NONE' ? undefined : from + Number(duration) * 1000
}

/** Converts epoch milliseconds to epoch seconds, which SWF's protocol uses. */
export const toSeconds = (ms: number) => Math.round(ms) / 1000

/** Converts epoch seconds, which SWF's protocol uses, to epoch milliseconds. */
export const toMilliseconds = (seconds: number) => Math.round(seconds * 1000)
