/**
 * What an activity returns if something else will complete its task later: the value of `completeLater()` of `@reyield/worker`, which this
 * package doesn't import. `Result` is the result with which the task will be completed. The member exists in types only.
 */
export interface CompleteLater<Result = never> {
  readonly '~completeLater': () => Result
}

/**
 * The result of an activity whose function resolves to `Returned`: without CompleteLater, and with the results that it stands for. It's
 * unknown if the function returns nothing but CompleteLater without a type of its result.
 */
export type ResultOf<Returned> = [Returned] extends [never]
  ? never
  : [Settled<Returned>] extends [never]
    ? unknown
    : Settled<Returned>

type Settled<Returned> = unknown extends Returned
  ? Returned
  : Returned extends CompleteLater<infer Result>
    ? Result
    : Returned
