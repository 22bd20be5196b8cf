import type { Duration } from '@reyield/workflow'
import { toSeconds } from '@reyield/workflow/internal'
import {
  durationText,
  isMeant,
  nameOf,
  short,
  shown,
  waitingText,
  type DecisionView,
  type WaitTarget,
} from '@reyield/inspect/internal'
import type { AnyActivity } from '../history/history.ts'
import { closest } from './closest.ts'
import { equality, type MatcherContext } from './equality.ts'
import { alongside, type ExpectedDecision } from './have-decisions.ts'
import { closingOf, failureText, outcomeText } from './outcome.ts'
import { decidedText, subjectOf, type Subject } from './subject.ts'

/** The result of a matcher. If it has `actual` and `expected`, vitest prints their diff. */
export interface Matched {
  readonly pass: boolean
  readonly message: () => string
  readonly actual?: unknown
  readonly expected?: unknown
}

type Matcher = (this: MatcherContext, received: unknown, ...args: never[]) => Matched

/** The matchers, to be registered with `expect.extend`. Importing `@reyield/testing/vitest` does that. */
export const matchers = {
  toSchedule(received, activity: AnyActivity, ...input: readonly [unknown?]) {
    const subject = subjectOf(received, 'toSchedule')
    const { activityName: schedule, activityVersion } = activity
    const found = subject.decisions.filter(
      view => 'schedule' in view && view.schedule === schedule && (view.version ?? '1.0') === activityVersion,
    )
    const version = activityVersion === '1.0' ? '' : `@${activityVersion}`
    return compareOperation(this, subject, {
      what: `schedule activity '${schedule}${version}'`,
      found,
      input,
      as: { schedule },
    })
  },

  toStartChild(received, workflow: { readonly name: string }, ...input: readonly [unknown?]) {
    const subject = subjectOf(received, 'toStartChild')
    const child = workflow.name
    const found = subject.decisions.filter(view => 'child' in view && view.child === child)
    return compareOperation(this, subject, {
      what: `start child workflow '${child}'`,
      found,
      input,
      as: { child },
    })
  },

  toStartTimer(received, ...duration: readonly [Duration?]) {
    const subject = subjectOf(received, 'toStartTimer')
    const seconds = duration.length === 0 ? undefined : Number(toSeconds(duration[0]!, 'The duration'))
    const lengths = subject.decisions.flatMap(view =>
      'startTimer' in view && !view.startTimer.startsWith('~') ? [view.seconds] : [],
    )
    const of = seconds === undefined ? '' : ` of ${durationText(seconds)}`
    const started =
      lengths.length === 0 ? decidedText(subject) : `it started ${lengths.map(durationText).join(', ')}`
    return {
      pass: seconds === undefined ? lengths.length > 0 : lengths.includes(seconds),
      message: () => `expected the workflow ${not(this)}to start a timer${of}; ${started}`,
    }
  },

  toComplete(received, ...result: readonly [unknown?]) {
    const subject = subjectOf(received, 'toComplete')
    const closing = closingOf(subject)
    if (closing === undefined || !('complete' in closing)) {
      return {
        pass: false,
        message: () => `expected the workflow to complete${withValue(result)}; ${outcomeText(subject)}`,
      }
    }
    const pass = result.length === 0 || equality(this)(closing.complete, result[0])
    return {
      pass,
      message: () =>
        `expected the workflow ${not(this)}to complete${withValue(result)}; ${outcomeText(subject)}`,
      ...(pass ? {} : { actual: closing, expected: { complete: result[0] } }),
    }
  },

  toFail(received, ...failure: readonly [unknown?]) {
    const subject = subjectOf(received, 'toFail')
    const closing = closingOf(subject)
    const [how] = failure
    const named = how instanceof Error ? failureText(how) : how
    const what =
      failure.length === 0 ? '' : ` with ${typeof named === 'string' ? `'${named}'` : shown(named)}`
    const message = () => `expected the workflow ${not(this)}to fail${what}; ${outcomeText(subject)}`
    if (closing === undefined || !('fail' in closing)) return { pass: false, message }
    const text = failureText(closing.fail)
    if (failure.length === 0) return { pass: true, message }
    if (how instanceof RegExp) return { pass: how.test(text), message }
    if (typeof how === 'string') return { pass: text.includes(how), message, actual: text, expected: how }
    if (how instanceof Error) return { pass: text === named, message, actual: text, expected: named }
    return { pass: equality(this)(closing.fail, how), message, actual: closing.fail, expected: how }
  },

  toBeWaitingFor(received, ...what: readonly WaitTarget[]) {
    const subject = subjectOf(received, 'toBeWaitingFor')
    const { waiting } = subject
    const missing = what.filter(one => !waiting.some(found => isMeant(one, found)))
    // with `not`, each target counts: a workflow that waits for one of two fails the assertion
    const any = what.length === 0 ? waiting.length > 0 : missing.length < what.length
    const named = this.isNot ? what.filter(one => !missing.includes(one)) : missing
    const names = named.map(nameOf).join(' and ') || 'anything'
    const instead = waiting.map(waitingText).join(', ') || 'nothing'
    return {
      pass: this.isNot ? any : missing.length === 0 && any,
      message: () => `expected the workflow ${not(this)}to be waiting for ${names}; it waits for ${instead}`,
    }
  },

  toHaveDecisions(
    received,
    expected: readonly ExpectedDecision[],
    { inOrder = false }: { readonly inOrder?: boolean } = {},
  ) {
    const subject = subjectOf(received, 'toHaveDecisions')
    const equals = equality(this)
    const actual = alongside(subject.decisions, expected, inOrder, equals)
    const pass = equals(actual, [...expected])
    return {
      pass,
      message: () =>
        `expected ${this.isNot ? 'other decisions than these' : `these decisions, in ${inOrder ? 'this' : 'any'} order`}; ${decidedText(subject)}`,
      ...(pass ? {} : { actual, expected }),
    }
  },
} satisfies Record<string, Matcher>

/** Compares an operation by its type, and by its input if one is given. */
function compareOperation(
  context: MatcherContext,
  subject: Subject,
  how: {
    readonly what: string
    readonly found: readonly DecisionView[]
    readonly input: readonly [unknown?]
    readonly as: object
  },
): Matched {
  const { what, found, input, as } = how
  const equals = equality(context)
  const inputOf = (view: DecisionView | undefined) =>
    (view as { readonly input?: unknown } | undefined)?.input
  const pass = found.some(view => input.length === 0 || equals(inputOf(view), input[0]))
  const nearest = closest(found, input[0], equals, inputOf)
  return {
    pass,
    message: () =>
      `expected the workflow ${not(context)}to ${what}${withValue(input)}; ${decidedText(subject)}`,
    ...(pass || nearest === undefined
      ? {}
      : { actual: { ...as, input: inputOf(nearest) }, expected: { ...as, input: input[0] } }),
  }
}

const not = ({ isNot }: MatcherContext) => (isNot ? 'not ' : '')

const withValue = (given: readonly [unknown?]) =>
  given.length === 0 ? '' : ` with ${short(shown(given[0]), 200)}`
