import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import { keepOwnersOfMicrotasks, restoreMicrotasks } from './microtasks.ts'
import type { Owner } from './owner.ts'

const owners = new AsyncLocalStorage<Owner>()

/** Runs code of a user; what it leaves behind (promises, timers, sockets) belongs to the owner as well. */
export function ownedBy<T>(owner: Owner, run: () => T): T {
  return owners.run(owner, run)
}

/** Exceptions that nothing caught, so far. */
let exceptions = 0

/** Most turns of the event loop that an answer waits for. */
const mostTurns = 20

/**
 * Resolves when Node has reported what was left behind so far. A rejection is reported when all microtasks have run, so one
 * turn of the event loop is enough; unless a callback throws meanwhile, which puts the reports off by another turn.
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
 * While a worker runs, an error that nothing catches goes to its owner, and the process lives on (rule E5). An error
 * without an owner keeps Node's default. Call the returned function once, when the worker has stopped.
 */
export function catchUncaught(): () => void {
  if (workers++ === 0) install()
  return () => {
    if (--workers === 0) uninstall()
  }
}

/** Listeners of this package, in whatever copy of it: they don't count as somebody who handles rejections. */
const ours = Symbol.for('reyield.uncaught')

/**
 * `uncaughtExceptionMonitor` comes just before `uncaughtException`, in the context of the error, and handles nothing itself.
 * So the listener that keeps the process alive is added only for an error that has an owner; every other error finds the
 * process as if no worker were there.
 */
function aboutToEnd(): void {
  exceptions++
  const owner = owners.getStore()
  if (owner !== undefined) process.once('uncaughtException', error => owner.uncaught(error))
}

/** Only listens while somebody else does: a rejection that is handled by them doesn't become an exception. */
const rejected = Object.assign((reason: unknown) => owners.getStore()?.uncaught(reason), { [ours]: true })

/** With these modes of Node rejections never become exceptions, and a listener changes nothing. */
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
