import { PayloadTooLongError, UnserializablePayloadError } from '@reyield/data'
import {
  InvalidDefinitionError,
  InvalidDurationError,
  isReyieldError,
  type Serializer,
} from '@reyield/workflow'
import { withStackLimit, nameOfThrown } from '@reyield/workflow/internal'
import { invalidInput } from './unreadable.ts'

/**
 * Why SWF would refuse an operation, as the marker of the verdict records it (rule E4). It contains what is needed to create the
 * same error in every replay, and no payload. This is a format, which histories contain.
 */
export type Refusal =
  | {
      readonly code: 'PAYLOAD_TOO_LONG'
      readonly field: string
      readonly length: number
      readonly limit: number
    }
  | {
      readonly code: 'PAYLOAD_UNSERIALIZABLE'
      readonly field: string
      readonly serializer: string
      readonly path: string
      readonly problem: string
    }
  | { readonly code: 'DURATION_INVALID'; readonly field: string; readonly seconds: string }
  | { readonly code: 'DEFINITION_INVALID'; readonly message: string }
  | { readonly code: 'INPUT_INVALID'; readonly field: string; readonly paths: readonly string[] }

/** SWF's durations have at most 8 digits (swf-semantics.md §2.1). */
export const longestDuration = 99_999_999

/** Reads the details of a marker. A reason that a later version has added becomes a general error. */
export function readRefusal(details: string | undefined): Refusal {
  try {
    const refusal = JSON.parse(details ?? '') as Refusal
    if (codes.has(refusal.code)) return refusal
  } catch {
    // reported below
  }
  return {
    code: 'DEFINITION_INVALID',
    message: 'A value was refused for a reason that this version doesn’t know',
  }
}

const codes = new Set<string>([
  'PAYLOAD_TOO_LONG',
  'PAYLOAD_UNSERIALIZABLE',
  'DURATION_INVALID',
  'DEFINITION_INVALID',
  'INPUT_INVALID',
] satisfies Refusal['code'][])

/** The error that a refusal throws into the program, where it gets the program's frames. */
export const refusalError = (refusal: Refusal): Error => withStackLimit(0, () => errorOf(refusal))

function errorOf(refusal: Refusal): Error {
  switch (refusal.code) {
    case 'PAYLOAD_TOO_LONG':
      return new PayloadTooLongError(refusal.field, refusal.length, refusal.limit)
    case 'PAYLOAD_UNSERIALIZABLE':
      return new UnserializablePayloadError(refusal.serializer, refusal.path, refusal.problem, refusal.field)
    case 'DURATION_INVALID':
      return new InvalidDurationError(
        refusal.seconds,
        refusal.field,
        `is ${refusal.seconds} seconds: SWF takes at most ${longestDuration}; make it shorter, or 'NONE' for no limit`,
      )
    case 'DEFINITION_INVALID':
      return new InvalidDefinitionError(refusal.message)
    case 'INPUT_INVALID':
      return invalidInput(refusal.field, refusal.paths)
  }
}

/** The most characters of a path or a problem that are recorded. */
const longestText = 500

/**
 * Why a value can't be serialized. For an error that isn't the serializer's own, only its class, since the message may quote the
 * value.
 */
export function unserializable(error: unknown, serializer: Serializer, field: string): Refusal {
  const own = isReyieldError(error, 'PAYLOAD_UNSERIALIZABLE')
  const { path = '$', problem } = (own ? error : {}) as Partial<UnserializablePayloadError>
  return {
    code: 'PAYLOAD_UNSERIALIZABLE',
    field,
    serializer: serializer.name,
    path: path.slice(0, longestText),
    problem: (problem ?? (own ? error.message : `it threw ${nameOfThrown(error)}`)).slice(0, longestText),
  }
}
