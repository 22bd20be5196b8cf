import { isOutage, swfMethods, type CallOptions, type Swf } from '@reyield/client'

/** What is told about calls. */
export interface PortListener {
  /** A call is made. */
  called(): void
  /** SWF has responded, or can't be reached: the code or the name of the error. */
  reached(error: string | undefined): void
}

/**
 * A port whose calls are counted, and which says whether SWF can be reached. A call is tried again for `retryFor` milliseconds at most: somebody
 * waits for it in front of a page.
 */
export function watchedPort(swf: Swf, retryFor: number, listener: PortListener): Swf {
  let respondedAt = 0
  const calls = swfMethods.map(method => {
    const call = swf[method] as (input: never, options: CallOptions) => Promise<unknown>
    return [
      method,
      async (input: never, options: CallOptions = {}) => {
        const over = AbortSignal.timeout(retryFor)
        const begun = performance.now()
        let failed: Error | undefined
        listener.called()
        try {
          const output = await call(input, {
            ...options,
            retrySignal:
              options.retrySignal === undefined ? over : AbortSignal.any([options.retrySignal, over]),
            tries: {
              started: () => options.tries?.started(),
              failed(error) {
                failed = error
                options.tries?.failed(error)
              },
            },
          })
          respondedAt = performance.now()
          listener.reached(undefined)
          return output
        } catch (error) {
          const cause = over.aborted && failed !== undefined && !hasResponded(error) ? failed : error
          const isGone = isAway(cause)
          if (isGone && typeof cause === 'object') away.add(cause!)
          // one that began before SWF has responded to another one is old news
          if (!isGone || begun > respondedAt) listener.reached(isGone ? codeOf(cause) : undefined)
          throw cause
        }
      },
    ] as const
  })
  return { ...swf, ...(Object.fromEntries(calls) as unknown as Swf) }
}

/** Errors of calls to which SWF hasn't responded. */
const away = new WeakSet<object>()

/** Whether an error is that of a call to which SWF hasn't responded. */
export const isUnanswered = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && away.has(error)

/** Whether no response has come. Credentials that are refused are a response. */
const isAway = (error: unknown): boolean =>
  (error as { code?: unknown }).code === 'ENDPOINT_UNREACHABLE' || (isOutage(error) && !hasResponded(error))

const hasResponded = (error: unknown): boolean =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined

function codeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown }
  return typeof code === 'string' ? code : String(name)
}
