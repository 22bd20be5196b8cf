import type { Owner } from './owner.ts'

/** Before Node 24, Node reports the error of a microtask outside of the context in which it was queued. */
const contextIsLost = Number(process.versions.node.split('.')[0]) < 24

let original: typeof queueMicrotask | undefined
let ownerNow: () => Owner | undefined = () => undefined

/** Puts a `queueMicrotask` in place that gives the errors of callbacks to their owners, where Node doesn't keep these. */
export function keepOwnersOfMicrotasks(currentOwner: () => Owner | undefined): void {
  if (!contextIsLost) return
  ownerNow = currentOwner
  original ??= globalThis.queueMicrotask
  if (globalThis.queueMicrotask === original) globalThis.queueMicrotask = queueOwned
}

/** What somebody has put around it since stays, and still works. */
export function restoreMicrotasks(): void {
  if (globalThis.queueMicrotask === queueOwned) globalThis.queueMicrotask = original!
}

function queueOwned(callback: () => void): void {
  const owner = ownerNow()
  if (owner === undefined || typeof callback !== 'function') return original!(callback)
  original!(() => {
    try {
      callback()
    } catch (error) {
      owner.uncaught(error)
    }
  })
}
