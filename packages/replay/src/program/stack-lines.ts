import { ProgramFrames, type LineMapper } from '@reyield/workflow/internal'
import type { Coroutine } from './coroutine.ts'

/** The most stacks whose lines are remembered. A program has few, unless helpers call themselves. */
const most = 1000

/** Source lines of stacks. They are remembered, since a loop yields many operations with equal stacks. */
export class SourceFrames {
  readonly frames: ProgramFrames
  readonly #byStack = new Map<string, readonly string[]>()

  constructor(line: LineMapper) {
    this.frames = new ProgramFrames(line)
  }

  /** The program's frames of a stack, innermost first. */
  of(stack: string): readonly string[] {
    let lines = this.#byStack.get(stack)
    if (lines === undefined) {
      if (this.#byStack.size >= most) this.#byStack.clear()
      this.#byStack.set(stack, (lines = this.frames.of(stack)))
    }
    return lines
  }
}

/** The source lines of operations, from the stacks that the notes record. */
export class StackLines {
  /** The stacks where each operation was created and last yielded, recorded by the notes. */
  readonly stacks = new WeakMap<object, string[]>()
  readonly #frames: SourceFrames

  constructor(frames: SourceFrames) {
    this.#frames = frames
  }

  /** The program's stack frames where an operation was yielded, or else created, innermost first. */
  of(operation: object): string[] {
    for (const stack of this.stacks.get(operation)?.toReversed() ?? []) {
      const lines = this.#frames.of(stack)
      if (lines.length > 0) return [...lines]
    }
    return []
  }

  /** For an operation that is a branch itself and was created elsewhere (as a receive of a channel): the lines of its composite. */
  at(coroutine: Coroutine, operation: object): string[] {
    const lines = this.of(operation)
    const { owner } = coroutine
    if (lines.length > 0 || owner === undefined || !('operation' in owner)) return lines
    return this.at(owner.owner, owner.operation)
  }
}
