/** The part of vitest's matcher context that is used here. It is the same in vitest 3.2, 4 and 5. */
export interface MatcherContext {
  readonly isNot: boolean
  readonly equals: (a: unknown, b: unknown, testers?: readonly Tester[]) => boolean
  readonly customTesters: readonly Tester[]
  readonly utils: { readonly iterableEquality: Tester }
}

type Tester = (this: never, a: never, b: never, testers: never) => boolean | undefined

export type Equals = (actual: unknown, expected: unknown) => boolean

/** Equality as of `toEqual`, except that the class of errors isn't compared: a history doesn't record it. */
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
