/** An action of the API: the names of its input and output shapes. */
export interface Operation {
  readonly input: string
  readonly output?: string
}

/** A shape of the API model, without its documentation. The length of a string is counted in UTF-16 code units. */
export type Shape = StructureShape | ListShape | ScalarShape

export interface StructureShape {
  readonly type: 'structure'
  readonly required: readonly string[]
  readonly members: Readonly<Record<string, string>>
}

export interface ListShape {
  readonly type: 'list'
  readonly member: string
  readonly min?: number
  readonly max?: number
}

export interface ScalarShape {
  readonly type: 'string' | 'integer' | 'long' | 'boolean' | 'timestamp'
  readonly enum?: readonly string[]
  readonly min?: number
  readonly max?: number
}
