import type { Operation } from '@reyield/workflow'
import { isOperation, type LineMapper, type ProgramFrames } from '@reyield/workflow/internal'
import type { Coroutine } from './coroutine.ts'
import { runningForks } from './forks.ts'
import { SourceFrames, StackLines } from './stack-lines.ts'

/** The event after which a program began to wait. */
export interface Since {
  readonly eventId: number
  readonly at: Date
}

/** Where one coroutine waits. */
export interface CoroutineLocation {
  readonly branch: string
  readonly operation: string
  readonly id: string | undefined
  readonly since: Since | undefined
  /** The program's stack frames, innermost first. */
  readonly frames: readonly string[]
  /** The program's generator that waits; within a saga or a retry, the one that these run. */
  readonly generator: object | undefined
}

/** The source lines of one step: where the program asked for what an event records. */
export interface StepLines {
  /** The operation's id; for a signal its name, for a marker its name. */
  readonly id: string
  /** The program's stack frames, innermost first. */
  readonly lines: readonly string[]
}

/** Functions for source lines, which the caller passes, since the engine reads no files. */
export interface TraceTools {
  readonly line: LineMapper
  /** Where a generator has stopped: `/app/workflows.ts:12:20`. */
  suspendedAt?(generator: object): string | undefined
}

/** What a traced replay (rule P5) records: where operations were created and yielded, and since which event coroutines wait. */
export class Trace {
  readonly #frames: SourceFrames
  readonly #lines: StackLines
  readonly #tools: TraceTools
  readonly #asks = new WeakMap<
    Coroutine,
    { readonly operation: Operation<unknown>; readonly since: Since | undefined }
  >()
  readonly #inner = new WeakMap<Coroutine, object>()
  /** Lines by the place of an operation, and of patches by the names of their markers. */
  readonly #places = new Map<string, readonly string[]>()
  /** What each event records or delivers: the lines that asked for it. In the order of noting. */
  readonly steps = new Map<number, StepLines>()

  constructor(tools: TraceTools) {
    this.#tools = tools
    this.#frames = new SourceFrames(tools.line)
    this.#lines = new StackLines(this.#frames)
  }

  /** The stacks where each operation was created and last yielded, recorded by the notes. */
  get stacks(): WeakMap<object, string[]> {
    return this.#lines.stacks
  }

  get frames(): ProgramFrames {
    return this.#frames.frames
  }

  /** A coroutine asks for something that it may have to wait for. */
  asks(coroutine: Coroutine, operation: Operation<unknown>, since: () => Since | undefined): void {
    this.#asks.set(coroutine, { operation, since: since() })
  }

  /** A coroutine of Reyield (of a saga or a retry) runs a generator of the program. */
  drives(coroutine: Coroutine, generator: object): void {
    this.#inner.set(coroutine, generator)
  }

  /** A coroutine has asked for an operation at this place, or for something that is recorded under this name. */
  placed(place: string, coroutine: Coroutine, operation: object): void {
    if (!this.#places.has(place)) this.#places.set(place, this.#lines.at(coroutine, operation))
  }

  /** The lines that asked for the operation at a place. */
  linesAtPlace(place: string): readonly string[] {
    return this.#places.get(place) ?? []
  }

  /** An event records what was asked for at a place. */
  recorded(eventId: number, id: string, place: string): void {
    const lines = this.linesAtPlace(place)
    if (lines.length > 0) this.steps.set(eventId, { id, lines })
  }

  /** An operation has received a signal. */
  received(eventId: number, signal: string, operation: object, coroutine: Coroutine | undefined): void {
    const lines = coroutine === undefined ? this.linesOf(operation) : this.#lines.at(coroutine, operation)
    if (lines.length > 0) this.steps.set(eventId, { id: signal, lines })
  }

  /** The program's stack frames where an operation was yielded, or else created, innermost first. */
  linesOf(operation: object): string[] {
    return this.#lines.of(operation)
  }

  /** Where a coroutine awaits something that isn't an operation. */
  suspendedAt(coroutine: Coroutine): string | undefined {
    for (const generator of [this.#inner.get(coroutine), coroutine.generator]) {
      const place = generator === undefined ? undefined : this.#tools.suspendedAt?.(generator)
      if (place !== undefined) return place
    }
    return undefined
  }

  /** Where this coroutine and those below it wait, parents first. */
  *locations(coroutine: Coroutine, describe: (operation: unknown) => string): Generator<CoroutineLocation> {
    const { wait, id: branch, source, generator } = coroutine
    const ask = this.#asks.get(coroutine)
    if (wait !== undefined && ask !== undefined) {
      yield {
        branch,
        operation: describe(ask.operation),
        id: 'id' in wait ? (wait as { id: string }).id : undefined,
        since: ask.since,
        frames: this.#lines.at(coroutine, ask.operation),
        generator:
          this.#inner.get(coroutine) ?? (isOperation(source) || isOurs(coroutine) ? undefined : generator),
      }
      if ('running' in wait) for (const one of wait.running) yield* this.locations(one, describe)
    }
    for (const { coroutine: forked } of runningForks(coroutine)) yield* this.locations(forked, describe)
  }
}

/** Whether the generator of a coroutine is one of Reyield that runs one of the program. */
const isOurs = ({ owner }: Coroutine) => owner !== undefined && 'running' in owner && owner.rules.ours
