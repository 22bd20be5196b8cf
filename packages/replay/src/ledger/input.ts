/** The serialized input of an operation; or why it can't be serialized, which is thrown where the program asks for it (E4). */
export type Input = { readonly text: string | undefined } | { readonly error: unknown }

/**
 * The inputs that a second pass has to find: by the operation's ordinal, or by the key of its entry if it was created outside an
 * activation.
 */
export interface Missing {
  readonly ordinals: Map<number, Input | undefined>
  readonly asks: Map<string, Input | undefined>
}

/** The text of an input. Throws if it can't be serialized. */
export function textOf(input: Input): string | undefined {
  if ('error' in input) throw input.error
  return input.text
}

/** The text of an input, if it could be serialized. */
export const writtenText = (input: Input | undefined): string | undefined =>
  input !== undefined && 'text' in input ? input.text : undefined
