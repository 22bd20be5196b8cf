/** A refusal as a client sees it: HTTP status, `__type` and message (swf-semantics.md §1.3). */
export class SwfError extends Error {
  readonly type: string
  /** The `message` of the body. It may be empty; undefined: the body has none. */
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

/** A domain that the region of the request doesn't have. */
export class UnknownDomainError extends SwfError {
  readonly domain: string
  /** The regions that have a domain of this name. */
  readonly elsewhere: readonly string[]
  constructor(type: string, domain: string, elsewhere: readonly string[]) {
    super(type, `Unknown domain: ${domain}`)
    this.domain = domain
    this.elsewhere = elsewhere
  }
}
