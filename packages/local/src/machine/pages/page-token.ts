import { createHash } from 'node:crypto'
import { invalidToken, validation } from '../../model/swf-errors.ts'
import { numberField, packToken, unpackToken } from '../tokens.ts'

/** The members of a request that select a page. */
export interface PageRequest {
  /** If it's 0 or missing, the maximum of 1,000 applies. */
  readonly maximumPageSize?: number | undefined
  readonly nextPageToken?: string | undefined
}

const MAXIMUM_PAGE_SIZE = 1000

/** How long a page token is valid, in milliseconds. */
const TOKEN_LIFETIME = 24 * 60 * 60 * 1000

export const pageSize = ({ maximumPageSize = 0 }: PageRequest) => maximumPageSize || MAXIMUM_PAGE_SIZE

/**
 * Makes a page token. It contains the position where the next page begins, the time (epoch milliseconds), and a hash of the
 * `parameters` that the next request must repeat unchanged.
 */
export const pageToken = (
  parameters: readonly unknown[],
  position: readonly (string | number)[],
  now: number,
) => packToken(['page', hash(parameters), now, ...position])

/** Returns the position in the page token of a request, which has `count` fields. Undefined if the request has no token. */
export function readPageToken(
  { nextPageToken }: PageRequest,
  parameters: readonly unknown[],
  count: number,
  now: number,
): string[] | undefined {
  if (nextPageToken === undefined) return undefined
  const [, hashed, made, ...position] = unpackToken(nextPageToken, 'page', count + 3)
  if (hashed !== hash(parameters)) throw invalidToken()
  if (now - numberField(made) > TOKEN_LIFETIME) {
    throw validation('Specified token has exceeded its maximum lifetime')
  }
  return position
}

const hash = (parameters: readonly unknown[]) =>
  createHash('sha256').update(JSON.stringify(parameters)).digest('base64').slice(0, 16)
