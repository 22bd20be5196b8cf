import { swfMethods, type Swf } from '@reyield/client'

/** Calls of the fleet that have ended. */
export interface Counts {
  calls: number
  /** Those that SWF has throttled. */
  refused: number
}

/** Counts the calls of a port. The port that retries must be around it, so that each try counts. */
export function counted<Port extends Swf & { readonly endpoint: string }>(port: Port, counts: Counts): Port {
  const methods = swfMethods.map(method => [
    method,
    async (input: never, options: never) => {
      try {
        const output = await (port[method] as (input: never, options: never) => Promise<unknown>)(
          input,
          options,
        )
        counts.calls++
        return output
      } catch (error) {
        counts.calls++
        if ((error as Error).name === 'ThrottlingException') counts.refused++
        throw error
      }
    },
  ])
  return { ...port, ...(Object.fromEntries(methods) as Swf) }
}
