import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import { keepOwnersOfMicrotasks, restoreMicrotasks } from './microtasks.ts'
import type { Owner } from './owner.ts'

const owners = new AsyncLocalStorage<Owner>()

/** Runs code of a user. Errors of its promises, timers and sockets belong to the owner as well. */
export function ownedBy<T>(owner: Owner, run: () => T): T {
  return owners.run(owner, run)
}

/** The number of uncaught exceptions so far. */
let exceptions = 0

/** The most turns of the event loop that a response waits for. */
const mostTurns = 20

/**
 * Resolves when Node has reported all uncaught errors so far. A rejection is reported after all microtasks have run, so one
 * turn of the event loop is enough, unless a callback throws meanwhile, which delays the reports by another turn.
 */
export async function untilReported(): Promise<void> {
  let seen: number | undefined
  for (let turn = 0; seen !== exceptions && turn < mostTurns; turn++) {
    seen = exceptions
    await setImmediate()
  }
}

let workers = 0

/**
 * While a worker runs, passes uncaught errors to their owners, so that the process continues (rule E5). An error
 * without an owner is handled by Node as usual. Call the returned function once, when the worker has stopped.
 */
export function catchUncaught(): () => void {
  if (workers++ === 0) install()
  return () => {
    if (--workers === 0) uninstall()
  }
}

/** Listeners of this package, also of other copies of it. They don't count as handlers of rejections. */
const ours = Symbol.for('reyield.uncaught')

/**
 * `uncaughtExceptionMonitor` is emitted just before `uncaughtException`, in the async context of the error, and doesn't handle the
 * error. So the listener that keeps the process alive is added only for an error that has an owner. For every other error the
 * process behaves as without a worker.
 */
function aboutToEnd(): void {
  exceptions++
  const owner = owners.getStore()
  if (owner !== undefined) process.once('uncaughtException', error => owner.uncaught(error))
}

/** Listens only while others do: a rejection that they handle doesn't become an exception. */
const rejected = Object.assign((reason: unknown) => owners.getStore()?.uncaught(reason), { [ours]: true })

/** In these modes of Node, rejections never become exceptions, and a listener changes nothing. */
const onlyWarns = () =>
  /--unhandled-rejections[= ](warn|none)/.test(
    [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' '),
  )

const listensToRejections = () => process.listeners('unhandledRejection').includes(rejected)

function added(event: string | symbol, listener: object): void {
  if (event === 'unhandledRejection' && !(ours in listener) && !listensToRejections()) {
    process.on('unhandledRejection', rejected)
  }
}

function removed(event: string | symbol): void {
  if (event === 'unhandledRejection' && listensToRejections() && !othersListen() && !onlyWarns()) {
    process.off('unhandledRejection', rejected)
  }
}

const othersListen = () => process.listeners('unhandledRejection').some(listener => !(ours in listener))

function install(): void {
  process.on('uncaughtExceptionMonitor', aboutToEnd)
  if (othersListen() || onlyWarns()) process.on('unhandledRejection', rejected)
  process.on('newListener', added)
  process.on('removeListener', removed)
  keepOwnersOfMicrotasks(() => owners.getStore())
}

function uninstall(): void {
  process.off('newListener', added)
  process.off('removeListener', removed)
  process.off('unhandledRejection', rejected)
  process.off('uncaughtExceptionMonitor', aboutToEnd)
  restoreMicrotasks()
}
