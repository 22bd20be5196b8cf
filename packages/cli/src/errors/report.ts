import { Output } from '../output/output.ts'
import { paint, text } from '../output/text.ts'
import { exitCodeOf, type ExitCode } from './exit-codes.ts'
import { hintsOf } from './hints.ts'

/** Prints an error on standard error: one line with its code, and hints below. Returns the exit code. */
export function reportError(error: unknown): ExitCode {
  const out = new Output(process.stderr)
  const exitCode = exitCodeOf(error)
  const { message, code } = described(error)
  const { first, others } = split(message)
  out.line(text`${paint.red('error:')} ${first}${code === undefined ? '' : paint.dim(` [${code}]`)}`)
  for (const hint of hintsOf(error) ?? others) out.block(hint, '  ')
  if (exitCode === 70 && error instanceof Error) out.block(paint.dim(error.stack ?? ''), '  ')
  return exitCode
}

function described(error: unknown): { message: string; code: string | undefined } {
  if (!(error instanceof Error)) return { message: String(error), code: undefined }
  const { code } = error as { code?: unknown }
  if (typeof code === 'string' && code.startsWith('commander.')) {
    return {
      message: error.message.replace(/^error: /, '').replace(/\((Did you mean .*)\)/, '$1'),
      code: 'USAGE_INVALID',
    }
  }
  return { message: error.message, code: typeof code === 'string' ? code : error.name }
}

/** The first sentence of a message, and the others. */
function split(message: string): { first: string; others: readonly string[] } {
  const end = /(?<=[^.\s])[.]\s+(?=[A-Z])|\s*\n/.exec(message)
  if (end === null) return { first: message, others: [] }
  return { first: message.slice(0, end.index), others: [message.slice(end.index + end[0].length)] }
}
