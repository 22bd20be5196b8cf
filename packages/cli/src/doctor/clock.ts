import type { Check, Finding } from './finding.ts'

/** Differences of clocks in milliseconds: SWF refuses signatures from the larger one on. */
const notable = 5000
const refused = 300_000

/** The clock of this machine against that of SWF, by the date of a response. */
export const clock: Check = {
  name: 'clock',
  async check(context) {
    const { endpoint, region } = await context.settings()
    const url =
      endpoint ?? process.env['AWS_ENDPOINT_URL_SWF'] ?? (region && `https://swf.${region}.amazonaws.com`)
    if (!url) return []
    const begun = Date.now()
    const date = await dateOf(url)
    if (date === undefined) return [] // whether SWF is there is the next check
    return [clockFinding((begun + Date.now()) / 2 - date)]
  },
}

/** `difference`: how many milliseconds this clock is ahead. A date has whole seconds. */
export function clockFinding(difference: number): Finding {
  const seconds = Math.round(Math.abs(difference) / 1000)
  const what = `The clock of this machine is ${seconds} s ${difference > 0 ? 'ahead of' : 'behind'} that of SWF`
  const advice = 'Synchronize it with NTP. AWS refuses requests whose time differs by more than 5 minutes.'
  if (Math.abs(difference) >= refused) return { state: 'failed', what, advice }
  if (Math.abs(difference) >= notable) return { state: 'warning', what, advice }
  return { state: 'ok', what: 'The clock of this machine is that of SWF' }
}

async function dateOf(url: string): Promise<number | undefined> {
  try {
    const { headers } = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(5000) })
    const date = Date.parse(headers.get('date') ?? '')
    return Number.isNaN(date) ? undefined : date + 500
  } catch {
    return undefined
  }
}
