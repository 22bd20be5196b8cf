/** A workflow type or an activity type that a domain has registered. */
export interface RegisteredType<Configuration> {
  readonly name: string
  readonly version: string
  readonly description: string | undefined
  /** Epoch seconds. */
  readonly creationDate: number
  /** Epoch seconds; undefined while it is registered. */
  deprecationDate: number | undefined
  /** The given defaults. */
  readonly configuration: Configuration
}

/** Neither a registered name nor a version has a slash in it. */
export const typeKey = ({ name, version }: { readonly name: string; readonly version: string }) =>
  `${name}/${version}`
