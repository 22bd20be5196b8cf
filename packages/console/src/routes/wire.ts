import type { Wire } from '../api/index.ts'

/** A value as it will be in JSON: JSON.stringify writes dates as texts and leaves out what is undefined. */
export const wire = <T>(value: T): Wire<T> => value as Wire<T>
