/** The project can't be created. The message is printed for the user, and the exit code is that of the process. */
export class CreateError extends Error {
  override readonly name = 'CreateError'
  /** 1: not created. 2: wrong usage. */
  readonly exitCode: 1 | 2
  /** Lines below the message: what to do, or what was found. */
  readonly hints: readonly string[]
  constructor(message: string, exitCode: 1 | 2, hints: readonly string[] = []) {
    super(message)
    this.exitCode = exitCode
    this.hints = hints
  }
}

/** Wrong usage of the command line. */
export const usageError = (message: string, ...hints: string[]): CreateError =>
  new CreateError(message, 2, hints.length > 0 ? hints : ['See `npm create reyield -- --help`.'])

/** What an error of the file system says, without its code and path: `permission denied`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return /^[A-Z]+: (.*?)(?:, \w+(?: '|$)|$)/.exec(error.message)?.[1] ?? error.message
}

/** The code of an error of the file system, such as `ENOENT`. */
export const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown } | undefined)?.code
