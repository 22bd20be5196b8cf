import { CleanUpRefusedError } from './errors/guard.ts'
import { ReusedGeneratorError, type OperationNeverYieldedError } from './errors/program.ts'
import type { Inputs } from './ledger/inputs.ts'

/**
 * Decides whether a mistake in a program is an error or a warning. In the open episode it is an error if guards are on, and then the
 * decision task times out. In a completed episode, which older code may have decided, it's never an error.
 */
export class Policy {
  readonly #workflow: string
  readonly #guarded: boolean
  readonly #inputs: Inputs
  readonly #warnings: string[]
  #refusalWarned = false

  constructor(workflow: string, guarded: boolean, inputs: Inputs, warnings: string[]) {
    this.#workflow = workflow
    this.#guarded = guarded
    this.#inputs = inputs
    this.#warnings = warnings
  }

  /** A coroutine is to run a generator object that has already run (C15). */
  reused(coroutine: string): void {
    if (this.#inputs.live) throw new ReusedGeneratorError(this.#workflow, coroutine)
  }

  /** An operation was created and never yielded (P4). */
  neverYielded(error: OperationNeverYieldedError): void {
    if (this.#inputs.live && this.#guarded) throw error
    this.#warnings.push(error.message)
  }

  /** An ended branch asked for something outside a shield (C5). Only the first one is a warning. */
  refused(coroutine: string, operation: string, at: readonly string[]): void {
    const error = new CleanUpRefusedError(this.#workflow, coroutine, operation, at)
    if (this.#inputs.live && this.#guarded) throw error
    if (!this.#refusalWarned) this.#warnings.push(error.message)
    this.#refusalWarned = true
  }
}
