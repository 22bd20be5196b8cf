import { isReyieldError } from '@reyield/workflow'
import { isMeant, waitingText } from '../wait-target.ts'
import type { Check, ScenarioOptions } from './options.ts'
import type { ScenarioView } from './view.ts'

/** What doesn't hold in a story. */
export interface Failure {
  /** Which check: the sentence of the user's, or one of ours. */
  readonly check: string
  readonly kind: 'always' | 'finally' | 'never' | 'stuck' | 'endless' | 'events' | 'error'
  /** What was thrown, by the check or by the workflow's replay. */
  readonly error?: unknown
  readonly detail?: string
}

/** The first thing that doesn't hold at this moment. */
export function failureAt(options: ScenarioOptions, story: ScenarioView): Failure | undefined {
  const { always = {}, never = {}, finally: ends = {}, events = 25_000 } = options
  const count = story.history.events.length
  if (count > events) {
    return {
      kind: 'events',
      check: `the history stays within ${events} events`,
      detail: `it has ${count}`,
    }
  }
  return (
    firstOf('always', always, check => failed(check, story)) ??
    firstOf('never', never, check => held(check, story)) ??
    (story.closeStatus === undefined ? undefined : firstOf('finally', ends, check => failed(check, story)))
  )
}

/** A story in which nothing can happen any more, while the execution is open. */
export function stuck({ mayWaitFor = [] }: ScenarioOptions, { waiting }: ScenarioView): Failure | undefined {
  const allowed = waiting.length > 0 && waiting.every(one => mayWaitFor.some(what => isMeant(what, one)))
  if (allowed) return undefined
  return {
    kind: 'stuck',
    check: 'the workflow never gets stuck',
    detail: `it waits for ${waiting.map(waitingText).join(', ') || 'nothing'}, and nothing can happen any more`,
  }
}

/** Two failures are of one kind if the same thing doesn't hold. */
export const sameFailure = (a: Failure, b: Failure | undefined): boolean =>
  b !== undefined && a.kind === b.kind && a.check === b.check

function firstOf(
  kind: 'always' | 'never' | 'finally',
  checks: Readonly<Record<string, Check>>,
  look: (check: Check) => Pick<Failure, 'error'> | undefined,
): Failure | undefined {
  for (const [name, check] of Object.entries(checks)) {
    const found = look(check)
    if (found !== undefined) return { kind, check: name, ...found }
  }
  return undefined
}

function failed(check: Check, story: ScenarioView): Pick<Failure, 'error'> | undefined {
  try {
    const holds = check(story)
    if (typeof (holds as PromiseLike<unknown> | undefined)?.then === 'function') {
      return {
        error: new TypeError('The check gave a promise: a check looks at the story and tells at once'),
      }
    }
    return holds === false ? {} : undefined
  } catch (error) {
    return { error }
  }
}

function held(check: Check, story: ScenarioView): Pick<Failure, 'error'> | undefined {
  try {
    return check(story) === true ? {} : undefined
  } catch {
    return undefined // what isn't so yet
  }
}

/**
 * What goes wrong while a workflow decides.
 *
 * @throws what is no fault of the workflow: MissingMockError (MOCK_MISSING)
 */
export function failureOf(error: unknown): Failure {
  if (isReyieldError(error, 'MOCK_MISSING')) throw error
  const name = isReyieldError(error) ? error.code : ((error as Error | undefined)?.name ?? 'Error')
  return { kind: 'error', check: `the workflow decides (${name})`, error }
}
