import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import { readContext } from '@reyield/data/internal'
import { recordedDecision } from '../history/decision-of.ts'
import { decisionLine } from './decision-lines.ts'
import { eventLine } from './event-lines.ts'
import type { Attributes, Glossary } from './glossary.ts'
import { recordedPayload } from './recorded-payload.ts'

/** The events that one decision task had, its decisions, and the events that arrived meanwhile. */
interface Episode {
  readonly seen: readonly string[]
  readonly decided: readonly string[]
  readonly meanwhile: readonly string[]
}

/** Turns events into lines, in the order in which a decider processes them (rules H1, H2, H4). */
export function* episodes(events: readonly HistoryEvent[], glossary: Glossary): Generator<Episode> {
  let coming: { readonly eventId: number; readonly line: string }[] = []
  let answer: { readonly startedEventId: number; readonly lines: string[]; recorded: boolean } | undefined
  let status: string | undefined
  const ended = (): Episode => {
    const { startedEventId, lines, recorded } = answer!
    const of = (isSeen: boolean) =>
      coming.filter(({ eventId }) => eventId < startedEventId === isSeen).map(({ line }) => line)
    const episode = {
      seen: of(true),
      decided: lines.length === 0 && !recorded ? ['nothing'] : lines,
      meanwhile: of(false),
    }
    coming = []
    answer = undefined
    return episode
  }
  for (const event of events) {
    const type = event.eventType!
    const of = (attributesOf(event) ?? {}) as Attributes
    const decision = answer === undefined ? undefined : recordedDecision(event)
    if (answer !== undefined && decision !== undefined) {
      const payload = recordedPayload(decision, of, glossary)
      const { text, opens } = decisionLine(decision, of, glossary, payload)
      answer.recorded = true
      if (text !== undefined) answer.lines.push(text)
      if (opens !== undefined) glossary.name(`event ${event.eventId!}`, opens.name)
      if (opens?.key !== undefined) glossary.name(opens.key, opens.name)
      continue
    }
    if (answer !== undefined) yield ended()
    if (type === 'DecisionTaskCompleted') {
      const context = contextLine(of.executionContext, glossary)
      answer = {
        startedEventId: Number(of.startedEventId),
        lines: context === undefined || context === status ? [] : [context],
        recorded: false,
      }
      status = context
      continue
    }
    const line = eventLine(type, of, glossary)
    if (line !== undefined) coming.push({ eventId: event.eventId!, line })
  }
  if (answer !== undefined) yield ended()
  if (coming.length > 0) yield { seen: coming.map(({ line }) => line), decided: [], meanwhile: [] }
}

/** The workflow's status, or why it can't be decided. */
function contextLine(text: string | undefined, glossary: Glossary): string | undefined {
  const { status, error } = readContext(text)
  if (error !== undefined) return `can't be decided, ${error.code}`
  return status === undefined ? undefined : `status: ${glossary.payload(status) ?? 'undefined'}`
}
