import { signal } from '@preact/signals'
import type { ApiError } from '../src/api/index.ts'

const key = 'reyield-token'

/** Takes the token out of the address (`#token=…`), so that it is neither shown nor shared with a copied address, and keeps it for this tab. */
function readToken(): string | undefined {
  const given = /^#token=(.+)$/.exec(location.hash)?.[1]
  try {
    if (given !== undefined) sessionStorage.setItem(key, given)
    if (given !== undefined) history.replaceState(history.state, '', location.pathname + location.search)
    return given ?? sessionStorage.getItem(key) ?? undefined
  } catch {
    return given // without storage it lasts until the page is loaded again
  }
}

/** The token that changes need; undefined if the page was opened without it. */
export const token = signal(readToken())

/** The server has refused a request, or can't be reached (`CONSOLE_UNREACHABLE`). */
export class RequestError extends Error {
  readonly code: string
  readonly status: number
  /** What a schema refuses, for the fields of a form. */
  readonly issues: NonNullable<ApiError['issues']>
  constructor(code: string, message: string, status: number, issues: ApiError['issues'] = []) {
    super(message)
    this.name = 'RequestError'
    this.code = code
    this.status = status
    this.issues = issues
  }
}

/** The headers that each request has. */
export const headers = (): Record<string, string> =>
  token.value === undefined ? {} : { authorization: `Bearer ${token.value}` }

/** Reads. `parameters` that are undefined or empty are left out. */
export function get<T>(path: string, parameters: Parameters = {}, abort?: AbortSignal): Promise<T> {
  return request<T>(pathWith(path, parameters), { signal: abort ?? null })
}

/** Changes something. */
export const post = <T>(path: string, body: unknown = {}): Promise<T> =>
  request<T>(path, { method: 'POST', body: JSON.stringify(body) })

/** Replaces something. */
export const put = <T>(path: string, body: unknown): Promise<T> =>
  request<T>(path, { method: 'PUT', body: JSON.stringify(body) })

/** Sends a file as it is. */
export const upload = <T>(path: string, parameters: Parameters, file: Blob): Promise<T> =>
  request<T>(pathWith(path, parameters), { method: 'POST', body: file })

/** Parameters of an address. */
export type Parameters = Readonly<Record<string, string | number | undefined>>

/** An address with its parameters. */
export function pathWith(path: string, parameters: Parameters): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  )
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`
}

async function request<T>(path: string, init: RequestInit): Promise<T> {
  const type: Record<string, string> =
    typeof init.body === 'string' ? { 'content-type': 'application/json' } : {}
  let response: Response
  try {
    response = await fetch(path, { ...init, headers: { accept: 'application/json', ...type, ...headers() } })
  } catch (error) {
    if (init.signal?.aborted === true) throw error
    throw new RequestError('CONSOLE_UNREACHABLE', 'The server of this page can’t be reached.', 0)
  }
  const text = await response.text()
  if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T
  throw errorOf(text, response.status)
}

function errorOf(text: string, status: number) {
  try {
    const { code, message, issues } = JSON.parse(text) as ApiError
    if (typeof code === 'string') return new RequestError(code, message, status, issues)
  } catch {
    // not from the console's server
  }
  return new RequestError(
    'CONSOLE_FAILED',
    `The server of this page answered with the status ${status}.`,
    status,
  )
}

/** Whether the server didn't answer at all. The banner of the page says so, and everything is loaded again when it's back. */
export const isAway = (error: unknown) =>
  error instanceof RequestError && error.code === 'CONSOLE_UNREACHABLE'

/** An error as a sentence. */
export const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
