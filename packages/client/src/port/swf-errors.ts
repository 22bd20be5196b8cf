import { UnknownDomainError } from '../errors/start.ts'

/**
 * Whether an UnknownResourceFault is about the domain. SWF uses this error for everything it doesn't know, and only the message
 * says what: `Unknown domain: shop`, `Unknown type: WorkflowType=[name=…`, `Unknown execution: …`. The match is at the beginning,
 * because names of types and ids can contain the same words.
 */
export const isUnknownDomain = (error: Error): boolean => /^unknown domain\b/i.test(error.message)

/** The output of a call about one execution, or SWF's error if it doesn't know the execution. */
export type Known<T> = { readonly answer: T } | { readonly unknown: unknown }

/**
 * Waits for a call about one execution, and returns its output, or SWF's error if it doesn't know the execution.
 *
 * @throws UnknownDomainError (DOMAIN_UNKNOWN), and other SWF errors unchanged
 */
export async function ifKnown<T>(domain: string, call: Promise<T>): Promise<Known<T>> {
  try {
    return { answer: await call }
  } catch (thrown) {
    const error = thrown as Error
    if (error.name !== 'UnknownResourceFault') throw error
    if (isUnknownDomain(error)) throw new UnknownDomainError(domain, error)
    return { unknown: error }
  }
}

/** Converts the output, if there is one. */
export const mapKnown = async <T, U>(known: Known<T>, map: (answer: T) => U): Promise<Known<Awaited<U>>> =>
  'answer' in known ? { answer: await map(known.answer) } : known

/** Whether the credentials lack the permission for a call. SWF has an error of its own, and AWS has general ones. */
export const isForbidden = (error: unknown): boolean =>
  ['OperationNotPermittedFault', 'AccessDeniedException', 'AccessDenied'].includes(
    (error as Error | undefined)?.name ?? '',
  )
