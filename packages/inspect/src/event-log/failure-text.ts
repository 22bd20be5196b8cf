import { failureFromWire } from '@reyield/data/internal'
import { errorText } from '../lines/glossary.ts'
import type { Attributes } from './attributes.ts'

/**
 * A recorded failure in one line: class and message, then the causes. These are what SWF's `reason` is for, and Reyield's envelope has
 * them too. Data of errors and details that others wrote are payloads, and aren't shown.
 */
export function failureText({ reason, details }: Attributes): string {
  const error = failureFromWire({ reason, details })
  if (error === undefined) return reason ?? 'no reason'
  return errorText(error)
}
