/** A value as it is in JSON: dates are ISO 8601 texts, and what is undefined is absent. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly Wire<Item>[]
    : T extends object
      ? { readonly [K in keyof T as undefined extends T[K] ? never : K]: Wire<T[K]> } & {
          readonly [K in keyof T as undefined extends T[K] ? K : never]?: Wire<Exclude<T[K], undefined>>
        }
      : T

/** One run of an execution. */
export interface RunRef {
  readonly workflowId: string
  readonly runId: string
}

/** The body of every answer that isn't 2xx. */
export interface ApiError {
  /** A stable code, such as EXECUTION_UNKNOWN. */
  readonly code: string
  /** For people, without payloads. */
  readonly message: string
  /** What a schema refuses of an input: where, such as `$.items[3].price`, and why. Only for what this request has sent. */
  readonly issues?: readonly { readonly path: string; readonly message: string }[]
}
