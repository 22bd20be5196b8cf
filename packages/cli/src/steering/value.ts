import { readFileSync } from 'node:fs'
import { text as readAll } from 'node:stream/consumers'
import JSON5 from 'json5'
import type { Given } from '../commands/given.ts'
import { UsageError } from '../errors/usage.ts'

/**
 * The value of `--input`, or of another option: JSON5 text, the content of a file (`@FILE`), or of the standard input (`-`). Undefined without the
 * option.
 *
 * @throws UsageError
 */
export async function inputOf(
  given: Given,
  name = 'input',
): Promise<{ readonly value: unknown } | undefined> {
  const option = given.text(name)
  if (option === undefined) return undefined
  const [source, text] = await sourceOf(option, `--${name}`)
  try {
    return { value: JSON5.parse<unknown>(text) }
  } catch (error) {
    const { lineNumber, columnNumber } = error as { lineNumber?: number; columnNumber?: number }
    throw new UsageError(
      `${source} is no JSON5, at line ${lineNumber ?? 1}, column ${columnNumber ?? 1}. Text needs quotes: --${name} '"some text"'`,
      { cause: error },
    )
  }
}

/**
 * A text that is given as it is, in a file (`@FILE`), or on the standard input (`-`), and what messages call its source.
 *
 * @throws UsageError
 */
export async function sourceOf(option: string, of: string): Promise<[source: string, text: string]> {
  if (option === '-') return ['The standard input', await readAll(process.stdin)]
  if (!option.startsWith('@')) return [`The value of ${of}`, option]
  const file = option.slice(1)
  try {
    return [`The file ${file}`, readFileSync(file, 'utf8')]
  } catch (error) {
    throw new UsageError(`The file of ${of} can't be read: ${(error as Error).message}`, { cause: error })
  }
}
