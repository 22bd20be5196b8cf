import type { FailureDraft } from '../reading/drafts.ts'
import type { FailureView } from '../values.ts'

export type MutableFailure = { -readonly [Member in keyof FailureView]: FailureView[Member] }

/** How many causes are shown, and errors of a list. */
const mostCauses = 100
const mostErrors = 100

/** A failure by what the event has: an error that Reyield recorded, or a reason. */
export function failureView(draft: FailureDraft, error: Error | undefined): MutableFailure {
  if (error !== undefined && draft.name === undefined) return errorView(error)
  const { name, message } = draft.name === undefined ? reasonView(draft.reason) : draft
  return { name, message, code: draft.code, cause: undefined, details: undefined } as MutableFailure
}

/** `<ClassName>: <message>`, or any text of another program. */
function reasonView(reason: string | undefined): {
  readonly name: string
  readonly message: string | undefined
} {
  if (reason === undefined || reason === '') return { name: 'Error', message: undefined }
  const [, name, message] = /^([\p{L}_$][\p{L}\p{N}_$.]{0,255}): (.*)$/su.exec(reason) ?? []
  return name === undefined ? { name: reason, message: undefined } : { name, message }
}

/** An error with its causes, in a loop, because there may be hundreds. */
function errorView(error: Error, depth = 0): MutableFailure {
  const first = one(error, depth)
  let last = first
  let cause: unknown = error.cause
  for (let count = 1; cause instanceof Error && count < mostCauses; count++) {
    const view = one(cause, depth)
    last.cause = view
    last = view
    cause = cause.cause
  }
  return first
}

function one(error: Error, depth: number): MutableFailure {
  const { code, errors } = error as { code?: unknown; errors?: unknown }
  const listed = Array.isArray(errors) && depth < 3 ? (errors as unknown[]).slice(0, mostErrors) : []
  const views = listed.filter(item => item instanceof Error).map(item => errorView(item, depth + 1))
  return {
    name: error.name,
    message: error.message,
    code: typeof code === 'string' || typeof code === 'number' ? String(code) : undefined,
    cause: undefined,
    ...(views.length === 0 ? {} : { errors: views }),
    details: undefined,
  }
}
