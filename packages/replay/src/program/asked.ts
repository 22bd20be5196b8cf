import type { Operation, OperationKind } from '@reyield/workflow'
import type { Coroutine } from './coroutine.ts'
import { StackLines, type SourceFrames } from './stack-lines.ts'

/** An operation that the program has asked for for the first time. */
export interface AskedOperation {
  /** Its id by place; also of a composite. */
  readonly id: string
  readonly kind: OperationKind
  /** For activities, children and Lambda functions: their type. */
  readonly name: string | undefined
  /** The program's stack frames, innermost first: `order (/app/workflows.ts:9:18)`. */
  readonly lines: readonly string[]
}

/** Notes which operations the program asks for in the open episode, with their source lines (P5). Completed episodes cost nothing. */
export class Asked {
  readonly #lines: StackLines
  #found: AskedOperation[] = []

  constructor(frames: SourceFrames) {
    this.#lines = new StackLines(frames)
  }

  get stacks(): WeakMap<object, string[]> {
    return this.#lines.stacks
  }

  /** What was asked for since `begin`. */
  get found(): readonly AskedOperation[] {
    return this.#found
  }

  begin(): void {
    this.#found = []
  }

  /** A coroutine asks for an operation at this place. */
  placed(id: string, coroutine: Coroutine, operation: Operation<unknown>): void {
    const { kind } = operation
    const { name } = operation as { readonly name?: string }
    this.#found.push({ id, kind, name, lines: this.#lines.at(coroutine, operation) })
  }
}
