/** What a worker does with a function that runs in threads. */
export interface Threaded {
  /** Throws if the thread's module doesn't have the function of an activity. */
  look(activity: string): Promise<void>
  /** Keeps the threads until the returned function is called. It ends them if no other worker holds them. */
  hold(): () => Promise<void>
}

/** A member of the functions. It's registered, because one program may contain two copies of this package. */
const mark = Symbol.for('reyield.threaded')

export function markThreaded(fn: object, threaded: Threaded): void {
  Object.defineProperty(fn, mark, { value: threaded })
}

/** Whether a function runs in threads, and how. */
export const threadedOf = (fn: object): Threaded | undefined => (fn as { readonly [mark]?: Threaded })[mark]
