/**
 * An error that Amazon SWF returns for a request, as clients see it: HTTP status, `__type` and message (swf-semantics.md §1.3).
 * SWF's own names for its errors end in Fault or Exception.
 */
export class SwfError extends Error {
  readonly type: string
  /** The `message` of the response body. It may be empty. Undefined if the body has no message. */
  readonly text: string | undefined
  readonly status: number
  constructor(type: string, text: string | undefined, status = 400) {
    super(text ?? '')
    this.text = text
    this.name = type.slice(type.indexOf('#') + 1)
    this.type = type
    this.status = status
  }
}

/** The region of the request has no domain of this name. */
export class UnknownDomainError extends SwfError {
  readonly domain: string
  /** The other regions that have a domain of this name. */
  readonly elsewhere: readonly string[]
  constructor(type: string, domain: string, elsewhere: readonly string[]) {
    super(type, `Unknown domain: ${domain}`)
    this.domain = domain
    this.elsewhere = elsewhere
  }
}
