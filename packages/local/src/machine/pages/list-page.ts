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
 * A page of registered things by name, then version, ascending (descending with reverseOrder). A page token holds the
 * last item shown, so that what is registered in between neither repeats nor hides an item.
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
