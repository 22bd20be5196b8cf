import { throttling } from '../model/swf-errors.ts'
import { domainKey, type DomainId } from '../machine/keys.ts'
import { actionRates, decisionRates, executionRates, taskListRate } from '../model/rates.ts'
import type { Rate, RatedDecision } from '../model/rates.ts'
import { readTaskToken } from '../machine/tokens.ts'

interface Bucket {
  readonly rate: Rate
  tokens: number
  /** When `tokens` was last updated, in epoch milliseconds. */
  at: number
}

/** When there are this many buckets, those that are full again are dropped. */
const maxBuckets = 10_000

/** SWF's rate limits, as token buckets: a bucket holds a number of requests, and is refilled each second. It's full at first. */
export class Throttle {
  private readonly buckets = new Map<string, Bucket>()

  /** Throws ThrottlingException if a request exceeds the rate of the account in its region, or the rate of its execution. */
  admit(action: string, input: unknown, now: number, region: string): void {
    if (!Object.hasOwn(actionRates, action)) return
    const name = action as keyof typeof actionRates
    const ofExecution = executionRates[name]
    const execution = ofExecution && executionOf(input)
    const wanted: [string, Rate][] = [[`${region} ${name}`, actionRates[name]]]
    if (execution !== undefined) wanted.push([`${region} ${name} ${execution}`, ofExecution!])
    if (!this.take(wanted, now)) throw throttling()
  }

  /** Whether a decision is within its rate limit. If it is, it counts towards the limit. */
  withinRate(decision: RatedDecision, now: number, domain: DomainId, taskList?: string): boolean {
    const wanted: [string, Rate][] = [[`${domain.region} decision ${decision}`, decisionRates[decision]]]
    if (taskList !== undefined) wanted.push([`list ${domainKey(domain)}/${taskList}`, taskListRate])
    return this.take(wanted, now)
  }

  /** Takes a token from each bucket, or none if one of them is empty. */
  private take(wanted: readonly [string, Rate][], now: number): boolean {
    const buckets = wanted.map(([name, rate]) => this.filled(name, rate, now))
    if (buckets.some(({ tokens }) => tokens < 1)) return false
    for (const bucket of buckets) bucket.tokens--
    return true
  }

  private filled(name: string, rate: Rate, now: number): Bucket {
    let bucket = this.buckets.get(name)
    if (bucket === undefined) {
      if (this.buckets.size >= maxBuckets) this.forgetFull(now)
      bucket = { rate, tokens: rate[0], at: now }
      this.buckets.set(name, bucket)
    }
    bucket.tokens = tokensAt(bucket, now)
    bucket.at = now
    return bucket
  }

  private forgetFull(now: number): void {
    for (const [name, bucket] of this.buckets) {
      if (tokensAt(bucket, now) === bucket.rate[0]) this.buckets.delete(name)
    }
  }
}

const tokensAt = ({ rate: [size, refill], tokens, at }: Bucket, now: number) =>
  Math.min(size, tokens + (Math.max(0, now - at) * refill) / 1000)

/** The execution that a request is about, if it can be determined: the input isn't validated yet. */
function executionOf(input: unknown): string | undefined {
  const { domain, workflowId, execution, taskToken } = (input ?? {}) as Record<string, unknown>
  if (typeof taskToken === 'string') {
    try {
      return readTaskToken('activity', taskToken).runId
    } catch {
      return undefined
    }
  }
  return JSON.stringify(execution ?? [domain, workflowId])
}
