/** The default failure of an activity, a child or a Lambda function. */
export class ExploredFailure extends Error {
  override readonly name = 'ExploredFailure'
  /** it wasn't thrown by any code, and printing stacks is slow */
  override readonly stack: string

  /** `of`: the name of what failed. */
  constructor(of: string) {
    super(`${of} failed`)
    this.stack = `${this.name}: ${this.message}`
  }
}

/** A failure in a sentence. */
export const failureText = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error)
