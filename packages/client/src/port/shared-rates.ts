import { AdaptiveRate } from './adaptive-rate.ts'
import type { Swf, SwfMethod } from './swf.ts'
import type { Timers } from './timers.ts'

/** What ports say of their account. */
interface SharesRates {
  /** Where SWF is called. Ports without it share no rates. */
  readonly endpoint?: string
  /** An object that stands for the account, such as its credentials. Undefined: the default account of the process. */
  readonly account?: unknown
}

type Rates = Map<SwfMethod, AdaptiveRate>

const byClock = new WeakMap<Timers, Map<string, Rates>>()
const byPort = new WeakMap<Swf, Rates>()
const numbers = new WeakMap<object, number>()
let accounts = 0

/**
 * Returns the rates of the actions. All ports of this process to one endpoint with one account share them, because SWF's limits are
 * those of the account.
 */
export function sharedRates(swf: Swf & SharesRates, timers: Timers): (method: SwfMethod) => AdaptiveRate {
  const rates = ratesOf(swf, timers)
  return method => getOrAdd(rates, method, () => new AdaptiveRate(timers))
}

function ratesOf(swf: Swf & SharesRates, timers: Timers): Rates {
  if (swf.endpoint === undefined) return getOrAdd(byPort, swf, () => new Map())
  const byEndpoint = getOrAdd(byClock, timers, () => new Map<string, Rates>())
  return getOrAdd(byEndpoint, `${swf.endpoint} ${accountNumber(swf.account)}`, () => new Map())
}

function accountNumber(account: unknown): number {
  if ((typeof account !== 'object' && typeof account !== 'function') || account === null) return 0
  return getOrAdd(numbers, account, () => ++accounts)
}

function getOrAdd<Key, Value>(
  map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown },
  key: Key,
  make: () => Value,
): Value {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = make()))
  return value
}
