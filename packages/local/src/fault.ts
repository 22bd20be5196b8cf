/** A refusal as a client sees it: HTTP status, `__type` and message (docs: semantics, section a.3). */
export class Fault extends Error {
  readonly type: string
  readonly status: number
  constructor(type: string, message: string | undefined, status = 400) {
    super(message ?? '')
    this.name = type.slice(type.indexOf('#') + 1)
    this.type = type
    this.status = status
  }
}
