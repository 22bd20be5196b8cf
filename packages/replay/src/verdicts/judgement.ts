import { InvalidInputError, type OnUnreadable, type SchemaIssue } from '@reyield/workflow'
import { pathsOf, withStackLimit } from '@reyield/workflow/internal'

/** What was judged of a signal that can't be read, or of a signal or a start that a schema refuses (S2, M9). */
export interface Judgement {
  /** What becomes of a signal. */
  readonly on: OnUnreadable
  /** Where the schema refuses it; undefined if it can't be read. */
  readonly invalid: readonly string[] | undefined
}

/**
 * The details of a marker `u…`. A format: it is in histories. `skip` or `throw` for what can't be read; for what is invalid also
 * where, and nothing of the value.
 */
export const invalidDetails = (on: OnUnreadable, issues: readonly SchemaIssue[]): string =>
  JSON.stringify({ on, invalid: pathsOf(issues) })

/** What the details of a marker say. */
export function readJudgement(details: string | undefined): Judgement {
  if (details === 'skip' || details === 'throw') return { on: details, invalid: undefined }
  try {
    const { on, invalid } = JSON.parse(details ?? '') as Partial<Judgement>
    return { on: on === 'throw' ? on : 'skip', invalid: (invalid ?? []).map(String) }
  } catch {
    return { on: 'skip', invalid: undefined }
  }
}

/** The error of a recorded refusal: the same in every replay, so it has only what is recorded. */
export const invalidInput = (what: string, paths: readonly string[]): InvalidInputError =>
  withStackLimit(
    0, // it gets its frames where it's thrown
    () =>
      new InvalidInputError(
        what,
        paths.map(path => ({ path, message: '' })),
      ),
  )
