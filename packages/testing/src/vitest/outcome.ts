import { shown, type DecisionView } from '@reyield/inspect/internal'
import { decidedText, type Subject } from './subject.ts'

type Closing = Extract<
  DecisionView,
  { complete: unknown } | { fail: unknown } | { cancel: unknown } | { continueAsNew: unknown }
>

/** The last decision to close the execution. After a refused close, the workflow decides again. */
export function closingOf({ decisions, ...of }: Subject): Closing | undefined {
  if ('closeStatus' in of && !byDecision.has(of.closeStatus)) return undefined
  return decisions.findLast((view): view is Closing => kinds.some(kind => kind in view))
}

const kinds = ['complete', 'fail', 'cancel', 'continueAsNew']
const byDecision: ReadonlySet<unknown> = new Set(['COMPLETED', 'FAILED', 'CANCELED', 'CONTINUED_AS_NEW'])

/** The outcome, for messages about another expected outcome. */
export function outcomeText(subject: Subject): string {
  const closing = closingOf(subject)
  if (closing !== undefined) {
    if ('complete' in closing) return `it completed with ${shown(closing.complete)}`
    if ('fail' in closing) return `it failed with ${failureText(closing.fail)}`
    return 'cancel' in closing
      ? 'it canceled itself'
      : `it continued as new with ${shown(closing.continueAsNew)}`
  }
  const { closeStatus } = subject
  return closeStatus === undefined
    ? `it is still open; ${decidedText(subject)}`
    : `its execution was ${closeStatus}`
}

/** A failure in the form of SWF's reason: `<class>: <message>`. */
export function failureText(failure: unknown): string {
  if (failure instanceof Error) return `${failure.name}: ${failure.message}`
  const { reason } = Object(failure) as { reason?: string }
  return reason ?? shown(failure)
}
