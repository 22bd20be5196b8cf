import { InvalidInputError, type OnUnreadable, type SchemaIssue } from '@reyield/workflow'
import { pathsOf, withStackLimit } from '@reyield/workflow/internal'

/** The verdict on a signal that can't be read, or on a signal or an input that a schema refuses (S2, M9). */
export interface UnreadableVerdict {
  /** Whether a signal is skipped or thrown. */
  readonly on: OnUnreadable
  /** The paths that the schema refuses; undefined if the payload can't be read. */
  readonly invalid: readonly string[] | undefined
}

/**
 * The details of a marker `u…`. This is a format, which histories contain: `skip` or `throw` for a payload that can't be read. For an
 * invalid one also the paths, but never the value.
 */
export const invalidDetails = (on: OnUnreadable, issues: readonly SchemaIssue[]): string =>
  JSON.stringify({ on, invalid: pathsOf(issues) })

/** Reads the details of a marker `u…`. */
export function readVerdict(details: string | undefined): UnreadableVerdict {
  if (details === 'skip' || details === 'throw') return { on: details, invalid: undefined }
  try {
    const { on, invalid } = JSON.parse(details ?? '') as Partial<UnreadableVerdict>
    return { on: on === 'throw' ? on : 'skip', invalid: (invalid ?? []).map(String) }
  } catch {
    return { on: 'skip', invalid: undefined }
  }
}

/** The error of a recorded refusal. It contains only what is recorded, so that it's the same in every replay. */
export const invalidInput = (what: string, paths: readonly string[]): InvalidInputError =>
  withStackLimit(
    0, // it gets the program's frames where it's thrown
    () =>
      new InvalidInputError(
        what,
        paths.map(path => ({ path, message: '' })),
      ),
  )
