/** What an operation carries, as it is written; or why it can't be, which is thrown where it's asked for (E4). */
export type Input = { readonly text: string | undefined } | { readonly error: unknown }

/** What a second pass is to find: operations by their ordinals, and those made outside of an activation by who asks. */
export interface Missing {
  readonly ordinals: Map<number, Input | undefined>
  readonly asks: Map<string, Input | undefined>
}

/** The text of an input; throws why it can't be written. */
export function textOf(input: Input): string | undefined {
  if ('error' in input) throw input.error
  return input.text
}

/** The text of an input if it could be written. */
export const writtenText = (input: Input | undefined): string | undefined =>
  input !== undefined && 'text' in input ? input.text : undefined
