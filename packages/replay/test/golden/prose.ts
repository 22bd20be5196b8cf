import type { Decision } from '@aws-sdk/client-swf'

/**
 * A decision without the sentences that Reyield writes for people: in the markers of refused values (`r<id>`), and in failures whose
 * code Reyield wrote. They may be rewritten; names, codes, lengths and paths stay.
 */
export function withoutProse(decision: Decision): Decision {
  const { recordMarkerDecisionAttributes: marker, failWorkflowExecutionDecisionAttributes: failed } = decision
  if (marker?.details !== undefined) {
    const details = marker.markerName!.startsWith('r')
      ? pruned(marker.details, ({ field: _, problem: __, message: ___, ...refusal }) => refusal)
      : failure(marker.details)
    return { ...decision, recordMarkerDecisionAttributes: { ...marker, details } }
  }
  if (failed?.details !== undefined) {
    const details = failure(failed.details)
    const isOurs = (JSON.parse(details) as { by?: string }).by === 'reyield'
    const reason = isOurs ? failed.reason?.replace(/:.*/s, '') : failed.reason
    return { ...decision, failWorkflowExecutionDecisionAttributes: { ...failed, reason, details } }
  }
  return decision
}

const failure = (details: string): string =>
  details.startsWith('{"reyield":1,')
    ? pruned(details, ({ message, stack, ...rest }) =>
        rest['by'] === 'reyield' ? rest : { ...rest, message, stack },
      )
    : details

type Json = Record<string, unknown>

/** JSON whose objects went through a function. */
const pruned = (text: string, of: (object: Json) => Json): string =>
  JSON.stringify(
    JSON.parse(text, (_, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? of(value as Json) : value,
    ),
  )
