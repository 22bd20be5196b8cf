import { UnknownDomainError } from '../errors/start.ts'

/**
 * SWF has one fault for all that it doesn't know, and tells what by the message: `Unknown domain: shop`,
 * `Unknown type: WorkflowType=[name=…`, `Unknown execution: …`. Names of users' types stand in the latter ones.
 */
export const isUnknownDomain = (fault: Error): boolean => /^unknown domain\b/i.test(fault.message)

/** The answer of a call about one execution, or SWF's fault where it doesn't know the execution. */
export type Known<T> = { readonly answer: T } | { readonly unknown: unknown }

/**
 * The answer of a call about one execution, or its fault where SWF doesn't know the execution.
 *
 * @throws UnknownDomainError (DOMAIN_UNKNOWN), and other faults as they are
 */
export async function ifKnown<T>(domain: string, call: Promise<T>): Promise<Known<T>> {
  try {
    return { answer: await call }
  } catch (error) {
    const fault = error as Error
    if (fault.name !== 'UnknownResourceFault') throw fault
    if (isUnknownDomain(fault)) throw new UnknownDomainError(domain, fault)
    return { unknown: fault }
  }
}

/** The same with something made of the answer. */
export const mapKnown = async <T, U>(known: Known<T>, map: (answer: T) => U): Promise<Known<Awaited<U>>> =>
  'answer' in known ? { answer: await map(known.answer) } : known

/** The credentials lack a permission for the call: SWF's word for it, and those of AWS in general. */
export const isForbidden = (error: unknown): boolean =>
  ['OperationNotPermittedFault', 'AccessDeniedException', 'AccessDenied'].includes(
    (error as Error | undefined)?.name ?? '',
  )
