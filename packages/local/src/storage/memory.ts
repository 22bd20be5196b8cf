import type { Storage } from './storage.ts'

/** No log: what a local SWF in memory needs to know is in its state, and gone with the process. */
export function memoryStorage(): Storage {
  return {
    name: ':memory:',
    *readAll() {},
    append() {},
    remove() {},
    check() {},
    close() {},
    release() {},
  }
}
