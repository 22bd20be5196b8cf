import { isReyieldError } from '@reyield/workflow'
import { isMeant, waitingText } from '@reyield/inspect/internal'
import type { Check, ScenarioOptions } from './options.ts'
import type { ScenarioView } from './view.ts'

/** A check that failed in a scenario. */
export interface Failure {
  /** Which check: the user's sentence, or the name of a built-in check. */
  readonly check: string
  readonly kind: 'always' | 'finally' | 'never' | 'stuck' | 'endless' | 'events' | 'error'
  /** The error that the check or the replay of the workflow threw. */
  readonly error?: unknown
  readonly detail?: string
}

/** The first check that fails in the current state. */
export function failureAt(options: ScenarioOptions, view: ScenarioView): Failure | undefined {
  const { always = {}, never = {}, finally: atEnd = {}, events = 25_000 } = options
  const count = view.history.events.length
  if (count > events) {
    return {
      kind: 'events',
      check: `the history stays within ${events} events`,
      detail: `it has ${count}`,
    }
  }
  return (
    firstOf('always', always, check => failed(check, view)) ??
    firstOf('never', never, check => held(check, view)) ??
    (view.closeStatus === undefined ? undefined : firstOf('finally', atEnd, check => failed(check, view)))
  )
}

/** The failure of an open execution for which no further step is possible. */
export function stuck({ mayWaitFor = [] }: ScenarioOptions, { waiting }: ScenarioView): Failure | undefined {
  // who joins a fork waits for what the fork waits for, which is in the list as well
  const outside = waiting.filter(({ kind }) => kind !== 'fork')
  const allowed = outside.length > 0 && outside.every(one => mayWaitFor.some(what => isMeant(what, one)))
  if (allowed) return undefined
  return {
    kind: 'stuck',
    check: 'the workflow never gets stuck',
    detail: `it waits for ${waiting.map(waitingText).join(', ') || 'nothing'}, and no further event is possible`,
  }
}

/** Two failures are the same if the same check failed. */
export const sameFailure = (a: Failure, b: Failure | undefined): boolean =>
  b !== undefined && a.kind === b.kind && a.check === b.check

function firstOf(
  kind: 'always' | 'never' | 'finally',
  checks: Readonly<Record<string, Check>>,
  evaluate: (check: Check) => Pick<Failure, 'error'> | undefined,
): Failure | undefined {
  for (const [name, check] of Object.entries(checks)) {
    const found = evaluate(check)
    if (found !== undefined) return { kind, check: name, ...found }
  }
  return undefined
}

function failed(check: Check, view: ScenarioView): Pick<Failure, 'error'> | undefined {
  try {
    const holds = check(view)
    if (typeof (holds as PromiseLike<unknown> | undefined)?.then === 'function') {
      return {
        error: new TypeError(
          'The check returned a promise. Checks are synchronous: return a boolean, or throw an error',
        ),
      }
    }
    return holds === false ? {} : undefined
  } catch (error) {
    return { error }
  }
}

function held(check: Check, view: ScenarioView): Pick<Failure, 'error'> | undefined {
  try {
    return check(view) === true ? {} : undefined
  } catch {
    return undefined // the subject of the check doesn't exist yet
  }
}

/**
 * The failure for an error that was thrown while the workflow decided.
 *
 * @throws MissingMockError (MOCK_MISSING), because that isn't a bug of the workflow
 */
export function failureOf(error: unknown): Failure {
  if (isReyieldError(error, 'MOCK_MISSING')) throw error
  const name = isReyieldError(error) ? error.code : ((error as Error | undefined)?.name ?? 'Error')
  return { kind: 'error', check: `no decision task throws an error (${name})`, error }
}
