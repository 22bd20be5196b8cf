/** What a workflow may import by name: re-exports are bindings of the same imports. */
export {
  generateKey,
  generateKeyPair,
  generateKeyPairSync,
  generateKeySync,
  generatePrime,
  generatePrimeSync,
  getRandomValues,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  webcrypto,
} from 'node:crypto'
export { performance } from 'node:perf_hooks'
export { hrtime, uptime } from 'node:process'
export { clearTimeout, setImmediate, setInterval, setTimeout } from 'node:timers'
export {
  scheduler,
  setImmediate as turn,
  setInterval as every,
  setTimeout as pause,
} from 'node:timers/promises'
