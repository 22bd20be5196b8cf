import type { Operation, OperationKind, Serializer } from '@reyield/workflow'
import { mark, ordinalOf, type Notes } from '@reyield/workflow/internal'
import type { Attempts } from './attempts.ts'
import type { Input, Missing } from './input.ts'
import type { KnownKinds } from './kind.ts'

/**
 * What operations carry (C14): the text is fixed when an operation is made in an open episode; for one made outside an
 * activation (at the top of a module, say) when it's first asked for in one. Replaying a completed episode writes nothing. If
 * something is to be emitted all the same that was made there, a second pass over the history writes just that.
 */
export class Inputs {
  readonly #kinds: KnownKinds
  readonly #notes: Notes
  readonly #serializer: Serializer
  /** In a second pass: what it is to find. */
  readonly #missing: Missing | undefined
  /** What earlier attempts at this answer have found. */
  readonly #attempts: Attempts
  #texts: WeakMap<object, Input> | undefined
  /** The open episode is being delivered. */
  #live = false

  constructor(
    kinds: KnownKinds,
    notes: Notes,
    serializer: Serializer,
    attempts: Attempts,
    missing: Missing | undefined,
  ) {
    this.#kinds = kinds
    this.#notes = notes
    this.#serializer = serializer
    this.#attempts = attempts
    this.#missing = missing
    if (missing !== undefined && missing.ordinals.size > 0) notes.capture = this.#find
  }

  set live(live: boolean) {
    this.#live = live
    this.#notes.capture = live ? this.#capture : undefined
  }

  /** It's a second pass. */
  get searching(): boolean {
    return this.#missing !== undefined
  }

  get live(): boolean {
    return this.#live
  }

  /** What an operation carries that is asked for now; undefined if that was fixed earlier, where nothing is written. */
  asked(operation: Operation<unknown>, key: string): Input | undefined {
    const made = ordinalOf(operation, this.#notes)
    if (this.#live) {
      const written = this.#texts?.get(operation)
      return written ?? (made === undefined ? this.write(operation) : this.known(operation, key))
    }
    if (made === undefined && this.#missing?.asks.has(key) === true) {
      this.#missing.asks.set(key, this.write(operation))
    }
    return undefined
  }

  /** Notes that a second pass is to find what an operation carries. */
  miss(operation: Operation<unknown>, key: string, { ordinals, asks }: Missing): void {
    const made = ordinalOf(operation, this.#notes)
    if (made === undefined) asks.set(key, undefined)
    else ordinals.set(made, undefined)
  }

  /** What a second pass found. */
  found(operation: Operation<unknown>, key: string, missing: Missing): Input {
    return this.#of(operation, key, missing) ?? this.write(operation)
  }

  /** What a second pass for an earlier attempt at this answer has found. */
  known(operation: Operation<unknown>, key: string): Input | undefined {
    const { inputs } = this.#attempts
    return inputs && this.#of(operation, key, inputs)
  }

  #of(operation: Operation<unknown>, key: string, { ordinals, asks }: Missing): Input | undefined {
    const made = ordinalOf(operation, this.#notes)
    return made === undefined ? asks.get(key) : ordinals.get(made)
  }

  /** Whether an operation carries something. */
  hasInput(kind: OperationKind): boolean {
    return this.#kinds[kind].hasInput === true
  }

  /** How the input of an operation is written. */
  serializerOf(operation: Operation<unknown>): Serializer {
    const { serializer } = operation as Carrying
    return serializer ?? this.#kinds[operation.kind].serializer ?? this.#serializer
  }

  /** A value of the workflow's own, as it is now. */
  value(value: unknown): Input {
    return this.#writing(this.#serializer, value)
  }

  /** The text of what an operation carries now. */
  write(operation: Operation<unknown>): Input {
    return this.#writing(this.serializerOf(operation), (operation as Carrying).input)
  }

  #writing(serializer: Serializer, value: unknown): Input {
    try {
      return { text: written(serializer, value) }
    } catch (error) {
      return { error }
    }
  }

  readonly #capture = (operation: Operation<unknown>): void => {
    if (this.#kinds[operation.kind]?.hasInput !== true) return
    this.#texts ??= new WeakMap()
    this.#texts.set(operation, this.write(operation))
  }

  readonly #find = (operation: Operation<unknown>): void => {
    const made = ordinalOf(operation, this.#notes)!
    if (this.#missing!.ordinals.has(made)) this.#missing!.ordinals.set(made, this.write(operation))
  }
}

/** What is written may have code of the program: `toJSON`, a getter. */
const written = (serializer: Serializer, value: unknown) => serializer.serialize(value)
mark('step', written)

/** As an operation that carries something has it. */
interface Carrying {
  readonly input?: unknown
  readonly serializer?: Serializer | undefined
}

/** Who asks: an operation of the ledger by kind and id. */
export const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }) => `${kind} ${id}`
