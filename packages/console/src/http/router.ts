import { InvalidRequestError } from '../errors.ts'

/** A path of an endpoint: `/api/bulk/:id/apply`. */
interface Pattern<Key extends string> {
  readonly key: Key
  readonly method: string
  readonly segments: readonly string[]
}

/** What an address stands for. */
export interface Matched<Key extends string> {
  readonly key: Key
  /** The parameters of the path, decoded. */
  readonly parameters: Readonly<Record<string, string>>
}

/** What `RUN` stands for in the keys of endpoints. */
const runs = ['/api/executions/:workflowId/:runId', '/api/files/:file']

/** Finds the endpoints of requests. A key is a method and a path: `GET RUN/events/:event`. */
export class Router<Key extends string> {
  readonly #patterns: readonly Pattern<Key>[]

  constructor(keys: readonly Key[]) {
    this.#patterns = keys.flatMap(key => {
      const [method = '', path = ''] = key.split(' ')
      const paths = path.startsWith('RUN') ? runs.map(run => run + path.slice(3)) : [path]
      return paths.map(each => ({ key, method, segments: each.split('/') }))
    })
  }

  /**
   * The endpoint of a method and a path. The path isn't normalized, so `..` is a text like any other.
   *
   * @throws InvalidRequestError (REQUEST_INVALID) with status 404 or 405
   */
  match(method: string, path: string): Matched<Key> {
    const segments = path.split('/')
    const found = this.#patterns.filter(pattern => fits(pattern.segments, segments))
    const pattern = found.find(one => one.method === (method === 'HEAD' ? 'GET' : method))
    if (pattern === undefined) {
      throw found.length === 0
        ? new InvalidRequestError('There is no such address', 404)
        : new InvalidRequestError(`The address takes ${found.map(one => one.method).join(', ')}`, 405)
    }
    const parameters = pattern.segments.flatMap((segment, at) =>
      segment.startsWith(':') ? [[segment.slice(1), decoded(segments[at]!)] as const] : [],
    )
    return { key: pattern.key, parameters: Object.fromEntries(parameters) }
  }
}

const fits = (pattern: readonly string[], segments: readonly string[]) =>
  pattern.length === segments.length &&
  pattern.every((segment, at) => (segment.startsWith(':') ? segments[at] !== '' : segment === segments[at]))

/** The page writes ids that a browser would take for folders, `.` and `..`, with a slash before them. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment).replace(/^\/(?=\.{1,2}$)/, '')
  } catch {
    throw new InvalidRequestError('The address is not encoded as URLs are')
  }
}
