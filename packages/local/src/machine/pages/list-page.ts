import { pageSize, pageToken, readPageToken } from './page-token.ts'
import type { PageRequest } from './page-token.ts'

export interface ListRequest extends PageRequest {
  readonly reverseOrder?: boolean | undefined
}

interface Named {
  readonly name: string
  readonly version?: string
}

/**
 * A page of domains or types, sorted by name and version, descending if `reverseOrder` is set. The page token contains the last
 * item of the page, so that an item that is registered between two requests neither repeats nor hides another one.
 */
export function listPage<T extends Named>(
  items: readonly T[],
  request: ListRequest,
  parameters: readonly unknown[],
  now: number,
): { page: T[]; nextPageToken: string | undefined } {
  const reverse = request.reverseOrder ?? false
  const bound = [...parameters, reverse]
  const sorted = [...items].sort((a, b) => (reverse ? compare(b, a) : compare(a, b)))
  const position = readPageToken(request, bound, 2, now)
  const start = position === undefined ? 0 : firstAfter(sorted, position, reverse)
  const page = start < 0 ? [] : sorted.slice(start, start + pageSize(request))
  const end = page.at(-1)
  const more = end !== undefined && end !== sorted.at(-1)
  return { page, nextPageToken: more ? pageToken(bound, [end.name, end.version ?? ''], now) : undefined }
}

function firstAfter(sorted: readonly Named[], [name = '', version = '']: string[], reverse: boolean): number {
  return sorted.findIndex(item => compare(item, { name, version }) * (reverse ? -1 : 1) > 0)
}

function compare(a: Named, b: Named): number {
  return order(a.name, b.name) || order(a.version ?? '', b.version ?? '')
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
