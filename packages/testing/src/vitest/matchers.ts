import { inspect } from 'node:util'
import { toSeconds, type Duration } from '@reyield/workflow'
import type { Decided } from '../decided.ts'
import type { DecisionView } from '../decision-view.ts'
import type { AnyActivity } from '../history/history.ts'

/** What vitest gives to a matcher. */
export interface MatcherContext {
  readonly isNot: boolean
  readonly equals: (a: unknown, b: unknown) => boolean
}

/** What a matcher tells. `actual` and `expected` make the diff. */
export interface Matched {
  readonly pass: boolean
  readonly message: () => string
  readonly actual?: unknown
  readonly expected?: unknown
}

type Matcher = (this: MatcherContext, decided: Decided, ...args: never[]) => Matched

/** Something that a workflow can wait for: an activity, a signal, a workflow (as child), `'timer'`, or any id. */
export type Awaited =
  AnyActivity | { readonly signalName: string } | { readonly name: string; readonly version: string } | string

const show = (value: unknown) => inspect(value, { depth: 6, breakLength: 100 })

const given = (args: readonly unknown[]) => args.length > 0

/** The matchers, to be registered by `expect.extend`; importing `@reyield/testing/vitest` does that. */
export const matchers = {
  toSchedule(decided, activity: AnyActivity, ...input: [unknown?]) {
    const name = activity.activityName
    const found = decided.decisions.filter(view => 'schedule' in view && view.schedule === name)
    const pass = found.some(
      view => !given(input) || this.equals((view as { input: unknown }).input, input[0]),
    )
    return told(
      this,
      decided,
      pass,
      `schedule activity '${name}'${given(input) ? ` with ${show(input[0])}` : ''}`,
    )
  },
  toStartTimer(decided, ...duration: [Duration?]) {
    const seconds = given(duration) ? Number(toSeconds(duration[0]!, 'The duration')) : undefined
    const pass = decided.decisions.some(
      view => 'startTimer' in view && (seconds === undefined || view.seconds === seconds),
    )
    return told(this, decided, pass, `start a timer${seconds === undefined ? '' : ` of ${seconds} s`}`)
  },
  toStartChild(decided, workflow: { readonly name: string }, ...input: [unknown?]) {
    const found = decided.decisions.filter(view => 'child' in view && view.child === workflow.name)
    const pass = found.some(
      view => !given(input) || this.equals((view as { input: unknown }).input, input[0]),
    )
    return told(this, decided, pass, `start child workflow '${workflow.name}'`)
  },
  toComplete(decided, ...result: [unknown?]) {
    const closed = decided.decisions.find(view => 'complete' in view)
    const pass = closed !== undefined && (!given(result) || this.equals(closed.complete, result[0]))
    return told(this, decided, pass, `complete${given(result) ? ` with ${show(result[0])}` : ''}`)
  },
  toFail(decided, ...expected: [(string | RegExp)?]) {
    const closed = decided.decisions.find(view => 'fail' in view)
    const text = closed === undefined ? undefined : textOf(closed.fail)
    const [how] = expected
    const pass =
      text !== undefined &&
      (how === undefined || (typeof how === 'string' ? text.includes(how) : how.test(text)))
    return told(this, decided, pass, `fail${how === undefined ? '' : ` with ${String(how)}`}`)
  },
  toBeWaitingFor(decided, ...what: Awaited[]) {
    const missing = what.filter(one => !decided.waiting.some(waiting => isMeant(one, waiting)))
    const names = (missing.length > 0 ? missing : what).map(nameOf).join(', ')
    const list = decided.waiting.map(({ kind, id, name }) =>
      `${kind} ${name ?? ''} '${id}'`.replace('  ', ' '),
    )
    return {
      pass: missing.length === 0 && (what.length > 0 || decided.waiting.length > 0),
      message: () =>
        `expected the workflow ${this.isNot ? 'not ' : ''}to be waiting for ${names || 'something'}; it waits for ${list.join(', ') || 'nothing'}`,
    }
  },
  toHaveDecisions(
    decided,
    expected: readonly DecisionView[],
    { inOrder = false }: { readonly inOrder?: boolean } = {},
  ) {
    const actual = inOrder ? [...decided.decisions] : alongside(decided.decisions, expected, this.equals)
    const how = inOrder ? ', in this order' : ', in any order'
    return {
      pass: this.equals(actual, [...expected]),
      message: () =>
        `expected ${this.isNot ? 'other decisions than these' : `these decisions${how}`}; it decided ${show(decided.decisions)}`,
      actual,
      expected,
    }
  },
} satisfies Record<string, Matcher>

/** Decisions in the order of those that are expected, as far as they are equal; the others behind: for a short diff. */
function alongside(
  decided: readonly DecisionView[],
  expected: readonly DecisionView[],
  equals: (a: unknown, b: unknown) => boolean,
): DecisionView[] {
  const left = [...decided]
  const found = expected.flatMap(one => {
    const index = left.findIndex(view => equals(view, one))
    return index === -1 ? [] : left.splice(index, 1)
  })
  return [...found, ...left]
}

function told({ isNot }: MatcherContext, decided: Decided, pass: boolean, what: string): Matched {
  return {
    pass,
    message: () =>
      `expected the workflow ${isNot ? 'not ' : ''}to ${what}; it decided ${show(decided.decisions)}`,
  }
}

function textOf(failure: unknown): string {
  if (failure instanceof Error) return `${failure.name}: ${failure.message}`
  const { reason } = Object(failure) as { reason?: string }
  return reason ?? String(failure)
}

function isMeant(what: Awaited, { kind, id, name, version }: Decided['waiting'][number]): boolean {
  if (typeof what === 'string') return what === id || what === kind
  if ('activityName' in what) {
    return kind === 'activity' && name === what.activityName && version === what.activityVersion
  }
  if ('signalName' in what) return kind === 'signal' && id === what.signalName
  return kind === 'child' && name === what.name && version === what.version
}

function nameOf(what: Awaited): string {
  if (typeof what === 'string') return `'${what}'`
  if ('activityName' in what) return `activity '${what.activityName}'`
  return 'signalName' in what ? `signal '${what.signalName}'` : `child '${what.name}'`
}
