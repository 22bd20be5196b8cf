/** A registered workflow type or activity type. */
export interface RegisteredType<Configuration> {
  readonly name: string
  readonly version: string
  readonly description: string | undefined
  /** Epoch seconds. */
  readonly creationDate: number
  /** Epoch seconds. Undefined unless it is deprecated. */
  deprecationDate: number | undefined
  /** The defaults with which it was registered. */
  readonly configuration: Configuration
}

/** The key of a type within its domain. Names and versions of types contain no slash. */
export const typeKey = ({ name, version }: { readonly name: string; readonly version: string }) =>
  `${name}/${version}`
