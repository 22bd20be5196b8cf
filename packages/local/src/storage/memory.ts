import type { Storage } from './storage.ts'

/** Stores nothing: a local SWF in memory only has its state, which is lost with the process. */
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
