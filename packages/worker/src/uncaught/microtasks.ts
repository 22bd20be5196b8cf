import type { Owner } from './owner.ts'

/** Before version 24, Node reports the error of a microtask outside the async context in which it was queued. */
const contextIsLost = Number(process.versions.node.split('.')[0]) < 24

let original: typeof queueMicrotask | undefined
let ownerNow: () => Owner | undefined = () => undefined

/** Replaces `queueMicrotask` by one that passes errors of callbacks to their owners, on Node versions that lose the owner. */
export function keepOwnersOfMicrotasks(currentOwner: () => Owner | undefined): void {
  if (!contextIsLost) return
  ownerNow = currentOwner
  original ??= globalThis.queueMicrotask
  if (globalThis.queueMicrotask === original) globalThis.queueMicrotask = queueOwned
}

/** Restores the original, unless other code has wrapped it since: then that wrapper stays and continues to work. */
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
