import type { Context } from '../context.ts'
import type { Operations } from '../../model/generated/types.ts'
import type { Outcome } from '../outcome.ts'

/** Handles a request whose input is valid. Throws the error that SWF returns if the state doesn't allow the request. */
export type ActionHandler<A extends keyof Operations> = (
  input: Operations[A]['input'],
  context: Context,
) => Outcome
