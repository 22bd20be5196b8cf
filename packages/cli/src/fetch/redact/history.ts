import { randomBytes } from 'node:crypto'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { markUnreadable, whyUnreadable } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'
import type { Vocabulary } from '../source/vocabulary.ts'
import { Payloads } from './payloads.ts'
import { ruleOf, rules, type Redaction } from './rules.ts'
import { Texts } from './texts.ts'
import { CollectedWords, Replacements, type Words } from './words.ts'

/** A run whose payloads the pipeline has decoded. */
export interface DecodedRun {
  readonly execution: { readonly workflowId: string; readonly runId: string }
  readonly events: readonly HistoryEvent[]
}

/** How a history is redacted. */
export interface RedactOptions {
  readonly vocabulary: Vocabulary
  /** The program's own serializer; undefined if payloads are JSON. */
  readonly serializer: Serializer | undefined
  /** Random bytes on which the replacements depend. Default: new ones, so that nobody can find out what was replaced. */
  readonly key?: Buffer
}

/**
 * Ways to redact a history, the strictest first. Programs make ids such as `item-3` of counters and numbers. The second way keeps such
 * numbers, for histories that don't replay otherwise.
 */
export function redactionsOf(run: DecodedRun, options: RedactOptions): readonly (() => DecodedRun)[] {
  const { vocabulary, key = randomBytes(32) } = options
  const by = (kept: ReadonlySet<string>) => (): DecodedRun => {
    const collected = new CollectedWords()
    redactedBy(collected, run, options)
    return redactedBy(new Replacements(key, kept, collected.all), run, options)
  }
  const counters = countersIn(run)
  return [
    by(vocabulary.words),
    ...(counters.length === 0 ? [] : [by(new Set([...vocabulary.words, ...counters]))]),
  ]
}

function redactedBy(words: Words, { execution, events }: DecodedRun, options: RedactOptions): DecodedRun {
  const { vocabulary, serializer } = options
  const [first, last] = [events[0], events.at(-1)].map(event => event?.eventTimestamp?.getTime() ?? 0)
  const texts = new Texts(words, vocabulary, first!, last!)
  const of: Redaction = { texts, payloads: new Payloads(texts, serializer), events: events.length }
  return {
    execution: { workflowId: texts.replaced(execution.workflowId), runId: execution.runId },
    events: events.map(event => redactedEvent(event, of)),
  }
}

const fixed = new Set(['eventId', 'eventType', 'eventTimestamp'])

function redactedEvent(event: HistoryEvent, of: Redaction): HistoryEvent {
  const members = Object.entries(event).map(([member, value]: [string, unknown]) => [
    member,
    fixed.has(member) ? value : redactedAttributes(member, value, of),
  ])
  const redacted = Object.fromEntries(members) as HistoryEvent
  const problem = whyUnreadable(event)
  if (problem !== undefined) markUnreadable(redacted, problem)
  return redacted
}

function redactedAttributes(member: string, attributes: unknown, of: Redaction): unknown {
  if (typeof attributes !== 'object' || attributes === null) return of.payloads.json(attributes)
  const type = member[0]!.toUpperCase() + member.slice(1).replace(/EventAttributes$/, '')
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]: [string, unknown]) => [
      name,
      rules[ruleOf(type, name)](value, of),
    ]),
  )
}

/** The numbers in ids that workflows have chosen for activities, unless they are larger than any counter. */
function countersIn({ events }: DecodedRun): string[] {
  const ids = new Set(events.flatMap(event => event.activityTaskScheduledEventAttributes?.activityId ?? []))
  const most = Math.max(1000, events.length)
  return [...ids].flatMap(id => id.match(/\d+/g) ?? []).filter(number => Number(number) <= most)
}
