import type { Operation, OperationKind, Serializer } from '@reyield/workflow'
import { mark, ordinalOf, type Notes } from '@reyield/workflow/internal'
import type { Attempts } from './attempts.ts'
import type { Input, Missing } from './input.ts'
import type { KnownKinds } from './kind.ts'

/**
 * The serialized inputs of operations (C14). The text is fixed when an operation is created in an open episode. For one that is
 * created outside an activation (at the top of a module, say), it is fixed when the program first asks for it. The replay of a
 * completed episode serializes nothing. If an operation of such an episode is still to be sent, a second pass over the history
 * serializes just that input.
 */
export class Inputs {
  readonly #kinds: KnownKinds
  readonly #notes: Notes
  readonly #serializer: Serializer
  /** In a second pass: the inputs that it has to find. */
  readonly #missing: Missing | undefined
  /** What earlier attempts at this task have found. */
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

  /** Whether this is a second pass. */
  get searching(): boolean {
    return this.#missing !== undefined
  }

  get live(): boolean {
    return this.#live
  }

  /** The input of an operation that the program asks for now; undefined in a completed episode, where nothing is serialized. */
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

  /** Records that a second pass has to find an operation's input. */
  miss(operation: Operation<unknown>, key: string, { ordinals, asks }: Missing): void {
    const made = ordinalOf(operation, this.#notes)
    if (made === undefined) asks.set(key, undefined)
    else ordinals.set(made, undefined)
  }

  /** The input that a second pass has found. */
  found(operation: Operation<unknown>, key: string, missing: Missing): Input {
    return this.#of(operation, key, missing) ?? this.write(operation)
  }

  /** The input that a second pass for an earlier attempt at this task has found. */
  known(operation: Operation<unknown>, key: string): Input | undefined {
    const { inputs } = this.#attempts
    return inputs && this.#of(operation, key, inputs)
  }

  #of(operation: Operation<unknown>, key: string, { ordinals, asks }: Missing): Input | undefined {
    const made = ordinalOf(operation, this.#notes)
    return made === undefined ? asks.get(key) : ordinals.get(made)
  }

  /** Whether operations of a kind have an input. */
  hasInput(kind: OperationKind): boolean {
    return this.#kinds[kind].hasInput === true
  }

  /** The serializer for an operation's input. */
  serializerOf(operation: Operation<unknown>): Serializer {
    const { serializer } = operation as Carrying
    return serializer ?? this.#kinds[operation.kind].serializer ?? this.#serializer
  }

  /** Serializes a value of the workflow itself (its result, its status). */
  value(value: unknown): Input {
    return this.#writing(this.#serializer, value)
  }

  /** Serializes an operation's input as it is now. */
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

/** Marked as a step, since serializing may run code of the program: `toJSON`, a getter. */
const written = (serializer: Serializer, value: unknown) => serializer.serialize(value)
mark('step', written)

/** The fields of operations that have an input. */
interface Carrying {
  readonly input?: unknown
  readonly serializer?: Serializer | undefined
}

/** The key of a ledger entry: kind and id. */
export const keyOf = ({ kind, id }: { readonly kind: string; readonly id: string }) => `${kind} ${id}`
