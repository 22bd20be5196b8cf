import JSON5 from 'json5'
import { checkLength } from '@reyield/data/internal'
import type { WrittenFor } from '@reyield/inspect'
import type { App } from '../app.ts'
import { InvalidRequestError } from '../errors.ts'

/**
 * An input as it's sent, from its JSON5 text: checked by the schema and serialized by the code that declares it, or by the configured serializer.
 * Undefined without an input.
 *
 * @throws InvalidRequestError (REQUEST_INVALID) for a text that is no JSON5; InvalidInputError (INPUT_INVALID), …
 */
export async function writtenInput(
  { code, serializer }: App,
  of: WrittenFor,
  input: string | undefined,
): Promise<string | undefined> {
  const value = input === undefined ? undefined : parsed(input)
  const { workflows } = await code.declared()
  const isDeclared =
    'signal' in of ||
    workflows.some(({ name, version }) => name === of.workflow.name && version === of.workflow.version)
  const host = isDeclared ? code.hostOf(undefined) : undefined
  const text = host === undefined ? serializer.serialize(value) : await host.write(of, value)
  return checkLength(text, 'The input')
}

function parsed(text: string): unknown {
  try {
    return JSON5.parse<unknown>(text)
  } catch (error) {
    const { lineNumber = 1, columnNumber = 1 } = error as { lineNumber?: number; columnNumber?: number }
    throw new InvalidRequestError(
      `The input is no JSON5, at line ${lineNumber}, column ${columnNumber}. Text needs quotes: 'some text'`,
    )
  }
}
