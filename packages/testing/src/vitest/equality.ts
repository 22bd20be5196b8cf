/** What vitest passes to a matcher, as far as it is used here. It is the same in vitest 3.2 and 4. */
export interface MatcherContext {
  readonly isNot: boolean
  readonly equals: (a: unknown, b: unknown, testers?: readonly Tester[]) => boolean
  readonly customTesters: readonly Tester[]
  readonly utils: { readonly iterableEquality: Tester }
}

type Tester = (this: never, a: never, b: never, testers: never) => boolean | undefined

export type Equals = (actual: unknown, expected: unknown) => boolean

/** Equality as of `toEqual`, but for errors: they went through a history, which keeps no class. */
export function equality({ equals, customTesters, utils }: MatcherContext): Equals {
  const alike = (actual: unknown, expected: unknown): boolean | undefined => {
    if (!(actual instanceof Error && expected instanceof Error)) return undefined
    return (
      actual.name === expected.name &&
      actual.message === expected.message &&
      (expected.cause === undefined || equals(actual.cause, expected.cause, testers))
    )
  }
  const testers = [...customTesters, alike as Tester, utils.iterableEquality]
  return (actual, expected) => equals(actual, expected, testers)
}
