import { createHash } from 'node:crypto'
import { invalidToken, validation } from '../../model/swf-errors.ts'
import { numberField, packToken, unpackToken } from '../tokens.ts'

/** How a request asks for a page. */
export interface PageRequest {
  /** 0 or absent is the maximum, 1,000. */
  readonly maximumPageSize?: number | undefined
  readonly nextPageToken?: string | undefined
}

const MAXIMUM_PAGE_SIZE = 1000

/** Milliseconds that a page token is good for. */
const TOKEN_LIFETIME = 24 * 60 * 60 * 1000

export const pageSize = ({ maximumPageSize = 0 }: PageRequest) => maximumPageSize || MAXIMUM_PAGE_SIZE

/**
 * A page token: where the next page begins, for which request, and when it was made (epoch milliseconds). `parameters`
 * are those that must be repeated unchanged.
 */
export const pageToken = (
  parameters: readonly unknown[],
  position: readonly (string | number)[],
  now: number,
) => packToken(['page', hash(parameters), now, ...position])

/** The position in a page token, as many fields as `count`; undefined for a request without token. */
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
