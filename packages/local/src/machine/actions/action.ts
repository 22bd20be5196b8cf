import type { Context } from '../context.ts'
import type { Operations } from '../../model/generated/types.ts'
import type { Outcome } from '../outcome.ts'

/** The answer to a request whose input is valid. Throws a `Fault` for what the state forbids. */
export type ActionHandler<A extends keyof Operations> = (
  input: Operations[A]['input'],
  context: Context,
) => Outcome
