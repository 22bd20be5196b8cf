/** A part of the workflow's program. */
export type Steps<T> = Generator<unknown, T, unknown>
