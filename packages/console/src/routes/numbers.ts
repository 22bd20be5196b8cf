import { InvalidRequestError } from '../errors.ts'

/**
 * A whole number of a parameter.
 *
 * @throws InvalidRequestError (REQUEST_INVALID)
 */
export function wholeNumber(name: string, text: string | undefined, otherwise: number, most = 1e9): number {
  if (text === undefined || text === '') return otherwise
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (number <= most) return number
  throw new InvalidRequestError(`The parameter ${name} must be a whole number up to ${most}`)
}
