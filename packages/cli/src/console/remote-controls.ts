import type { LocalControls, LocalDeadline } from '@reyield/console'
import { UsageError } from '../errors/usage.ts'

/** How the endpoints for tests answer. */
interface ClockAnswer {
  readonly now: number
  readonly next: (Omit<LocalDeadline, 'at'> & { readonly at: string }) | null
}

/**
 * The clock and the faults of a local SWF of another process, which was started by `swf-local --test-clock`.
 *
 * @throws UsageError if there is none
 */
export async function remoteControls(endpoint: string | undefined): Promise<LocalControls> {
  const url = endpoint?.replace(/\/$/, '')
  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${url}/_reyield/${path}`, { method: 'POST', body: JSON.stringify(body) })
    if (response.ok) return await response.json()
    const { message = `it answers with the status ${response.status}` } = (await response
      .json()
      .catch(() => ({}))) as {
      message?: string
    }
    throw new UsageError(`The local SWF refuses to change its ${path}: ${message}`)
  }
  let known: ClockAnswer
  const refresh = async () => {
    known = (await post('clock', { next: true })) as ClockAnswer
  }
  try {
    await refresh()
  } catch (error) {
    throw new UsageError(
      `--test-clock needs a local SWF with a test clock at ${endpoint ?? 'an --endpoint'}: start it with swf-local --test-clock`,
      { cause: error },
    )
  }
  return {
    now: () => known.now,
    nextDeadline: () => (known.next === null ? undefined : { ...known.next, at: new Date(known.next.at) }),
    refresh,
    skipTo: async time => void (await post('clock', { advance: Math.max(0, time.getTime() - known.now) })),
    setFaults: async faults => void (await post('faults', faults ?? {})),
  }
}
