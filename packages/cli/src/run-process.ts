import type { ExitCode } from './errors/exit-codes.ts'

/** The exit code of the command that ran. */
let code: ExitCode = 0

/** Sets the exit code of the process. */
export function exitWith(next: ExitCode): void {
  code = next
}

/** Runs the program and prints its errors. Returns the exit code. */
export async function runProgram(run: () => Promise<unknown>): Promise<ExitCode> {
  code = 0
  try {
    await run()
    return code
  } catch (error) {
    return await codeOf(error)
  }
}

/** Runs the program, prints its errors, and ends the process once the output is written. */
export async function runProcess(run: () => Promise<unknown>): Promise<never> {
  // A reader that has seen enough, such as `head`, closes the pipe. That's no error.
  process.stdout.on('error', ignoreClosedPipe)
  process.stderr.on('error', ignoreClosedPipe)
  const code = await runProgram(run)
  await Promise.all([written(process.stdout), written(process.stderr)])
  process.exit(code)
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
}

/** Prints an error and returns its exit code. Commander throws also when it has printed the help or the version. */
async function codeOf(error: unknown): Promise<ExitCode> {
  const { code, exitCode } = error as { readonly code?: unknown; readonly exitCode?: unknown }
  if (exitCode === 0) return 0
  if (code === 'commander.help') return 2 // there was no command
  const { reportError } = await import('./errors/report.ts')
  return reportError(error)
}

const written = (stream: NodeJS.WriteStream) =>
  new Promise<void>(resolve => {
    if (stream.writableLength === 0) resolve()
    else stream.write('', () => resolve())
  })
